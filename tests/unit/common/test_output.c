/* common: JSON, exact numbers, options, messages on a terminal. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "common/csv.h"
#include "common/json.h"
#include "common/number.h"
#include "common/command_line.h"
#include "common/out.h"

static struct out out;

/* Returns the text that was printed since the last call. */
static const char *printed(void)
{
	static char text[sizeof out.buffer + 1];
	memcpy(text, out.buffer, out.used);
	text[out.used] = '\0';
	out.used = 0;
	return text;
}

static void numbers_are_the_shortest_that_come_back(void **state)
{
	(void)state;
	static const struct {
		double d;
		const char *text;
	} cases[] = {
		{0, "0"},
		{-0.0, "-0"},
		{1, "1"},
		{-17, "-17"},
		{0.1, "0.1"},
		{(double)0.1f, "0.10000000149011612"},
		{1.0 / 3, "0.3333333333333333"},
		{1e15, "1e+15"},
		{999999999999999, "999999999999999"},
		{1e300, "1e+300"},
		{5e-324, "4.94065645841247e-324"},
		{1700000502.9, "1700000502.9"},
	};
	char text[NUMBER_BYTES];
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		number_exact(text, cases[i].d);
		assert_string_equal(text, cases[i].text);
	}
	uint64_t bits = 1;
	for (int i = 0; i < 200000; i++) {
		bits = bits * 6364136223846793005u + 1442695040888963407u;
		double d, again;
		memcpy(&d, &bits, sizeof d);
		if (d - d != 0) /* NaN and infinities */
			continue;
		number_exact(text, d);
		again = strtod(text, NULL);
		assert_memory_equal(&again, &d, sizeof d);
	}
}

static void numbers_for_people_are_as_short_as_their_type_lets_them(void **state)
{
	(void)state;
	char text[NUMBER_BYTES];
	number_plain(text, (double)0.1f);
	assert_string_equal(text, "0.1");
	number_plain(text, (double)16777216.0f);
	assert_string_equal(text, "16777216");
	number_plain(text, 1.0 / 3);
	assert_string_equal(text, "0.3333333333333333");
	number_plain(text, -(double)INFINITY);
	assert_string_equal(text, "-Infinity");
	number_plain(text, 1e300);
	assert_string_equal(text, "1e+300");
	for (uint32_t bits = 1; bits < 0x7f000000; bits += 99991) {
		float f;
		memcpy(&f, &bits, sizeof f);
		number_plain(text, (double)f);
		assert_true(strtof(text, NULL) == f);
	}
}

static void json_is_valid_whatever_it_holds(void **state)
{
	(void)state;
	struct json j = {.out = &out};
	json_begin(&j, NULL);
	json_text(&j, "plain", "a b/c");
	json_bytes(&j, "odd", "\"\\\n\0\x7f\xc2\x9b", 7);
	json_bytes(&j, "bytes", "a\xff\xe2\x82z\xed\xa0\x80", 8);
	json_text(&j, "text", "\xc3\xa9\xe2\x82\xac\xf0\x9f\x99\x82");
	json_int(&j, "int", INT64_MIN);
	json_uint(&j, "uint", UINT64_MAX);
	json_bool(&j, "bool", true);
	json_begin_array(&j, "list");
	json_double(&j, NULL, 1.5);
	json_double(&j, NULL, -(double)INFINITY);
	json_begin(&j, NULL);
	json_end(&j);
	json_end_array(&j);
	json_double(&j, "nan", (double)NAN);
	json_end_line(&j);
	assert_string_equal(printed(),
			    "{\"plain\": \"a b/c\", "
			    "\"odd\": \"\\\"\\\\\\u000a\\u0000\\u007f\\u009b\", "
			    "\"bytes\": \"a\xef\xbf\xbd\xef\xbf\xbdz\xef\xbf\xbd\xef\xbf\xbd"
			    "\xef\xbf\xbd\", "
			    "\"text\": \"\xc3\xa9\xe2\x82\xac\xf0\x9f\x99\x82\", "
			    "\"int\": -9223372036854775808, "
			    "\"uint\": 18446744073709551615, \"bool\": true, "
			    "\"list\": [1.5, \"-Infinity\", {}], \"nan\": \"NaN\"}\n");
}

static void visible_text_stays_on_its_line_and_commands_nothing(void **state)
{
	(void)state;
	out_visible(&out, "a\nb\x1b[31m\xff\xc2\x9b", 11);
	const char *text = printed();
	for (const char *p = text; *p; p++) {
		assert_true((unsigned char)*p >= 0x20);
		assert_true(*p != 0x7f);
	}
	assert_null(strstr(text, "\xc2\x9b"));
	assert_non_null(strstr(text, "[31m"));
}

