/* model: the table of key bindings. */
#include "tbtop/model/bindings.h"

#include <stdio.h>
#include <string.h>

#include "tbtop/model/key_names.h"

enum {
	/* One chart with a cursor along x. */
	CURSOR = IN_CROSSHAIR | IN_FULL(VIEW_AUDIO) | IN_FULL(VIEW_PR),
	MOVING = EVERYWHERE & ~CURSOR,
	/* Charts over steps, and all charts that can be zoomed. */
	OVER_STEPS = IN_SCALARS | IN_BOTH_HISTOGRAMS | IN_VIEW(VIEW_DISTRIBUTIONS),
	ZOOMED = OVER_STEPS | IN_FULL(VIEW_AUDIO),
	/* Views that show the entries of one step. */
	STEPS = IN_BOTH_HISTOGRAMS | IN_VIEW(VIEW_DISTRIBUTIONS) | IN_VIEW(VIEW_TEXTS) |
		IN_VIEW(VIEW_AUDIO) | IN_VIEW(VIEW_CONFUSION) | IN_VIEW(VIEW_IMAGES) |
		IN_VIEW(VIEW_PR) | IN_GRAPH,
	/* Charts of one run, whose run j and k do not choose. */
	ONE_RUN = IN_HISTOGRAMS | IN_PAGE(VIEW_DISTRIBUTIONS) | IN_VIEW(VIEW_TEXTS) |
		  IN_VIEW(VIEW_AUDIO) | IN_VIEW(VIEW_CONFUSION) | IN_VIEW(VIEW_IMAGES) | IN_GRAPH,
	/* Charts of one run that can show a second one. */
	BESIDE = IN_VIEW(VIEW_DISTRIBUTIONS) | IN_BOTH_HISTOGRAMS | IN_FULL(VIEW_TEXTS),
	/* Where groups are those of names. */
	GROUPED = EVERYWHERE & ~(IN_OVERLAYS | IN_TRIALS),
	/* Views whose entries are compared with a marked one. */
	COMPARED = IN_VIEW(VIEW_TEXTS) | IN_VIEW(VIEW_CONFUSION) | IN_VIEW(VIEW_IMAGES) |
		   IN_VIEW(VIEW_PR),
};

