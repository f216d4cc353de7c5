/* model: trials: the colours of runs by the values of a column. */
#include <stdlib.h>

#include "common/memory.h"
#include "tbtop/model/model.h"

static int by_value(const void *a, const void *b)
{
	return trial_compare(a, b);
}

/* Returns how many different values there are, moved to the front of the array. */
static size_t distinct(struct trial_value *values, size_t n)
{
	size_t kept = 0;
	qsort(values, n, sizeof *values, by_value);
	for (size_t i = 0; i < n; i++)
		if (!kept || trial_compare(&values[kept - 1], &values[i]) != 0)
			values[kept++] = values[i];
	return kept;
}

static uint8_t colour_of(const struct trial_value *values, size_t n, const struct trial_value *v)
{
	const struct trial_value *at = bsearch(v, values, n, sizeof *values, by_value);
	size_t place = (size_t)(at - values);
	return (uint8_t)(n <= RUN_COLOURS ? place : place * RUN_COLOURS / n);
}

void trials_colour(struct model *m)
{
	const struct trials *t = &m->trials;
	struct trial_value *values = need_zeroed(t->n_rows + 1, sizeof *values);
	size_t n = 0;
	for (size_t i = 0; t->colour != NO_COLUMN && i < t->n_rows; i++)
		values[n++] = trials_value(t, i, t->colour);
	n = distinct(values, n);
	for (size_t i = 0; i < m->n_runs; i++) {
		size_t row = i < t->n_row_of ? t->row_of[i] : NO_ROW;
		m->runs[i]->colour = m->runs[i]->own_colour;
		if (!n || row == NO_ROW)
			continue;
		struct trial_value v = trials_value(t, row, t->colour);
		m->runs[i]->colour = colour_of(values, n, &v);
	}
	free(values);
}
