/* model: everything that a frame shows, as plain data. update/ changes it, view/ draws it. */
#ifndef TBTOP_MODEL_MODEL_H
#define TBTOP_MODEL_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/health.h>
#include <tfevents/series.h>

#include "tbtop/model/acknowledged.h"
#include "tbtop/model/choices.h"
#include "tbtop/model/embedding_list.h"
#include "tbtop/model/trials.h"

/* --- what there is to see -------------------------------------------------------------------- */

enum { RUN_COLOURS = 10, RUN_LETTERS = 3 };

enum run_state {
	RUN_LOADING,
	RUN_LIVE,       /* it grew within its patience_s */
	RUN_STALE,      /* it was silent for longer, and may go on */
	RUN_QUIET,      /* it was silent for so long that it ended without a report, or stopped */
	RUN_DONE,       /* it reported its end */
	RUN_GONE,       /* its files were deleted */
	RUN_UNREADABLE, /* none of its files can be read */
	RUN_STATES
};

/* The newest points of the busiest tag of a run. */
struct run_pace {
	double per_s;   /* steps a second; 0: not known */
	int64_t step;   /* of the last point */
	double at;      /* its wall time */
	bool in_epochs; /* the steps are epochs */
};

struct run {
	char *name;  /* the bytes of the file system; the grid escapes them */
	char *title; /* what the user calls it; NULL: its name; see run_notes.h */
	char *note;  /* of the user; NULL: none */
	bool hidden; /* it is in no list and no chart */
	bool marked; /* for the lines that delete runs */
	const tfe_run *data;
	size_t index;                 /* index in model.runs */
	uint8_t colour;               /* 0 to RUN_COLOURS - 1; fixed once all runs are found */
	uint8_t dash;                 /* tells runs of the same colour apart; 0: solid lines */
	uint8_t own_colour, own_dash; /* those that do not depend on groups and trials */
	char letter[RUN_LETTERS + 1]; /* one to three letters that mark the ends of its curves */
	size_t rank;                  /* position among all runs, sorted by name */
	size_t differs;               /* offset in its name; see name_difference */
	enum run_state state;
	bool selected; /* by the user; a drawn run also matches the filter */
	/* What model.begun and model.undo have of the run. */
	struct {
		bool selected, hidden;
	} begun, undone;
	bool named;   /* its name matches the filter of names */
	bool matches; /* it matches all filters */
	bool moved;   /* its directory now belongs to another run; it is hidden */
	int64_t last_step;
	double first_wall_time, last_wall_time;
	uint64_t records;
	double grown_at;   /* the time when it was last seen to grow; 0: never */
	double patience_s; /* maximum silence of a live run */
	struct run_pace pace;
	uint64_t damages;          /* damaged places */
	size_t damages_listed;     /* damages of the run when they were counted */
	unsigned findings[3];      /* counts by tfe_severity */
	size_t group;              /* index of the first run of its group; see run_groups.h */
	size_t group_rank;         /* rank of that run, while rows are sorted */
	char *group_name;          /* NULL unless runs are grouped */
	double score;              /* the value that orders the list of runs; see run_scores.h */
	double group_score;        /* the mean of those of its group */
	const tfe_series *best_of; /* the series whose best smoothed value is `best`; NULL: none */
	double best;
};

/* What the values of a tag are, which decides the view that shows it. */
enum tag_kind {
	TAG_SCALARS,
	TAG_HISTOGRAMS,
	TAG_IMAGES,
	TAG_AUDIO,
	TAG_TEXTS,  /* texts, and values without a view of their own: meshes, tensors, profiles */
	TAG_GRAPHS, /* graphs, meta graphs, run metadata, Keras' conceptual graphs */
	TAG_PR_CURVES,
	TAG_CONFUSION, /* counts of confusion matrices */
	TAG_HPARAMS,   /* experiments and sessions of the plugin hparams */
	TAG_LAYOUTS,   /* layouts of custom scalars */
	TAG_CHARTS,    /* the charts that they define; see custom_charts.h */
	TAG_KINDS
};

