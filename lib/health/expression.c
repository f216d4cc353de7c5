/* health: the compiler of expressions: operator precedence with two explicit stacks (the shunting
 * yard), so that nesting costs no recursion. One stack has the operators and brackets that are not
 * complete, the other the types of the operands before them. */
#include "health/expression.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/utf8.h"
#include "health/expression_token.h"

enum { BRACKET = -1 };

/* An operator or an opening bracket that waits for its end. */
struct waiting {
	int op;         /* of enum tfe__op, or BRACKET */
	int function;   /* of a bracket: the operator that its content is given to; BRACKET: none */
	const char *at; /* in the text */
};

struct compiler {
	struct tfe__expression *e;
	const char *text;
	struct tfe__token token; /* the next one */
	struct waiting waiting[TFE__EXPRESSION_STACK];
	size_t depth;
	bool is_condition[TFE__EXPRESSION_STACK]; /* of each operand; else it is a number */
	size_t operands;
	size_t levels; /* brackets and operators with one operand among `waiting` */
	tfe_error *error;
	tfe_status status; /* the first failure */
};

/* --- errors ----------------------------------------------------------------------------------- */

static size_t characters(const char *begin, const char *end)
{
	size_t n = 0;
	for (; begin < end; begin++)
		n += ((unsigned char)*begin & 0xc0) != 0x80;
	return n;
}

/* Stores the first error, which is at `at` of the text. */
TFE__PRINTF(3, 4)
static void fail(struct compiler *c, const char *at, const char *format, ...)
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

static void fail_for_memory(struct compiler *c)
{
	if (!c->status)
		c->status = tfe__error(c->error, TFE_E_NOMEM, 0, NULL, -1, "out of memory");
}

/* A token for a message. */
static struct tfe__shown shown(const struct tfe__token *t)
{
	char text[80];
	size_t n = t->length < sizeof text - 1 ? t->length : sizeof text - 1;
	while (n < t->length && n && ((unsigned char)t->start[n] & 0xc0) == 0x80)
		n--;
	memcpy(text, t->start, n);
	text[n] = 0;
	return tfe__error_show(text);
}

static bool is_word(const struct tfe__token *t, const char *word)
{
	return t->kind == TFE__TOKEN_WORD && t->length == strlen(word) &&
	       !memcmp(t->start, word, t->length);
}

/* Returns a hint for a word that contains what may be meant as an operator. */
static const char *operator_hint(const struct tfe__token *t)
{
	bool has = memchr(t->start, '-', t->length) || memchr(t->start, '/', t->length);
	return has && t->kind != TFE__TOKEN_QUOTED ? "; - and / are operators only between spaces"
						   : "";
}

/* Advances to the next token. */
static void advance(struct compiler *c)
{
	c->token = tfe__token_next(c->token.start + c->token.length);
	if (c->token.kind == TFE__TOKEN_WRONG)
		fail(c, c->token.start, "%s", c->token.problem);
}

static void fail_at_token(struct compiler *c, const char *expected)
{
	if (c->token.kind == TFE__TOKEN_END)
		fail(c, c->token.start, "expected %s, but the expression ends", expected);
	else
		fail(c, c->token.start, "expected %s before \"%s\"%s", expected,
		     shown(&c->token).text, operator_hint(&c->token));
}

/* --- the program ------------------------------------------------------------------------------ */

static void emit(struct compiler *c, struct tfe__instruction i)
{
	struct tfe__expression *e = c->e;
	if (e->length == TFE__EXPRESSION_CODE) {
		fail(c, c->token.start,
		     "the expression has more than %d tags, numbers and operators",
		     TFE__EXPRESSION_CODE);
		return;
	}
	if (TFE__GROW(&e->allocator, e->code, e->capacity, e->length + 1))
		fail_for_memory(c);
	else
		e->code[e->length++] = i;
}

