/* health: the compiler of expressions: adds operands and operators to the program, checks their
 * types, and stores the first error with its position. */
#include "health/expression_compiler.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"

/* --- errors ----------------------------------------------------------------------------------- */

static size_t characters(const char *begin, const char *end)
{
	size_t n = 0;
	for (; begin < end; begin++)
		n += ((unsigned char)*begin & 0xc0) != 0x80;
	return n;
}

void tfe__compiler_fail(struct tfe__compiler *c, const char *at, const char *format, ...)
{
	char problem[200];
	va_list args;
	if (c->status)
		return;
	va_start(args, format);
	vsnprintf(problem, sizeof problem, format, args);
	va_end(args);
	c->status = tfe__error(c->error, TFE_E_ARG, 0, NULL, at - c->text, "character %zu: %s",
			       characters(c->text, at) + 1, problem);
}

void tfe__compiler_fail_for_memory(struct tfe__compiler *c)
{
	if (!c->status)
		c->status = tfe__error(c->error, TFE_E_NOMEM, 0, NULL, -1, "out of memory");
}

struct tfe__shown tfe__token_show(const struct tfe__token *t)
{
	char text[80];
	size_t n = t->length < sizeof text - 1 ? t->length : sizeof text - 1;
	while (n < t->length && n && ((unsigned char)t->start[n] & 0xc0) == 0x80)
		n--;
	memcpy(text, t->start, n);
	text[n] = 0;
	return tfe__error_show(text);
}

bool tfe__token_is(const struct tfe__token *t, const char *word)
{
	return t->kind == TFE__TOKEN_WORD && t->length == strlen(word) &&
	       !memcmp(t->start, word, t->length);
}

const char *tfe__token_hint(const struct tfe__token *t)
{
	bool has = memchr(t->start, '-', t->length) || memchr(t->start, '/', t->length);
	return has && t->kind != TFE__TOKEN_QUOTED ? "; - and / are operators only between spaces"
						   : "";
}

void tfe__compiler_advance(struct tfe__compiler *c)
{
	c->token = tfe__token_next(c->token.start + c->token.length);
	if (c->token.kind == TFE__TOKEN_WRONG)
		tfe__compiler_fail(c, c->token.start, "%s", c->token.problem);
}

void tfe__compiler_fail_at_token(struct tfe__compiler *c, const char *expected)
{
	if (c->token.kind == TFE__TOKEN_END)
		tfe__compiler_fail(c, c->token.start, "expected %s, but the expression ends",
				   expected);
	else
		tfe__compiler_fail(c, c->token.start, "expected %s before \"%s\"%s", expected,
				   tfe__token_show(&c->token).text, tfe__token_hint(&c->token));
}

/* --- the program ------------------------------------------------------------------------------ */

static void emit(struct tfe__compiler *c, struct tfe__instruction i)
{
	struct tfe__expression *e = c->e;
	if (e->length == TFE__EXPRESSION_CODE) {
		tfe__compiler_fail(c, c->token.start,
				   "the expression has more than %d tags, numbers and operators",
				   TFE__EXPRESSION_CODE);
		return;
	}
	if (TFE__GROW(&e->allocator, e->code, e->capacity, e->length + 1))
		tfe__compiler_fail_for_memory(c);
	else
		e->code[e->length++] = i;
}

void tfe__compiler_add_operand(struct tfe__compiler *c, struct tfe__instruction i)
{
	emit(c, i);
	if (c->operands == TFE__EXPRESSION_STACK)
		tfe__compiler_fail(c, c->token.start, "the expression is nested too deep");
	else
		c->is_condition[c->operands++] = i.op == TFE__OP_FLAT || i.op == TFE__OP_ABSENT;
}

uint32_t tfe__compiler_tag(struct tfe__compiler *c, const struct tfe__token *t)
{
	struct tfe__expression *e = c->e;
	bool quoted = t->kind == TFE__TOKEN_QUOTED;
	char *name = tfe__strndup(&e->allocator, t->start + quoted, t->length - 2 * quoted);
	uint32_t i = 0;
	if (!name) {
		tfe__compiler_fail_for_memory(c);
		return 0;
	}
	if (quoted) {
		char *to = name;
		for (const char *from = name; *from; *to++ = *from++)
			from += *from == '\\';
		*to = 0;
	}
	while (i < e->tags && strcmp(e->tag[i].name, name))
		i++;
	if (i < e->tags || e->tags == TFE__EXPRESSION_TAGS) {
		tfe__free(&e->allocator, name);
		if (i == TFE__EXPRESSION_TAGS)
			tfe__compiler_fail(c, t->start, "the expression has more than %d tags",
					   TFE__EXPRESSION_TAGS);
		return i % TFE__EXPRESSION_TAGS;
	}
	e->tag[e->tags++] = (struct tfe__expression_tag){.name = name};
	return i;
}