/* The series of one tag in one run. */
struct curve {
	size_t run; /* index in model.runs */
	const tfe_series *series;
	uint64_t seen; /* of layouts: number of entries of which the last one was read */
};

/* The tags of a chart of custom scalars. */
struct chart_rule {
	char **names; /* expressions, or with margins groups of three tags: value, lower, upper */
	size_t n, capacity;
	bool margins;
};

/* All series of one name and kind. */
struct tag {
	char *name;
	size_t group;         /* length of the name before its first '/'; 0 without one */
	size_t differs;       /* offset in its name; see name_difference */
	struct curve *curves; /* sorted by index of the run once arranged */
	size_t n_curves, capacity;
	bool unsorted;      /* the order of the curves is wrong */
	bool matches;       /* it matches the tag filter */
	bool pinned;        /* its chart is before the others */
	bool has_column;    /* in the table of runs */
	bool folded;        /* the charts of its group are shown as one list */
	bool closed;        /* the layout of the log folds it at first */
	struct tag *merged; /* the tag whose chart also shows this one; or NULL */
	struct tag **parts; /* the tags that were merged into its chart; see tag_part */
	size_t n_parts, parts_capacity;
	struct chart_rule *rule; /* of TAG_CHARTS, which have no curves of their own; or NULL */
	unsigned findings[3];    /* counts by tfe_severity, of drawn runs */
};

/* Tags of one kind, sorted in natural order once arranged; `rows` are the tags that match the
 * filter. The address of a tag never changes. */
struct tag_list {
	struct tag **tags;
	size_t n, capacity;
	void *by_name;   /* a tree of tsearch */
	size_t arranged; /* length of the sorted part */
	struct tag **rows;
	size_t n_rows, rows_capacity;
};

#define NO_RUN SIZE_MAX

/* A finding, copied from the judge. The strings belong to it. A finding without a tag is about a
 * file. */
struct finding {
	size_t run; /* index in model.runs; NO_RUN: no run */
	char *tag, *rule, *message;
	char **tags; /* all tags; none about a file */
	size_t n_tags;
	char *causes, *actions; /* lists, separated by "\n" */
	enum tfe_severity severity;
	tfe_finding_state state;
	bool acknowledged; /* see acknowledged.h */
	bool follows;      /* in the order of rows, it has the likely cause of the one before */
	int64_t step, last_step, tag_step;
	double value, limit;
};

struct finding_list {
	struct finding *items; /* in the order of severity, errors first */
	size_t n, capacity;
	size_t *rows; /* items whose run and a tag match the filters, grouped by likely cause */
	size_t n_rows;
	/* Counts by tfe_severity, without those about files, of hidden runs, and quiet ones. */
	unsigned count[3];
};

/* --- the model ------------------------------------------------------------------------------- */

/* What was shown before the chart of a finding was opened. */
struct origin {
	bool is;
	enum view_id view;
	bool focused, crosshair;
	double cross_x;
	tfe_axis axis;
	struct zooms zooms;
	struct tag *tag_focus[TAG_KINDS];
};

struct keymap;

struct model {
	char *title; /* names of the log directories */
	struct run **runs;
	size_t n_runs, runs_capacity;
	void *runs_by_name; /* a tree of tsearch */
	unsigned colour_uses[RUN_COLOURS];
	size_t *run_rows; /* runs that match the filter, sorted in natural order */
	size_t n_run_rows;
	struct tag_list tags[TAG_KINDS];
	uint64_t curves_added; /* counts the calls of model_add_curve */
	struct trials trials;
	struct finding_list findings;
	struct acknowledged_list acknowledged;
	bool judged; /* the judge has processed all data of the initial load */
	tfe_progress progress;
	uint64_t damages;
	double points_per_s; /* current rate of arriving points */
	double now;          /* seconds since 1970 */

