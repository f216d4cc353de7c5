/* common: the step of each line of a log. Positions that go back begin the next epoch: the total of
 * the one before is added to all later positions. */
#include "common/metric_steps.h"

#include <math.h>

/* Adds a position up. Returns false if the position counts something shorter than the training,
 * such as the batches of an evaluation. */
static bool advance(struct metric_steps *s, const struct metric_row *row, bool next_epoch)
{
	if (s->positions && row->total < s->total && (row->position <= s->position || !row->count))
		return false;
	if (s->positions &&
	    (row->position < s->position || (next_epoch && row->position <= s->position))) {
		double epochs = row->has_epoch && s->has_epoch && row->epoch > s->epoch
					? floor(row->epoch) - floor(s->epoch)
					: 1;
		if (!(epochs * (double)s->total + (double)s->base < 9e15))
			epochs = 1;
		s->base += (int64_t)epochs * s->total;
	}
	s->positions = true;
	s->position = row->position;
	s->total = row->total;
	return true;
}

/* Returns the step of a line that has one. A batch number that goes back in a later epoch, without
 * a total, continues after the greatest one of the epochs before. */
static int64_t step_of(struct metric_steps *s, const struct metric_row *row)
{
	bool later = row->has_epoch && s->has_raw && floor(row->epoch) > floor(s->raw_epoch);
	if (later && row->step <= s->raw && s->raw < INT64_MAX / 2 - s->offset) {
		s->offset += s->raw;
		s->raw = row->step;
	}
	if (row->has_epoch) {
		s->raw_epoch = row->epoch;
		s->has_raw = true;
	}
	s->raw = row->step > s->raw ? row->step : s->raw;
	return s->offset && row->step < INT64_MAX / 2 ? row->step + s->offset : row->step;
}

static bool find_step(struct metric_steps *s, const struct metric_row *row, bool next_epoch,
		      bool *is_epoch)
{
	if (row->has_step) {
		s->steps = true;
		s->last = step_of(s, row);
		return true;
	}
	if (row->has_position && advance(s, row, next_epoch)) {
		s->last = s->base + s->position;
		return true;
	}
	if (row->has_epoch && !s->positions && !s->steps && row->epoch == floor(row->epoch) &&
	    fabs(row->epoch) < 9e15) {
		*is_epoch = true;
		s->last = (int64_t)row->epoch;
		return true;
	}
	return s->known;
}

int64_t metric_steps_next(struct metric_steps *s, struct metric_row *row)
{
	static const char name[] = "epoch";
	bool is_epoch = false;
	bool next_epoch = row->has_epoch && s->has_epoch && row->epoch > s->epoch;
	/* A line that has only an epoch, such as "Epoch 2/10", precedes the lines of that epoch. */
	bool only_epoch = row->has_epoch && !row->count && !row->has_position && !row->has_step;
	if (!only_epoch) {
		s->known = find_step(s, row, next_epoch || s->next_epoch, &is_epoch);
		s->next_epoch = false;
	} else
		s->next_epoch |= next_epoch;
	if (row->has_epoch) {
		s->has_epoch = true;
		s->epoch = row->epoch;
	}
	if (row->count && row->has_epoch && !is_epoch)
		metric_row_add(row, NULL, 0, name, sizeof name - 1, row->epoch);
	if (s->known || !row->count)
		return s->last;
	return s->rows++;
}
