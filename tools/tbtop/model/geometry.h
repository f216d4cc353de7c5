/* model: the geometry of a frame, for keys whose effect depends on the screen. The view computes it
 * from a model and a screen size; update_key receives it beside the model. */
#ifndef TBTOP_MODEL_GEOMETRY_H
#define TBTOP_MODEL_GEOMETRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The matrix in full size. */
struct drawn_matrix {
	size_t classes;           /* 0: not drawn yet */
	size_t label, prediction; /* the cell that is marked */
};

/* The picture in full size. */
struct drawn_picture {
	size_t count, number; /* of the pictures of its step; count is 0: not drawn yet */
	uint32_t w, h;        /* in its own pixels */
	uint32_t step;        /* pixels that one drawn pixel covers in a row */
};

/* What is drawn in a part of the screen, for the mouse. */
enum target_kind {
	TARGET_ACTION, /* a key in the footer; `index` is its enum action */
	TARGET_VIEW,   /* a tab, or a row of the list of views; an enum view_id */
	TARGET_RUN,    /* a row of the list of runs; its index in the model */
	TARGET_LETTER, /* the letter of that run */
	TARGET_TAG,    /* a row of the list of tags: `tag` */
	TARGET_CHART,  /* a chart of `tag` */
	TARGET_PLOT,   /* the plot in it, whose columns are x values from `x0` to `x1` */
	TARGET_ROW,    /* a row of the view: of its findings, trials or nodes */
	TARGET_HEAD,   /* the title of a column of a table: of trials, runs, or below a chart */
	TARGET_CURVE,  /* a row of the table below a chart: the index of a run */
	/* What has a cursor; see update/pointing.h. */
	TARGET_CELLS,     /* a matrix: its predictions `across`, its labels `down` */
	TARGET_PIXELS,    /* a picture: its columns and rows */
	TARGET_THRESHOLD, /* a column of the plot of PR curves: `x0` is a threshold */
	TARGET_SOUND,     /* the plot of a sound, from `x0` to `x1` seconds */
	TARGET_CLOUD      /* the points of an embedding, in the plane from x0, y0 to x1, y1 */
};

/* Things that are drawn side by side, evenly. */
struct target_range {
	size_t from, to;
};

struct tag;
struct target {
	int x, y, w, h;
	enum target_kind kind;
	size_t index;
	const struct tag *tag;
	double x0, x1, y0, y1;
	struct target_range across, down;
	bool log; /* the axis is logarithmic */
};

struct graph;
struct embedding;
struct neighbours;
struct text_page;

/* Rows are indexes into the tags that match the filters. */
struct geometry {
	int w, h;
	size_t focus_row;               /* row of the focused tag; 0 without a focus */
	size_t page, pages;             /* pages of charts; pages is 0 in other views */
	size_t row_above, row_below;    /* the charts above and below the focused one */
	size_t page_before, page_after; /* first rows of the adjacent pages */
	int chart_columns;              /* charts side by side; 0 without a page of charts */
	bool same_y;                    /* the charts of the page have one y axis */
	double y_low, y_high;           /* its values */
	int plot_columns;               /* width of the focused plot in cells; 0: not drawn yet */
	int list_rows;                  /* visible rows of a list or text; 0 without one */
	size_t scroll_end;              /* largest value of model.scroll */
	double sound_s;                 /* length of the sound in full size; 0: not drawn yet */
	size_t sounds;                  /* at its step */
	struct drawn_matrix matrix;
	struct drawn_picture picture;
	/* The text in full size, valid until the next frame; NULL: not drawn yet. */
	const struct text_page *text;
	size_t thresholds;     /* of the PR curve in full size; 0: not drawn yet */
	double best_threshold; /* that with the greatest F1 */
	size_t text_end;       /* largest value of model.text_scroll; 0: not drawn yet */
	/* What is drawn where, later ones over earlier ones; valid until the next frame. */
	const struct target *targets;
	size_t n_targets;
	/* The graph that is drawn, valid until the next frame; NULL: not drawn yet. */
	const struct graph *graph;
	/* The points that are drawn, likewise. */
	const struct embedding *embedding;
	/* The chosen point and its neighbours, likewise; NULL: not computed yet. */
	const struct neighbours *neighbours;
};

#endif
