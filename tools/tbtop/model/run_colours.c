/* model: the colours of runs: their own, those of their groups, or by the values of a column of
 * trials. */
#include "tbtop/model/run_colours.h"

#include <stdlib.h>

#include "common/memory.h"

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

/* Gives the runs of a group one colour. Colours follow the order of the groups, so that a few
 * groups of many runs differ. */
static void colour_groups(struct model *m)
{
	struct run **runs = model_sorted_runs(m);
	size_t *number = need_zeroed(m->n_runs + 1, sizeof *number), groups = 0;
	for (size_t i = 0; i < m->n_runs; i++) {
		struct run *run = runs[i];
		if (!number[run->group])
			number[run->group] = ++groups;
		size_t place = number[run->group] - 1;
		run->colour = (uint8_t)(place % RUN_COLOURS);
		run->dash = (uint8_t)(place / RUN_COLOURS % 256);
	}
	free(number);
	free(runs);
}

static void colour_by_column(struct model *m)
{
	const struct trials *t = &m->trials;
	struct trial_value *values = need_zeroed(t->n_rows + 1, sizeof *values);
	size_t n = 0;
	for (size_t i = 0; i < t->n_rows; i++)
		values[n++] = trials_value(t, i, t->colour);
	n = distinct(values, n);
	for (size_t i = 0; n && i < m->n_runs; i++) {
		size_t row = i < t->n_row_of ? t->row_of[i] : NO_ROW;
		if (row == NO_ROW)
			continue;
		struct trial_value v = trials_value(t, row, t->colour);
		m->runs[i]->colour = colour_of(values, n, &v);
	}
	free(values);
}

void model_colour_runs(struct model *m)
{
	for (size_t i = 0; i < m->n_runs; i++) {
		m->runs[i]->colour = m->runs[i]->own_colour;
		m->runs[i]->dash = m->runs[i]->own_dash;
	}
	if (m->grouping.on)
		colour_groups(m);
	if (m->trials.colour != NO_COLUMN)
		colour_by_column(m);
}
