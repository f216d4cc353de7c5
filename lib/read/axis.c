/* read: where entries and stretches of entries lie on the x axis of a chart. */
#include "read/axis.h"

struct tfe__axis tfe__axis_of(const struct tfe__span *span, tfe_axis kind)
{
	struct tfe__axis axis = {.kind = kind};
	if (kind != TFE_AXIS_RELATIVE || !span->count)
		return axis;
	struct tfe__decoder d;
	int64_t step;
	tfe__decoder_init(&d, span->index->chunks[0]);
	tfe__decoder_next(&d, &step, &axis.origin);
	if (!isfinite(axis.origin)) {
		struct tfe__node all;
		tfe__span_summarize(span, &all);
		axis.origin = isfinite(all.wall_min) ? all.wall_min : 0;
	}
	return axis;
}