/* The footer shows the bindings in this order, as many as fit. */
const struct binding bindings[] = {
	{{TK_ENTER},
	 IN_TAG_PAGES,
	 DO_ENTER,
	 "Charts",
	 "full size, with a crosshair",
	 "focus"},
	{{'h', TK_LEFT}, CURSOR, DO_LEFT, NULL, "crosshair left", NULL},
	{{'l', TK_RIGHT}, CURSOR, DO_RIGHT, NULL, "crosshair right", "crosshair"},
	{{'g', TK_HOME}, CURSOR, DO_FIRST, NULL, "crosshair to the first step", NULL},
	{{'G', TK_END}, CURSOR, DO_LAST, NULL, "crosshair to the last step", NULL},
	{{'j', TK_DOWN}, CURSOR, DO_NEXT_RUN, NULL, "next run, drawn on top", "run"},
	{{'k', TK_UP}, CURSOR, DO_PREVIOUS_RUN, NULL, "previous run", NULL},
	{{'n'}, IN_TAG_FULL, DO_NEXT_CHART, NULL, "next chart, or next match of a search", "chart"},
	{{'N', 'p'}, IN_TAG_FULL, DO_PREVIOUS_CHART, NULL, "previous chart, or match", NULL},
	{{TK_PAGE_DOWN}, CURSOR, DO_NEXT_CHART, NULL, "next chart", NULL},
	{{TK_PAGE_UP}, CURSOR, DO_PREVIOUS_CHART, NULL, "previous chart", NULL},
	{{'s'}, IN_SCALARS, DO_SMOOTHER, NULL, "smooth more", "smooth"},
	{{'S'}, IN_SCALARS, DO_ROUGHER, NULL, "smooth less", NULL},
	{{'y'},
	 IN_SCALARS | IN_BOTH_HISTOGRAMS,
	 DO_Y_SCALE,
	 NULL,
	 "y axis: linear, log, symlog",
	 "scale"},
	{{'Y'}, IN_SCALARS, DO_Y_RANGE, NULL, "y range: fitted, from 0, 0..1, the same", NULL},
	{{'X'}, IN_SCALARS, DO_LOG_X, NULL, "logarithmic axis of steps, or linear", NULL},
	{{'x'}, OVER_STEPS, DO_X_AXIS, NULL, "x axis: step, relative, wall time", "axis"},
	{{'o'}, OVER_STEPS, DO_OUTLIERS, NULL, "cut outliers from the y axis, or not", "outliers"},
	{{'w'}, IN_SCALARS, DO_RAW, NULL, "show or hide the raw curve", NULL},
	{{'+'}, ZOOMED, DO_ZOOM_IN, NULL, "zoom in along x", "zoom"},
	{{'-'}, ZOOMED, DO_ZOOM_OUT, NULL, "zoom out", NULL},
	{{'H'}, IN_FULL(VIEW_CONFUSION), DO_PAN_LEFT, NULL, "ten classes to the left", NULL},
	{{'L'}, IN_FULL(VIEW_CONFUSION), DO_PAN_RIGHT, NULL, "ten classes to the right", NULL},
	{{'H'}, ZOOMED, DO_PAN_LEFT, NULL, "pan left", NULL},
	{{'L'}, ZOOMED, DO_PAN_RIGHT, NULL, "pan right", NULL},
	{{'='}, ZOOMED, DO_FIT, NULL, "fit all of the data", NULL},
	{{'c'},
	 IN_TAG_PAGES,
	 DO_FEWER_COLUMNS,
	 NULL,
	 "fewer charts side by side",
	 NULL},
	{{'C'}, IN_TAG_PAGES, DO_MORE_COLUMNS, NULL, "more charts side by side", NULL},

	{{' '}, IN_RUNS, DO_TOGGLE_RUN, "Runs and tags", "show or hide the run", "draw"},
	{{TK_ENTER}, IN_RUNS, DO_ONLY_RUN, NULL, "draw only this run, or all runs", "only"},
	{{'*'}, IN_RUNS, DO_ALL_RUNS, NULL, "draw all runs", "all"},
	{{'t'}, IN_RUNS, DO_MODE, NULL, "table of the runs and their values, or list", "table"},
	{{TK_ENTER}, IN_TAGS, DO_ENTER, NULL, "full size", "focus"},
	{{'/'},
	 EVERYWHERE & ~(IN_OVERLAYS | IN_GRAPH | IN_EMBEDDINGS | IN_SEARCHED),
	 DO_FILTER_TAGS,
	 NULL,
	 "filter tags by regex; !REGEX leaves out",
	 "tags"},
	{{'/'}, IN_SEARCHED, DO_FIND, NULL, "search in the text, or in the rows", "search"},
	{{'n'}, IN_TRIALS | IN_FINDINGS, DO_NEXT_CHART, NULL, "next match of the search", NULL},
	{{'N', 'p'}, IN_TRIALS | IN_FINDINGS, DO_PREVIOUS_CHART, NULL, "previous match", NULL},
	{{'f'},
	 EVERYWHERE & ~IN_OVERLAYS,
	 DO_FILTER_RUNS,
	 NULL,
	 "filter runs by regex; !REGEX leaves out",
	 "runs"},
	{{'K'}, GROUPED, DO_GROUP, NULL, "runs that differ by their seed as one curve", NULL},
	{{'M'},
	 IN_CHARTS | IN_FOCUS,
	 DO_MERGE,
	 NULL,
	 "train and validation in one chart, or the next one",
	 NULL},
	{{'P'}, IN_TAGS | IN_TAG_PAGES, DO_PIN_CHART, NULL, "pin the chart: it is first", NULL},
	{{' '}, IN_TAGS | IN_CHARTS, DO_FOLD, NULL, "fold or unfold the group of charts",
	 "unfold"},
	{{'P'},
	 IN_RUNS | IN_FOCUS | IN_FULL(VIEW_PR),
	 DO_PIN,
	 NULL,
	 "pin the run as baseline, or release it",
	 NULL},
	{{'T'}, IN_FOCUS, DO_SORT, NULL, "sort the table by the next column", NULL},
	{{'T'},
	 IN_RUNS,
	 DO_SORT,
	 NULL,
	 "sort the list by the next value, the table by the column",
	 "sort"},
	{{'W'}, IN_RUNS, DO_WAY, NULL, "in the table: the next value of the tags", NULL},
	{{':'},
	 EVERYWHERE & ~IN_OVERLAYS,
	 DO_COMMAND,
	 NULL,
	 "command; Tab names them",
	 NULL},
	{{TK_TAB},
	 EVERYWHERE & ~IN_OVERLAYS,
	 DO_NEXT_PANE,
	 NULL,
	 "next pane: charts, runs, tags",
	 "pane"},
	{{TK_BACK_TAB}, EVERYWHERE & ~IN_OVERLAYS, DO_PREVIOUS_PANE, NULL, "previous pane", NULL},
	{{'b'}, EVERYWHERE & ~IN_OVERLAYS, DO_SIDEBAR, NULL, "show or hide the sidebar", NULL},

	{{TK_ENTER},
	 IN_GRAPH,
	 DO_ENTER,
	 "Graph",
	 "open or close the scope; follow the input or output",
	 "open"},
	{{'/'}, IN_GRAPH, DO_SEARCH, NULL, "search in names and operations", "search"},
	{{'n'}, IN_GRAPH, DO_NEXT_CHART, NULL, "next match of the search, or next graph", NULL},
	{{'N', 'p'}, IN_GRAPH, DO_PREVIOUS_CHART, NULL, "previous match, or graph", NULL},
	{{'i'}, IN_GRAPH, DO_LINKS, NULL, "to the inputs and outputs, or back", "inputs"},
	{{'o' & 0x1f},
	 IN_GRAPH,
	 DO_RETURN,
	 NULL,
	 "back to where an input or output was followed",
	 "back"},
	{{'t'}, IN_GRAPH, DO_MODE, NULL, "colour by device, time, memory, TPU", "colour"},
	{{'e'}, IN_GRAPH, DO_SAVE, NULL, "export the graph as a DOT file", "export"},

	{{'/'}, IN_EMBEDDINGS, DO_FIND_LABEL, "Embeddings", "search in labels", "search"},
	{{'t'}, IN_EMBEDDINGS, DO_MODE, NULL, "principal components, or t-SNE", "type"},
	{{'W'}, IN_EMBEDDINGS, DO_MEASURE, NULL, "neighbours by cosine or distance", "measure"},
	{{TK_ENTER}, IN_EMBEDDINGS, DO_ENTER, NULL, "to the nearest neighbour", "nearest"},
	{{'n'}, IN_EMBEDDINGS, DO_NEXT_CHART, NULL, "next label found, or next point", "next"},
	{{'N', 'p'}, IN_EMBEDDINGS, DO_PREVIOUS_CHART, NULL, "previous label, or point", NULL},
	{{'r'}, IN_EMBEDDINGS, DO_NEXT_RUN, NULL, "next embedding, of any run", "other"},
	{{'R'}, IN_EMBEDDINGS, DO_PREVIOUS_RUN, NULL, "previous embedding", NULL},

	{{'['},
	 STEPS,
	 DO_STEP_BACK,
	 "Steps and types",
	 "the previous step, in all charts",
	 "step"},
	{{']'}, STEPS, DO_STEP_FORWARD, NULL, "the next step", NULL},
	{{'{'}, STEPS, DO_STEPS_BACK, NULL, "ten steps back", NULL},
	{{'}'}, STEPS, DO_STEPS_FORWARD, NULL, "ten steps forward", NULL},
	{{'|'}, BESIDE, DO_BESIDE, NULL, "the next run beside this one, or none", "two runs"},
	{{'m'}, COMPARED, DO_MARK, NULL, "mark the run and the step that are shown", "mark"},
	{{'m'}, IN_BOTH_HISTOGRAMS, DO_MARK, NULL, "mark a step, to compare bars", NULL},
	{{'d'}, IN_BOTH_HISTOGRAMS, DO_DIFFERENCE, NULL, "compare bars with it, or not", NULL},
	{{'y' & 0x1f}, IN_SCALARS, DO_COPY, NULL, "copy value, tag, run and step", NULL},
	{{'m'}, IN_FOCUS, DO_MARK, NULL, "second cursor at the crosshair, or none", NULL},
	{{'d'}, COMPARED, DO_DIFFERENCE, NULL, "difference to the mark, or not", "difference"},
	{{' '}, IN_FULL(VIEW_AUDIO), DO_PLAY, NULL, "play the sound, or stop it", "play"},
	{{'e'},
	 IN_VIEW(VIEW_AUDIO) | IN_VIEW(VIEW_IMAGES),
	 DO_SAVE,
	 NULL,
	 "save the bytes that are in the log",
	 "save"},
	{{'y' & 0x1f}, IN_VIEW(VIEW_TEXTS), DO_COPY, NULL, "copy to the clipboard", "copy"},
	{{'t'}, IN_CHARTS, DO_MODE, NULL, "charts of tags, or of the log's custom layouts", NULL},
	{{'t'},
	 IN_VIEW(VIEW_PR),
	 DO_MODE,
	 NULL,
	 "precision over recall, ROC, or F1 over threshold",
	 "type"},
	{{'F'}, IN_FULL(VIEW_PR), DO_BEST, NULL, "threshold with the greatest F1", "best F1"},
	{{'t'}, IN_VIEW(VIEW_TEXTS), DO_MODE, NULL, "text rendered, or as it is", "type"},
	{{'t'},
	 IN_BOTH_HISTOGRAMS,
	 DO_MODE,
	 NULL,
	 "heat map, bars of one step, ridge, overlay",
	 "type"},
	{{'t'},
	 IN_VIEW(VIEW_CONFUSION),
	 DO_MODE,
	 NULL,
	 "share of row, column or total, or counts",
	 "type"},
	{{'.'},
	 IN_FULL(VIEW_IMAGES),
	 DO_NEXT_PICTURE,
	 NULL,
	 "next image of the step, or frame",
	 "image"},
	{{','}, IN_FULL(VIEW_IMAGES), DO_PREVIOUS_PICTURE, NULL, "previous image or frame", NULL},
	{{'.'}, IN_FULL(VIEW_AUDIO), DO_NEXT_PICTURE, NULL, "next sound of the step", "sound"},
	{{','}, IN_FULL(VIEW_AUDIO), DO_PREVIOUS_PICTURE, NULL, "previous sound", NULL},
	{{')'}, IN_VIEW(VIEW_IMAGES), DO_BRIGHTER, NULL, "brighter", "bright"},
	{{'('}, IN_VIEW(VIEW_IMAGES), DO_DARKER, NULL, "darker", NULL},
	{{'\''}, IN_VIEW(VIEW_IMAGES), DO_MORE_CONTRAST, NULL, "more contrast", "contrast"},
	{{';'}, IN_VIEW(VIEW_IMAGES), DO_LESS_CONTRAST, NULL, "less contrast", NULL},
	{{'='}, IN_VIEW(VIEW_IMAGES), DO_FIT, NULL, "brightness and contrast of the file", NULL},
	{{'r'}, ONE_RUN, DO_NEXT_RUN, NULL, "next run", "run"},
	{{'R'}, ONE_RUN, DO_PREVIOUS_RUN, NULL, "previous run", NULL},

	{{TK_ENTER}, IN_TRIALS, DO_ENTER, "Hyperparameters", "the curves of the row", "curves"},
	{{'&'},
	 IN_TRIALS,
	 DO_FILTER_TRIALS,
	 NULL,
	 "filter by values: lr<1e-2 & optimizer=adam",
	 "where"},
	{{'&'},
	 EVERYWHERE & ~IN_OVERLAYS & ~IN_TRIALS,
	 DO_FILTER_TRIALS,
	 NULL,
	 "the same, in all other views",
	 NULL},
	{{'T'}, IN_TRIALS, DO_ORDER, NULL, "sort by the column; again: reversed", "sort"},
	{{'W'}, IN_TRIALS, DO_WAY, NULL, "metrics: last, least, greatest, best smoothed", "metric"},
	{{'t'},
	 IN_TRIALS,
	 DO_MODE,
	 NULL,
	 "parallel coordinates, scatter plot, importance",
	 "type"},
	{{'#'}, IN_TRIALS, DO_COLOUR, NULL, "colour runs by the column in all views", "colour"},
	{{'K'}, IN_TRIALS, DO_GROUP, NULL, "group runs by the column, in all charts", "group"},
	{{' '}, IN_TRIALS, DO_TOGGLE_RUN, NULL, "show or hide the runs of the row", "draw"},
	{{TK_ENTER},
	 IN_FINDINGS,
	 DO_ENTER,
	 "Findings",
	 "chart at the step where it begins",
	 "chart"},
	{{'!'},
	 IN_FINDINGS,
	 DO_ACKNOWLEDGE,
	 NULL,
	 "acknowledge: the finding stays quiet, or not",
	 "acknowledge"},
	{{'a'}, EVERYWHERE & ~IN_OVERLAYS, DO_NEXT_FINDING, NULL, "to the next finding", "finding"},
	{{'A'}, EVERYWHERE & ~IN_OVERLAYS, DO_PREVIOUS_FINDING, NULL, "to the previous one", NULL},

	{{'v'}, EVERYWHERE, DO_LIST_VIEWS, "Everywhere", "list of all views", NULL},
	{{TK_ENTER}, IN_VIEWS, DO_ENTER, NULL, "show the view", "show"},
	{{'<'}, EVERYWHERE, DO_PREVIOUS_VIEW, NULL, "previous view that has data", NULL},
	{{'>'}, EVERYWHERE, DO_NEXT_VIEW, NULL, "next view that has data", NULL},
#define VIEW_KEY(id, name, digit, wide, ...)                                                       \
	{{digit}, EVERYWHERE, DO_VIEW + (id), NULL, wide, NULL},
	VIEW_MAP(VIEW_KEY)
#undef VIEW_KEY
	{{'h', TK_LEFT}, MOVING, DO_LEFT, NULL, "left", NULL},
	{{'j', TK_DOWN}, MOVING, DO_DOWN, NULL, "down", NULL},
	{{'k', TK_UP}, MOVING, DO_UP, NULL, "up", NULL},
	{{'l', TK_RIGHT}, MOVING, DO_RIGHT, NULL, "right", NULL},
	{{'g', TK_HOME}, MOVING, DO_FIRST, NULL, "first", NULL},
	{{'G', TK_END}, MOVING, DO_LAST, NULL, "last", NULL},
	{{TK_PAGE_DOWN, 'd' & 0x1f}, MOVING, DO_PAGE_DOWN, NULL, "next page", NULL},
	{{TK_PAGE_UP, 'u' & 0x1f}, MOVING, DO_PAGE_UP, NULL, "previous page", NULL},
	{{TK_ESC}, EVERYWHERE, DO_BACK, NULL, "leave a pane or a chart; clear filters", NULL},
	{{'u'}, EVERYWHERE, DO_GLYPHS, NULL, "draw with Braille, blocks or ASCII", NULL},
	{{'l' & 0x1f}, EVERYWHERE, DO_REDRAW, NULL, "redraw the screen", NULL},
	{{'?', TK_F1}, EVERYWHERE, DO_HELP, NULL, "this help", "help"},
	{{'q', TK_F10}, EVERYWHERE, DO_QUIT, NULL, "quit", "quit"},
};
const size_t n_bindings = sizeof bindings / sizeof *bindings;

