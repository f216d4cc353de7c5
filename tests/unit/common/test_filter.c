/* common: selection of names by regular expressions, in bounded time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "common/timer.h"
#include "common/filter.h"

static struct filter *compiled(const char *pattern)
{
	char error[160];
	struct filter *f = filter_compile(pattern, error, sizeof error);
	assert_string_equal(error, "");
	return f;
}

static bool matches(const char *pattern, const char *name)
{
	struct filter *f = compiled(pattern);
	bool found = filter_matches(f, name);
	assert_false(filter_gave_up(f));
	filter_release(f);
	return found;
}

static void names_are_chosen(void **state)
{
	(void)state;
	char error[160];
	assert_true(matches("", "anything"));
	assert_true(matches("LOSS", "train/loss"));
	assert_false(matches("^loss", "train/loss"));
	assert_false(matches("!loss", "train/loss"));
	assert_true(matches("!loss", "train/accuracy"));
	assert_true(matches("s$", "\xff\xfeloss"));
	assert_true(matches(".*s.*\\w+x?$", "train/loss"));
	assert_null(filter_compile("(", error, sizeof error));
	assert_non_null(strstr(error, "at character 2"));
	char deep[242] = "";
	memset(deep, '(', 120);
	memset(deep + 120, ')', 120);
	assert_null(filter_compile(deep, error, sizeof error));
	assert_string_not_equal(error, "");
}

/* A name may be as long as a record. */
static void a_long_name_takes_no_time(void **state)
{
	(void)state;
	enum { LENGTH = 8 << 20 };
	static const char *const patterns[] = {"\\w+\\s", "[ab]*\\d", ".*.*.*\\d", "(a|a)*\\d"};
	char *name = malloc(LENGTH + 1);
	assert_non_null(name);
	memset(name, 'a', LENGTH);
	name[LENGTH] = '\0';
	double begin = clock_monotonic_s();
	for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
		struct filter *f = compiled(patterns[i]);
		assert_false(filter_matches(f, name));
		filter_release(f);
	}
	assert_true(clock_monotonic_s() - begin < 20);
	assert_true(matches("^a+$", name));
	name[FILTER_NAME_BYTES - 1] = 'b';
	assert_true(matches("b", name));
	name[FILTER_NAME_BYTES - 1] = 'a';
	name[FILTER_NAME_BYTES] = 'b';
	assert_false(matches("b", name));
	free(name);
}

/* Matches up to n names that differ in their numbers. Returns whether the filter did not give
 * up. */
static bool reach_the_end(const char *pattern, size_t n, const char *prefix)
{
	struct filter *f = compiled(pattern);
	char name[100];
	for (size_t i = 0; i < n && !filter_gave_up(f); i++) {
		snprintf(name, sizeof name, "%s!%zu!", prefix, i);
		filter_matches(f, name);
	}
	bool end = !filter_gave_up(f);
	if (!end)
		assert_false(filter_matches(f, name));
	filter_release(f);
	return end;
}

static void a_pattern_that_tries_everything_is_given_up(void **state)
{
	(void)state;
	static const char many[] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
	double begin = clock_monotonic_s();
	assert_false(reach_the_end("(a+)+$", 10000000, many));
	assert_false(reach_the_end("!(a|aa)+$", 10000000, many));
	assert_true(clock_monotonic_s() - begin < 120);
	assert_true(reach_the_end("layer_.*/(kernel|bias)", 200000, "model/layer_1/kernel/"));
	assert_true(reach_the_end("", 1000, many));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_chosen),
		cmocka_unit_test(a_long_name_takes_no_time),
		cmocka_unit_test(a_pattern_that_tries_everything_is_given_up),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
