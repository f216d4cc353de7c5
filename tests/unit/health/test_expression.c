/* health: the grammar of expressions: the errors with their positions, and the precedence of
 * operators by the values of constant expressions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "health/condition.h"
#include "unit/inject.h"

static tfe_status compile(const char *text, struct tfe__expression **e, tfe_error *error)
{
	*error = (tfe_error)TFE_ERROR_INIT;
	return tfe__expression_compile(text, &tfe__malloc_allocator, e, error);
}

/* Compiles an expression that must be right. */
static struct tfe__expression *must_compile(const char *text)
{
	struct tfe__expression *e;
	tfe_error error;
	if (compile(text, &e, &error))
		fail_msg("%s: %s", text, error.message);
	return e;
}

/* --- errors ----------------------------------------------------------------------------------- */

static const struct wrong {
	const char *text;
	int64_t offset; /* in bytes */
	const char *message;
} wrong[] = {
	{"", 0, "character 1: the expression is empty"},
	{" \t\n", 0, "character 1: the expression is empty"},
	{"loss >", 6, "character 7: expected a tag, a number or \"(\", but the expression ends"},
	{"> 3", 0, "character 1: expected a tag, a number or \"(\" before \">\""},
	{"loss", 0, "character 1: the expression is a number: compare it, as in \"loss > 1\""},
	{"1 > 0", 0, "character 1: the expression has no tag"},
	{"step() > 3", 0, "character 1: the expression has no tag"},
	{"loss > 3 3", 9, "character 10: expected an operator before \"3\""},
	{"loss > 3)", 8, "character 9: the bracket \")\" has no \"(\""},
	{"(loss > 3", 0, "character 1: the bracket \"(\" is not closed"},
	{"loss > (3 + (4)", 7, "character 8: the bracket \"(\" is not closed"},
	{"loss > 3 for 2)", 14, "character 15: expected \"steps\" or the end before \")\""},
	{"()", 1, "character 2: expected a tag, a number or \"(\" before \")\""},
	{"loss < 1 < 2", 9,
	 "character 10: \"<\" needs numbers, but its left side is a condition: "},
	{"loss + (a > 1) > 2", 5, "character 6: \"+\" needs numbers, but its right side is a"},
	{"loss > 1 and a", 9, "character 10: \"and\" needs conditions, but its right side is a"},
	{"a or loss > 1", 2, "character 3: \"or\" needs conditions, but its left side is a number"},
	{"not a", 0, "character 1: \"not\" needs conditions, but what follows is a number"},
	{"- (a > 1) > 2", 0, "character 1: \"-\" needs numbers, but what follows is a condition"},
	{"abs(a > 1) > 2", 3, "character 4: \"abs\" needs numbers"},
	{"a -3 > 2", 2, "character 3: expected an operator before \"-3\"; - and / are operators "},
	{"a- b > 2", 3, "character 4: expected an operator before \"b\""},
	{"min(a)/max(a) > 2", 6, "character 7: expected an operator before \"/max\"; - and / are"},
	{"-abs(a) > 2", 0, "character 1: unknown function \"-abs\"; - and / are operators only"},
	{"avg(a) > 2", 0, "character 1: unknown function \"avg\""},
	{"a > 2 AND b > 3", 6, "character 7: expected an operator before \"AND\""},
	{"a = 2", 2, "character 3: numbers are compared with =="},
	{"a > 2 && b > 3", 6, "character 7: the operator is called \"and\""},
	{"a > 2 || b > 3", 6, "character 7: the operator is called \"or\""},
	{"!(a > 2)", 0, "character 1: the operator is called \"not\""},
	{"'a' > 2", 0, "character 1: tags are put into double quotes"},
	{"a % 2 == 0", 2, "character 3: this character is no part of a tag: put the tag into "},
	{"\"a > 2", 0, "character 1: the double quote is not closed"},
	{"\"\" > 2", 0, "character 1: the tag is empty"},
	{"\"a\\n\" > 2", 2, "character 3: in double quotes, \\ precedes only \\ and \""},
	{"\"a\\", 2, "character 3: in double quotes, \\ precedes only \\ and \""},
	{"a > ...", 4, "character 5: a tag needs a letter or a digit, or double quotes"},
	{"and > 2", 0, "character 1: expected a tag, a number or \"(\" before \"and\"; a tag of"},
	{"a > for 5", 4, "character 5: expected a tag, a number or \"(\" before \"for\"; a tag of"},
	{"a == nan", 5, "character 6: nothing is equal to nan: write isnan(TAG)"},
	{"a > 2 for", 9, "character 10: expected a whole number of points or steps after \"for\""},
	{"a > 2 for 0", 10, "character 11: expected a whole number of points or steps"},
	{"a > 2 for 1.5", 10, "character 11: expected a whole number of points or steps"},
	{"a > 2 for -1", 10, "character 11: expected a whole number of points or steps"},
	{"a > 2 for 1e17", 10, "character 11: expected a whole number of points or steps"},
	{"a > 2 for 5m", 10, "character 11: expected a whole number of points or steps"},
	{"a > 2 for 5 minutes", 12,
	 "character 13: expected \"steps\" or the end before \"minutes\""},
	{"a > 2 for 5 steps or", 18, "character 19: expected \"steps\" or the end before \"or\""},
	{"min() > 2", 4, "character 5: expected a tag before \")\""},
	{"min(2) > 2", 4, "character 5: expected a tag before \"2\""},
	{"min(2 * a) > 2", 4, "character 5: expected a tag before \"2\""},
	{"min(a * 2) > 2", 6, "character 7: expected \")\" or \",\" before \"*\""},
	{"min(a, b) > 2", 7, "character 8: expected a number of points from 1 to 1000"},
	{"min(a, 0) > 2", 7, "character 8: expected a number of points from 1 to 1000"},
	{"min(a, 1001) > 2", 7, "character 8: expected a number of points from 1 to 1000"},
	{"min(a, 2, 3) > 2", 8, "character 9: expected \")\" before \",\""},
	{"min(a", 5, "character 6: expected \")\" or \",\", but the expression ends"},
	{"first(a, 2) > 2", 7, "character 8: expected \")\" before \",\""},
	{"median(a) > 2", 8,
	 "character 9: median needs a number of points, as in \"median(loss, 20)"},
	{"step(a) > 2", 5, "character 6: expected \")\" before \"a\""},
	{"absent(a > 2)", 9, "character 10: expected \")\" before \">\""},
	{"\"a\"(b) > 2", 3, "character 4: expected an operator before \"(\""},
	{"a > 2, b", 5, "character 6: expected an operator before \",\""},
	/* The position counts characters, the offset bytes. */
	{"\u00e9t\u00e9 > \u20ac", 8, "character 7: this character is no part of a tag"},
	{"\U0001f600 > 1 1", 9, "character 7: expected an operator before \"1\""},
	{"\u03b1 \u2264 2", 3, "character 3: this character is no part of a tag"},
	{"\u201ca\u201d > 2", 0, "character 1: this character is no part of a tag"},
	{"a\u00a0> 2", 1, "character 2: this character is no part of a tag"},
	{"a > \xff", 4, "character 5: these bytes are not UTF-8"},
	{"\u00e9 \xc3", 3, "character 3: these bytes are not UTF-8"},
	{"a\x01 > 2", 1, "character 2: this character is no part of a tag"},
};