unsigned binding_context_below(const struct model *m)
{
	enum view_id view = m->view < TABS ? m->view : m->view_before;
	if (m->pane == PANE_RUNS)
		return IN_RUNS;
	if (m->pane == PANE_TAGS)
		return IN_TAGS;
	return m->focused ? IN_FULL(view) : IN_PAGE(view);
}

unsigned binding_context(const struct model *m)
{
	if (m->view >= TABS)
		return m->view == VIEW_HELP ? IN_HELP : IN_VIEWS;
	return binding_context_below(m);
}

enum action binding_find(int key, unsigned context)
{
	for (size_t i = 0; i < n_bindings; i++)
		for (int k = 0; k < BINDING_KEYS; k++)
			if (bindings[i].where & context && bindings[i].keys[k] == key && key)
				return bindings[i].action;
	return DO_NOTHING;
}

bool binding_has(enum action action, unsigned contexts)
{
	for (size_t i = 0; i < n_bindings; i++)
		if (bindings[i].action == action && bindings[i].where & contexts)
			return true;
	return false;
}

void binding_keys(const struct binding *b, char *text, size_t size)
{
	size_t n = 0;
	text[0] = '\0';
	for (int k = 0; k < BINDING_KEYS && b->keys[k] && n < size; k++) {
		char name[8];
		key_text(b->keys[k], name);
		n += (size_t)snprintf(text + n, size - n, "%s%s", k ? " " : "", name);
	}
}
