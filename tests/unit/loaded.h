/* For unit tests: the test's folder (logs.h) as a log directory, opened or loaded, and views of its
 * series. */
#ifndef TESTS_UNIT_LOADED_H
#define TESTS_UNIT_LOADED_H

#include "unit/logs.h"

#include <tfevents/logdir.h>
#include <tfevents/series.h>

/* Opens paths as a log directory; on failure the test fails with the text of the error. */
static inline tfe_logdir *open_paths(const char *const *paths, size_t n, tfe_logdir_options o)
{
	tfe_logdir *d = NULL;
	tfe_error error = TFE_ERROR_INIT;
	o.size = sizeof o;
	if (tfe_logdir_open(paths, n, &o, &d, &error))
		fail_msg("%s: %s", error.path, error.message);
	return d;
}

static inline tfe_logdir *load_paths(const char *const *paths, size_t n, tfe_logdir_options o)
{
	tfe_logdir *d = open_paths(paths, n, o);
	assert_int_equal(tfe_logdir_load(d), TFE_OK);
	return d;
}

/* Like open_paths, for one path and for the test's folder. */
static inline tfe_logdir *open_path(const char *path, tfe_logdir_options o)
{
	return open_paths(&path, 1, o);
}

static inline tfe_logdir *load_path(const char *path, tfe_logdir_options o)
{
	return load_paths(&path, 1, o);
}

static inline tfe_logdir *open_logs(tfe_logdir_options o)
{
	return open_path(logs_folder, o);
}

static inline tfe_logdir *load_logs(tfe_logdir_options o)
{
	return load_path(logs_folder, o);
}

/* Returns a view of the series with a tag in the first run. */
static inline tfe_view view_of_tag(const tfe_logdir *d, const char *tag)
{
	const tfe_series *series = tfe_run_find_series(tfe_logdir_run_at(d, 0), tag);
	assert_non_null(series);
	return tfe_series_view(series);
}

static inline tfe_view view_at(const tfe_logdir *d, size_t run, size_t series)
{
	return tfe_series_view(tfe_run_series_at(tfe_logdir_run_at(d, run), series));
}

#endif
