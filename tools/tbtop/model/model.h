/* model: everything that a frame shows, as plain data. update/ changes it, view/ draws it. */
#ifndef TBTOP_MODEL_MODEL_H
#define TBTOP_MODEL_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/health.h>
#include <tfevents/series.h>

#include "tbtop/model/glyphs.h"

/* --- what there is to see -------------------------------------------------------------------- */

enum { RUN_COLOURS = 10 };

enum run_state {
	RUN_LOADING,
	RUN_LIVE,       /* grew lately, for what is usual in this run */
	RUN_QUIET,      /* did not, and says nothing of an end */
	RUN_DONE,       /* says so itself */
	RUN_GONE,       /* its files were deleted */
	RUN_UNREADABLE, /* none of its files can be read */
	RUN_STATES
};

struct run {
	char *name; /* as the file system has it; the grid escapes it */
	const tfe_run *data;
	size_t index;   /* in model.runs */
	uint8_t colour; /* 0 to RUN_COLOURS - 1; kept as long as the program runs */
	char letter;    /* stands at the end of its curves; ' ' when all are taken */
	size_t rank;    /* its place among all runs by name */
	enum run_state state;
	bool selected; /* by hand; drawn when it also matches the filter */
	bool matches;
	bool moved; /* its directory is another run by now: it is not shown */
	int64_t last_step;
	double first_wall_time, last_wall_time;
	uint64_t records;
	double grown_at;   /* when it was last seen to grow; 0 before that */
	double patience_s; /* how long it may be silent and still be live */
	uint64_t damages;
	unsigned findings[3]; /* by tfe_severity */
};

/* What a tag is drawn as. */
enum tag_kind { TAG_SCALARS, TAG_HISTOGRAMS, TAG_KINDS };

/* A tag of one run. */
struct curve {
	size_t run; /* index in model.runs */
	const tfe_series *series;
};

/* All series of one name and kind. */
struct tag {
	char *name;
	size_t group;         /* bytes of the name before its first '/'; 0 where there is none */
	struct curve *curves; /* by run, ascending in the order of model.runs, once arranged */
	size_t n_curves, capacity;
	bool unsorted;        /* curves have come that are not in that order */
	bool matches;         /* the tag filter */
	unsigned findings[3]; /* by tfe_severity, of drawn runs */
};

/* Tags of one kind, in natural order once arranged; `rows` are those that match the filter. Tags never move. */
struct tag_list {
	struct tag **tags;
	size_t n, capacity;
	void *by_name;   /* of tsearch */
	size_t arranged; /* so many of them are in order */
	struct tag **rows;
	size_t n_rows, rows_capacity;
};

#define NO_RUN SIZE_MAX

/* A finding, copied from the judge. Strings are its own. Those without a tag are about files. */
struct finding {
	size_t run; /* index in model.runs; NO_RUN: of none */
	char *tag, *rule, *message;
	char *causes, *actions; /* a line each, "\n" between */
	enum tfe_severity severity;
	int64_t step, last_step;
	double value, limit;
	bool active;
};

struct finding_list {
	struct finding *items; /* worst first */
	size_t n, capacity;
	size_t *rows; /* those whose runs and tags match the filters */
	size_t n_rows;
	unsigned count[3]; /* by tfe_severity, of trainings alone */
};

/* --- what was chosen ------------------------------------------------------------------------- */

enum view_id { VIEW_SCALARS, VIEW_HISTOGRAMS, VIEW_FINDINGS, VIEW_HELP, VIEWS };

enum pane { PANE_MAIN, PANE_RUNS, PANE_TAGS, PANES };

enum y_scale { Y_LINEAR, Y_LOG };

/* The part of the x axis that all charts show; off: each its own extent. */
struct zoom {
	bool on;
	double x0, x1;
};

struct settings {
	double smoothing; /* 0 to below 1 */
	bool ignore_outliers;
	bool raw; /* the unsmoothed curve behind the smoothed one */
	enum y_scale y;
	tfe_axis axis;
	int columns; /* of charts; 0 lets the layout choose */
	int sidebar; /* 1 shown, 0 hidden, -1 where there is room */
	enum glyph_tier glyphs;
};

enum prompt_kind { PROMPT_NONE, PROMPT_RUNS, PROMPT_TAGS };

/* The line that is being typed. */
struct prompt {
	enum prompt_kind kind;
	char text[256];
	char before[256]; /* what Esc goes back to */
};

/* Histograms as steps over values, or as the bars of one step. */
enum hist_mode { HIST_HEAT, HIST_BARS, HIST_MODES };

