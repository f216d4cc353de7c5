/* health: the state of a compiled expression: what it needs of the points so far, and for how long
 * its condition has held. */
#ifndef TFE_HEALTH_CONDITION_H
#define TFE_HEALTH_CONDITION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "health/expression.h"

/* What an expression needs of the points of a tag. NaN is no part of min, max and sum. */
struct tfe__tag_points {
	uint64_t count;
	uint64_t numbers; /* how many are not NaN */
	double first, last, min, max, sum;
	int64_t last_step;
	bool repeated; /* the last value is the one before it */
	bool exists;   /* the tag has points, added or not */
};

/* The two sides of a comparison, or a value without a limit, at a step. */
struct tfe__sides {
	double value, limit, excess; /* excess: by how much the comparison is true */
	int64_t step;
};

/* For how long a condition has held. A hold begins when the condition becomes true. It counts from
 * the point on at which it is as long as `for` asks; the points before that count then as well. */
struct tfe__holding {
	uint64_t evaluations;   /* how often the expression was evaluated */
	uint64_t known;         /* how often the condition was true or false, not unknown */
	bool is_true;           /* at the last evaluation */
	bool is_long;           /* the hold is long enough */
	int64_t since, until;   /* the first and the last step of the hold */
	uint64_t counted;       /* number of points of the hold that `for` counts */
	uint64_t true_points;   /* number of evaluations in the hold */
	struct tfe__sides most; /* of the hold */
	/* Of all holds that were long enough: */
	uint64_t held; /* number of evaluations; 0: none was */
	int64_t first_step, last_step;
	struct tfe__sides worst;
};

/* The state has no pointers, so it is copied by memcpy. It is followed by the last points of the
 * tags that need them (ring buffers) and by the sorted windows. */
struct tfe__condition {
	struct tfe__holding holding;
	struct tfe__tag_points tag[];
};

/* Returns the bytes of a state. It is aligned for a double. */
size_t tfe__condition_bytes(const struct tfe__expression *expression);

/* Initialises a state without points. `exists`: whether each tag has points, which will be
 * added. */
void tfe__condition_reset(const struct tfe__expression *expression,
			  struct tfe__condition *condition, const bool *exists);

/* Adds the next point of a tag. */
void tfe__condition_add(const struct tfe__expression *expression, struct tfe__condition *condition,
			size_t tag, int64_t step, double value);

/* Evaluates the expression after the points of `step` were added. `counted`: `for` counts this
 * evaluation as a point. */
void tfe__condition_evaluate(const struct tfe__expression *expression,
			     struct tfe__condition *condition, int64_t step, bool counted);

#endif