static void errors_show_the_position(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		const struct wrong *w = &wrong[i];
		struct tfe__expression *e;
		tfe_error error;
		tfe_status status = compile(w->text, &e, &error);
		if (status != TFE_E_ARG || e || error.offset != w->offset ||
		    strncmp(error.message, w->message, strlen(w->message)))
			fail_msg("%s: status %d at %lld: %s", w->text, (int)status,
				 (long long)error.offset, error.message);
	}
}

/* Repeats `open` n times, then a text, then `close` n times. */
static char *repeated(const char *open, const char *text, const char *close, size_t n)
{
	char *s = malloc(n * (strlen(open) + strlen(close)) + strlen(text) + 1);
	assert_non_null(s);
	char *to = s;
	*s = 0;
	for (size_t i = 0; i < n; i++)
		to = stpcpy(to, open);
	to = stpcpy(to, text);
	for (size_t i = 0; i < n; i++)
		to = stpcpy(to, close);
	return s;
}

static void check_limit(char *text, int64_t offset, const char *message)
{
	struct tfe__expression *e;
	tfe_error error;
	tfe_status status = compile(text, &e, &error);
	if (!message) {
		if (status)
			fail_msg("%.80s: %s", text, error.message);
		tfe__expression_free(e);
	} else {
		assert_int_equal(status, TFE_E_ARG);
		assert_non_null(strstr(error.message, message));
		assert_int_equal(error.offset, offset);
	}
	free(text);
}