static void emit_operand(struct compiler *c, struct tfe__instruction i)
{
	emit(c, i);
	if (c->operands == TFE__EXPRESSION_STACK)
		fail(c, c->token.start, "the expression is nested too deep");
	else
		c->is_condition[c->operands++] = i.op == TFE__OP_FLAT || i.op == TFE__OP_ABSENT;
}

/* Returns the index of the tag of a token. */
static uint32_t tag_of(struct compiler *c, const struct tfe__token *t)
{
	struct tfe__expression *e = c->e;
	bool quoted = t->kind == TFE__TOKEN_QUOTED;
	char *name = tfe__strndup(&e->allocator, t->start + quoted, t->length - 2 * quoted);
	uint32_t i = 0;
	if (!name) {
		fail_for_memory(c);
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
			fail(c, t->start, "the expression has more than %d tags",
			     TFE__EXPRESSION_TAGS);
		return i % TFE__EXPRESSION_TAGS;
	}
	e->tag[e->tags++] = (struct tfe__expression_tag){.name = name};
	return i;
}

/* Returns the index of the sorted window with the last `points` values of a tag. */
static uint32_t window_of(struct compiler *c, uint32_t tag, uint32_t points)
{
	struct tfe__expression *e = c->e;
	size_t i = 0;
	while (i < e->windows && (e->window[i].tag != tag || e->window[i].points != points))
		i++;
	if (i == e->windows) {
		if (TFE__GROW(&e->allocator, e->window, e->window_capacity, i + 1)) {
			fail_for_memory(c);
			return 0;
		}
		e->window[e->windows++] = (struct tfe__expression_window){tag, points};
	}
	return (uint32_t)i;
}

/* --- operators -------------------------------------------------------------------------------- */

static int precedence(int op)
{
	switch (op) {
	case BRACKET:
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

/* Gives an operator its operands: emits it after them. */
static void apply(struct compiler *c, int op, const char *at)
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
			fail(c, at,
			     "\"%s\" needs conditions, but %s is a number: compare it, as in "
			     "\"loss > 1\"",
			     name_of(op), which);
		else
			fail(c, at, "\"%s\" needs numbers, but %s is a condition%s", name_of(op),
			     which,
			     tfe__op_compares((enum tfe__op)op) ? ": join comparisons with \"and\""
								: "");
		return;
	}
	c->operands -= wants - 1;
	c->is_condition[c->operands - 1] =
		of_conditions || op == TFE__OP_ISNAN || tfe__op_compares((enum tfe__op)op);
	emit(c, (struct tfe__instruction){.op = (enum tfe__op)op});
}

/* Applies the operators after the last bracket that bind at least as tightly as `least`. */
static void apply_waiting(struct compiler *c, int least)
{
	while (!c->status && c->depth && precedence(c->waiting[c->depth - 1].op) >= least) {
		struct waiting w = c->waiting[--c->depth];
		c->levels -= w.op < TFE__OP_MULTIPLY;
		apply(c, w.op, w.at);
	}
}

static void push(struct compiler *c, int op, int function, const char *at)
{
	c->levels += op < TFE__OP_MULTIPLY;
	if (c->levels > TFE__EXPRESSION_LEVELS || c->depth == TFE__EXPRESSION_STACK)
		fail(c, at, "the expression is nested deeper than %d levels",
		     TFE__EXPRESSION_LEVELS);
	else
		c->waiting[c->depth++] = (struct waiting){op, function, at};
}

/* --- operands --------------------------------------------------------------------------------- */

