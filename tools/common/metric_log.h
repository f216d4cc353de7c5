/* common: the log of a training, of any program, as rows of numbers with steps. */
#ifndef COMMON_METRIC_LOG_H
#define COMMON_METRIC_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/metric_block.h"
#include "common/metric_csv.h"
#include "common/metric_decode.h"
#include "common/metric_document.h"
#include "common/metric_fields.h"
#include "common/metric_pattern.h"
#include "common/metric_row.h"
#include "common/metric_steps.h"
#include "common/metric_table.h"

enum metric_format { METRIC_AUTO, METRIC_TEXT, METRIC_CSV, METRIC_JSONL };

/* The longest line that is read, in bytes. */
enum { METRIC_LINE_BYTES = 1 << 26 };

/* A log that is being read. A line that ends with a carriage return, as progress bars print it, is
 * kept until the next line: that line replaces its numbers if it has the same step. */
struct metric_log {
	/* Set by the caller: */
	enum metric_format format; /* METRIC_AUTO: CSV if the first line is a heading, else text */
	struct metric_fields fields;
	struct metric_pattern **pattern; /* instead of the patterns for text; may be NULL */
	size_t patterns;
	void (*emit)(void *context, const struct metric_row *row, int64_t step);
	void *context;

	/* Read by the caller: */
	uint64_t lines, rows;
	uint64_t bad, first_bad; /* records that are no CSV or JSON; the line of the first */
	uint64_t long_lines;     /* lines that were skipped because of their length */
	uint64_t exceeded;       /* lines at which a pattern exceeded its limits */

	/* Internal: */
	char *line, *clean;
	size_t line_bytes, line_capacity, clean_capacity;
	bool skipping, after_return;
	struct metric_decode decode;
	struct metric_document document;
	struct metric_csv csv;
	struct metric_table table;
	struct metric_block block;
	struct metric_steps steps;
	struct metric_row row, kept;
	bool has_kept;
	int64_t kept_step;
};

/* Reads more bytes. */
void metric_log_feed(struct metric_log *log, const char *bytes, size_t n);

/* The input begins from scratch, as a file does that was truncated or replaced: ends the last line;
 * the encoding and a heading of CSV are read from scratch. */
void metric_log_restart(struct metric_log *log);

/* Ends the last line, and emits what is kept. */
void metric_log_finish(struct metric_log *log);
void metric_log_release(struct metric_log *log);

#endif
