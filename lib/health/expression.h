/* health: expressions over tags, such as `val_loss > 1.1 * min(val_loss) for 5`, compiled to a
 * postfix program. <tfevents/judge.h> has the grammar. */
#ifndef TFE_HEALTH_EXPRESSION_H
#define TFE_HEALTH_EXPRESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/status.h>

/* The limits of an expression: different tags, instructions, levels of nesting, operands that wait
 * for their operator, points of a window, and points of all windows together. */
enum {
	TFE__EXPRESSION_TAGS = 16,
	TFE__EXPRESSION_CODE = 1000,
	TFE__EXPRESSION_LEVELS = 100,
	TFE__EXPRESSION_STACK = 600,
	TFE__WINDOW_POINTS = 1000,
	TFE__WINDOW_POINTS_ALL = 4000
};

enum tfe__op {
	TFE__OP_NONE,
	/* Operands. */
	TFE__OP_NUMBER,
	TFE__OP_STEP,
	TFE__OP_VALUE,
	TFE__OP_FIRST,
	TFE__OP_MIN,
	TFE__OP_MAX,
	TFE__OP_MEAN,
	TFE__OP_WINDOW_MIN,
	TFE__OP_WINDOW_MAX,
	TFE__OP_WINDOW_MEAN,
	TFE__OP_WINDOW_MEDIAN,
	TFE__OP_CHANGE,
	TFE__OP_RATE,
	TFE__OP_FLAT,
	TFE__OP_ABSENT,
	/* Operators with one operand, then those with two. */
	TFE__OP_NEGATE,
	TFE__OP_ABS,
	TFE__OP_ISNAN,
	TFE__OP_NOT,
	TFE__OP_MULTIPLY,
	TFE__OP_DIVIDE,
	TFE__OP_ADD,
	TFE__OP_SUBTRACT,
	TFE__OP_LESS,
	TFE__OP_LESS_EQUAL,
	TFE__OP_GREATER,
	TFE__OP_GREATER_EQUAL,
	TFE__OP_EQUAL,
	TFE__OP_NOT_EQUAL,
	TFE__OP_AND,
	TFE__OP_OR
};

struct tfe__instruction {
	enum tfe__op op;
	uint32_t tag;    /* index of the tag */
	uint32_t points; /* of a window; of change and rate, how many points back */
	uint32_t window; /* index of the window, if its values are sorted */
	double number;
};

struct tfe__expression_tag {
	char *name;
	bool valued;     /* its points count: it occurs outside absent() */
	uint32_t points; /* how many of the last points are kept; 0: none */
};

/* The last `points` values of a tag, kept sorted for minima, maxima and medians. */
struct tfe__expression_window {
	uint32_t tag, points;
};

/* A compiled expression. It never changes, so any threads may evaluate it. */
struct tfe__expression {
	tfe_allocator allocator;
	char *text;
	struct tfe__instruction *code; /* in postfix order; the result is a condition */
	size_t length, capacity;
	struct tfe__expression_tag tag[TFE__EXPRESSION_TAGS]; /* in the order of the text */
	size_t tags;
	struct tfe__expression_window *window;
	size_t windows, window_capacity;
	uint64_t window_points; /* of all windows together */
	uint64_t for_points;    /* the condition has to hold for so many points; 0: not given */
	uint64_t for_steps;     /* the condition has to hold for so many steps; 0: not given */
	const char *for_begin;  /* the word `for` in `text`; NULL: there is none */
	bool has_absent;
};

/* Compiles an expression. Returns TFE_E_ARG or TFE_E_NOMEM; then *out is NULL and *error (may be
 * NULL) has the detail: `offset` is the byte at which the expression is wrong, and the message
 * begins with the number of that character, counted from 1. Ownership: release with
 * tfe__expression_free. */
tfe_status tfe__expression_compile(const char *text, const tfe_allocator *allocator,
				   struct tfe__expression **out, tfe_error *error) TFE_MUST_CHECK;

/* Frees an expression. NULL is a no-op. */
void tfe__expression_free(struct tfe__expression *expression);

static inline bool tfe__op_compares(enum tfe__op op)
{
	return op >= TFE__OP_LESS && op <= TFE__OP_NOT_EQUAL;
}

#endif
