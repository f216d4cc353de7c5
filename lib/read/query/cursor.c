/* read/query: cursors over all entries of a series, from memory and from a reread of its run. */
#include "read/query/cursor.h"

#include "base/alloc.h"
#include "base/error.h"
#include "base/options.h"
#include "base/sized.h"
#include "read/query/fetch.h"
#include "read/query/resident.h"

tfe_status tfe_cursor_open(const tfe_series *series, const tfe_cursor_options *options,
			   tfe_cursor **out, tfe_error *error)
{
	tfe_cursor_options o;
	*out = NULL;
	if (!series)
		return tfe__error(error, TFE_E_ARG, 0, NULL, -1, "the series is missing");
	tfe_status status = tfe__options_copy(&o, sizeof o, options, "tfe_cursor_options", error);
	if (status)
		return status;
	const tfe_allocator *a = &series->shared->run->store->allocator;
	tfe_cursor *c = tfe__alloc_zeroed(a, 1, sizeof *c);
	if (!c)
		return tfe__error(error, TFE_E_NOMEM, 0, NULL, -1, "out of memory");
	c->allocator = *a;
	c->series = series;
	c->next = o.first;
	c->in_memory = o.in_memory;
	c->error = (tfe_error)TFE_ERROR_INIT;
	c->error.offset = -1;
	if (o.in_memory)
		c->view = tfe_series_view(series);
	else
		tfe__snapshot_take(series, &c->view, &c->snapshot, &c->whole);
	*out = c;
	return TFE_OK;
}

void tfe_cursor_close(tfe_cursor *c)
{
	if (!c)
		return;
	tfe__cursor_close_reread(c);
	tfe_allocator a = c->allocator;
	tfe__free(&a, c);
}

void tfe_cursor_get_error(const tfe_cursor *c, tfe_error *error)
{
	tfe__result_copy(error, &c->error, sizeof c->error);
}

uint64_t tfe_cursor_position(const tfe_cursor *c)
{
	return c->next;
}

/* --- locating entries ------------------------------------------------------------------------- */

void tfe__cursor_close_reread(tfe_cursor *c)
{
	tfe__reread_close(c->reread);
	c->reread = NULL;
}

/* Finds an entry in the reread of the cursor. If that has dropped the entry, a new one is
 * opened. */
static tfe_status reach_by_reread(tfe_cursor *c, uint64_t entry, tfe_view *view)
{
	tfe_status status = TFE_E_LIMIT;
	if (c->reread)
		status = tfe__reread_reach(c->reread, c->series, c->snapshot.arrived, entry, view,
					   &c->error);
	if (status == TFE_E_LIMIT) {
		tfe__cursor_close_reread(c);
		status = tfe__reread_open(c->series, &c->snapshot, entry, &c->reread, &c->error);
		if (!status)
			status = tfe__reread_reach(c->reread, c->series, c->snapshot.arrived, entry,
						   view, &c->error);
	}
	if (status && status != TFE_E_NOTFOUND)
		tfe__cursor_close_reread(c);
	return status;
}

tfe_status tfe__cursor_reach(tfe_cursor *c, uint64_t *entry, tfe_view *view)
{
	*view = c->view;
	if (c->in_memory) {
		*entry = tfe__view_resident(view, *entry);
		return *entry < view->count ? TFE_OK : TFE_E_NOTFOUND;
	}
	if (c->whole && *entry >= view->count)
		return TFE_E_NOTFOUND;
	if (c->whole && tfe__view_resident(view, *entry) == *entry)
		return TFE_OK;
	return reach_by_reread(c, *entry, view);
}

/* --- points ----------------------------------------------------------------------------------- */

/* Turns the end of the series into TFE_OK, and closes the reread there. */
static tfe_status accept_end(tfe_cursor *c, tfe_status status)
{
	if (status != TFE_E_NOTFOUND)
		return status;
	tfe__cursor_close_reread(c);
	return TFE_OK;
}

tfe_status tfe_cursor_next(tfe_cursor *c, tfe_point *points, size_t n, size_t *got)
{
	tfe_view view;
	tfe_status status = TFE_OK;
	*got = 0;
	/* Entries may be dropped between the two calls: then none is copied, and they are found
	 * again. */
	while (n && !*got && !status) {
		status = tfe__cursor_reach(c, &c->next, &view);
		if (!status)
			*got = tfe__view_points(&view, c->next, points, n);
	}
	c->next += *got;
	return accept_end(c, status);
}

