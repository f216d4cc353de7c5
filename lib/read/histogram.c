/* read: histograms, read from their files when they are asked for. */
#include "read/entry.h"
#include "read/rows.h"

/* Makes the next histogram what a record says. */
static tfe_status take(void *context, const struct tfe__wanted *wanted,
		       const struct tfe__record *record, tfe_error *error)
{
	tfe_histogram **next = context;
	struct tfe__arena arena;
	tfe_value value;
	tfe__arena_init(&arena, &wanted->series->shared->run->logdir->allocator, 0);
	tfe_status status =
		tfe__entry_value(wanted, record->data, record->size, &arena, &value, error);
	if (!status)
		status = tfe__histogram_fill((*next)++, &value);
	tfe__arena_release(&arena);
	return status;
}

tfe_status tfe_view_histograms(const tfe_view *view, uint64_t first, tfe_histogram *h, size_t n,
			       size_t *read)
{
	*read = 0;
	if (view->series->kind != TFE_KIND_HISTOGRAM)
		return TFE_E_ARG;
	if (first >= view->count)
		return TFE_OK;
	return tfe__entries_read(view, first, n, take, &h, read, NULL);
}

tfe_status tfe_view_histogram(const tfe_view *view, uint64_t i, tfe_histogram *h)
{
	size_t read;
	if (i >= view->count)
		return TFE_E_ARG;
	return tfe_view_histograms(view, i, h, 1, &read);
}
