/* common: what a figure shows: series of a log directory, and how they are drawn. A plan is plain
 * data and can be drawn in any thread. */
#ifndef COMMON_FIGURE_PLAN_H
#define COMMON_FIGURE_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/series.h>

#include "common/cell_table.h"
#include "common/figure.h"
#include "common/group_middle.h"
#include "common/out.h"

enum figure_kind {
	FIGURE_CURVES,       /* scalars */
	FIGURE_DENSITIES,    /* the values of histograms */
	FIGURE_DISTRIBUTION, /* the percentiles of histograms over steps */
	FIGURE_HEAT,         /* the densities of histograms over steps */
	FIGURE_OVERLAY,      /* the densities of several steps of one histogram */
	FIGURE_PR,           /* precision over recall */
	FIGURE_ROC,          /* true over false positive rate */
	FIGURE_F1,           /* F1 over the threshold */
	FIGURE_CONFUSION,
	FIGURE_MADE /* the plan has the figure itself */
};

/* The kinds of files. */
enum figure_format {
	FIGURE_SVG,
	FIGURE_PDF,
	FIGURE_PNG,
	FIGURE_LATEX,
	FIGURE_VEGA,
	FIGURE_CSV,
	FIGURE_JSONL,
	FIGURE_FORMATS
};

#define FIGURE_SUFFIXES ".svg, .pdf, .png, .tex or .vl.json"

/* Finds the format of a file name by its end. Returns false if it has none. */
bool figure_format_of(const char *path, enum figure_format *format);

/* Returns the end of the names of files in a format. */
const char *figure_suffix(enum figure_format format);

/* More curves cannot be distinguished. */
enum { FIGURE_MOST = 32 };

/* A series. */
struct figure_source {
	tfe_view view;
	tfe_view x; /* of curves: the series whose values are x; x.series is NULL otherwise */
	tfe_view low, high; /* of curves: the ends of a band; their series are NULL without one */
	uint64_t entry;     /* of values that are shown one at a time */
	char *name;         /* in the legend */
	char *run;          /* of tables: its run */
	unsigned colour;
	unsigned dash; /* the pattern of its line; 0: a full line */
	size_t group;  /* number of its group; sources of one group are one curve with a band */
};

struct figure_plan {
	enum figure_kind kind;
	struct figure figure; /* its look: labels, scales, ranges, theme, font; curves only of
			       * FIGURE_MADE */
	char *title, *x_label, *y_label;
	struct figure_source *source;
	size_t n, capacity;
	double width, height; /* in points */
	tfe_axis axis;        /* of curves and of histograms over steps */
	double smoothing;     /* of curves; 0: none */
	bool raw;             /* draw the unsmoothed curves too */
	bool superseded;      /* draw the points that restarts superseded */
	bool grouped;         /* the sources have groups */
	enum group_middle middle;
	enum group_band band;
	struct cell_table table;    /* of FIGURE_MADE: what tables contain; otherwise the dots */
	enum figure_format usual;   /* the format of a file that gets a name */
	enum confusion_share share; /* of a confusion matrix; a second source: the difference */
};

/* Sets the defaults: 480 by 300 points, a font of 10 points, by step. */
void figure_plan_init(struct figure_plan *plan);
void figure_plan_release(struct figure_plan *plan);

/* Sets the size and the font for a purpose, "screen", "paper" or "slides". Returns false for
 * another word. */
bool figure_plan_size(struct figure_plan *plan, const char *purpose);

/* Adds a series with the name and the run of it. Returns it. */
struct figure_source *figure_plan_add(struct figure_plan *plan, const tfe_view *view,
				      const char *name, const char *run, unsigned colour);

/* Names title and axes after the series, unless they have names. `tag`: that of all series, or "";
 * `subject`: the title if there is no tag. */
void figure_plan_label(struct figure_plan *plan, const char *tag, const char *subject);

enum { FIGURE_ERROR = 240 };

/* Writes the file. Returns false after an error. Errors of `out` itself stay in it. */
bool figure_plan_write(const struct figure_plan *plan, enum figure_format format, struct out *out,
		       char error[FIGURE_ERROR]);

/* Writes `before` and an SVG that is a part of a page, or nothing: then it returns false. */
bool figure_plan_write_inner(const struct figure_plan *plan, const char *before, struct out *out);

/* A confusion matrix; release with figure_counts_release. */
struct figure_counts {
	int64_t *counts;
	size_t classes;
	char **name; /* NULL: classes are numbered */
	int64_t step;
};

/* Reads the confusion matrix of an entry: the counts that add_confusion_matrix writes. Returns
 * false if it is none or cannot be read. */
bool figure_counts_read(struct figure_counts *c, const tfe_view *view, uint64_t entry,
			char error[FIGURE_ERROR]);
void figure_counts_release(struct figure_counts *c);

/* Returns whether a series has confusion matrices, or precision-recall curves. */
bool figure_has_counts(const tfe_series *series);
bool figure_has_pr_curves(const tfe_series *series);

#endif
