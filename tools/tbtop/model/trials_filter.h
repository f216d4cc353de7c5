/* model: expressions that select rows of the table of trials.
 *
 *	lr<1e-2 & (optimizer=adam | dropout>=0.5) & !run~seed3
 *
 * A comparison is a column, one of = != < <= > >= ~ (contains), and a number or a text; names and
 * texts with other characters are quoted. `&` binds stronger than `|`. A column is named by its
 * title, or by the end of one title after "/"; `run` is the name of the run. A row without a value
 * satisfies no comparison. */
#ifndef TBTOP_MODEL_TRIALS_FILTER_H
#define TBTOP_MODEL_TRIALS_FILTER_H

#include "tbtop/model/trials.h"

enum { FILTER_CODE = 128 };

enum filter_op {
	FILTER_EQUAL,
	FILTER_NOT_EQUAL,
	FILTER_LESS,
	FILTER_LESS_EQUAL,
	FILTER_GREATER,
	FILTER_GREATER_EQUAL,
	FILTER_CONTAINS,
	FILTER_NOT,
	FILTER_AND,
	FILTER_OR,
	FILTER_OPEN /* of the parser */
};

/* An instruction of the postfix program. */
struct filter_code {
	enum filter_op op;
	size_t column;    /* of a comparison; NO_COLUMN: the name of the run */
	const char *text; /* the operand, in `texts` of the program */
	double number;
	bool is_number;
};

struct trial_filter {
	struct filter_code code[FILTER_CODE];
	size_t length;
	char texts[2 * TRIALS_FILTER];
	size_t texts_used;
};

/* Compiles an expression that is not empty. Returns false and the reason, with the character at
 * which the expression is wrong. */
bool trial_filter_compile(const struct trials *t, const char *text, struct trial_filter *filter,
			  char error[160]);

/* Returns whether a row satisfies the expression. */
bool trial_filter_passes(const struct trials *t, const struct trial_filter *filter, size_t row);

#endif
