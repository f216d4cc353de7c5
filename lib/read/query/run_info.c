/* read/query: the properties and the series of a run. */
#include <string.h>

#include "base/sized.h"
#include "read/run/kinds.h"
#include "read/run/store.h"

/* Whether the session of a trial ended and was not continued: other events may come shortly after
 * the report of its end. */
static bool ends_session(const tfe_run *run)
{
	static const double shortly_s = 60;
	const tfe_series *series = tfe_run_find_series(run, "_hparams_/session_end_info");
	tfe_series_info info = TFE_SERIES_INFO_INIT;
	if (!series)
		return false;
	tfe_view view = tfe_series_view(series);
	tfe_view_get_info(&view, &info);
	return info.last_wall_time >= atomic_load(&run->last_wall_time) - shortly_s;
}

void tfe_run_get_info(const tfe_run *run, tfe_run_info *info)
{
	const tfe_run_info own = {.name = run->name,
				  .first_wall_time = atomic_load(&run->first_wall_time),
				  .last_wall_time = atomic_load(&run->last_wall_time),
				  .last_step = atomic_load(&run->last_step),
				  .bytes_total =
					  tfe__bytes_known(&run->bytes_total, &run->bytes_read),
				  .bytes_read = atomic_load(&run->bytes_read),
				  .files = atomic_load(&run->files),
				  .records = atomic_load(&run->records),
				  .restarts = atomic_load(&run->restarts),
				  .superseded = atomic_load(&run->superseded),
				  .left_out = atomic_load(&run->left_out),
				  .damaged_places = atomic_load(&run->damages.places),
				  .loaded = atomic_load(&run->loaded),
				  .gone = atomic_load(&run->gone),
				  .finished = atomic_load(&run->finished) || ends_session(run),
				  .moved = atomic_load(&run->moved),
				  .path = run->path,
				  .relative_name = run->relative_name};
	tfe__result_copy(info, &own, sizeof own);
}

size_t tfe_run_series_count(const tfe_run *run)
{
	return tfe__list_count(&run->series);
}

const tfe_series *tfe_run_series_at(const tfe_run *run, size_t i)
{
	return i < tfe__list_count(&run->series) ? tfe__list_at(&run->series, i) : NULL;
}

/* Linear search, used if there is no memory for a map. */
static const tfe_series *find_linearly(const tfe_run *run, const char *tag, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const tfe_series *series = tfe__list_at(&run->series, i);
		if (!strcmp(series->tag, tag))
			return series;
	}
	return NULL;
}

const tfe_series *tfe_run_find_series(const tfe_run *constant, const char *tag)
{
	tfe_run *run = (tfe_run *)(uintptr_t)constant; /* the map below is a cache */
	size_t length = strlen(tag), n = tfe__list_count(&run->series);
	pthread_mutex_lock(&run->find_lock);
	tfe_status status = TFE_OK;
	for (; run->find_known < n && !status; run->find_known += !status) {
		/* The key is the tag up to its first NUL, as tfe_series_tag returns it. The first
		 * of several series with the same key is found. */
		const tfe_series *series = tfe__list_at(&run->series, run->find_known);
		size_t tag_length = strlen(series->tag);
		if (tfe__map_get(&run->find_map, series->tag, tag_length) == TFE__MAP_NONE)
			status = tfe__map_add(&run->find_map, series->tag, tag_length,
					      run->find_known);
	}
	const tfe_series *found = NULL;
	if (status) {
		found = find_linearly(run, tag, n);
	} else {
		size_t i = tfe__map_get(&run->find_map, tag, length);
		if (i != TFE__MAP_NONE)
			found = tfe__list_at(&run->series, i);
	}
	pthread_mutex_unlock(&run->find_lock);
	return found;
}

const tfe_series *tfe_run_find_series_of_kind(const tfe_run *run, const char *tag, tfe_kind kind)
{
	const tfe_series *first = tfe_run_find_series(run, tag);
	return tfe__series_of_kind((tfe_series *)(uintptr_t)first, kind);
}