static void sizes_are_limited(void **state)
{
	(void)state;
	static const char deep[] = "nested deeper than 100 levels";
	check_limit(repeated("(", "a > 1", ")", 100), 0, NULL);
	check_limit(repeated("(", "a > 1", ")", 101), 100, deep);
	check_limit(repeated("(", "a > 1", ")", 10000), 100, deep);
	check_limit(repeated("not ", "a > 1", "", 10000), 400, deep);
	check_limit(repeated("- ", "a > 1", "", 10000), 200, deep);
	check_limit(repeated("abs(", "a > 1", "", 10000), 403, deep);
	check_limit(repeated("(1 > 1 or 1 > 1 and not 1 < 1 + 1 * ", "a > 1", "", 10000), 1800,
		    deep);
	check_limit(repeated("(1 > 1 or 1 > 1 and not 1 < 1 + 1 * ", "a", ")", 50), 1762,
		    "needs numbers");
	check_limit(repeated("1 > 0 or ", "a > 1", "", 249), 0, NULL);
	check_limit(repeated("1 > 0 or ", "a > 1", "", 10000), 2254,
		    "more than 1000 tags, numbers and operators");
	check_limit(repeated("mean(a, 1000) + ", "a > 1", "", 4), 0, NULL);
	check_limit(repeated("mean(a, 1000) + ", "a > 1", "", 5), 76, "more than 4000 points");
	check_limit(strdup("a + b + c + d + e + f + g + h + i + j + k + l + m + n + o + p > 1"), 0,
		    NULL);
	check_limit(strdup("a + b + c + d + e + f + g + h + i + j + k + l + m + n + o + p + q > 1"),
		    64, "more than 16 tags");
	check_limit(repeated("(", "", "", 10000000), 100, deep);
	check_limit(repeated("a", " > 1", "", 10000000), 0, NULL);
	check_limit(repeated("9", " > a", "", 10000000), 0, NULL);
}

static tfe_status compile_with(const tfe_allocator *a, void *context)
{
	struct tfe__expression *e;
	tfe_error error = TFE_ERROR_INIT;
	tfe_status status = tfe__expression_compile(context, a, &e, &error);
	assert_int_equal(error.status, status);
	tfe__expression_free(e);
	return status;
}

static void lack_of_memory_is_an_error(void **state)
{
	(void)state;
	char text[] = "a + b > median(\"c d\", 3) for 5";
	assert_true(inject_every_allocation(compile_with, text) > 6);
}

/* --- meaning ---------------------------------------------------------------------------------- */

