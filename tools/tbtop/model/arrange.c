/* model: the visible rows of runs and tags, and their order. */
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "tbtop/model/model.h"

/* Sorts by groups, in the order of their first runs, and by names within a group. */
static int by_group(const void *a, const void *b)
{
	const struct run *const *x = a, *const *y = b;
	if ((*x)->group_rank != (*y)->group_rank)
		return (*x)->group_rank < (*y)->group_rank ? -1 : 1;
	return ((*x)->rank > (*y)->rank) - ((*x)->rank < (*y)->rank);
}

/* Moves the visible rows of each group together. */
static void order_groups(struct model *m)
{
	struct run **rows = need_resize(NULL, m->n_run_rows + 1, sizeof(struct run *));
	for (size_t i = 0; i < m->n_run_rows; i++) {
		rows[i] = m->runs[m->run_rows[i]];
		rows[i]->group_rank = m->runs[rows[i]->group]->rank;
	}
	qsort(rows, m->n_run_rows, sizeof(struct run *), by_group);
	for (size_t i = 0; i < m->n_run_rows; i++)
		m->run_rows[i] = rows[i]->index;
	free(rows);
}

static void arrange_runs(struct model *m)
{
	struct run **runs = model_sorted_runs(m);
	size_t *row_of = need_zeroed(m->n_runs, sizeof *row_of); /* run index by rank */
	for (size_t i = 0; i < m->n_runs; i++)
		runs[i]->rank = i;
	for (size_t i = 0; i < m->n_runs; i++)
		row_of[m->runs[i]->rank] = i;
	m->run_rows = need_resize(m->run_rows, m->n_runs, sizeof *m->run_rows);
	m->n_run_rows = 0;
	for (size_t i = 0; i < m->n_runs; i++)
		if (m->runs[row_of[i]]->matches)
			m->run_rows[m->n_run_rows++] = row_of[i];
	if (m->grouping.on)
		order_groups(m);
	for (size_t i = 0; i < m->n_run_rows; i++) {
		struct run *run = m->runs[m->run_rows[i]];
		run->differs = name_difference(
			run->name, i ? m->runs[m->run_rows[i - 1]]->name : NULL,
			i + 1 < m->n_run_rows ? m->runs[m->run_rows[i + 1]]->name : NULL);
	}
	free(row_of);
	free(runs);
}

/* Returns whether any run that matches the filter has the tag: a tag without one is hidden, so that
 * no chart is empty. */
static bool has_curve(const struct model *m, const struct tag *tag)
{
	for (size_t p = 0; p < tag_part_count(tag); p++) {
		const struct tag *part = tag_part(tag, p);
		for (size_t i = 0; i < part->n_curves; i++)
			if (m->runs[part->curves[i].run]->matches)
				return true;
	}
	return false;
}

static int by_run(const void *a, const void *b)
{
	const struct curve *x = a, *y = b;
	return (x->run > y->run) - (x->run < y->run);
}

static int by_tag_name(const void *a, const void *b)
{
	const struct tag *const *x = a, *const *y = b;
	return natural_compare((*x)->name, (*y)->name);
}

static void order_tags(struct tag_list *list)
{
	if (list->arranged < list->n)
		qsort(list->tags, list->n, sizeof(struct tag *), by_tag_name);
	list->arranged = list->n;
	for (size_t i = 0; i < list->n; i++) {
		struct tag *tag = list->tags[i];
		if (tag->unsorted)
			qsort(tag->curves, tag->n_curves, sizeof *tag->curves, by_run);
		tag->unsorted = false;
	}
}

static bool same_group(const struct tag *a, const struct tag *b)
{
	return a->group && a->group == b->group && !memcmp(a->name, b->name, a->group);
}

/* Moves the pinned rows before the others, in their order. */
static void pinned_first(struct tag_list *list)
{
	struct tag **rows = need_resize(NULL, list->n + 1, sizeof(struct tag *));
	size_t n = 0;
	for (int pinned = 1; pinned >= 0; pinned--)
		for (size_t i = 0; i < list->n_rows; i++)
			if (list->rows[i]->pinned == pinned)
				rows[n++] = list->rows[i];
	free(list->rows);
	list->rows = rows;
}

static void arrange_tags(struct model *m, enum tag_kind kind)
{
	struct tag_list *list = &m->tags[kind];
	order_tags(list);
	list->rows = need_resize(list->rows, list->n + 1, sizeof(struct tag *));
	list->n_rows = 0;
	struct tag *focus = m->tag_focus[kind], *near = NULL;
	bool kept = false;
	for (size_t i = 0; i < list->n; i++) {
		struct tag *tag = list->tags[i];
		bool seen = tag->matches && !tag->merged && has_curve(m, tag);
		const struct tag *above = list->n_rows ? list->rows[list->n_rows - 1] : NULL;
		tag->folded |= i && list->tags[i - 1]->folded && same_group(list->tags[i - 1], tag);
		if (seen && above && tag_is_fold(above) && tag_is_fold(tag) &&
		    same_group(above, tag))
			seen = false; /* the row above stands for its group */
		if (seen)
			list->rows[list->n_rows++] = tag;
		if (tag == focus && seen)
			kept = true;
		if (seen && (!near || (focus && natural_compare(tag->name, focus->name) <= 0)))
			near = tag;
	}
	if (!kept)
		m->tag_focus[kind] = near;
	pinned_first(list);
	for (size_t i = 0; i < list->n_rows; i++)
		list->rows[i]->differs =
			name_difference(list->rows[i]->name, i ? list->rows[i - 1]->name : NULL,
					i + 1 < list->n_rows ? list->rows[i + 1]->name : NULL);
}

void model_arrange(struct model *m)
{
	arrange_runs(m);
	model_arrange_findings(m);
	for (int k = 0; k < TAG_KINDS; k++)
		arrange_tags(m, k);
}