static const struct function {
	const char *name;
	enum tfe__op whole,
		window;  /* of a tag alone, and with a number of points; or TFE__OP_NONE */
	uint32_t points; /* of `whole` */
} functions[] = {
	{"min", TFE__OP_MIN, TFE__OP_WINDOW_MIN, 0},
	{"max", TFE__OP_MAX, TFE__OP_WINDOW_MAX, 0},
	{"mean", TFE__OP_MEAN, TFE__OP_WINDOW_MEAN, 0},
	{"median", TFE__OP_NONE, TFE__OP_WINDOW_MEDIAN, 0},
	{"first", TFE__OP_FIRST, TFE__OP_NONE, 0},
	{"change", TFE__OP_CHANGE, TFE__OP_CHANGE, 1},
	{"rate", TFE__OP_RATE, TFE__OP_RATE, 1},
	{"flat", TFE__OP_FLAT, TFE__OP_NONE, 0},
	{"absent", TFE__OP_ABSENT, TFE__OP_NONE, 0},
	/* These have no tag. */
	{"abs", TFE__OP_ABS, TFE__OP_NONE, 0},
	{"isnan", TFE__OP_ISNAN, TFE__OP_NONE, 0},
	{"step", TFE__OP_STEP, TFE__OP_NONE, 0},
};

/* Whether the current token is a whole number from 1 to `most`. */
static bool is_whole(const struct compiler *c, double most)
{
	double number = c->token.number;
	return c->token.kind == TFE__TOKEN_NUMBER && number >= 1 && number <= most &&
	       number == floor(number);
}

/* Parses the number of points of a function. The token after the tag is the current one. */
static uint32_t parse_points(struct compiler *c, const struct function *f)
{
	uint32_t points = f->points;
	bool given = c->token.kind == TFE__TOKEN_COMMA;
	if (given) {
		if (f->window == TFE__OP_NONE) {
			fail_at_token(c, "\")\"");
			return 0;
		}
		advance(c);
		if (!c->status && !is_whole(c, TFE__WINDOW_POINTS))
			fail(c, c->token.start, "expected a number of points from 1 to %d",
			     TFE__WINDOW_POINTS);
		points = c->status ? 0 : (uint32_t)c->token.number;
		advance(c);
	} else if (f->whole == TFE__OP_NONE && c->token.kind == TFE__TOKEN_CLOSE) {
		fail(c, c->token.start, "%s needs a number of points, as in \"%s(loss, 20)\"",
		     f->name, f->name);
	}
	c->e->window_points += points;
	if (c->e->window_points > TFE__WINDOW_POINTS_ALL)
		fail(c, c->token.start, "the functions need more than %d points together",
		     TFE__WINDOW_POINTS_ALL);
	return points;
}

/* How many of the last points an operand needs. */
static uint32_t kept_points(enum tfe__op op, uint32_t points)
{
	return op == TFE__OP_CHANGE || op == TFE__OP_RATE ? points + 1 : points;
}

/* Parses the rest of a function of a tag. The current token is the one after the bracket. */
static void parse_tag_function(struct compiler *c, const struct function *f)
{
	struct tfe__expression *e = c->e;
	struct tfe__token tag = c->token;
	if (tag.kind != TFE__TOKEN_WORD && tag.kind != TFE__TOKEN_QUOTED) {
		fail_at_token(c, "a tag");
		return;
	}
	advance(c);
	if (c->token.kind != TFE__TOKEN_COMMA && c->token.kind != TFE__TOKEN_CLOSE)
		fail_at_token(c, f->window == TFE__OP_NONE ? "\")\"" : "\")\" or \",\"");
	uint32_t points = c->status ? 0 : parse_points(c, f);
	if (!c->status && c->token.kind != TFE__TOKEN_CLOSE)
		fail_at_token(c, "\")\"");
	if (c->status)
		return;
	struct tfe__instruction i = {.tag = tag_of(c, &tag), .points = points};
	i.op = points ? f->window : f->whole;
	if (c->status)
		return;
	if (i.op == TFE__OP_WINDOW_MIN || i.op == TFE__OP_WINDOW_MAX ||
	    i.op == TFE__OP_WINDOW_MEDIAN)
		i.window = window_of(c, i.tag, points);
	struct tfe__expression_tag *t = &e->tag[i.tag];
	uint32_t kept = kept_points(i.op, points);
	t->points = t->points > kept ? t->points : kept;
	t->valued |= i.op != TFE__OP_ABSENT;
	e->has_absent |= i.op == TFE__OP_ABSENT;
	emit_operand(c, i);
}

