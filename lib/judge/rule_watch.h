/* judge: one rule of the user applied to one run: its tags are found, and their points merged in
 * the order of steps.
 *
 * A point is settled if no point that is loaded later can come before it in this order. The state
 * of the condition after the settled points is kept; from there on, the points that are not settled
 * are evaluated from scratch in every pass. Points beyond TAIL_POINTS count as settled, because a
 * tag may never be logged again. If a point comes later nevertheless, all are evaluated from
 * scratch. So the result depends on the points only. */
#ifndef TFE_JUDGE_RULE_WATCH_H
#define TFE_JUDGE_RULE_WATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/series.h>

#include "health/condition.h"
#include "judge/user_rules.h"

/* The position of a point in the merged order: the greatest step of its series so far, and its
 * number among the points of its series with this greatest step, from 1. */
struct tfe__merge_key {
	int64_t step;
	uint64_t nth; /* 0: before all points */
};

/* A series whose points are merged. */
struct tfe__rule_input {
	const tfe_series *series;  /* NULL: the training has no such series */
	const void *version;       /* of its view */
	uint64_t seen;             /* number of entries in the last pass */
	uint64_t settled;          /* number of entries that are settled */
	struct tfe__merge_key key; /* of the last settled entry */
};

struct tfe__rule_watch {
	const struct tfe__user_rule *rule;
	struct tfe__condition *settled, *present; /* after the settled points, and after all */
	struct tfe__merge_key key;                /* of the last settled points */
	bool complete; /* the last pass evaluated all points that there were */
	bool reread;   /* reread dropped points; else they are omitted */
	/* One for each tag of the expression; the last one is the clock: the series at whose points
	 * absent() is evaluated as well. */
	size_t inputs;
	struct tfe__rule_input input[];
};

/* Creates a watch without points; NULL if there is no memory. */
struct tfe__rule_watch *tfe__rule_watch_open(const struct tfe__user_rule *rule,
					     const tfe_allocator *allocator);
void tfe__rule_watch_close(struct tfe__rule_watch *watch, const tfe_allocator *allocator);

/* Sets the series of input i. A series other than before, or one whose points were superseded,
 * makes the next pass evaluate all points from scratch. */
void tfe__rule_watch_set(struct tfe__rule_watch *watch, size_t i, const tfe_series *series);

/* Returns the index of the input whose points `for` counts; that of the clock if the run has none
 * of the tags. */
size_t tfe__rule_watch_main(const struct tfe__rule_watch *watch);

/* Evaluates the new points until the deadline. *done: all are evaluated. Returns TFE_E_NOMEM, or,
 * after all that can be read were evaluated, the status of a series that could not be reread. */
tfe_status tfe__rule_watch_step(struct tfe__rule_watch *watch, const tfe_allocator *allocator,
				double deadline, bool *done) TFE_MUST_CHECK;

#endif
