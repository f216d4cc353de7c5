/* model: what was chosen: the view, settings, groups, marks, the line of input, and the state of
 * each view. */
#ifndef TBTOP_MODEL_CHOICES_H
#define TBTOP_MODEL_CHOICES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/series.h>

#include "common/confusion_counts.h"
#include "common/group_middle.h"
#include "tbtop/graph/graph_walk.h"
#include "tbtop/model/glyphs.h"
#include "tbtop/model/trials.h"
#include "tbtop/model/view_map.h"
#include "tbtop/model/zoom.h"

struct tag;

/* The views of view_map.h, which have a tab, and two overlays. */
enum view_id {
#define VIEW_ID(id, ...) id,
	VIEW_MAP(VIEW_ID)
#undef VIEW_ID
		TABS, /* the number of views that have a tab */
	VIEW_HELP = TABS,
	VIEW_LIST,     /* the list of all views */
	VIEW_DELETION, /* the lines that delete the marked runs */
	VIEWS
};

enum pane { PANE_MAIN, PANE_RUNS, PANE_TAGS, PANES };

enum y_scale { Y_LINEAR, Y_LOG, Y_SYMLOG, Y_SCALES };

enum { LINE_BYTES = 256, CONDITIONS_MOST = 8 };

#define SMOOTHING_DEFAULT 0.6

/* Which part of its y axis a chart of scalars shows. */
enum y_range {
	RANGE_FIT,
	RANGE_FROM_0, /* from 0 to the fitted end, or from the fitted end to 0 */
	RANGE_UNIT,   /* 0 to 1 */
	RANGE_SAME,   /* the charts of the page have the same axis */
	RANGE_HAND,   /* from y_lo to y_hi; NaN: the fitted end */
	Y_RANGES
};

struct settings {
	double smoothing; /* weight of the smoothing, 0 to below 1 */
	bool ignore_outliers;
	bool raw;        /* draw the unsmoothed curve too */
	bool superseded; /* draw the points that restarts superseded */
	enum y_scale y;
	enum y_range range;
	double y_lo, y_hi;
	tfe_axis axis;
	bool log_x;     /* the axis of steps is logarithmic in charts of scalars */
	bool link_zoom; /* charts with the same x axis are zoomed together */
	int columns;    /* charts side by side; 0: chosen by the layout */
	int sidebar;    /* 1 shown, 0 hidden, -1 shown on wide screens */
	enum glyph_tier glyphs;
	enum theme theme;
	bool mouse;      /* it works in tbtop; false: it selects text */
	int total_steps; /* of a whole run; 0: only hyperparameters tell it */
};

/* What the runs of one group have in common. */
enum group_rule {
	GROUP_SEEDS,  /* their names without the number of a seed */
	GROUP_COLUMN, /* the value of a hyperparameter, or of a column in their names */
	GROUP_PATTERN /* the part of their names that a regular expression captures */
};
/* By what runs are sorted: their names, values of a tag, or their last steps and durations. */
enum run_order {
	RUNS_BY_NAME,
	RUNS_BY_LAST,
	RUNS_BY_MIN,
	RUNS_BY_MAX,
	RUNS_BY_BEST,
	RUNS_BY_STEP,
	RUNS_BY_TIME,
	RUN_ORDERS
};

struct run_sort {
	enum run_order order;
	const struct tag *tag; /* of orders by values; NULL: the focused tag of scalars */
	bool reversed;         /* the worst first */
};

/* The table of runs, which fills the screen in place of the list of runs. */
struct runs_table {
	bool on;
	size_t column;            /* the focused one; see runs_table.h */
	enum run_order way;       /* the values of tags: RUNS_BY_LAST to RUNS_BY_BEST */
	char columns[LINE_BYTES]; /* an expression for the tags that have a column; "": all */
};

/* Groups of runs are drawn as one curve, with a band around it. */
struct grouping {
	bool on;
	enum group_rule rule;
	char text[LINE_BYTES]; /* the column or the expression */
	enum group_middle middle;
	enum group_band band;
};

/* The chosen step of entries that are shown one at a time; see linked_step.h. */
struct chosen_step {
	bool on; /* false: each series shows its last entry */
	int64_t step;
	uint64_t entry; /* preferred where it has the step: several entries may share a step */
};

/* The entries that others are compared with: those of a run at a step, of each tag. */
struct mark {
	size_t run;            /* index in model.runs */
	struct chosen_step at; /* on: there is a mark */
};

/* A second run that charts of one run show too. */
struct beside {
	bool on;
	size_t run; /* index in model.runs */
};

/* The length of the smallest part of a sound that is shown, in seconds. */
#define SOUND_LEAST_S 1e-3

/* The part of a sound that is shown, in seconds. */
struct listening {
	bool zoomed; /* false: the whole sound */
	double from, to;
	bool cursor_on;
	double cursor;
	uint32_t number; /* of the sounds of each step */
};

