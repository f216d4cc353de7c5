/* health: the parser of expressions: reads operands and operators in turn. */
#include "health/expression.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "health/expression_compiler.h"

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
static bool is_whole(const struct tfe__compiler *c, double most)
{
	double number = c->token.number;
	return c->token.kind == TFE__TOKEN_NUMBER && number >= 1 && number <= most &&
	       number == floor(number);
}

/* Parses the number of points of a function. The token after the tag is the current one. */
static uint32_t parse_points(struct tfe__compiler *c, const struct function *f)
{
	uint32_t points = f->points;
	bool given = c->token.kind == TFE__TOKEN_COMMA;
	if (given) {
		if (f->window == TFE__OP_NONE) {
			tfe__compiler_fail_at_token(c, "\")\"");
			return 0;
		}
		tfe__compiler_advance(c);
		if (!c->status && !is_whole(c, TFE__WINDOW_POINTS))
			tfe__compiler_fail(c, c->token.start,
					   "expected a number of points from 1 to %d",
					   TFE__WINDOW_POINTS);
		points = c->status ? 0 : (uint32_t)c->token.number;
		tfe__compiler_advance(c);
	} else if (f->whole == TFE__OP_NONE && c->token.kind == TFE__TOKEN_CLOSE) {
		tfe__compiler_fail(c, c->token.start,
				   "%s needs a number of points, as in \"%s(loss, 20)\"", f->name,
				   f->name);
	}
	c->e->window_points += points;
	if (c->e->window_points > TFE__WINDOW_POINTS_ALL)
		tfe__compiler_fail(c, c->token.start,
				   "the functions need more than %d points together",
				   TFE__WINDOW_POINTS_ALL);
	return points;
}

/* How many of the last points an operand needs. */
static uint32_t kept_points(enum tfe__op op, uint32_t points)
{
	return op == TFE__OP_CHANGE || op == TFE__OP_RATE ? points + 1 : points;
}

/* Parses the rest of a function of a tag. The current token is the one after the bracket. */
static void parse_tag_function(struct tfe__compiler *c, const struct function *f)
{
	struct tfe__expression *e = c->e;
	struct tfe__token tag = c->token;
	if (tag.kind != TFE__TOKEN_WORD && tag.kind != TFE__TOKEN_QUOTED) {
		tfe__compiler_fail_at_token(c, "a tag");
		return;
	}
	tfe__compiler_advance(c);
	if (c->token.kind != TFE__TOKEN_COMMA && c->token.kind != TFE__TOKEN_CLOSE)
		tfe__compiler_fail_at_token(c,
					    f->window == TFE__OP_NONE ? "\")\"" : "\")\" or \",\"");
	uint32_t points = c->status ? 0 : parse_points(c, f);
	if (!c->status && c->token.kind != TFE__TOKEN_CLOSE)
		tfe__compiler_fail_at_token(c, "\")\"");
	if (c->status)
		return;
	struct tfe__instruction i = {.tag = tfe__compiler_tag(c, &tag), .points = points};
	i.op = points ? f->window : f->whole;
	if (c->status)
		return;
	if (i.op == TFE__OP_WINDOW_MIN || i.op == TFE__OP_WINDOW_MAX ||
	    i.op == TFE__OP_WINDOW_MEDIAN)
		i.window = tfe__compiler_window(c, i.tag, points);
	struct tfe__expression_tag *t = &e->tag[i.tag];
	uint32_t kept = kept_points(i.op, points);
	t->points = t->points > kept ? t->points : kept;
	t->valued |= i.op != TFE__OP_ABSENT;
	e->has_absent |= i.op == TFE__OP_ABSENT;
	tfe__compiler_add_operand(c, i);
}

/* Parses a function to its end, or to the bracket of one whose argument is an expression. Returns
 * whether the operand is complete. */
