/* base: decimal texts: the forms of Python's repr, parsing, and a locale with a decimal comma. */
#include <float.h>
#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/numeral.h"

/* The results of repr() in Python 3. */
static const struct {
	double value;
	const char *text;
} reprs[] = {
	{0, "0.0"},
	{-0.0, "-0.0"},
	{1, "1.0"},
	{-1.5, "-1.5"},
	{0.1, "0.1"},
	{0.001, "0.001"},
	{0.0001, "0.0001"},
	{0.00001, "1e-05"},
	{1.25e-5, "1.25e-05"},
	{123, "123.0"},
	{100, "100.0"},
	{1e15, "1000000000000000.0"},
	{9007199254740993, "9007199254740992.0"},
	{1e16, "1e+16"},
	{1.2345678901234568e17, "1.2345678901234568e+17"},
	{1e100, "1e+100"},
	{5e-324, "5e-324"},
	{DBL_MAX, "1.7976931348623157e+308"},
	{0.1f, "0.10000000149011612"},
	{-0.00012345678901234567, "-0.00012345678901234567"},
};

static void check_reprs(void)
{
	for (size_t i = 0; i < sizeof reprs / sizeof *reprs; i++) {
		char text[TFE__NUMERAL_BYTES];
		double back;
		tfe__numeral_repr(text, reprs[i].value);
		assert_string_equal(text, reprs[i].text);
		assert_true(tfe__numeral_number(text, &back));
		assert_true(back == reprs[i].value);
	}
}

static void numbers_are_those_of_python(void **state)
{
	(void)state;
	check_reprs();
}

static void a_decimal_comma_changes_nothing(void **state)
{
	(void)state;
	if (!setlocale(LC_NUMERIC, "de_DE.UTF-8")) {
		print_message("SKIP the locale de_DE.UTF-8 is not installed\n");
		return;
	}
	check_reprs();
	setlocale(LC_NUMERIC, "C");
}

static void only_whole_decimal_texts_are_numbers(void **state)
{
	(void)state;
	static const char *const bad[] = {"",      "-",         ".",     "e5",  "1e",    "1e+",
					  "0x10",  "1,5",       "1 ",    " 1",  "nan",   "inf",
					  "1e999", "007",       "1.5.2", "--1", "1e1.5", "1f",
					  "1_000", "1e1000000", "00.5"};
	static const struct {
		const char *text;
		double value;
	} good[] = {{"5", 5},        {"-.5", -0.5},
		    {"1.", 1},       {"+1e3", 1000},
		    {"1E-3", 0.001}, {"1e-999", 0},
		    {"0.0000", 0},   {"0e5", 0},
		    {"0.1", 0.1},    {"123456789e-9", 0.123456789}};
	double d;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (tfe__numeral_number(bad[i], &d))
			fail_msg("\"%s\" is %g", bad[i], d);
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		assert_true(tfe__numeral_number(good[i].text, &d));
		assert_true(d == good[i].value);
	}
	/* More digits than a number needs: 0.1 and 10^-2000 more, and a long whole part. */
	static char text[3000];
	memset(text, '0', sizeof text - 1);
	memcpy(text, "0.1", 3);
	text[2002] = '1';
	assert_true(tfe__numeral_number(text, &d));
	assert_true(d == 0.1);
	memset(text, '1', 300);
	text[300] = '\0';
	assert_true(tfe__numeral_number(text, &d));
	assert_true(d == strtod(text, NULL));
}

static void integers(void **state)
{
	(void)state;
	static const char *const bad[] = {"",   "-",   "1.0", "1e3", "9223372036854775808",
					  "01", "abc", "0x1", "1 "};
	int64_t i;
	for (size_t k = 0; k < sizeof bad / sizeof *bad; k++)
		assert_false(tfe__numeral_int(bad[k], &i));
	assert_true(tfe__numeral_int("-9223372036854775808", &i));
	assert_true(i == INT64_MIN);
	assert_true(tfe__numeral_int("0", &i));
	assert_true(i == 0);
	assert_true(tfe__numeral_int("+16", &i));
	assert_true(i == 16);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_those_of_python),
		cmocka_unit_test(a_decimal_comma_changes_nothing),
		cmocka_unit_test(only_whole_decimal_texts_are_numbers),
		cmocka_unit_test(integers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
