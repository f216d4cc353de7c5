/* read: histograms, read from their files when they are asked for. */
#include "read/entry.h"
#include "read/rows.h"

/* Makes the histogram what a record says. */
static tfe_status take(void *context, const struct tfe__wanted *wanted,
		       const struct tfe__record *record, tfe_error *error)
{
	tfe_histogram *h = context;
	struct tfe__arena arena;
	tfe_value value;
	tfe__arena_init(&arena, &wanted->series->shared->run->logdir->allocator, 0);
	tfe_status status =
		tfe__entry_value(wanted, record->data, record->size, &arena, &value, error);
	if (!status)
		status = tfe__histogram_fill(h, &value);
	tfe__arena_release(&arena);
	return status;
}

tfe_status tfe_view_histogram(const tfe_view *view, uint64_t i, tfe_histogram *h)
{
	if (view->series->kind != TFE_KIND_HISTOGRAM || i >= view->count)
		return TFE_E_ARG;
	return tfe__entry_read(view, i, take, h, NULL);
}
