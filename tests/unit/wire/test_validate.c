/* wire: the validator's verdicts, compared with those of protobuf's Python parser
 * (tests/golden/data/validate.tsv). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "wire/validate.h"

static unsigned digit(char c)
{
	return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
}

static void verdicts_are_those_of_protobuf(void **state)
{
	(void)state;
	char path[1024], line[4096];
	static uint8_t bytes[sizeof line / 2];
	const char *source = getenv("SRC");
	snprintf(path, sizeof path, "%s/tests/golden/data/validate.tsv", source ? source : ".");
	FILE *f = fopen(path, "r");
	assert_non_null(f);
	size_t lines = 0, refused = 0;
	while (fgets(line, sizeof line, f)) {
		if (line[0] == '#')
			continue;
		char name[64], verdict[16], hex[sizeof line] = "";
		assert_true(sscanf(line, "%63[^\t]\t%15[^\t]\t%4095[0-9a-f]", name, verdict, hex) >=
			    2);
		size_t n = strlen(hex) / 2;
		for (size_t i = 0; i < n; i++)
			bytes[i] = (uint8_t)(digit(hex[2 * i]) << 4 | digit(hex[2 * i + 1]));
		const char *why = tfe__validate_event(bytes, n);
		if (!why != !strcmp(verdict, "accept"))
			fail_msg("%s: %s expected, but %s", name, verdict, why ? why : "accepted");
		lines++;
		refused += why != NULL;
	}
	fclose(f);
	assert_true(lines > 500);
	assert_true(refused > 200);
	assert_true(lines - refused > 200);
}

static void every_refusal_has_its_reason(void **state)
{
	(void)state;
	static const struct {
		const char *bytes, *reason;
	} cases[] = {
		{"\x07", "the data are not a protobuf message"},
		{"\x1a\x01\xff", "a string is not UTF-8"},
		{"\x2a\x05\x0a\x03\x2a\x01\x32\x01", "the data are not a protobuf message"},
		{"\x2a\x07\x0a\x05\x2a\x03\x32\x01\x01", "a packed list ends inside a number"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_string_equal(tfe__validate_event((const uint8_t *)cases[i].bytes,
							strlen(cases[i].bytes)),
				    cases[i].reason);
}

static void nesting_by_the_megabyte_is_refused_fast(void **state)
{
	(void)state;
	enum { N = 1 << 20 };
	uint8_t *bytes = malloc(N);
	assert_non_null(bytes);
	memset(bytes, 0x7b, N); /* nested groups */
	assert_non_null(tfe__validate_event(bytes, N));
	free(bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(verdicts_are_those_of_protobuf),
		cmocka_unit_test(every_refusal_has_its_reason),
		cmocka_unit_test(nesting_by_the_megabyte_is_refused_fast),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
