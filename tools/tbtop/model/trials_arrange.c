/* model: trials: the rows that pass the filter, in order. */
#include <math.h>
#include <stdlib.h>

#include "common/memory.h"
#include "tbtop/model/model.h"
#include "tbtop/model/trials_filter.h"

bool trials_filter(struct trials *t, char error[160])
{
	static const struct trial_filter none;
	struct trial_filter *filter = NULL;
	bool good = true;
	if (*t->filter) {
		filter = need_zeroed(1, sizeof none);
		good = trial_filter_compile(t, t->filter, filter, error);
	}
	for (size_t i = 0; i < t->n_rows; i++)
		t->rows[i].passes = !filter || !good || trial_filter_passes(t, filter, i);
	free(filter);
	return good;
}

struct keyed {
	size_t row;
	struct trial_value value;
	bool descending;
};

/* NaN and absent values are last in both directions; rows with equal values keep their order. */
static int by_value(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;
	bool end = x->value.type == TRIAL_ABSENT || y->value.type == TRIAL_ABSENT ||
		   isnan(x->value.number) || isnan(y->value.number);
	int order = trial_compare(&x->value, &y->value);
	if (order && x->descending && !end)
		order = -order;
	return order ? order : (x->row > y->row) - (x->row < y->row);
}

/* Marks the rows of which a run's name matches. */
static bool *find_named(const struct model *m)
{
	const struct trials *t = &m->trials;
	bool *named = need_zeroed(t->n_rows + 1, sizeof *named);
	for (size_t i = 0; i < t->n_row_of; i++)
		if (t->row_of[i] != NO_ROW && m->runs[i]->named)
			named[t->row_of[i]] = true;
	return named;
}

void trials_arrange(struct model *m)
{
	struct trials *t = &m->trials;
	bool *named = find_named(m);
	struct keyed *order = need_zeroed(t->n_rows + 1, sizeof *order);
	t->n_shown = 0;
	for (size_t i = 0; i < t->n_rows; i++) {
		if (!t->rows[i].passes || !named[i])
			continue;
		struct keyed *k = &order[t->n_shown++];
		*k = (struct keyed){.row = i, .descending = t->descending};
		if (t->sort != NO_COLUMN)
			k->value = trials_value(t, i, t->sort);
	}
	qsort(order, t->n_shown, sizeof *order, by_value);
	t->shown = need_resize(t->shown, t->n_rows + 1, sizeof *t->shown);
	bool found = false;
	for (size_t i = 0; i < t->n_shown; i++) {
		t->shown[i] = order[i].row;
		found |= order[i].row == t->row;
	}
	free(order);
	free(named);
	if (!found && t->n_shown)
		t->row = t->shown[0];
}
