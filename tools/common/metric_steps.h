/* common: the step of each line of a log, also where only a position within an epoch is printed. */
#ifndef COMMON_METRIC_STEPS_H
#define COMMON_METRIC_STEPS_H

#include "common/metric_row.h"

/* The state; all zero at the beginning of a log. */
struct metric_steps {
	bool known; /* `last` is the step of an earlier line */
	int64_t last;
	int64_t raw;      /* the greatest step that a line had since `offset` changed */
	int64_t offset;   /* is added to the steps of lines: each epoch begins with a lower one */
	double raw_epoch; /* the epoch of the last line with a step */
	bool has_raw;
	bool steps;     /* a line had a step */
	bool positions; /* a line had a position */
	int64_t base;   /* step at which the present count of positions begins */
	int64_t position, total;
	bool has_epoch;
	double epoch;    /* the last epoch that a line named */
	bool next_epoch; /* a line with only a greater epoch came after the last position */
	int64_t rows;    /* number of rows that were counted */
};

/* Returns the step of a row. It is, by preference: the step that the row has; its position,
 * added up over epochs; its epoch, if that is an integer and no line had a step or position; the
 * step of the line before it; the number of rows so far. A row without numbers only changes the
 * state. An epoch that is not the step is added to the numbers of the row. */
int64_t metric_steps_next(struct metric_steps *steps, struct metric_row *row);

#endif
