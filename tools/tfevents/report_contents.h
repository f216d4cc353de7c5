/* tfevents: the contents of a report, for its formats. */
#ifndef TFE_TFEVENTS_REPORT_CONTENTS_H
#define TFE_TFEVENTS_REPORT_CONTENTS_H

#include <stddef.h>
#include <stdint.h>

#include <tfevents/judge.h>

#include "common/figure_plan.h"
#include "tfevents/hparams_columns.h"

/* What one report has at most; the numbers of the others are in it. */
enum {
	REPORT_RUNS = 300,
	REPORT_VALUES = 8,    /* columns of last values */
	REPORT_HPARAMS = 200, /* columns */
	REPORT_FINDINGS = 100,
	REPORT_CHARTS = 60,
	REPORT_CURVES = 16,
	REPORT_MATRICES = 12,
	REPORT_CLASSES = 30
};

/* Everything that a report has. */
struct report {
	const char *title;
	double smoothing;
	const tfe_run **runs; /* those of the filter, in byte order of their names */
	size_t n_runs;
	const char **tag; /* of scalars, each once, in the order in which they first appear */
	size_t tags, tags_capacity;
	const char *value_tag[REPORT_VALUES]; /* the scalars of the table of runs */
	size_t value_tags;
	const tfe_judge *judge;
	struct hparams_columns hparams; /* of `runs` */
};

/* Chooses the scalars of the table of runs: those that the most runs have. */
void report_choose_values(struct report *report);

/* Fills a plan with the curves of a tag. Returns the number of curves, of which at most
 * REPORT_CURVES are in the plan. Release it with figure_plan_release. */
size_t report_curves(const struct report *report, const char *tag, struct figure_plan *plan);

/* The numbers of findings by severity, in words: "1 error, 2 warnings". */
enum { REPORT_COUNTS = 100 };
void report_counts(const struct report *report, char text[REPORT_COUNTS]);

/* The cells of a row of the table of runs, and their headings. */
enum { REPORT_COLUMNS = 5, REPORT_CELL = 64 };
extern const char *const report_columns[REPORT_COLUMNS];
void report_row(const tfe_run *run, char cell[REPORT_COLUMNS][REPORT_CELL]);

/* The last value of a tag; "-" if the run has none. */
void report_value(const tfe_run *run, const char *tag, char text[REPORT_CELL]);

/* The time of a finding: "step 5" or "steps 5 to 10, still". */
void report_steps(const tfe_judge_finding *finding, char text[REPORT_CELL]);

#endif