static const struct tag_name {
	const char *text, *name;
} names[] = {
	{"val_loss > 1", "val_loss"},
	{"Loss/val:0.5-x > 1", "Loss/val:0.5-x"},
	{"-loss > 1", "-loss"},
	{"1.2.3 > 1", "1.2.3"},
	{"1e > 1", "1e"},
	{"0x10 > 1", "0x10"},
	{"a-1 > 1", "a-1"},
	{"\"val loss\" > 1", "val loss"},
	{"\"for\" > 1", "for"},
	{"\"3\" > 1", "3"},
	{"\"a \\\"b\\\" \\\\c\" > 1", "a \"b\" \\c"},
	{"\u00e9t\u00e9/\u6e2c > 1", "\u00e9t\u00e9/\u6e2c"},
	{"min(min) > 1", "min"},
	{"inf/x > 1", "inf/x"},
};

static void tags_are_words_or_quoted(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct tfe__expression *e = must_compile(names[i].text);
		assert_int_equal(e->tags, 1);
		assert_string_equal(e->tag[0].name, names[i].name);
		tfe__expression_free(e);
	}
}

/* Returns whether a condition holds after one point of each tag, with the value 3. */
static bool holds(const char *text)
{
	struct tfe__expression *e = must_compile(text);
	struct tfe__condition *c = malloc(tfe__condition_bytes(e));
	bool exists[TFE__EXPRESSION_TAGS];
	assert_non_null(c);
	memset(exists, true, sizeof exists);
	tfe__condition_reset(e, c, exists);
	for (size_t i = 0; i < e->tags; i++)
		tfe__condition_add(e, c, i, 7, 3);
	tfe__condition_evaluate(e, c, 7, true);
	bool held = c->holding.held > 0;
	free(c);
	tfe__expression_free(e);
	return held;
}

static void operators_have_their_precedence(void **state)
{
	(void)state;
	static const char *const hold[] = {
		"a == 3",
		"a == 3.0 and a == 3e0 and a == 30e-1 and a == .3e1 and a == 0.3E+1 and a == 3.",
		"a - 1 - 1 == 1",
		"a / 3 / 3 == 1 / 3",
		"2 + a * 2 == 8",
		"(2 + a) * 2 == 10",
		"- a * 2 == -6",
		"- a == 0 - 3",
		"-(a + 1) == -4",
		"2 *-1 == 1 - a",
		"- - a == 3",
		"abs(1 - a) == 2",
		"abs(-2) + 1 == a",
		"a > 2 or a > 5 and a > 6",
		"not a > 5 and a > 1",
		"not not a == 3",
		"not (a > 5 or a < 1)",
		"a >= 3 and a <= 3 and a != 4 and not a != 3 and not a < 3",
		"a < inf and a > -inf",
		"a > 0 and step() == 7",
		"not isnan(a)",
		"a>2",
		"(a)>(2)",
		"a\n>\t2",
		"a == 3.000000000000000000000000000000000000000000",
		"a * 1e-400 == 0 and a * 1e400 == inf",
		"a == 3000000000000000000000000000000000000000e-39",
		"0.1 == 1 / 10 and a > 1",
	};
	for (size_t i = 0; i < sizeof hold / sizeof *hold; i++)
		if (!holds(hold[i]))
			fail_msg("%s does not hold", hold[i]);
	static const char *const fail[] = {
		"a == 3 and a == 4",  "a / 0 > 1",   "not a / 0 > 1", "a / 0 != 1",
		"change(a) != 1",     "not flat(a)", "rate(a) != 1",  "mean(a, 2) == 3",
		"not mean(a, 2) > 3", "absent(a)",   "a > 1 for 2",   "a > 1 for 1 steps",
	};
	for (size_t i = 0; i < sizeof fail / sizeof *fail; i++)
		if (holds(fail[i]))
			fail_msg("%s holds", fail[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(errors_show_the_position),
		cmocka_unit_test(sizes_are_limited),
		cmocka_unit_test(lack_of_memory_is_an_error),
		cmocka_unit_test(tags_are_words_or_quoted),
		cmocka_unit_test(operators_have_their_precedence),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
