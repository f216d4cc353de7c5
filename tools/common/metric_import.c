/* common: the patterns of an import, and the report of what was imported. */
#include "common/metric_import.h"

#include <inttypes.h>
#include <stdlib.h>

#include "common/complain.h"
#include "common/format.h"
#include "common/memory.h"

bool metric_import_patterns(struct metric_log *log, const char *const *expressions, size_t n,
			    const char *program)
{
	if (n)
		log->pattern = need_zeroed(n, sizeof *log->pattern);
	for (; log->patterns < n; log->patterns++) {
		char reason[300];
		const char *expression = expressions[log->patterns];
		log->pattern[log->patterns] =
			metric_pattern_compile(expression, reason, sizeof reason);
		if (!log->pattern[log->patterns]) {
			complain(program, NULL, "--pattern '%s': %s", expression, reason);
			return false;
		}
	}
	return true;
}

void metric_import_release(struct metric_log *log)
{
	for (size_t i = 0; i < log->patterns; i++)
		metric_pattern_release(log->pattern[i]);
	free(log->pattern);
	log->pattern = NULL;
	log->patterns = 0;
	metric_log_release(log);
}

static void report_lines(uint64_t n, const char *program, const char *input, const char *what)
{
	if (n)
		complain(program, input, "%" PRIu64 " %s %s", n, format_noun(n, "line", "lines"),
			 what);
}

int metric_import_report(const struct metric_log *log, const struct metric_runs *runs,
			 const char *input, const char *program)
{
	const char *column[] = {log->fields.step, log->fields.wall_time};
	if (log->csv.separator)
		for (size_t i = 0; i < 2; i++)
			if (column[i] && !metric_csv_has(&log->csv, column[i]))
				complain(program, input, "there is no column '%s'", column[i]);
	if (log->bad)
		complain(program, input,
			 "%" PRIu64 " %s skipped, the first is line %" PRIu64 ": %s", log->bad,
			 format_noun(log->bad, "record is", "records are"), log->first_bad,
			 log->format == METRIC_CSV ? "not as many fields as the heading"
						   : "not a JSON object");
	report_lines(log->long_lines, program, input, "longer than 64 MiB skipped");
	report_lines(log->exceeded, program, input,
		     "exceed the limits of --pattern and are incomplete");
	report_lines(runs->refused, program, input,
		     "skipped: the name of the run cannot be a directory, or there are more than "
		     "256 runs");
	if (!runs->points) {
		complain(program, input, "no numbers in %" PRIu64 " %s%s", log->lines,
			 format_noun(log->lines, "line", "lines"),
			 runs->tags ? " match --tags" : "; --pattern describes other formats");
		return 1;
	}
	complain(program, input, "%s %" PRIu64 " %s from %" PRIu64 " of %" PRIu64 " %s into %s",
		 runs->failed ? "not all are written: read" : "imported", runs->points,
		 format_noun(runs->points, "point", "points"), log->rows, log->lines,
		 format_noun(log->lines, "line", "lines"), runs->directory);
	return 0;
}
