/* tfevents: the points of a series in the order of their steps: streamed while the series has that
 * order, which nearly all have, otherwise sorted in memory. */
#include "tfevents/step_order.h"

#include <stdlib.h>

#include "common/memory.h"

static void fill(struct step_order *s)
{
	s->at = s->got = 0;
	s->status = tfe_cursor_next(s->cursor, s->points, 512, &s->got);
	if (s->status)
		tfe_cursor_get_error(s->cursor, &s->error);
}

void step_order_open(struct step_order *s, const tfe_series *series)
{
	s->at = s->got = 0;
	s->times = 0;
	s->any = s->goes_back = false;
	s->sorted = NULL;
	s->error = (tfe_error)TFE_ERROR_INIT;
	s->status = tfe_cursor_open(series, NULL, &s->cursor, &s->error);
}

static int by_step(const void *a, const void *b)
{
	const struct numbered_point *l = a, *r = b;
	if (l->point.step != r->point.step)
		return l->point.step < r->point.step ? -1 : 1;
	return l->number < r->number ? -1 : l->number > r->number;
}

void step_order_open_sorted(struct step_order *s, const tfe_series *series)
{
	struct numbered_point *all = NULL;
	size_t n = 0, capacity = 0;
	step_order_open(s, series);
	while (!s->status) {
		fill(s);
		if (!s->got)
			break;
		for (size_t i = 0; i < s->got; i++) {
			all = need_room(all, n, &capacity, sizeof *all);
			all[n] = (struct numbered_point){s->points[i], n};
			n++;
		}
	}
	if (n)
		qsort(all, n, sizeof *all, by_step);
	s->sorted = all ? all : need_zeroed(1, sizeof *all);
	s->at = 0;
	s->got = n;
}

void step_order_close(struct step_order *s)
{
	tfe_cursor_close(s->cursor);
	free(s->sorted);
}

const tfe_point *step_order_peek(struct step_order *s)
{
	if (s->sorted)
		return s->at < s->got ? &s->sorted[s->at].point : NULL;
	if (s->at == s->got && !s->status && !s->goes_back)
		fill(s);
	if (s->at == s->got || s->goes_back)
		return NULL;
	const tfe_point *point = &s->points[s->at];
	s->goes_back = s->any && point->step < s->last_step;
	return s->goes_back ? NULL : point;
}

void step_order_advance(struct step_order *s)
{
	const tfe_point *point = s->sorted ? &s->sorted[s->at].point : &s->points[s->at];
	s->times = s->any && s->last_step == point->step ? s->times + 1 : 1;
	s->any = true;
	s->last_step = point->step;
	s->at++;
}
