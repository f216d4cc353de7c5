/* read/query: the entry of a series that is nearest to an x, by branch and bound over the pyramid
 * of nodes. */
#include <tfevents/series.h>

#include "read/query/x_axis.h"
#include "read/run/series.h"

/* The state of the search, with the best entry so far. */
struct step_search {
	const struct tfe__span *span;
	struct tfe__axis axis;
	double x, distance;
	uint64_t best;
};

static uint64_t first_entry(const struct step_search *s, struct tfe__part part)
{
	return s->span->index->chunks[part.at << part.level * TFE__FAN_BITS]->first;
}

/* A lower bound of the distances of the entries of a part. */
static double bound(const struct step_search *s, struct tfe__part part)
{
	double low, high;
	tfe__axis_range(&s->axis, tfe__span_node(s->span, part), &low, &high);
	if (!(low <= high))
		return INFINITY;
	return s->x < low ? low - s->x : s->x > high ? s->x - high : 0;
}

static void search_chunk(struct step_search *s, size_t at)
{
	const struct tfe__chunk *chunk = s->span->index->chunks[at];
	uint32_t entries = tfe__span_entries(s->span, at);
	double x[TFE__CHUNK_ENTRIES_MAX];
	if (!tfe__chunk_is_resident(chunk)) {
		/* Of a dropped chunk only the first entry is in memory. */
		x[0] = tfe__axis_x(&s->axis, (int64_t)chunk->step,
				   tfe__double_of(chunk->wall_bits));
		entries = 1;
	} else {
		tfe__axis_xs(&s->axis, s->span, at, x);
	}
	for (uint32_t i = 0; i < entries; i++) {
		double distance = fabs(x[i] - s->x);
		uint64_t entry = chunk->first + i;
		if (distance < s->distance || (distance == s->distance && entry < s->best)) {
			s->distance = distance;
			s->best = entry;
		}
	}
}

static void search_parts(struct step_search *s, const struct tfe__part *parts, size_t n);

/* Searches a part if it can have an entry that is nearer, or equally near and earlier. */
static void search_part(struct step_search *s, struct tfe__part part)
{
	double distance = bound(s, part);
	if (distance > s->distance || (distance == s->distance && first_entry(s, part) >= s->best))
		return;
	if (!part.level) {
		search_chunk(s, part.at);
		return;
	}
	struct tfe__part below[1 << TFE__FAN_BITS];
	for (unsigned i = 0; i < 1 << TFE__FAN_BITS; i++)
		below[i] = tfe__part_below(part, i);
	search_parts(s, below, 1 << TFE__FAN_BITS);
}

/* Searches the nearest part first: after it most other parts are excluded by their bounds. */
static void search_parts(struct step_search *s, const struct tfe__part *parts, size_t n)
{
	size_t nearest = 0;
	for (size_t i = 1; i < n; i++)
		if (bound(s, parts[i]) < bound(s, parts[nearest]))
			nearest = i;
	if (n)
		search_part(s, parts[nearest]);
	for (size_t i = 0; i < n; i++)
		if (i != nearest)
			search_part(s, parts[i]);
}

uint64_t tfe_view_nearest(const tfe_view *view, tfe_axis axis, double x)
{
	double x0, x1;
	if (!tfe_view_get_extent(view, axis, &x0, &x1))
		return view->count ? 0 : view->count;
	struct tfe__span span = tfe__column_span(view->version, view->count);
	unsigned epoch = tfe__epoch_enter(view->series->shared->epoch);
	struct step_search s = {.span = &span,
				.axis = tfe__axis_of(&span, axis),
				.x = fmin(fmax(x, x0), x1),
				.distance = INFINITY};
	struct tfe__part parts[TFE__PARTS_MAX];
	search_parts(&s, parts, tfe__span_parts(&span, parts));
	search_chunk(&s, span.whole);
	tfe__epoch_leave(view->series->shared->epoch, epoch);
	return s.best;
}
