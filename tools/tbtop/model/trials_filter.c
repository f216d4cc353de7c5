/* model: expressions that select rows of the table of trials: the shunting-yard algorithm writes a
 * postfix program. */
#include "tbtop/model/trials_filter.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct parser {
	const struct trials *t;
	const char *text, *at;
	struct trial_filter *out;
	enum filter_op waiting[FILTER_CODE]; /* operators that wait for their second operand */
	size_t n_waiting;
	char *error;
};

static bool fail(const struct parser *p, const char *at, const char *what)
{
	snprintf(p->error, 160, "%s at character %zu", what, (size_t)(at - p->text) + 1);
	return false;
}

static void skip_blanks(struct parser *p)
{
	p->at += strspn(p->at, " \t");
}

static bool accept(struct parser *p, const char *token)
{
	skip_blanks(p);
	size_t n = strlen(token);
	if (strncmp(p->at, token, n) != 0)
		return false;
	p->at += n;
	return true;
}

/* Reads a bare word or a quoted text into the texts of the program. */
static const char *read_word(struct parser *p)
{
	skip_blanks(p);
	bool quoted = *p->at == '"';
	const char *from = p->at + quoted;
	size_t n = strcspn(from, quoted ? "\"" : " \t<>=!~&|()\"");
	if ((!n && !quoted) || (quoted && !from[n]))
		return NULL;
	struct trial_filter *out = p->out;
	if (out->texts_used + n + 1 > sizeof out->texts)
		return NULL;
	char *word = out->texts + out->texts_used;
	memcpy(word, from, n);
	word[n] = '\0';
	out->texts_used += n + 1;
	p->at = from + n + quoted;
	return word;
}

/* Returns whether a name is a title, or its end after "/". */
static bool is_title(const char *title, const char *name, bool whole)
{
	size_t n = strlen(title), k = strlen(name);
	if (whole)
		return !strcasecmp(title, name);
	return k < n && title[n - k - 1] == '/' && !strcasecmp(title + n - k, name);
}

/* Finds the column of a name. Returns false if there is none, or several. */
static bool find_column(const struct trials *t, const char *name, size_t *column)
{
	for (int whole = 1; whole >= 0; whole--) {
		size_t found = 0;
		for (size_t i = 0; i < t->n_columns; i++) {
			char title[TRIAL_TEXT_BYTES];
			trial_title(&t->columns[i], title);
			if (!is_title(title, name, whole))
				continue;
			if (!found++)
				*column = i;
		}
		if (found)
			return whole || found == 1;
	}
	*column = NO_COLUMN;
	return !strcmp(name, "run");
}

static bool emit(struct parser *p, const struct filter_code *code)
{
	if (p->out->length == FILTER_CODE)
		return fail(p, p->at, "too many comparisons");
	p->out->code[p->out->length++] = *code;
	return true;
}

static bool read_comparison(struct parser *p)
{
	static const struct {
		const char *token;
		enum filter_op op;
	} operators[] = {
		{"==", FILTER_EQUAL},         {"!=", FILTER_NOT_EQUAL}, {"<=", FILTER_LESS_EQUAL},
		{">=", FILTER_GREATER_EQUAL}, {"=", FILTER_EQUAL},      {"<", FILTER_LESS},
		{">", FILTER_GREATER},        {"~", FILTER_CONTAINS},
	};
	struct filter_code code = {0};
	size_t i = 0, n = sizeof operators / sizeof *operators;
	skip_blanks(p);
	const char *from = p->at, *name = read_word(p);
	if (!name)
		return fail(p, from, "the name of a column is missing");
	if (!find_column(p->t, name, &code.column)) {
		char what[100];
		snprintf(what, sizeof what, "no single column is named %.60s,", name);
		return fail(p, from, what);
	}
	while (i < n && !accept(p, operators[i].token))
		i++;
	if (i == n)
		return fail(p, p->at, "one of = != < <= > >= ~ is missing");
	code.op = operators[i].op;
	skip_blanks(p);
	from = p->at;
	code.text = read_word(p);
	if (!code.text)
		return fail(p, from, "a value is missing");
	char *end;
	code.number = strtod(code.text, &end);
	code.is_number = end != code.text && !*end;
	return emit(p, &code);
}

