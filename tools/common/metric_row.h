/* common: the numbers that one line of a training's log has, with their step and time. */
#ifndef COMMON_METRIC_ROW_H
#define COMMON_METRIC_ROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A number and its name. The name is an offset into the row's characters, which may move. */
struct metric {
	size_t name;
	double value;
};

/* What the parsers find in a line. It is reused from line to line. */
struct metric_row {
	struct metric *metric;
	size_t count, capacity;
	char *names;
	size_t names_used, names_capacity;
	bool has_run;           /* the line names its run: metric_row_run */
	size_t run;             /* its name, as in struct metric */
	bool has_step;          /* `step` is a step of the whole training */
	bool has_position;      /* the line has a progress: `position` of `total`, as "5/100" */
	bool has_epoch;         /* the line has the number of an epoch, perhaps a fraction */
	bool has_part;          /* the line has the number of an episode, trial and the like */
	int64_t step, position; /* position counts up to `total`, then perhaps from scratch */
	int64_t total, part;
	double epoch;
	double wall_time; /* in seconds since 1970; 0 if the line has none */
};

/* Makes the row empty. */
void metric_row_clear(struct metric_row *row);
void metric_row_release(struct metric_row *row);

/* Appends a number. The name is made from two texts of any bytes (`head` may be NULL, then no "/"
 * is between them): blanks at the ends are removed, bytes that are not UTF-8 become U+FFFD, control
 * characters become blanks. A number without a name is skipped. */
void metric_row_add(struct metric_row *row, const char *head, size_t head_bytes, const char *name,
		    size_t name_bytes, double value);

/* Sets the run. */
void metric_row_set_run(struct metric_row *row, const char *name, size_t bytes);

/* Return the name of number i, and of the run (NULL if the line names none); valid until the next
 * change of the row. */
const char *metric_row_name(const struct metric_row *row, size_t i);
const char *metric_row_run(const struct metric_row *row);

/* The meaning of a name, by its words. A part is an episode, a trial and the like: it is a value,
 * and the step of logs without other steps. */
enum metric_role {
	METRIC_VALUE,
	METRIC_STEP,
	METRIC_PART,
	METRIC_EPOCH,
	METRIC_TIME,
	METRIC_IGNORED
};
enum metric_role metric_role_of(const char *name, size_t bytes);

/* Stores a step if it is an integer that an int64 can hold. Returns whether it is. */
bool metric_row_set_step(struct metric_row *row, double step);

/* Stores a wall time: seconds since 1970, or milliseconds or microseconds, which are as many digits
 * longer. Returns whether it is one; other numbers are durations. */
bool metric_row_set_time(struct metric_row *row, double time);

/* Stores the number of a part if it is such an integer and the row has none yet. */
void metric_row_set_part(struct metric_row *row, double part);

#endif
