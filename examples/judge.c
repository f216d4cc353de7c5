/* Lists the scalars of a log directory, visits all points of the last one, and judges it all, with
 * a memory budget of 1 MB.
 * Names in logs may hold any bytes: read_images.c makes them safe for a terminal. */
#include <inttypes.h>
#include <stdio.h>

#include <tfevents.h>

/* A cursor rereads the points that the memory budget has dropped. */
static tfe_status print_mean(const tfe_series *series)
{
	tfe_cursor *cursor;
	tfe_point points[512];
	double sum = 0;
	uint64_t done = 0;
	size_t n = 0;
	tfe_status status = tfe_cursor_open(series, NULL, &cursor, NULL);
	while (!status && !(status = tfe_cursor_next(cursor, points, 512, &n)) && n > 0)
		for (size_t i = 0; i < n; i++, done++)
			sum += points[i].value;
	tfe_cursor_close(cursor);
	printf("%" PRIu64 " points, mean %g\n", done, sum / (double)done);
	return status;
}

static tfe_status print_series(const tfe_logdir *logdir)
{
	const tfe_series *series, *last = NULL;
	for (size_t r = 0; r < tfe_logdir_run_count(logdir); r++)
		for (size_t s = 0; (series = tfe_run_series_at(tfe_logdir_run_at(logdir, r), s));
		     s++)
			if (tfe_series_kind(series) == TFE_KIND_SCALAR)
				printf("%s\n", tfe_series_tag(last = series));
	return last ? print_mean(last) : TFE_OK;
}

int main(int argc, char **argv)
{
	tfe_logdir_options options = TFE_LOGDIR_OPTIONS_INIT;
	tfe_judge_options of_judge = TFE_JUDGE_OPTIONS_INIT;
	tfe_judge_finding f = TFE_JUDGE_FINDING_INIT;
	const char *path = argc == 2 ? argv[1] : "-";
	tfe_logdir *logdir = NULL;
	tfe_judge *judge = NULL;
	options.memory_bytes = 1 << 20;
	of_judge.reread_dropped = true;
	if (*path == '-')
		return fprintf(stderr, "usage: judge LOGDIR\n"), 2;
	tfe_status status = tfe_logdir_open(&path, 1, &options, &logdir, NULL);
	status = status ? status : tfe_logdir_load(logdir);
	status = status ? status : print_series(logdir);
	status = status ? status : tfe_judge_open(logdir, &of_judge, &judge, NULL);
	status = status ? status : tfe_judge_run(judge);
	for (size_t i = 0; judge && !tfe_judge_get_finding(judge, i, &f); i++)
		printf("%s %s: %s %s: %s (%s)\n", tfe_severity_name(f.severity), f.rule, f.run,
		       f.tag, f.message, f.file);
	if (status)
		fprintf(stderr, "judge: %s: %s\n", path, tfe_status_text(status));
	tfe_judge_close(judge);
	tfe_logdir_close(logdir);
	return status ? 2 : 0;
}