static bool parse_function(struct tfe__compiler *c, const struct tfe__token *name)
{
	const struct function *f = functions, *end = f + sizeof functions / sizeof *functions;
	while (f < end && !tfe__token_is(name, f->name))
		f++;
	if (f == end) {
		tfe__compiler_fail(c, name->start, "unknown function \"%s\"%s",
				   tfe__token_show(name).text, tfe__token_hint(name));
		return false;
	}
	const char *bracket = c->token.start;
	tfe__compiler_advance(c);
	if (c->status)
		return false;
	if (f->whole == TFE__OP_ABS || f->whole == TFE__OP_ISNAN) {
		tfe__compiler_push(c, TFE__BRACKET, (int)f->whole, bracket);
		return false;
	}
	if (f->whole == TFE__OP_STEP && c->token.kind != TFE__TOKEN_CLOSE)
		tfe__compiler_fail_at_token(c, "\")\"");
	else if (f->whole == TFE__OP_STEP)
		tfe__compiler_add_operand(c, (struct tfe__instruction){.op = TFE__OP_STEP});
	else
		parse_tag_function(c, f);
	tfe__compiler_advance(c);
	return true;
}

static bool is_reserved(const struct tfe__token *t)
{
	return tfe__token_is(t, "and") || tfe__token_is(t, "or") || tfe__token_is(t, "for") ||
	       tfe__token_is(t, "nan");
}

/* Parses a tag, or a word before a bracket. Returns whether the operand is complete. */
static bool parse_word(struct tfe__compiler *c)
{
	struct tfe__token t = c->token;
	tfe__compiler_advance(c);
	if (c->status)
		return false;
	if (t.kind == TFE__TOKEN_WORD && tfe__token_is(&t, "not")) {
		tfe__compiler_push(c, TFE__OP_NOT, TFE__BRACKET, t.start);
		return false;
	}
	if (t.kind == TFE__TOKEN_WORD && c->token.kind == TFE__TOKEN_OPEN && !is_reserved(&t))
		return parse_function(c, &t);
	if (tfe__token_is(&t, "nan")) {
		tfe__compiler_fail(c, t.start, "nothing is equal to nan: write isnan(TAG)");
		return false;
	}
	if (is_reserved(&t)) {
		tfe__compiler_fail(
			c, t.start,
			"expected a tag, a number or \"(\" before \"%s\"; a tag of this name is "
			"put into double quotes",
			tfe__token_show(&t).text);
		return false;
	}
	uint32_t tag = tfe__compiler_tag(c, &t);
	c->e->tag[tag].valued = true;
	tfe__compiler_add_operand(c, (struct tfe__instruction){.op = TFE__OP_VALUE, .tag = tag});
	return true;
}

/* Parses one token where an operand is expected. Returns whether the operand is complete. */
static bool parse_operand(struct tfe__compiler *c)
{
	struct tfe__token t = c->token;
	switch (t.kind) {
	case TFE__TOKEN_WORD:
	case TFE__TOKEN_QUOTED:
		return parse_word(c);
	case TFE__TOKEN_NUMBER:
		tfe__compiler_add_operand(
			c, (struct tfe__instruction){.op = TFE__OP_NUMBER, .number = t.number});
		tfe__compiler_advance(c);
		return true;
	case TFE__TOKEN_OPEN:
		tfe__compiler_push(c, TFE__BRACKET, TFE__BRACKET, t.start);
		tfe__compiler_advance(c);
		return false;
	default:
		break;
	}
	if (t.kind == TFE__TOKEN_OPERATOR && t.op == TFE__OP_SUBTRACT) {
		tfe__compiler_push(c, TFE__OP_NEGATE, TFE__BRACKET, t.start);
		tfe__compiler_advance(c);
	} else {
		tfe__compiler_fail_at_token(c, "a tag, a number or \"(\"");
	}
	return false;
}

/* --- the expression --------------------------------------------------------------------------- */