struct model {
	char *title; /* the log directories */
	struct run **runs;
	size_t n_runs, runs_capacity;
	void *runs_by_name; /* of tsearch */
	unsigned colour_uses[RUN_COLOURS];
	size_t *run_rows; /* runs that match the filter, in natural order of their names */
	size_t n_run_rows;
	struct tag_list tags[TAG_KINDS];
	struct finding_list findings;
	bool judged; /* the rules have seen all that was there when it was loaded */
	tfe_progress progress;
	uint64_t damages;
	double points_per_s; /* that arrive at the moment */
	double now;          /* seconds since 1970 */

	bool view_chosen; /* by the person; else the first that has something to show */
	enum view_id view, view_before; /* before: where help was asked for */
	enum pane pane;
	struct settings settings;
	struct zoom zoom;
	bool focused;                     /* one chart in full size */
	size_t run_focus;                 /* index in runs, drawn last; n_runs: none */
	struct tag *tag_focus[TAG_KINDS]; /* NULL: none yet */
	bool crosshair;
	double cross_x;
	size_t finding_focus; /* one of the rows, if there is any */
	size_t scroll;        /* of help and other texts */
	enum hist_mode hist;
	struct prompt prompt;
	char run_filter[256], tag_filter[256]; /* "" matches everything */
	char message[256];                     /* shown until the next key; "" none */
	bool message_is_error;
	bool touched; /* a key was pressed */
	bool redraw;  /* the whole terminal is to be drawn, not only what changed */
	bool quit;
};

void model_init(struct model *m, const char *title);
void model_release(struct model *m);

/* Adds; names are copied. Colour and letter are given here and stay, but for model_restyle. */
struct run *model_add_run(struct model *m, const char *name, const tfe_run *data);
/* Gives colours and letters anew, in the order of the names: while runs are found for the first time, so that
 * they do not depend on which was found first. */
void model_restyle(struct model *m);
void model_add_curve(struct model *m, enum tag_kind kind, const char *tag, size_t run,
		     const tfe_series *series);
/* Order them when all are added. */
void model_add_finding(struct model *m, size_t run, const tfe_finding *finding);
/* Worst first, those of one severity as they were added. */
void model_order_findings(struct model *m);
/* Forgets all findings, before they are added anew. */
void model_clear_findings(struct model *m);
void finding_list_release(struct finding_list *list);

/* The place of the focused finding among the rows; 0 when there is none. */
size_t model_finding_row(const struct model *m);

/* The finding that the crosshair of the focused chart stands on, where keys led to it; else NULL. */
const struct finding *model_shown_finding(const struct model *m);

/* Counts them at their tags, those of drawn runs: after findings, or which runs are drawn, have changed. */
void model_count_findings(struct model *m);

/* NULL when there is none. */
struct run *model_find_run(const struct model *m, const char *name);
struct tag *model_find_tag(const struct model *m, enum tag_kind kind, const char *name);

/* Puts tags and curves in order and sets which rows are seen, after some were added or `matches` of runs and tags
 * were changed. */
void model_arrange(struct model *m);
/* The same for findings alone. */
void model_arrange_findings(struct model *m);

/* Whether the run's curves are drawn. */
bool run_drawn(const struct run *run);

/* The tags that the view draws: VIEW_HISTOGRAMS its own, every other those of scalars. */
enum tag_kind model_kind(const struct model *m);

/* The focused tag of the view's kind: NULL when there is none. Its row: 0 when there is none. */
struct tag *model_focus(const struct model *m);
size_t model_focus_row(const struct model *m);

/* A range of x; `is`: it is not empty. */
struct extent {
	bool is;
	double x0, x1;
};

/* Widens an extent so that it covers another one. */
void extent_join(struct extent *extent, const struct extent *other);

/* The union of the extents of a tag's drawn curves, on the model's x axis. */
struct extent tag_extent(const struct model *m, const struct tag *tag);

/* The run's curve of a tag: NULL when there is none. */
const struct curve *tag_curve(const struct tag *tag, size_t run);
/* The curve that keys and what shows a single run follow: the focused run's, else the first that is drawn. NULL
 * when there is none, or no tag. */
const struct curve *tag_followed(const struct model *m, const struct tag *tag);

/* When the run last gave a sign of life: by its events, or, whatever its clock says, by growing before our eyes. */
double run_seen_at(const struct run *run, double now);
bool run_is_live(const struct run *run, double now);

/* Its state in a word or two, such as "live" or "5d ago". */
enum { RUN_STATE_TEXT = 32 };
void run_state_text(const struct run *run, double now, char text[RUN_STATE_TEXT]);
/* The word for a state alone, such as "live". */
const char *run_state_name(enum run_state state);

/* Compares names as people order them: "run2" before "run10". */
int natural_compare(const char *a, const char *b);

/* All runs in natural order of their names. Release with free. */
struct run **model_sorted_runs(const struct model *m);

#endif