/* Parses a function to its end, or to the bracket of one whose argument is an expression. Returns
 * whether the operand is complete. */
static bool parse_function(struct compiler *c, const struct tfe__token *name)
{
	const struct function *f = functions, *end = f + sizeof functions / sizeof *functions;
	while (f < end && !is_word(name, f->name))
		f++;
	if (f == end) {
		fail(c, name->start, "unknown function \"%s\"%s", shown(name).text,
		     operator_hint(name));
		return false;
	}
	const char *bracket = c->token.start;
	advance(c);
	if (c->status)
		return false;
	if (f->whole == TFE__OP_ABS || f->whole == TFE__OP_ISNAN) {
		push(c, BRACKET, (int)f->whole, bracket);
		return false;
	}
	if (f->whole == TFE__OP_STEP && c->token.kind != TFE__TOKEN_CLOSE)
		fail_at_token(c, "\")\"");
	else if (f->whole == TFE__OP_STEP)
		emit_operand(c, (struct tfe__instruction){.op = TFE__OP_STEP});
	else
		parse_tag_function(c, f);
	advance(c);
	return true;
}

static bool is_reserved(const struct tfe__token *t)
{
	return is_word(t, "and") || is_word(t, "or") || is_word(t, "for") || is_word(t, "nan");
}

/* Parses a tag, or a word before a bracket. Returns whether the operand is complete. */
static bool parse_word(struct compiler *c)
{
	struct tfe__token t = c->token;
	advance(c);
	if (c->status)
		return false;
	if (t.kind == TFE__TOKEN_WORD && is_word(&t, "not")) {
		push(c, TFE__OP_NOT, BRACKET, t.start);
		return false;
	}
	if (t.kind == TFE__TOKEN_WORD && c->token.kind == TFE__TOKEN_OPEN && !is_reserved(&t))
		return parse_function(c, &t);
	if (is_word(&t, "nan")) {
		fail(c, t.start, "nothing is equal to nan: write isnan(TAG)");
		return false;
	}
	if (is_reserved(&t)) {
		fail(c, t.start,
		     "expected a tag, a number or \"(\" before \"%s\"; a tag of this name is "
		     "put into double quotes",
		     shown(&t).text);
		return false;
	}
	uint32_t tag = tag_of(c, &t);
	c->e->tag[tag].valued = true;
	emit_operand(c, (struct tfe__instruction){.op = TFE__OP_VALUE, .tag = tag});
	return true;
}

/* Parses one token where an operand is expected. Returns whether the operand is complete. */
static bool parse_operand(struct compiler *c)
{
	struct tfe__token t = c->token;
	switch (t.kind) {
	case TFE__TOKEN_WORD:
	case TFE__TOKEN_QUOTED:
		return parse_word(c);
	case TFE__TOKEN_NUMBER:
		emit_operand(c,
			     (struct tfe__instruction){.op = TFE__OP_NUMBER, .number = t.number});
		advance(c);
		return true;
	case TFE__TOKEN_OPEN:
		push(c, BRACKET, BRACKET, t.start);
		advance(c);
		return false;
	default:
		break;
	}
	if (t.kind == TFE__TOKEN_OPERATOR && t.op == TFE__OP_SUBTRACT) {
		push(c, TFE__OP_NEGATE, BRACKET, t.start);
		advance(c);
	} else {
		fail_at_token(c, "a tag, a number or \"(\"");
	}
	return false;
}

/* --- the expression --------------------------------------------------------------------------- */

/* Parses the rest of `for N` or `for N steps`. */
static void parse_for(struct compiler *c)
{
	struct tfe__expression *e = c->e;
	const double most = 9007199254740992; /* 2^53 */
	e->for_begin = e->text + (c->token.start - c->text);
	advance(c);
	if (!c->status && !is_whole(c, most))
		fail(c, c->token.start, "expected a whole number of points or steps after \"for\"");
	uint64_t n = c->status ? 0 : (uint64_t)c->token.number;
	advance(c);
	bool steps = is_word(&c->token, "steps") || is_word(&c->token, "step");
	*(steps ? &e->for_steps : &e->for_points) = n;
	if (steps || is_word(&c->token, "points") || is_word(&c->token, "point"))
		advance(c);
	if (c->token.kind != TFE__TOKEN_END)
		fail_at_token(c, "\"steps\" or the end");
}

