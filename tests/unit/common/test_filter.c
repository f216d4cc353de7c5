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
	struct filter *f = filter_compile(pattern);
	assert_string_equal(filter_error(f), "");
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
	assert_true(matches("", "anything"));
	assert_true(matches("LOSS", "train/loss"));
	assert_false(matches("^loss", "train/loss"));
	assert_false(matches("!loss", "train/loss"));
	assert_true(matches("!loss", "train/accuracy"));
	assert_true(matches("s$", "\xff\xfeloss"));
	assert_true(matches(".*s.*\\w+x?$", "train/loss"));
	struct filter *wrong = filter_compile("(");
	assert_non_null(strstr(filter_error(wrong), "at character 2"));
	assert_false(filter_matches(wrong, "("));
	filter_release(wrong);
	char deep[242] = "";
	memset(deep, '(', 120);
	memset(deep + 120, ')', 120);
	wrong = filter_compile(deep);
	assert_string_not_equal(filter_error(wrong), "");
	filter_release(wrong);
}

static void resolve(struct filter *f, const char *const *names, size_t n)
{
	if (!filter_needs_names(f))
		return;
	for (size_t i = 0; i < n; i++)
		filter_offer(f, names[i]);
	filter_resolve(f);
}

/* An expression that matches nothing but equals a name finds that name. */
static void a_name_may_look_like_an_expression(void **state)
{
	(void)state;
	static const char *const names[] = {"loss", "loss [train]", "loss (", "loss (mean)",
					    "lossmean"};
	static const struct {
		const char *pattern;
		bool is_name, chosen[5];
	} cases[] = {
		{"loss [train]", true, {false, true, false, false, false}},
		{"!loss [train]", true, {true, false, true, true, true}},
		{"loss (", true, {false, false, true, false, false}},
		{"LOSS [train]", false, {false, false, false, false, false}},
		{"loss(mean)", false, {false, false, false, false, true}},
		{"^loss$", false, {true, false, false, false, false}},
		{"none", false, {false, false, false, false, false}},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct filter *f = filter_compile(cases[i].pattern);
		resolve(f, names, 5);
		assert_string_equal(filter_error(f), "");
		if (filter_is_name(f) != cases[i].is_name)
			fail_msg("%s: a name: %d", cases[i].pattern, filter_is_name(f));
		for (size_t k = 0; k < 5; k++)
			if (filter_matches(f, names[k]) != cases[i].chosen[k])
				fail_msg("%s: %s", cases[i].pattern, names[k]);
		filter_release(f);
	}
	/* One that matches another name stays an expression. */
	static const char *const both[] = {"a[0]", "xa0"};
	struct filter *f = filter_compile("a[0]");
	resolve(f, both, 2);
	assert_false(filter_is_name(f));
	filter_release(f);
	f = filter_compile("b (");
	resolve(f, both, 2);
	assert_non_null(strstr(filter_error(f), "at character"));
	filter_release(f);
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
		cmocka_unit_test(a_name_may_look_like_an_expression),
		cmocka_unit_test(a_long_name_takes_no_time),
		cmocka_unit_test(a_pattern_that_tries_everything_is_given_up),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