/* Parses the rest of `for N` or `for N steps`. */
static void parse_for(struct tfe__compiler *c)
{
	struct tfe__expression *e = c->e;
	const double most = 9007199254740992; /* 2^53 */
	e->for_begin = e->text + (c->token.start - c->text);
	tfe__compiler_advance(c);
	if (!c->status && !is_whole(c, most))
		tfe__compiler_fail(c, c->token.start,
				   "expected a whole number of points or steps after \"for\"");
	uint64_t n = c->status ? 0 : (uint64_t)c->token.number;
	tfe__compiler_advance(c);
	bool steps = tfe__token_is(&c->token, "steps") || tfe__token_is(&c->token, "step");
	*(steps ? &e->for_steps : &e->for_points) = n;
	if (steps || tfe__token_is(&c->token, "points") || tfe__token_is(&c->token, "point"))
		tfe__compiler_advance(c);
	if (c->token.kind != TFE__TOKEN_END)
		tfe__compiler_fail_at_token(c, "\"steps\" or the end");
}

static bool is_in_bracket(const struct tfe__compiler *c)
{
	for (size_t i = 0; i < c->depth; i++)
		if (c->waiting[i].op == TFE__BRACKET)
			return true;
	return false;
}

static void close_bracket(struct tfe__compiler *c)
{
	tfe__compiler_apply_waiting(c, 1);
	if (c->status)
		return;
	if (!c->depth) {
		tfe__compiler_fail(c, c->token.start, "the bracket \")\" has no \"(\"");
		return;
	}
	struct tfe__waiting w = c->waiting[--c->depth];
	c->levels--;
	if (w.function != TFE__BRACKET)
		tfe__compiler_apply(c, w.function, w.at);
	tfe__compiler_advance(c);
}

/* Parses one token after an operand. Returns whether an operand has to follow. */
static bool parse_operator(struct tfe__compiler *c)
{
	struct tfe__token t = c->token;
	if (t.kind == TFE__TOKEN_CLOSE) {
		close_bracket(c);
		return false;
	}
	if (tfe__token_is(&t, "and") || tfe__token_is(&t, "or")) {
		t.kind = TFE__TOKEN_OPERATOR;
		t.op = *t.start == 'a' ? TFE__OP_AND : TFE__OP_OR;
	}
	if (t.kind != TFE__TOKEN_OPERATOR) {
		tfe__compiler_fail_at_token(c, is_in_bracket(c) ? "an operator or \")\""
								: "an operator");
		return false;
	}
	tfe__compiler_apply_waiting(c, tfe__op_precedence((int)t.op));
	tfe__compiler_push(c, (int)t.op, TFE__BRACKET, t.start);
	tfe__compiler_advance(c);
	return true;
}

static void parse(struct tfe__compiler *c)
{
	bool operand = true;
	tfe__compiler_advance(c);
	if (c->token.kind == TFE__TOKEN_END)
		tfe__compiler_fail(c, c->text, "the expression is empty");
	while (!c->status) {
		if (operand)
			operand = !parse_operand(c);
		else if (c->token.kind == TFE__TOKEN_END || tfe__token_is(&c->token, "for"))
			break;
		else
			operand = parse_operator(c);
	}
	tfe__compiler_apply_waiting(c, 1);
	if (!c->status && c->depth)
		tfe__compiler_fail(c, c->waiting[c->depth - 1].at,
				   "the bracket \"(\" is not closed");
	if (!c->status && !c->is_condition[0])
		tfe__compiler_fail(c, c->text,
				   "the expression is a number: compare it, as in \"loss > 1\"");
	if (!c->status && !c->e->tags)
		tfe__compiler_fail(c, c->text, "the expression has no tag");
	if (!c->status && c->token.kind == TFE__TOKEN_WORD)
		parse_for(c);
}

tfe_status tfe__expression_compile(const char *text, const tfe_allocator *allocator,
				   struct tfe__expression **out, tfe_error *error)
{
	struct tfe__compiler c = {.text = text, .token = {.start = text}, .error = error};
	size_t length = strlen(text), valid = tfe__utf8_prefix((const uint8_t *)text, length);
	*out = NULL;
	if (valid < length) {
		tfe__compiler_fail(&c, text + valid, "these bytes are not UTF-8");
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
		tfe__compiler_fail_for_memory(&c);
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
