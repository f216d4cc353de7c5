/* read/query: the points of a series that a restart superseded, summarised in the columns of a
 * chart.
 *
 * A restart replaces the column of a series by one without the superseded entries. The replaced
 * column stays valid for older views, so that the superseded entries are those of the replaced
 * column that the restart removed: before its mark, at its step or later. */
#include "read/query/chart_columns.h"
#include "read/run/series.h"

/* Finds restart number `restart` of a column, the latest first; NULL if there is none. */
static const struct tfe__column_restart *find(const struct tfe__column *column, size_t restart)
{
	const struct tfe__column_restart *r = tfe__column_before(column).restarts;
	while (r && restart-- > 0)
		r = tfe__column_restart_before(r);
	return r;
}

/* Adds the superseded entries of a dropped chunk in which the restart began. Its values are those
 * of all its entries. */
static void draw_dropped(const struct tfe__drawing *d, const struct tfe__chunk *chunk,
			 const struct tfe__column_restart *r)
{
	struct tfe__node node = *chunk->node;
	uint64_t *counts[] = {&node.finite, &node.nan, &node.posinf, &node.neginf};
	uint32_t superseded = chunk->entries - tfe__chunk_kept(chunk, r->step, r->mark);
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
		*counts[i] = *counts[i] * superseded / chunk->entries;
	node.step_min = node.step_min > r->step ? node.step_min : r->step;
	tfe__draw_dropped(d, &node);
}

/* Adds the superseded ones of the entries of a chunk. */
static void draw_chunk(const struct tfe__drawing *d, size_t at, const struct tfe__column_restart *r)
{
	const struct tfe__chunk *chunk = d->span->index->chunks[at];
	if (!tfe__chunk_is_resident(chunk)) {
		draw_dropped(d, chunk, r);
		return;
	}
	int64_t steps[TFE__CHUNK_ENTRIES_MAX];
	double x[TFE__CHUNK_ENTRIES_MAX], values[TFE__CHUNK_ENTRIES_MAX];
	uint32_t n = chunk->entries;
	tfe__chunk_decode(chunk, n, true, steps, NULL);
	tfe__axis_xs(&d->axis, d->span, at, x);
	tfe__chunk_values(chunk, 0, n, values);
	for (uint32_t i = 0; i < n && chunk->first + i < r->mark; i++)
		if (steps[i] >= r->step)
			tfe__draw_value(d, x[i], values[i]);
}

/* Adds the superseded ones of the entries of a part. All chunks of a replaced column are sealed. */
static void draw_part(const struct tfe__drawing *d, struct tfe__part part,
		      const struct tfe__column_restart *r)
{
	const struct tfe__node *node = tfe__span_node(d->span, part);
	uint64_t first = d->span->index->chunks[part.at << part.level * TFE__FAN_BITS]->first;
	if (node->step_max < r->step || first >= r->mark)
		return;
	if (node->step_min >= r->step && first + node->entries <= r->mark)
		tfe__draw_part(d, part);
	else if (!part.level)
		draw_chunk(d, part.at, r);
	else
		for (unsigned i = 0; i < 1 << TFE__FAN_BITS; i++)
			draw_part(d, tfe__part_below(part, i), r);
}

static void draw(const struct tfe__drawing *d, const struct tfe__column_restart *r)
{
	struct tfe__part parts[TFE__PARTS_MAX];
	size_t n = tfe__span_parts(d->span, parts);
	for (size_t i = 0; i < n; i++)
		draw_part(d, parts[i], r);
	draw_part(d, (struct tfe__part){0, d->span->whole}, r);
}

tfe_status tfe_view_get_superseded(const tfe_view *view, size_t restart, tfe_axis axis, double x0,
				   double x1, tfe_column *columns, size_t n)
{
	const tfe_series *series = view->series;
	const struct tfe__column_restart *r = find(view->version, restart);
	struct tfe__drawing d;
	if (!r || tfe__drawing_begin(&d, series, x0, x1, columns, n))
		return TFE_E_ARG;
	struct tfe__span shown = tfe__column_span(view->version, view->count);
	struct tfe__span span = tfe__column_span(
		r->replaced, atomic_load_explicit(&r->replaced->count, memory_order_relaxed));
	unsigned epoch = tfe__epoch_enter(series->shared->epoch);
	d.span = &span;
	d.axis = tfe__axis_of(view->count ? &shown : &span, axis);
	draw(&d, r);
	tfe__epoch_leave(series->shared->epoch, epoch);
	return TFE_OK;
}
