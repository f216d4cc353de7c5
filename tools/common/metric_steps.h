/* common: the step of each line of a log, also where only a position within an epoch is printed. */
#ifndef COMMON_METRIC_STEPS_H
#define COMMON_METRIC_STEPS_H

#include "common/metric_row.h"

/* The most rows below the heading of an epoch whose first names are remembered. */
enum { METRIC_STEPS_NAMES = 32 };

/* The state; all zero at the beginning of a log. */
struct metric_steps {
	bool known; /* `last` is the step of an earlier line */
	int64_t last;
	int64_t raw;      /* the greatest step that a line had since `offset` changed */
	int64_t offset;   /* is added to the steps of lines: each epoch begins with a lower one */
	double raw_epoch; /* the epoch of the last line with a step */
	bool has_raw;
	bool bare;      /* a line had a step and no numbers, as a setting has */
	bool steps;     /* lines had steps */
	bool parts;     /* a line had a part */
	bool positions; /* a line had a position */
	bool measured;  /* a line with the present total had numbers */
	int64_t base;   /* step at which the present count of positions begins */
	int64_t position, total;
	bool has_epoch;
	double epoch;    /* the last epoch that a line named */
	bool next_epoch; /* a line with only a greater epoch came after the last position */
	bool headed;     /* `last` is the epoch of a line that has only an epoch */
	uint64_t name[METRIC_STEPS_NAMES]; /* hashes of the first names of the rows below it */
	size_t names;
	int64_t rows; /* number of rows that were counted */
};

/* Returns the step of a row. It is, by preference: the step that the row has; its position,
 * added up over epochs; its part or its epoch, if that is an integer and no line had something
 * better; the step of the line before it, which may have only an epoch: then a row with the first
 * name of another one below that epoch has the next step; the number of rows so far. A row without
 * numbers only changes the state. An epoch that is not the step is added to the numbers of the
 * row. */
int64_t metric_steps_next(struct metric_steps *steps, struct metric_row *row);

#endif