static bool is_in_bracket(const struct compiler *c)
{
	for (size_t i = 0; i < c->depth; i++)
		if (c->waiting[i].op == BRACKET)
			return true;
	return false;
}

static void close_bracket(struct compiler *c)
{
	apply_waiting(c, 1);
	if (c->status)
		return;
	if (!c->depth) {
		fail(c, c->token.start, "the bracket \")\" has no \"(\"");
		return;
	}
	struct waiting w = c->waiting[--c->depth];
	c->levels--;
	if (w.function != BRACKET)
		apply(c, w.function, w.at);
	advance(c);
}

/* Parses one token after an operand. Returns whether an operand has to follow. */
static bool parse_operator(struct compiler *c)
{
	struct tfe__token t = c->token;
	if (t.kind == TFE__TOKEN_CLOSE) {
		close_bracket(c);
		return false;
	}
	if (is_word(&t, "and") || is_word(&t, "or")) {
		t.kind = TFE__TOKEN_OPERATOR;
		t.op = *t.start == 'a' ? TFE__OP_AND : TFE__OP_OR;
	}
	if (t.kind != TFE__TOKEN_OPERATOR) {
		fail_at_token(c, is_in_bracket(c) ? "an operator or \")\"" : "an operator");
		return false;
	}
	apply_waiting(c, precedence((int)t.op));
	push(c, (int)t.op, BRACKET, t.start);
	advance(c);
	return true;
}

static void parse(struct compiler *c)
{
	bool operand = true;
	advance(c);
	if (c->token.kind == TFE__TOKEN_END)
		fail(c, c->text, "the expression is empty");
	while (!c->status) {
		if (operand)
			operand = !parse_operand(c);
		else if (c->token.kind == TFE__TOKEN_END || is_word(&c->token, "for"))
			break;
		else
			operand = parse_operator(c);
	}
	apply_waiting(c, 1);
	if (!c->status && c->depth)
		fail(c, c->waiting[c->depth - 1].at, "the bracket \"(\" is not closed");
	if (!c->status && !c->is_condition[0])
		fail(c, c->text, "the expression is a number: compare it, as in \"loss > 1\"");
	if (!c->status && !c->e->tags)
		fail(c, c->text, "the expression has no tag");
	if (!c->status && c->token.kind == TFE__TOKEN_WORD)
		parse_for(c);
}

tfe_status tfe__expression_compile(const char *text, const tfe_allocator *allocator,
				   struct tfe__expression **out, tfe_error *error)
{
	struct compiler c = {.text = text, .token = {.start = text}, .error = error};
	size_t length = strlen(text), valid = tfe__utf8_prefix((const uint8_t *)text, length);
	*out = NULL;
	if (valid < length) {
		fail(&c, text + valid, "these bytes are not UTF-8");
		return c.status;
	}
	c.e = tfe__alloc_zeroed(allocator, 1, sizeof *c.e);
	if (c.e) {
		c.e->allocator = *allocator;
		c.e->text = tfe__strndup(allocator, text, length);
	}
	if (c.e && c.e->text)
		parse(&c);
	else
		fail_for_memory(&c);
	if (c.status)
		tfe__expression_free(c.e);
	else
		*out = c.e;
	return c.status;
}

void tfe__expression_free(struct tfe__expression *e)
{
	if (!e)
		return;
	tfe_allocator a = e->allocator;
	for (size_t i = 0; i < e->tags; i++)
		tfe__free(&a, e->tag[i].name);
	tfe__free(&a, e->code);
	tfe__free(&a, e->window);
	tfe__free(&a, e->text);
	tfe__free(&a, e);
}