	bool view_chosen;               /* by the user; otherwise the first view that has data */
	enum view_id view_wished;       /* shown if the log has data for it; VIEWS: none */
	enum view_id view, view_before; /* view_before: the view that an overlay covers */
	enum pane pane;
	struct settings settings;
	const struct tag *x_tag; /* x axis of charts of scalars; NULL: that of the settings */
	struct grouping grouping;
	struct run_sort run_sort;
	struct runs_table runs_table;
	size_t top;      /* so many best runs are drawn once their values are known; 0: no change */
	size_t baseline; /* index of the run that others are compared with; NO_RUN: none */
	struct {
		bool on;
		double x;
	} second;       /* a second cursor, from which differences and slopes are computed */
	int table_sort; /* enum column + 1 that orders the table below a chart; 0: the name */
	struct zooms zooms;
	struct chosen_step chosen;
	struct mark mark;
	bool difference;                  /* show the difference to the mark */
	bool focused;                     /* one chart is shown in full size */
	size_t run_focus;                 /* index in runs, drawn on top; n_runs: none */
	struct tag *tag_focus[TAG_KINDS]; /* NULL: none yet */
	struct origin origin;
	bool crosshair;
	bool cross_follows; /* the crosshair stays at the last step while data arrive */
	double cross_x;
	size_t finding_focus;        /* an index in findings.items */
	size_t scroll;               /* first visible line of the help */
	char help_query[LINE_BYTES]; /* the text that the help is searched for; "" none */
	struct beside beside;
	enum confusion_share share;
	struct chosen_cell cell;
	struct looking looking;
	struct listening listening;
	struct pr_choice pr;
	struct pointer pointer;
	unsigned notify_ways; /* a set of enum notify_way; 0: only conditions, by the bell */
	bool notify_program;  /* there is one for NOTIFY_COMMAND */
	char conditions[CONDITIONS_MOST][LINE_BYTES]; /* see conditions.h */
	size_t n_conditions;
	bool conditions_changed; /* the judge does not know them yet */
	struct wish wish;
	char *deletion;       /* lines of shell commands; NULL: not asked for */
	char *deletion_notes; /* lines that warn of their effects; NULL: none */
	bool text_source;     /* texts as they are in the file, not rendered as Markdown */
	size_t text_scroll;   /* first visible line of a text in full size */
	size_t view_row;      /* the focused row of the list of views: an enum view_id */
	enum hist_mode hist;
	bool custom;           /* Scalars shows the charts of the layouts in the log */
	size_t charts_matched; /* number of tags of scalars when these charts got their tags */
	struct graph_state graph;
	struct embeddings embeddings;
	struct search search;
	const struct keymap *keymap; /* NULL: the usual keys */
	struct prompt prompt;
	char run_filter[LINE_BYTES], tag_filter[LINE_BYTES]; /* "" matches everything */
	struct selection begun, undo; /* before the current key, and before the last change */
	bool run_filter_is_name, tag_filter_is_name; /* not expressions, but equal to a name */
	char message[256];                           /* shown until the next key; "" none */
	bool message_is_error;
	bool ascii_only;     /* the locale has no other characters */
	bool touched;        /* the user chose a view or a chart */
	bool sidebar_opened; /* for a pane: it is hidden again with the pane */
	bool pasting;        /* characters are pasted text, not keys */
	bool redraw;         /* draw the whole terminal, not only the changes */
	bool forget;         /* the settings are to be those without the stored state */
	bool quit;
};

void model_init(struct model *m, const char *title);
void model_release(struct model *m);

/* Adds a run; the name is copied. Its colour and letter are fixed unless model_restyle is
 * called. */
struct run *model_add_run(struct model *m, const char *name, const tfe_run *data);
/* Assigns colours and letters again, in the order of the names. It is called while runs are
 * discovered for the first time, so that colours do not depend on the order of discovery. */
void model_restyle(struct model *m);
void model_add_curve(struct model *m, enum tag_kind kind, const char *tag, size_t run,
		     const tfe_series *series);
/* Adds a tag without curves. */
struct tag *model_add_tag(struct model *m, enum tag_kind kind, const char *name);
/* Adds a copy of a finding at the end of the list. The caller adds findings in the order of their
 * severity, the worst first, which is the order of tfe_judge_get_finding. */