/* What a key asks the program for, beyond a change of the model. */
enum wish_kind {
	WISH_NONE,
	WISH_SAVE,
	WISH_PLAY,
	WISH_COPY,
	WISH_COPY_TEXT,
	WISH_COPY_DELETION,
	WISH_DOT,
	WISH_FIGURE
};
struct wish {
	enum wish_kind kind;
	tfe_view view; /* the value that is meant */
	uint64_t entry;
	uint32_t number;  /* counts the wishes */
	uint32_t picture; /* which one of several images or sounds of the entry */
	bool replaces;    /* of WISH_FIGURE: an existing file is replaced */
	char text[640]; /* of WISH_COPY_TEXT, and the argument of WISH_FIGURE; no value is meant */
};

/* The mouse. */
struct pointer {
	bool hovers; /* it is over the plot of `tag`, on a page, at `x` */
	const struct tag *tag;
	double x;
	const struct tag *pressed; /* the chart in whose plot the button was pressed; NULL: none */
	bool selects; /* it was moved since then: the plot from `from` to `to` is selected */
	bool opens;   /* the chart had the focus already: without a move it is opened */
	int column;   /* of the screen, where it was pressed */
	double from, to;
};

/* What is drawn of a precision-recall curve. */
enum pr_type { PR_TYPE_CURVE, PR_TYPE_ROC, PR_TYPE_F1, PR_TYPES };

struct pr_choice {
	enum pr_type type;
	double threshold; /* of the predictions, 0 to 1 */
};

enum prompt_kind {
	PROMPT_NONE,
	PROMPT_RUNS,
	PROMPT_TAGS,
	PROMPT_COMMAND,
	PROMPT_NODES,
	PROMPT_TRIALS,
	PROMPT_LABELS,
	PROMPT_FIND,
	PROMPT_HELP,
	PROMPTS
};

enum { HISTORY = 16 };

/* A line of text that is being edited. */
struct line {
	char text[LINE_BYTES];
	size_t cursor; /* offset in text, at the begin of a character or at the end */
	bool selected; /* the next character replaces the whole text */
	size_t given;  /* length of the beginning that was not typed: a command */
	bool cut;      /* characters after the last change did not fit */
};

/* The lines that were entered, the oldest first. */
struct history {
	char line[HISTORY][LINE_BYTES];
	size_t n, at; /* at: the line that is shown; n: a new one */
};

/* What can be undone, besides `selected` of the runs: filters, and the end of a zoom. */
struct selection {
	bool is; /* false: there is none */
	char runs[LINE_BYTES], tags[LINE_BYTES], trials[TRIALS_FILTER];
	struct zooms zooms;
	bool zooms_matter; /* a zoom ended, so that undoing restores `zooms` */
};

/* The words that Tab offers for the end of a line, one after the other; see word_menu.h. */
struct word_menu {
	char words[2048];       /* each with its end */
	size_t used;            /* bytes of them */
	size_t n, stored;       /* number of words, and of those that are in `words` */
	size_t chosen;          /* the word that is in the line; `stored`: what was typed */
	char typed[LINE_BYTES]; /* the line with what was typed */
	size_t begin;           /* offset of the word in it */
	char line[LINE_BYTES];  /* the line that Tab made; a key that changes it ends this */
};

/* The line of input in the footer. */
struct prompt {
	enum prompt_kind kind;
	struct line line;
	struct word_menu menu;
	char before[LINE_BYTES]; /* the filter that Esc restores */
	struct history runs, tags, commands, nodes, trials, labels, finds, help;
};

/* A search in the lines of a text, the rows of trials, findings, or the list of views; see
 * update/search.h. */
struct search {
	char query[LINE_BYTES]; /* "" none */
	enum view_id view;      /* where it was begun */
	size_t line;            /* of a text: the one that was found */
	/* The position where it was begun, which Esc restores. */
	size_t scroll_before, row_before, finding_before, view_before;
};

/* The cell of a confusion matrix that is chosen; off: the most confused pair. */
struct chosen_cell {
	bool on;
	size_t label, prediction; /* classes; a smaller matrix shows its last one */
};

/* How images are shown. */
struct looking {
	uint32_t number; /* of the picture of each step: its images and their frames */
	int brightness;  /* in tenths of white */
	int contrast;    /* in quarters of a doubling */
	bool cursor;     /* in full size, the value of a pixel is shown */
	uint32_t x, y;   /* that pixel */
};

/* Histograms as a heat map over all steps; as the bars of one step; as the outlines of several
 * steps, one before the other or one over the other. */
enum hist_mode { HIST_HEAT, HIST_BARS, HIST_RIDGE, HIST_OVERLAY, HIST_MODES };

/* What the rows of a graph show besides their names. */
enum graph_colour { GRAPH_BY_DEVICE, GRAPH_BY_TIME, GRAPH_BY_MEMORY, GRAPH_BY_TPU, GRAPH_COLOURS };

/* The state of the view of graphs. */
struct graph_state {
	struct graph_place place, before; /* before: when the search began, which Esc restores */
	enum graph_colour colour;
	char query[LINE_BYTES]; /* the text that is searched for; "" none */
};

#endif
