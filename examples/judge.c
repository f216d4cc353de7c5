/* Lists the scalars of a log directory, visits all points of the last one, and judges it all, with
 * a memory budget of 1 MB.
 * Names in logs may hold any bytes: read_images.c makes them safe for a terminal. */
#include <inttypes.h>
#include <stdio.h>

#include <tfevents.h>

/* A cursor rereads the points that the memory budget has dropped. */
static tfe_status print_mean(const tfe_series *series, tfe_error *error)
{
	tfe_cursor *cursor;
	tfe_point points[512];
	double sum = 0;
	uint64_t done = 0;
	size_t n = 0;
	tfe_status status = tfe_cursor_open(series, NULL, &cursor, error);
	while (!status && !(status = tfe_cursor_next(cursor, points, 512, &n)) && n > 0)
		for (size_t i = 0; i < n; i++, done++)
			sum += points[i].value;
	if (status && cursor)
		tfe_cursor_get_error(cursor, error);
	tfe_cursor_close(cursor);
	if (!status)
		printf("%" PRIu64 " points, mean %g\n", done, sum / (double)done);
	return status;
}

static tfe_status print_series(const tfe_logdir *logdir, tfe_error *error)
{
	const tfe_series *series, *last = NULL;
	for (size_t r = 0; r < tfe_logdir_run_count(logdir); r++)
		for (size_t s = 0; (series = tfe_run_series_at(tfe_logdir_run_at(logdir, r), s));
		     s++)
			if (tfe_series_kind(series) == TFE_KIND_SCALAR)
				printf("%s\n", tfe_series_tag(last = series));
	return last ? print_mean(last, error) : TFE_OK;
}

int main(int argc, char **argv)
{
	tfe_logdir_options options = TFE_LOGDIR_OPTIONS_INIT;
	tfe_judge_options of_judge = TFE_JUDGE_OPTIONS_INIT;
	tfe_judge_finding f = TFE_JUDGE_FINDING_INIT;
	const char *path = argc == 2 ? argv[1] : "-";
	tfe_logdir *logdir = NULL;
	tfe_judge *judge = NULL;
	tfe_error error = TFE_ERROR_INIT;
	options.memory_bytes = 1 << 20;
	of_judge.reread_dropped = true;
	if (*path == '-')
		return fprintf(stderr, "usage: judge LOGDIR\n"), 2;
	tfe_status status = tfe_logdir_open(&path, 1, &options, &logdir, &error);
	if (!status && (status = tfe_logdir_load(logdir)))
		tfe_logdir_get_error(logdir, &error);
	if (!status)
		status = print_series(logdir, &error);
	if (!status)
		status = tfe_judge_open(logdir, &of_judge, &judge, &error);
	if (!status && (status = tfe_judge_run(judge)))
		tfe_judge_get_error(judge, &error);
	for (size_t i = 0; judge && !tfe_judge_get_finding(judge, i, &f); i++)
		printf("%s %s: %s %s: %s (%s)\n", tfe_severity_name(f.severity), f.rule, f.run,
		       f.tag, f.message, f.file);
	if (status)
		fprintf(stderr, "judge: %s: %s\n", error.path, error.message);
	tfe_judge_close(judge);
	tfe_logdir_close(logdir);
	return status ? 2 : 0;
}