void model_add_finding(struct model *m, size_t run, const tfe_finding *finding);
/* Removes all findings. */
void model_clear_findings(struct model *m);
void finding_list_release(struct finding_list *list);

/* Returns the row of the focused finding, or 0 without one. */
size_t model_finding_row(const struct model *m);

/* Returns the finding that a key opened and whose step the crosshair of the focused chart marks, or
 * NULL. */
const struct finding *model_shown_finding(const struct model *m);

/* Counts all findings except those of hidden runs, and those of drawn runs at their tags, without
 * quiet ones. Call it after findings or runs were added, or other runs are drawn. */
void model_count_findings(struct model *m);

/* Both return NULL if there is none. */
struct run *model_find_run(const struct model *m, const char *name);
struct tag *model_find_tag(const struct model *m, enum tag_kind kind, const char *name);

/* Sorts tags and curves and computes the visible rows. Call it after tags or curves were added or
 * `matches` of runs and tags changed. */
void model_arrange(struct model *m);
/* Does the same for findings only. */
void model_arrange_findings(struct model *m);

/* Returns the width of the longest letters of a run, 1 to RUN_LETTERS. */
int model_letters_width(const struct model *m);

/* Returns whether the curves of the run are drawn. */
bool run_drawn(const struct run *run);

/* Returns the kind of the tags that the view draws. */
enum tag_kind model_kind(const struct model *m);

/* The focused tag of the view's kind, or NULL; and its row, or 0. */
struct tag *model_focus(const struct model *m);
size_t model_focus_row(const struct model *m);

/* A range of x values. It is empty if `is` is false. */
struct extent {
	bool is;
	double x0, x1;
};

/* Widens an extent so that it covers another one. */
void extent_join(struct extent *extent, const struct extent *other);

/* The tags that a chart shows: the tag itself, and those that were merged into it. */
size_t tag_part_count(const struct tag *tag);
const struct tag *tag_part(const struct tag *tag, size_t i);

/* Returns whether the chart of a tag is a list of the folded tags of its group. */
bool tag_is_fold(const struct tag *tag);

/* The union of the extents of a tag's drawn curves, on the model's x axis. */
struct extent tag_extent(const struct model *m, const struct tag *tag);

/* Returns the curve of the run, or NULL. */
const struct curve *tag_curve(const struct tag *tag, size_t run);
/* Returns the same of the first part of the chart that has one. */
const struct curve *tag_curve_of(const struct tag *tag, size_t run);
/* Returns the curve that keys and single-run charts use: the focused run's curve, else that of the
 * first drawn run. Returns NULL without such a curve or without a tag. */
const struct curve *tag_followed(const struct model *m, const struct tag *tag);

/* Returns the curve of the second run, or NULL without one: none was chosen, it is not drawn, or it
 * is the followed one. */
const struct curve *tag_beside(const struct model *m, const struct tag *tag);

/* Returns the time of the run's last sign of activity: its last event, or the last growth that was
 * observed, which does not depend on the clock of the training. */
double run_seen_at(const struct run *run, double now);
/* Returns RUN_LIVE, RUN_STALE or RUN_QUIET, by the silence of a run that did not report its end. */
enum run_state run_state_by_silence(const struct run *run, double now);
/* Returns the time when that changes; INFINITY if it does not. */
double run_state_changes(const struct run *run, double now);

/* Writes the state as one or two words, such as "live" or "5d ago". */
enum { RUN_STATE_TEXT = 40 };
void run_state_text(const struct run *run, double now, char text[RUN_STATE_TEXT]);
/* Returns the word for a state, such as "live". */
const char *run_state_name(enum run_state state);

/* Compares names in natural order: "run2" before "run10". */
int natural_compare(const char *a, const char *b);

/* Returns the offset at which a name begins to differ from that of its neighbours in a sorted list,
 * which may be NULL. */
size_t name_difference(const char *name, const char *before, const char *after);

/* Returns all runs, sorted in natural order of their names. Release the array with free. */
struct run **model_sorted_runs(const struct model *m);

#endif
