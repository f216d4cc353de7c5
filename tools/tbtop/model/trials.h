/* model: trials: the hyperparameters and the metrics of runs, as a table.
 *
 * A trial is a session of the plugin hparams, or without any a run whose name contains values
 * (trials_names.h). Its runs are the one with its name and those below. A row of the table is a
 * session group: all trials with the same group name; its values are those of its first trial, its
 * metrics the means of its trials, as in TensorBoard. */
#ifndef TBTOP_MODEL_TRIALS_H
#define TBTOP_MODEL_TRIALS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/series.h>

struct model;

enum trial_type { TRIAL_ABSENT, TRIAL_NUMBER, TRIAL_BOOL, TRIAL_TEXT };

struct trial_value {
	enum trial_type type;
	double number; /* of a bool 0 or 1 */
	char *text;    /* of TRIAL_TEXT; otherwise NULL */
};

struct trial_pair {
	char *name;
	struct trial_value value;
};

/* A metric that an experiment names: a tag of the run `group` below that of a trial, "" for its own
 * run. */
struct trial_metric {
	char *group, *tag;
};

/* One value of the plugin hparams, copied. */
struct trial_source {
	const tfe_series *series;
	uint64_t entries; /* of the series when it was read */
	size_t run, rank; /* index in model.runs; its rank when the table was built */
	bool is_start;    /* it is the start of a session */
	char *group;      /* name of the session group; "" if there is none */
	struct trial_pair *pairs;
	size_t n_pairs;
	struct trial_metric *metrics;
	size_t n_metrics;
	char **domains; /* names of the hyperparameters of an experiment */
	size_t n_domains;
};

/* How a metric is reduced to one number. */
enum metric_way {
	METRIC_LAST,
	METRIC_MIN,
	METRIC_MAX,
	METRIC_BEST, /* of the smoothed values: the least or the greatest, by tfe_tag_direction */
	METRIC_WAYS
};

/* A metric of one trial. */
struct metric_value {
	const tfe_series *series; /* NULL: the trial has no such metric */
	uint64_t entries;         /* of the series when `number` was computed; 0: not yet */
	double smoothing;         /* with which it was computed */
	double number[METRIC_WAYS];
};

struct trial_column {
	char *name;  /* of the hyperparameter, or the tag of the metric */
	char *group; /* of a metric; otherwise NULL */
};

struct trial {
	char *name;                  /* its run */
	char *group;                 /* its session group: by default its name */
	size_t row;                  /* an index in rows */
	struct trial_value *value;   /* by column, n_params */
	struct metric_value *metric; /* by column, n_columns - n_params */
};

struct trial_row {
	size_t first, n; /* its trials: adjacent in `trials` */
	bool passes;     /* it matches the filter */
};

#define NO_COLUMN SIZE_MAX
#define NO_ROW SIZE_MAX

enum trials_type {
	TRIALS_TABLE,    /* with parallel coordinates below it on a large screen */
	TRIALS_PARALLEL, /* parallel coordinates alone */
	TRIALS_SCATTER,
	TRIALS_IMPORTANCE,
	TRIALS_TYPES
};

enum { TRIALS_FILTER = 256 };

struct trials {
	struct trial_source **sources; /* sorted by address of the series */
	size_t n_sources, sources_capacity;
	uint64_t built_for; /* model.curves_added when metrics were found; 0: not yet */

	/* The table. Columns of hyperparameters come first. */
	struct trial_column *columns;
	size_t n_params, n_columns, columns_capacity;
	struct trial *trials; /* sorted by group and name */
	size_t n, capacity;
	struct trial_row *rows; /* in natural order of the name of their first trial */
	size_t n_rows;
	bool from_names; /* nothing was logged: the values are from the names of runs */
	size_t *row_of;  /* by run: its row, or NO_ROW */
	size_t n_row_of;
	size_t *shown; /* rows that pass the filter, in the chosen order */
	size_t n_shown;

	/* Choices. */
	size_t row;          /* the focused row, an index in rows */
	size_t column;       /* the focused column */
	size_t sort, colour; /* columns, or NO_COLUMN */
	bool descending;
	size_t opened; /* the row whose curves are shown, or NO_ROW */
	enum metric_way way;
	enum trials_type type;
	char filter[TRIALS_FILTER]; /* "" matches everything; see trials_filter.h */
};

void trials_init(struct trials *t);
void trials_release(struct trials *t);

/* Adds a source or replaces the one of the same series. Ownership: the trials'; it was allocated
 * with malloc. */
void trials_put(struct trials *t, struct trial_source *source);
/* Returns the source of a series, or NULL. */
const struct trial_source *trials_source(const struct trials *t, const tfe_series *series);

/* Frees the table only. */
void trials_release_table(struct trials *t);

/* Builds the table from the sources, or without any from the names of the runs, whose ranks must be
 * known. `metrics`: with metrics, which takes time in a log of many tags. The choices stay with
 * their rows and columns. */
void trials_build(struct model *m, bool metrics);

/* Computes `passes`. Returns false and the reason if the filter is wrong: then all rows pass. */
bool trials_filter(struct trials *t, char error[160]);

/* Computes the shown rows: those that pass the filter, and of which a run's name matches the filter
 * of names. Call it after values, filters or the order changed. */
void trials_arrange(struct model *m);

/* Returns whether the filter and the opened row let a run be drawn. */
bool trials_admit(const struct model *m, size_t run);

/* Returns the value of a column: of the first trial that has one, a metric as the mean of those
 * trials that have a number. */
struct trial_value trials_value(const struct trials *t, size_t row, size_t column);

/* Returns the index of a hyperparameter, or NO_COLUMN. */
size_t trials_param(const struct trials *t, const char *name);

/* Returns "lr=0.001" for a run and a hyperparameter, or NULL without a value. Bytes of the log are
 * not escaped. Ownership: release it with free. */
char *trials_group_name(const struct trials *t, size_t run, size_t column);

/* Compares values: numbers, then texts in natural order; NaN and then absent values are last. */
int trial_compare(const struct trial_value *a, const struct trial_value *b);

/* Writes a value as text: a hyperparameter exactly, a metric with six digits. Bytes of the log are
 * not escaped. */
enum { TRIAL_TEXT_BYTES = 64 };
void trial_text(const struct trial_value *value, bool metric, char text[TRIAL_TEXT_BYTES]);

/* Writes the title of a column: "lr", "validation/loss". */
void trial_title(const struct trial_column *column, char text[TRIAL_TEXT_BYTES]);

/* Returns the name of the first trial of a row. */
const char *trials_name(const struct trials *t, size_t row);

/* Returns the metric that rows are compared by: the column of the order or the focus if it is one,
 * else the first metric; NO_COLUMN without metrics. */
size_t trials_target(const struct trials *t);

/* Returns the position of the focused row among the shown ones, 0 if it is not shown. */
size_t trials_position(const struct trials *t);

#endif
