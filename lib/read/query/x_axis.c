/* read/query: the x of entries, and the ranges of x of nodes, on the axis of a chart. */
#include "read/query/x_axis.h"

struct tfe__axis tfe__axis_of(const struct tfe__span *span, tfe_axis kind)
{
	struct tfe__axis axis = {.kind = kind};
	if (kind != TFE_AXIS_RELATIVE || !span->count)
		return axis;
	tfe__chunk_decode(span->index->chunks[0], 1, false, NULL, &axis.origin);
	if (!isfinite(axis.origin)) {
		struct tfe__node all;
		tfe__span_summarize(span, &all);
		axis.origin = isfinite(all.wall_min) ? all.wall_min : 0;
	}
	return axis;
}

/* Computes evenly spaced steps without decoding. */
static void even_steps(const struct tfe__chunk *chunk, double *x)
{
	uint64_t step = chunk->step;
	for (uint32_t i = 0; i < chunk->entries; i++, step += chunk->step_delta)
		x[i] = (double)(int64_t)step;
}

bool tfe__axis_xs(const struct tfe__axis *axis, const struct tfe__span *span, size_t at,
		  double x[TFE__CHUNK_ENTRIES_MAX])
{
	const struct tfe__chunk *chunk = span->index->chunks[at];
	uint32_t entries = tfe__span_entries(span, at);
	bool sealed = at < span->whole, ascend = true;
	if (sealed && chunk->even && axis->kind == TFE_AXIS_STEP) {
		even_steps(chunk, x);
	} else if (axis->kind == TFE_AXIS_STEP) {
		int64_t steps[TFE__CHUNK_ENTRIES_MAX];
		tfe__chunk_decode(chunk, entries, sealed, steps, NULL);
		for (uint32_t i = 0; i < entries; i++)
			x[i] = (double)steps[i];
	} else {
		tfe__chunk_decode(chunk, entries, sealed, NULL, x);
		for (uint32_t i = 0; i < entries; i++)
			x[i] -= axis->origin;
	}
	if (sealed && chunk->ascending)
		return true;
	ascend = x[0] == x[0];
	for (uint32_t i = 1; i < entries; i++)
		ascend &= x[i] >= x[i - 1];
	return ascend;
}
