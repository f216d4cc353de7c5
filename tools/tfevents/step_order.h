/* tfevents: the points of a series in the order of their steps. */
#ifndef TFE_TFEVENTS_STEP_ORDER_H
#define TFE_TFEVENTS_STEP_ORDER_H

#include <stdbool.h>
#include <stddef.h>

#include <tfevents/cursor.h>

/* A point, and its index in the series. */
struct numbered_point {
	tfe_point point;
	size_t number;
};

struct step_order {
	tfe_cursor *cursor;
	size_t at, got;
	tfe_point points[512];
	bool any, goes_back;           /* a point was returned; a later one has a lower step */
	int64_t last_step;             /* of the points before the next one */
	uint64_t times;                /* how many of them in succession have this step */
	struct numbered_point *sorted; /* all points; NULL while they are read in order */
	tfe_status status;
	tfe_error error;
};

/* Begins to read the points in the order of the series, which needs no memory. If the steps turn
 * out not to be in order, step_order_next returns NULL and `goes_back` is set. Pair with
 * step_order_close. */
void step_order_open(struct step_order *s, const tfe_series *series);

/* Begins to read all points in the order of their steps, and of the series within a step. */
void step_order_open_sorted(struct step_order *s, const tfe_series *series);

void step_order_close(struct step_order *s);

/* Returns the next point, NULL at the end and after a failure, which `status` has. */
const tfe_point *step_order_peek(struct step_order *s);
void step_order_advance(struct step_order *s);

#endif