/* Writes the operators that bind at least as strong as `op`. */
static bool flush(struct parser *p, enum filter_op op)
{
	while (p->n_waiting && p->waiting[p->n_waiting - 1] != FILTER_OPEN &&
	       p->waiting[p->n_waiting - 1] <= op)
		if (!emit(p, &(struct filter_code){.op = p->waiting[--p->n_waiting]}))
			return false;
	return true;
}

static bool push(struct parser *p, enum filter_op op)
{
	if (p->n_waiting == FILTER_CODE)
		return fail(p, p->at, "too many levels");
	p->waiting[p->n_waiting++] = op;
	return true;
}

/* Reads the signs before a comparison, and the comparison. */
static bool read_operand(struct parser *p)
{
	for (;;) {
		if (accept(p, "(")) {
			if (!push(p, FILTER_OPEN))
				return false;
		} else if (accept(p, "!")) {
			if (!push(p, FILTER_NOT))
				return false;
		} else {
			return read_comparison(p);
		}
	}
}

static bool close(struct parser *p)
{
	const char *at = p->at - 1;
	if (!flush(p, FILTER_OR))
		return false;
	if (!p->n_waiting)
		return fail(p, at, "nothing was opened that ) closes,");
	p->n_waiting--;
	return true;
}

/* Reads what follows a comparison: closing parentheses, and & or | before another one. */
static bool read_operator(struct parser *p, bool *more)
{
	while (accept(p, ")"))
		if (!close(p))
			return false;
	*more = false;
	skip_blanks(p);
	if (!*p->at)
		return true;
	*more = true;
	bool both = accept(p, "&&") || accept(p, "&");
	if (!both && !accept(p, "||") && !accept(p, "|"))
		return fail(p, p->at, "& or | is missing");
	enum filter_op op = both ? FILTER_AND : FILTER_OR;
	return flush(p, op) && push(p, op);
}

bool trial_filter_compile(const struct trials *t, const char *text, struct trial_filter *filter,
			  char error[160])
{
	struct parser p = {.t = t, .text = text, .at = text, .out = filter, .error = error};
	bool more = true;
	filter->length = filter->texts_used = 0;
	while (more)
		if (!read_operand(&p) || !read_operator(&p, &more))
			return false;
	if (!flush(&p, FILTER_OR))
		return false;
	return !p.n_waiting || fail(&p, p.at, "a ) is missing");
}

/* --- evaluation ------------------------------------------------------------------------------- */

static bool compare(enum filter_op op, int order)
{
	switch (op) {
	case FILTER_EQUAL:
		return order == 0;
	case FILTER_NOT_EQUAL:
		return order != 0;
	case FILTER_LESS:
		return order < 0;
	case FILTER_LESS_EQUAL:
		return order <= 0;
	case FILTER_GREATER:
		return order > 0;
	default:
		return order >= 0;
	}
}

static bool holds(const struct trials *t, const struct filter_code *code, size_t row)
{
	char text[TRIAL_TEXT_BYTES];
	struct trial_value v = {TRIAL_TEXT, 0, t->trials[t->rows[row].first].name};
	if (code->column != NO_COLUMN)
		v = trials_value(t, row, code->column);
	if (v.type == TRIAL_ABSENT)
		return false;
	if (v.type == TRIAL_NUMBER && code->is_number && code->op != FILTER_CONTAINS) {
		if (v.number != v.number) /* NaN equals nothing */
			return code->op == FILTER_NOT_EQUAL;
		return compare(code->op, (v.number > code->number) - (v.number < code->number));
	}
	const char *words = v.text;
	if (v.type != TRIAL_TEXT) {
		trial_text(&v, false, text);
		words = text;
	}
	if (code->op == FILTER_CONTAINS)
		return strstr(words, code->text) != NULL;
	bool ordered = code->op != FILTER_EQUAL && code->op != FILTER_NOT_EQUAL;
	return !ordered && compare(code->op, strcmp(words, code->text));
}

bool trial_filter_passes(const struct trials *t, const struct trial_filter *f, size_t row)
{
	bool stack[FILTER_CODE];
	size_t n = 0;
	for (size_t i = 0; i < f->length; i++) {
		const struct filter_code *code = &f->code[i];
		if (code->op < FILTER_NOT) {
			stack[n++] = holds(t, code, row);
		} else if (code->op == FILTER_NOT) {
			stack[n - 1] = !stack[n - 1];
		} else {
			n--;
			stack[n - 1] = code->op == FILTER_AND ? stack[n - 1] && stack[n]
							      : stack[n - 1] || stack[n];
		}
	}
	return n && stack[0];
}