uint32_t tfe__compiler_window(struct tfe__compiler *c, uint32_t tag, uint32_t points)
{
	struct tfe__expression *e = c->e;
	size_t i = 0;
	while (i < e->windows && (e->window[i].tag != tag || e->window[i].points != points))
		i++;
	if (i == e->windows) {
		if (TFE__GROW(&e->allocator, e->window, e->window_capacity, i + 1)) {
			tfe__compiler_fail_for_memory(c);
			return 0;
		}
		e->window[e->windows++] = (struct tfe__expression_window){tag, points};
	}
	return (uint32_t)i;
}

/* --- operators -------------------------------------------------------------------------------- */

int tfe__op_precedence(int op)
{
	switch (op) {
	case TFE__BRACKET:
		return 0;
	case TFE__OP_OR:
		return 1;
	case TFE__OP_AND:
		return 2;
	case TFE__OP_NOT:
		return 3;
	case TFE__OP_ADD:
	case TFE__OP_SUBTRACT:
		return 5;
	case TFE__OP_MULTIPLY:
	case TFE__OP_DIVIDE:
		return 6;
	case TFE__OP_NEGATE:
		return 7;
	default:
		return 4; /* a comparison */
	}
}

static const char *name_of(int op)
{
	static const char *const names[] = {
		[TFE__OP_NEGATE] = "-",    [TFE__OP_ABS] = "abs",
		[TFE__OP_ISNAN] = "isnan", [TFE__OP_NOT] = "not",
		[TFE__OP_MULTIPLY] = "*",  [TFE__OP_DIVIDE] = "/",
		[TFE__OP_ADD] = "+",       [TFE__OP_SUBTRACT] = "-",
		[TFE__OP_LESS] = "<",      [TFE__OP_LESS_EQUAL] = "<=",
		[TFE__OP_GREATER] = ">",   [TFE__OP_GREATER_EQUAL] = ">=",
		[TFE__OP_EQUAL] = "==",    [TFE__OP_NOT_EQUAL] = "!=",
		[TFE__OP_AND] = "and",     [TFE__OP_OR] = "or",
	};
	return names[op];
}

void tfe__compiler_apply(struct tfe__compiler *c, int op, const char *at)
{
	bool of_conditions = op == TFE__OP_NOT || op == TFE__OP_AND || op == TFE__OP_OR;
	size_t wants = op < TFE__OP_MULTIPLY ? 1 : 2;
	for (size_t i = c->operands - wants; i < c->operands; i++) {
		if (c->is_condition[i] == of_conditions)
			continue;
		const char *which = wants == 1            ? "what follows"
				    : i + 1 < c->operands ? "its left side"
							  : "its right side";
		if (of_conditions)
			tfe__compiler_fail(
				c, at,
				"\"%s\" needs conditions, but %s is a number: compare it, as in "
				"\"loss > 1\"",
				name_of(op), which);
		else
			tfe__compiler_fail(c, at, "\"%s\" needs numbers, but %s is a condition%s",
					   name_of(op), which,
					   tfe__op_compares((enum tfe__op)op)
						   ? ": join comparisons with \"and\""
						   : "");
		return;
	}
	c->operands -= wants - 1;
	c->is_condition[c->operands - 1] =
		of_conditions || op == TFE__OP_ISNAN || tfe__op_compares((enum tfe__op)op);
	emit(c, (struct tfe__instruction){.op = (enum tfe__op)op});
}

void tfe__compiler_apply_waiting(struct tfe__compiler *c, int least)
{
	while (!c->status && c->depth && tfe__op_precedence(c->waiting[c->depth - 1].op) >= least) {
		struct tfe__waiting w = c->waiting[--c->depth];
		c->levels -= w.op < TFE__OP_MULTIPLY;
		tfe__compiler_apply(c, w.op, w.at);
	}
}

void tfe__compiler_push(struct tfe__compiler *c, int op, int function, const char *at)
{
	c->levels += op < TFE__OP_MULTIPLY;
	if (c->levels > TFE__EXPRESSION_LEVELS || c->depth == TFE__EXPRESSION_STACK)
		tfe__compiler_fail(c, at, "the expression is nested deeper than %d levels",
				   TFE__EXPRESSION_LEVELS);
	else
		c->waiting[c->depth++] = (struct tfe__waiting){op, function, at};
}
