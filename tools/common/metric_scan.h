/* common: steps, epochs and progresses that are known by their place in a line of text. */
#ifndef COMMON_METRIC_SCAN_H
#define COMMON_METRIC_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "common/metric_name.h"
#include "common/metric_number.h"
#include "common/metric_phrase.h"
#include "common/metric_row.h"

/* The state of one line. */
struct metric_scan {
	struct metric_row *row;
	const char *p;
	size_t n;
	size_t consumed;     /* the gap of the next number begins here */
	bool bracket;        /* the number before was the epoch, the next one is the step */
	bool leading;        /* the line begins with its step and a colon */
	bool unkeyed;        /* the number before has its name before it, without "=" or ":" */
	const char *section; /* "test" after "Test set:", until another section; or NULL */
	struct phrase inner; /* the name before the step that comes before its number */
	struct phrase group; /* "tot_loss" in "tot_loss[loss=1, ctc=2]" */
};

/* Parses "/ TOTAL" after a number. Returns the position after it; `at` if there is none. */
size_t metric_scan_total(const struct metric_scan *scan, size_t at, double *total);

/* Set the position or the epoch of a row that has none. */
void metric_scan_position(struct metric_row *row, double position, double total);
void metric_scan_epoch(struct metric_row *row, double epoch);

/* Sets the position. "[1/25][40/391]": the first progress is the epoch. */
void metric_scan_progress(struct metric_scan *scan, struct phrase gap, double position,
			  double total);

/* Returns whether the gap is that of "TRAIN Batch 2/100" or "CV Batch 2/100" of WeNet: epoch 2,
 * batch 100. */
bool metric_scan_is_epoch_and_batch(struct phrase gap);

/* Returns whether a number is the line of a source file or the number of a process. */
bool metric_scan_is_location(const struct metric_scan *scan, size_t at, size_t end,
			     const struct metric_name *name);

/* Returns whether a gap is that of "12.0 ± 0.5": the number after it is a deviation. */
bool metric_scan_is_deviation(struct phrase gap);

/* Handles a number whose place in the line says that it is a step. Returns the position after it,
 * or 0 if it is none. */
size_t metric_scan_place(struct metric_scan *scan, struct phrase gap, size_t end,
			 const struct metric_number *number);

/* Accepts the Chinese words for an epoch or step with its number: one character, digits, one
 * character. Returns whether it is one. */
bool metric_scan_ordinal(struct metric_scan *scan, struct phrase word);

#endif