tfe_status tfe_cursor_next_numbers(tfe_cursor *c, tfe_point *points, tfe_number *numbers, size_t n,
				   size_t *got)
{
	tfe_view view;
	tfe_status status = TFE_OK;
	*got = 0;
	if (c->series->kind != TFE_KIND_SCALAR)
		return tfe__error(&c->error, TFE_E_ARG, 0, NULL, -1, "the series has no scalars");
	/* As in tfe_cursor_next; entries may also be dropped between the two copies. */
	while (n && !*got && !status) {
		status = tfe__cursor_reach(c, &c->next, &view);
		if (!status)
			*got = tfe__view_points(&view, c->next, points, n);
		if (*got)
			*got = tfe__view_numbers(&view, c->next, points, numbers, *got);
	}
	c->next += *got;
	return accept_end(c, status);
}

tfe_status tfe_cursor_next_values(tfe_cursor *c, int64_t *steps, double *values, size_t n,
				  size_t *got)
{
	tfe_view view;
	tfe_status status = TFE_OK;
	*got = 0;
	if (c->series->kind != TFE_KIND_SCALAR)
		return tfe__error(&c->error, TFE_E_ARG, 0, NULL, -1, "the series has no scalars");
	while (n && !*got && !status) {
		status = tfe__cursor_reach(c, &c->next, &view);
		if (!status)
			*got = tfe_view_get_values(&view, c->next, steps, values, n);
	}
	c->next += *got;
	return accept_end(c, status);
}

/* --- info ------------------------------------------------------------------------------------- */

/* Gets a view whose properties are exact. */
static tfe_status find_exact(tfe_cursor *c, tfe_view *view)
{
	tfe_status status = TFE_OK;
	*view = c->view;
	if (c->in_memory || (c->whole && tfe__view_is_resident(view)))
		return TFE_OK;
	if (!c->reread)
		status = tfe__reread_open(c->series, &c->snapshot, c->next, &c->reread, &c->error);
	if (!status)
		status = tfe__reread_complete(c->reread, c->series, c->snapshot.arrived, view,
					      &c->error);
	if (status && status != TFE_E_NOTFOUND)
		tfe__cursor_close_reread(c);
	return status;
}

tfe_status tfe_cursor_get_info(tfe_cursor *c, tfe_series_info *info)
{
	tfe_view view;
	tfe_status status = find_exact(c, &view);
	if (status && status != TFE_E_NOTFOUND)
		return status;
	if (status) {
		view = c->view;
		view.count = 0;
	}
	tfe_series_info own = TFE_SERIES_INFO_INIT;
	tfe_view_get_info(&view, &own);
	if (!c->in_memory)
		own.dropped = own.left_out = 0;
	return tfe__result_copy(info, &own, sizeof own);
}

/* --- entries of other kinds ------------------------------------------------------------------- */

/* Reads entry i of a view. */
typedef tfe_status read_entry(const tfe_view *view, uint64_t i, void *to, tfe_error *error);

static tfe_status read_moments(const tfe_view *view, uint64_t i, void *to, tfe_error *error)
{
	return tfe__view_moments(view, i, to, error);
}

static tfe_status read_histogram(const tfe_view *view, uint64_t i, void *to, tfe_error *error)
{
	return tfe__view_histogram(view, i, to, error);
}

static tfe_status read_value(const tfe_view *view, uint64_t i, void *to, tfe_error *error)
{
	return tfe_view_fetch(view, i, to, error);
}

/* Finds entry i and reads it. If it was dropped between the two, both are repeated. */
static tfe_status read_at(tfe_cursor *c, uint64_t i, read_entry *read, void *to)
{
	for (;;) {
		tfe_view view = c->view;
		tfe_status status = c->in_memory ? TFE_OK : tfe__cursor_reach(c, &i, &view);
		if (status == TFE_E_NOTFOUND)
			return tfe__error(&c->error, TFE_E_ARG, 0, NULL, -1,
					  "the series has no such entry");
		if (status)
			return status;
		status = read(&view, i, to, &c->error);
		if (status != TFE_E_LIMIT || c->in_memory || tfe__view_resident(&view, i) == i)
			return status;
	}
}

tfe_status tfe_cursor_get_moments(tfe_cursor *c, uint64_t i, tfe_moments *moments)
{
	return read_at(c, i, read_moments, moments);
}

tfe_status tfe_cursor_read_histogram(tfe_cursor *c, uint64_t i, tfe_histogram *h)
{
	return read_at(c, i, read_histogram, h);
}

tfe_status tfe_cursor_fetch(tfe_cursor *c, uint64_t i, tfe_fetched **out)
{
	*out = NULL;
	return read_at(c, i, read_value, out);
}