/* Spreadsheets read some texts as formulas. */
static void csv_holds_no_formula(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{"loss", "loss"},
		{"a=b+c-d@e", "a=b+c-d@e"},
		{"", ""},
		{" ", " "},
		{"=1+1", "\"'=1+1\""},
		{"+1", "\"'+1\""},
		{"-1", "\"'-1\""},
		{"@SUM(A1)", "\"'@SUM(A1)\""},
		{"\tx", "\"'\tx\""},
		{"\rx", "\"'\rx\""},
		{"\nx", "\"'\nx\""},
		{"\n=1", "\"'\n=1\""},
		{"  =1", "\"'  =1\""},
		{" \v\f\x01\x7f-1", "\"' \v\f\x01\x7f-1\""},
		{"\ufeff=1", "\"'\ufeff=1\""},             /* a byte order mark */
		{"\u00a0\u3000+1", "\"'\u00a0\u3000+1\""}, /* blanks */
		{"\u200b@1", "\"'\u200b@1\""},             /* of zero width */
		{"\uff1d1", "\"'\uff1d1\""},               /* full-width forms */
		{"\uff0b1", "\"'\uff0b1\""},
		{"\uff0d1", "\"'\uff0d1\""},
		{"\uff201", "\"'\uff201\""},
		{"\ufe661", "\"'\ufe661\""}, /* a small form */
		{"\u22121", "\"'\u22121\""}, /* the minus sign */
		{"a;=1", "\"a;=1\""},        /* for spreadsheets in which ; separates fields */
		{"a\t=1", "\"a\t=1\""},
		{"say \"=1\"", "\"say \"\"=1\"\"\""},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		csv_text(&out, cases[i][0]);
		assert_string_equal(printed(), cases[i][1]);
	}
	csv_double(&out, -0.5);
	assert_string_equal(printed(), "-0.5");
	csv_double(&out, -(double)INFINITY);
	assert_string_equal(printed(), "-Infinity");
}

static void csv_is_utf8(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{"a\xff", "a\ufffd"},
		{"\xe2\x82z", "\ufffdz"},
		{"\xed\xa0\x80", "\ufffd\ufffd\ufffd"}, /* a surrogate */
		{"\xc0\xbdx", "\ufffd\ufffdx"},         /* = in two bytes */
		{"\U0001f642\u00e9", "\U0001f642\u00e9"},
		{"\xf4\x90\x80\x80,", "\"\ufffd\ufffd\ufffd\ufffd,\""},
		{"\xff=1", "\ufffd=1"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		csv_text(&out, cases[i][0]);
		assert_string_equal(printed(), cases[i][1]);
	}
}

static void nothing_may_be_at_no_address(void **state)
{
	(void)state;
	struct json j = {.out = &out};
	out_bytes(&out, NULL, 0);
	out_visible(&out, NULL, 0);
	json_bytes(&j, NULL, NULL, 0);
	assert_string_equal(printed(), "\"\"");
}

static void more_than_the_buffer_is_written_in_order(void **state)
{
	(void)state;
	int ends[2];
	assert_int_equal(pipe(ends), 0);
	static struct out piped;
	static char big[sizeof piped.buffer + 100], got[sizeof big + 10];
	memset(big, 'x', sizeof big);
	out_init(&piped, ends[1]);
	out_text(&piped, "first");
	/* A pipe holds 64 KiB, so the output must be read while it is written. */
	pid_t child = fork();
	if (child == 0) {
		out_bytes(&piped, big, sizeof big);
		out_text(&piped, "last.");
		_exit(out_finish(&piped, "test"));
	}
	close(ends[1]);
	size_t n = 0;
	ssize_t r;
	while ((r = read(ends[0], got + n, sizeof got - n)) > 0)
		n += (size_t)r;
	close(ends[0]);
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	assert_int_equal(n, sizeof big + 10);
	assert_memory_equal(got, "firstx", 6);
	assert_memory_equal(got + n - 6, "xlast.", 6);
}

/* Parses a command line of words separated by spaces. */
static bool parse(const char *line, struct arguments *a)
{
	static const struct option options[] = {
		{"flag", NULL, "a flag", 0}, {"value", "N", "a value", 0}, {0}};
	static char copy[200], *words[20];
	int n = 0;
	snprintf(copy, sizeof copy, "%s", line);
	for (char *rest, *w = strtok_r(copy, " ", &rest); w; w = strtok_r(NULL, " ", &rest))
		words[n++] = w;
	return options_parse(options, n, words, "test", a);
}

static void options_and_operands_are_distinguished(void **state)
{
	(void)state;
	struct arguments a;
	assert_true(parse("test one --value=3 two --flag - -- --flag", &a));
	assert_string_equal(a.option[0], "");
	assert_string_equal(a.option[1], "3");
	assert_int_equal(a.operands, 4);
	assert_string_equal(a.operand[0], "one");
	assert_string_equal(a.operand[1], "two");
	assert_string_equal(a.operand[2], "-");
	assert_string_equal(a.operand[3], "--flag");
	assert_true(parse("test --value --flag", &a));
	assert_string_equal(a.option[1], "--flag");
	assert_null(a.option[0]);
	assert_false(parse("test --value", &a));
	assert_false(parse("test --flag=1", &a));
	assert_false(parse("test -x", &a));
}

int main(void)
{
	out_init(&out, -1);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_the_shortest_that_come_back),
		cmocka_unit_test(numbers_for_people_are_as_short_as_their_type_lets_them),
		cmocka_unit_test(json_is_valid_whatever_it_holds),
		cmocka_unit_test(visible_text_stays_on_its_line_and_commands_nothing),
		cmocka_unit_test(csv_holds_no_formula),
		cmocka_unit_test(csv_is_utf8),
		cmocka_unit_test(nothing_may_be_at_no_address),
		cmocka_unit_test(more_than_the_buffer_is_written_in_order),
		cmocka_unit_test(options_and_operands_are_distinguished),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
