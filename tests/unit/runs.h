/* For unit tests: the runs of a log directory by name, and the contents of their series. */
#ifndef TESTS_UNIT_RUNS_H
#define TESTS_UNIT_RUNS_H

#include "unit/loaded.h"

static inline const tfe_run *find_run(const tfe_logdir *d, const char *name)
{
	for (size_t i = 0; i < tfe_logdir_run_count(d); i++) {
		tfe_run_info info = TFE_RUN_INFO_INIT;
		tfe_run_get_info(tfe_logdir_run_at(d, i), &info);
		if (!strcmp(info.name, name))
			return tfe_logdir_run_at(d, i);
	}
	return NULL;
}

static inline tfe_run_info info_of(const tfe_logdir *d, const char *name)
{
	const tfe_run *run = find_run(d, name);
	tfe_run_info info = TFE_RUN_INFO_INIT;
	assert_non_null(run);
	tfe_run_get_info(run, &info);
	return info;
}

static inline uint64_t points_of(const tfe_logdir *d, const char *run_name, const char *tag)
{
	const tfe_run *run = find_run(d, run_name);
	const tfe_series *series = run ? tfe_run_find_series(run, tag) : NULL;
	return series ? tfe_series_view(series).count : 0;
}

/* Returns the steps of a series as text: "0 1 2". */
static inline const char *steps_of(const tfe_logdir *d, const char *run, const char *tag)
{
	static char text[4096];
	tfe_point points[256];
	*text = '\0';
	if (!points_of(d, run, tag))
		return text;
	tfe_view view = tfe_series_view(tfe_run_find_series(find_run(d, run), tag));
	size_t n = tfe_view_get_points(&view, 0, points, 256);
	for (size_t i = 0, at = 0; i < n; i++)
		at += (size_t)snprintf(text + at, sizeof text - at, "%s%lld", i ? " " : "",
				       (long long)points[i].step);
	return text;
}

static inline void scalars(const char *name, const char *tag, int64_t from, int64_t to,
			   double wall_time)
{
	for (int64_t i = from; i <= to; i++)
		logs_scalar(name, tag, i, wall_time + (double)(i - from), (float)i);
}

#endif
