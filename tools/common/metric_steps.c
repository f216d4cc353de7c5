/* common: the step of each line of a log. Positions that go back begin the next epoch: the total of
 * the one before is added to all later positions. */
#include "common/metric_steps.h"

#include <math.h>
#include <string.h>

#include "common/hash.h"

/* Adds a position up. Returns false if the position counts something shorter than the training,
 * such as the batches of an evaluation. */
static bool advance(struct metric_steps *s, const struct metric_row *row, bool next_epoch)
{
	/* A longer progress after one without numbers: that one was no training. */
	if (s->positions && !s->measured && row->total > s->total)
		s->positions = false;
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
	s->measured = row->count || (s->measured && s->positions && row->total == s->total);
	s->positions = true;
	s->position = row->position;
	s->total = row->total;
	return true;
}

/* Returns the step of a line that has one. A batch number that goes back in a later epoch, without
 * a total, continues after the greatest one of the epochs before. */
static int64_t step_of(struct metric_steps *s, const struct metric_row *row, bool next_epoch)
{
	bool later = row->has_epoch && s->has_raw && floor(row->epoch) > floor(s->raw_epoch);
	bool below = !row->has_epoch && next_epoch && row->step < s->raw;
	if (((later && row->step <= s->raw) || below) && s->raw < INT64_MAX / 2 - s->offset) {
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

static bool is_whole(double d)
{
	return d == floor(d) && fabs(d) < 9e15;
}

/* A line that has only an epoch, such as "Epoch 2", precedes the lines of that epoch. */
static void begin_epoch(struct metric_steps *s, const struct metric_row *row)
{
	if (s->steps || s->parts || s->positions || !is_whole(row->epoch) ||
	    (s->headed && row->epoch <= (double)s->last))
		return;
	s->headed = s->known = true;
	s->last = (int64_t)row->epoch;
	s->names = 0;
}

/* Returns the step of a row below such a line. A program that prints a name several times in an
 * epoch counts something else. */
static int64_t headed_step(struct metric_steps *s, const struct metric_row *row)
{
	const char *name = metric_row_name(row, 0);
	uint64_t hash = hash_add_bytes(hash_of_nothing, name, strlen(name));
	for (size_t i = 0; i < s->names; i++)
		if (s->name[i] == hash) {
			s->last++;
			s->names = 0;
		}
	if (s->names < METRIC_STEPS_NAMES)
		s->name[s->names++] = hash;
	return s->last;
}

static bool find_step(struct metric_steps *s, const struct metric_row *row, bool next_epoch,
		      bool *is_epoch)
{
	if (row->has_step) {
		s->steps |= row->count || (s->bare && row->step != s->last);
		s->bare = true;
		s->last = step_of(s, row, next_epoch);
		s->headed = false;
		return true;
	}
	if (row->has_position && advance(s, row, next_epoch)) {
		s->last = s->base + s->position;
		s->headed = false;
		return true;
	}
	if (s->positions || s->steps)
		return s->known;
	if (row->has_part) {
		s->parts = true;
		s->last = row->part;
		s->headed = false;
		return true;
	}
	if (row->has_epoch && !s->parts && is_whole(row->epoch)) {
		*is_epoch = true;
		s->last = (int64_t)row->epoch;
		s->headed = false;
		return true;
	}
	if (s->headed && row->count)
		s->last = headed_step(s, row);
	return s->known;
}

int64_t metric_steps_next(struct metric_steps *s, struct metric_row *row)
{
	static const char name[] = "epoch";
	bool is_epoch = false;
	bool next_epoch = row->has_epoch && (s->has_epoch ? row->epoch > s->epoch : s->measured);
	bool only_epoch = row->has_epoch && !row->count && !row->has_position && !row->has_step;
	if (only_epoch) {
		s->next_epoch |= s->has_epoch ? next_epoch : s->measured;
		begin_epoch(s, row);
	} else {
		s->known = find_step(s, row, next_epoch || s->next_epoch, &is_epoch);
		s->next_epoch = false;
	}
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
