/* model: the table of key bindings. */
#include "tbtop/model/bindings.h"

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
	/* Charts and rows of which filters leave those that match. */
	MATCHED = IN_TAG_PAGES | IN_LISTS,
	/* Views whose charts can be figures in files. */
	FIGURES =
		OVER_STEPS | IN_VIEW(VIEW_PR) | IN_VIEW(VIEW_CONFUSION) | IN_TRIALS | IN_EMBEDDINGS,
	/* Views whose entries are compared with a marked one. */
	COMPARED = IN_VIEW(VIEW_TEXTS) | IN_VIEW(VIEW_CONFUSION) | IN_VIEW(VIEW_IMAGES) |
		   IN_VIEW(VIEW_PR),
};

/* The footer shows the bindings in this order, as many as fit. */
/* clang-format off */
const struct binding bindings[] = {
	{{TK_ENTER}, IN_TAG_PAGES, DO_ENTER, "Charts", "full size, with a crosshair", "focus",
	 "full-size"},
	{{'h', TK_LEFT}, CURSOR, DO_LEFT, NULL, "crosshair left", NULL, "crosshair-left"},
	{{'l', TK_RIGHT}, CURSOR, DO_RIGHT, NULL, "crosshair right", "crosshair",
	 "crosshair-right"},
	{{'g', TK_HOME}, CURSOR, DO_FIRST, NULL, "crosshair to the first step", NULL,
	 "crosshair-first"},
	{{'G', TK_END}, CURSOR, DO_LAST, NULL, "crosshair to the last step", NULL,
	 "crosshair-last"},
	{{'j', TK_DOWN}, CURSOR, DO_NEXT_RUN, NULL, "next run, drawn on top", "run", "next-curve"},
	{{'k', TK_UP}, CURSOR, DO_PREVIOUS_RUN, NULL, "previous run", NULL, "previous-curve"},
	{{'n'}, IN_TAG_FULL, DO_NEXT_CHART, NULL, "next chart, or next match of a search", "chart",
	 "next-chart"},
	{{'N', 'p'}, IN_TAG_FULL, DO_PREVIOUS_CHART, NULL, "previous chart, or match", NULL,
	 "previous-chart"},
	{{TK_PAGE_DOWN, 'f' & 0x1f, 'd' & 0x1f}, CURSOR, DO_NEXT_CHART, NULL, "next chart", NULL,
	 "next-chart-page"},
	{{TK_PAGE_UP, 'b' & 0x1f, 'u' & 0x1f}, CURSOR, DO_PREVIOUS_CHART, NULL, "previous chart",
	 NULL, "previous-chart-page"},
	{{'s'}, IN_SCALARS, DO_SMOOTHER, NULL, "smooth more", "smooth", "smooth-more"},
	{{'S'}, IN_SCALARS, DO_ROUGHER, NULL, "smooth less", NULL, "smooth-less"},
	{{'y'}, IN_SCALARS | IN_BOTH_HISTOGRAMS, DO_Y_SCALE, NULL, "y axis: linear, log, symlog",
	 "scale", "y-scale"},
	{{'Y'}, IN_SCALARS, DO_Y_RANGE, NULL, "y range: fitted, from 0, 0..1, the same", NULL,
	 "y-range"},
	{{'X'}, IN_SCALARS, DO_LOG_X, NULL, "logarithmic axis of steps, or linear", NULL, "log-x"},
	{{'x'}, OVER_STEPS, DO_X_AXIS, NULL, "x axis: step, relative, wall time", "axis", "x-axis"},
	{{'o'}, OVER_STEPS, DO_OUTLIERS, NULL, "cut outliers from the y axis, or not", "outliers",
	 "outliers"},
	{{'w'}, IN_SCALARS, DO_RAW, NULL, "show or hide the raw curve", NULL, "raw"},
	{{'+'}, ZOOMED, DO_ZOOM_IN, NULL, "zoom in along x", "zoom", "zoom-in"},
	{{'-'}, ZOOMED, DO_ZOOM_OUT, NULL, "zoom out", NULL, "zoom-out"},
	{{'H'}, IN_FULL(VIEW_CONFUSION), DO_PAN_LEFT, NULL, "ten classes to the left", NULL,
	 "classes-left"},
	{{'L'}, IN_FULL(VIEW_CONFUSION), DO_PAN_RIGHT, NULL, "ten classes to the right", NULL,
	 "classes-right"},
	{{'H'}, ZOOMED, DO_PAN_LEFT, NULL, "pan left", NULL, "pan-left"},
	{{'L'}, ZOOMED, DO_PAN_RIGHT, NULL, "pan right", NULL, "pan-right"},
	{{'='}, ZOOMED, DO_FIT, NULL, "fit all of the data", "fit", "fit"},
	{{'*'}, OVER_STEPS, DO_LINK_ZOOM, NULL, "zoom charts together, or each by itself",
	 "link", "link-zoom"},
	{{'c'}, IN_TAG_PAGES, DO_FEWER_COLUMNS, NULL, "fewer charts side by side", NULL,
	 "fewer-columns"},
	{{'C'}, IN_TAG_PAGES, DO_MORE_COLUMNS, NULL, "more charts side by side", NULL,
	 "more-columns"},

	{{' '}, IN_RUNS, DO_TOGGLE_RUN, "Runs and tags", "show or hide the run", "draw",
	 "show-run"},
	{{TK_ENTER}, IN_RUNS, DO_ONLY_RUN, NULL, "draw only this run, or all runs", "only",
	 "only-run"},
	{{'*'}, IN_RUNS, DO_ALL_RUNS, NULL, "draw all runs", "all", "all-runs"},
	{{'t'}, IN_RUNS, DO_MODE, NULL, "table of the runs and their values, or list", "table",
	 "runs-table"},
	{{'h', TK_LEFT}, IN_RUNS, DO_LEFT, NULL, "in the table: column to the left", NULL,
	 "runs-column-left"},
	{{'l', TK_RIGHT}, IN_RUNS, DO_RIGHT, NULL, "in the table: column to the right", "column",
	 "runs-column-right"},
	{{'T', TK_F6}, IN_RUNS, DO_SORT, NULL, "sort by the next value, or the column",
	 "sort", "sort-runs"},
	{{'W'}, IN_RUNS, DO_WAY, NULL, "in the table: the next value of the tags", "values",
	 "runs-value"},
	{{'P'}, IN_RUNS, DO_PIN, NULL, "pin the run as baseline, or release it", "baseline",
	 "baseline"},
	{{'H'}, IN_RUNS, DO_HIDE, NULL, "hide the run, or the marked ones", "hide", "hide-run"},
	{{'E'}, IN_RUNS, DO_NOTE, NULL, "edit a note on the run", "note", "note-run"},
	{{'R'}, IN_RUNS, DO_RENAME, NULL, "show the run under another name", "name", "name-run"},
	{{'m'}, IN_RUNS, DO_MARK, NULL, "mark the run, or not", "mark", "mark-run"},
	{{'D'}, IN_RUNS, DO_DELETION, NULL, "commands that delete the marked runs", "delete",
	 "delete-commands"},
	{{'y' & 0x1f}, IN_RUNS, DO_COPY, NULL, "copy the path of the run", "copy", "copy-path"},
	{{'y'}, IN_RUNS, DO_COPY_NAME, NULL, "copy the name of the run", NULL, "copy-name"},
	{{TK_ENTER}, IN_TAGS, DO_ENTER, NULL, "full size", "focus", "open-tag"},
	{{'/', TK_F3},
	 EVERYWHERE & ~(IN_OVERLAYS | IN_GRAPH | IN_EMBEDDINGS | IN_SEARCHED | IN_RUNS),
	 DO_FILTER_TAGS, NULL, "filter tags by regex; !REGEX leaves out", "tags", "filter-tags"},
	{{'/', TK_F3}, IN_RUNS, DO_FILTER_RUNS, NULL, "filter runs by regex, as f everywhere",
	 "runs", "filter-list"},
	{{'/', TK_F3}, IN_SEARCHED | IN_VIEWS, DO_FIND, NULL, "search in the text, or in the rows",
	 "search", "find"},
	{{'n'}, IN_TRIALS | IN_FINDINGS | IN_OVERLAYS, DO_NEXT_CHART, NULL,
	 "next match of the search", NULL, "next-found"},
	{{'N', 'p'}, IN_TRIALS | IN_FINDINGS | IN_OVERLAYS, DO_PREVIOUS_CHART, NULL,
	 "previous match", NULL, "previous-found"},
	{{'f', TK_F4}, EVERYWHERE & ~IN_OVERLAYS, DO_FILTER_RUNS, NULL,
	 "filter runs by regex; !REGEX leaves out", "runs", "filter-runs"},
	{{'n'}, MATCHED, DO_NEXT_CHART, NULL, "next match of a filter", NULL, "next-row"},
	{{'N'}, MATCHED, DO_PREVIOUS_CHART, NULL, "previous match", NULL, "previous-row"},
	{{'U'}, EVERYWHERE & ~IN_OVERLAYS, DO_UNDO, NULL,
	 "undo the last change of filters, runs, zoom", NULL, "undo"},
	{{'K'}, GROUPED, DO_GROUP, NULL, "runs that differ by their seed as one curve", NULL,
	 "group-seeds"},
	{{'M'}, IN_CHARTS | IN_FOCUS, DO_MERGE, NULL,
	 "merge train and validation, or next chart", NULL, "merge-charts"},
	{{'P'}, IN_TAGS | IN_TAG_PAGES, DO_PIN_CHART, NULL, "pin the chart: it is first", NULL,
	 "pin-chart"},
	{{' '}, IN_TAGS | IN_CHARTS, DO_FOLD, NULL, "fold or unfold the group of charts", "unfold",
	 "fold-charts"},
	{{'P'}, IN_FOCUS | IN_FULL(VIEW_PR), DO_PIN, NULL,
	 "pin the run as baseline, or release it", NULL, "baseline"},
	{{'T', TK_F6}, IN_FOCUS, DO_SORT, NULL, "sort the table by the next column", NULL,
	 "sort-table"},
	{{':'}, EVERYWHERE & ~IN_OVERLAYS, DO_COMMAND, NULL, "command; Tab names them", NULL,
	 "command"},
	{{TK_TAB}, EVERYWHERE & ~IN_OVERLAYS, DO_NEXT_PANE, NULL, "next pane: charts, runs, tags",
	 "pane", "next-pane"},
	{{TK_BACK_TAB}, EVERYWHERE & ~IN_OVERLAYS, DO_PREVIOUS_PANE, NULL, "previous pane", NULL,
	 "previous-pane"},
	{{'b'}, EVERYWHERE & ~IN_OVERLAYS, DO_SIDEBAR, NULL, "show or hide the sidebar", NULL,
	 "sidebar"},

	{{TK_ENTER}, IN_GRAPH, DO_ENTER, "Graph",
	 "open or close the scope; follow the link", "open", "open-scope"},
	{{'/', TK_F3}, IN_GRAPH, DO_SEARCH, NULL, "search in names and operations", "search",
	 "search-graph"},
	{{'n'}, IN_GRAPH, DO_NEXT_CHART, NULL, "next match of the search, or next graph", NULL,
	 "next-match"},
	{{'N', 'p'}, IN_GRAPH, DO_PREVIOUS_CHART, NULL, "previous match, or graph", NULL,
	 "previous-match"},
	{{'i'}, IN_GRAPH, DO_LINKS, NULL, "to the inputs and outputs, or back", "inputs",
	 "graph-links"},
	{{'o' & 0x1f}, IN_GRAPH, DO_RETURN, NULL, "back to where a link was followed",
	 "back", "graph-back"},
	{{'t'}, IN_GRAPH, DO_MODE, NULL, "colour by device, time, memory, TPU", "colour",
	 "graph-colour"},
	{{'e'}, IN_GRAPH, DO_SAVE, NULL, "export the graph as a DOT file", "save",
	 "export-graph"},

	{{'/', TK_F3}, IN_EMBEDDINGS, DO_FIND_LABEL, "Embeddings", "search in labels", "search",
	 "search-labels"},
	{{'t'}, IN_EMBEDDINGS, DO_MODE, NULL, "principal components, or t-SNE", "type",
	 "embedding-type"},
	{{'W'}, IN_EMBEDDINGS, DO_MEASURE, NULL, "neighbours by cosine or distance", "measure",
	 "embedding-measure"},
	{{TK_ENTER}, IN_EMBEDDINGS, DO_ENTER, NULL, "to the nearest neighbour", "nearest",
	 "nearest-point"},
	{{'n'}, IN_EMBEDDINGS, DO_NEXT_CHART, NULL, "next label found, or next point", "next",
	 "next-label"},
	{{'N', 'p'}, IN_EMBEDDINGS, DO_PREVIOUS_CHART, NULL, "previous label, or point", NULL,
	 "previous-label"},
	{{'r'}, IN_EMBEDDINGS, DO_NEXT_RUN, NULL, "next embedding, of any run", "other",
	 "next-embedding"},
	{{'R'}, IN_EMBEDDINGS, DO_PREVIOUS_RUN, NULL, "previous embedding", NULL,
	 "previous-embedding"},

	{{'['}, STEPS, DO_STEP_BACK, "Steps and types", "the previous step, in all charts", "step",
	 "step-back"},
	{{']'}, STEPS, DO_STEP_FORWARD, NULL, "the next step", NULL, "step-forward"},
	{{'{'}, STEPS, DO_STEPS_BACK, NULL, "ten steps back", NULL, "steps-back"},
	{{'}'}, STEPS, DO_STEPS_FORWARD, NULL, "ten steps forward", NULL, "steps-forward"},
	{{'|'}, BESIDE, DO_BESIDE, NULL, "the next run beside this one, or none", "two runs",
	 "second-run"},
	{{'m'}, COMPARED, DO_MARK, NULL, "mark the run and the step that are shown", "mark",
	 "mark"},
	{{'m'}, IN_BOTH_HISTOGRAMS, DO_MARK, NULL, "mark a step, to compare bars", NULL,
	 "mark-histogram"},
	{{'d'}, IN_BOTH_HISTOGRAMS, DO_DIFFERENCE, NULL, "compare bars with it, or not", NULL,
	 "compare-histogram"},
	{{'y' & 0x1f}, IN_SCALARS, DO_COPY, NULL, "copy value, tag, run and step", NULL,
	 "copy-value"},
	{{'m'}, IN_FOCUS, DO_MARK, NULL, "second cursor at the crosshair, or none", NULL,
	 "second-cursor"},
	{{'d'}, COMPARED, DO_DIFFERENCE, NULL, "difference to the mark, or not", "difference",
	 "difference"},
	{{' '}, IN_FULL(VIEW_AUDIO), DO_PLAY, NULL, "play the sound, or stop it", "play", "play"},
	{{'e'}, IN_VIEW(VIEW_AUDIO) | IN_VIEW(VIEW_IMAGES), DO_SAVE, NULL,
	 "save the bytes that are in the log", "save", "save"},
	{{'e'}, FIGURES, DO_FIGURE, NULL, "save as SVG; :export FILE for PDF, PNG, ...",
	 "save", "export-chart"},
	{{'y' & 0x1f}, IN_VIEW(VIEW_TEXTS), DO_COPY, NULL, "copy to the clipboard", "copy",
	 "copy-text"},
	{{'t'}, IN_CHARTS, DO_MODE, NULL, "charts of tags, or of the log's layouts", NULL,
	 "layouts"},
	{{'t'}, IN_VIEW(VIEW_PR), DO_MODE, NULL, "precision over recall, ROC, F1 by threshold",
	 "type", "pr-type"},
	{{'F'}, IN_FULL(VIEW_PR), DO_BEST, NULL, "threshold with the greatest F1", "best F1",
	 "best-f1"},
	{{'t'}, IN_VIEW(VIEW_TEXTS), DO_MODE, NULL, "text rendered, or as it is", "type",
	 "text-type"},
	{{'t'}, IN_BOTH_HISTOGRAMS, DO_MODE, NULL, "heat map, bars of one step, ridge, overlay",
	 "type", "histogram-type"},
	{{'t'}, IN_VIEW(VIEW_CONFUSION), DO_MODE, NULL, "share of row, column or total, or counts",
	 "type", "matrix-type"},
	{{'.'}, IN_FULL(VIEW_IMAGES), DO_NEXT_PICTURE, NULL, "next image of the step, or frame",
	 "image", "next-image"},
	{{','}, IN_FULL(VIEW_IMAGES), DO_PREVIOUS_PICTURE, NULL, "previous image or frame", NULL,
	 "previous-image"},
	{{'.'}, IN_FULL(VIEW_AUDIO), DO_NEXT_PICTURE, NULL, "next sound of the step", "sound",
	 "next-sound"},
	{{','}, IN_FULL(VIEW_AUDIO), DO_PREVIOUS_PICTURE, NULL, "previous sound", NULL,
	 "previous-sound"},
	{{')'}, IN_VIEW(VIEW_IMAGES), DO_BRIGHTER, NULL, "brighter", "bright", "brighter"},
	{{'('}, IN_VIEW(VIEW_IMAGES), DO_DARKER, NULL, "darker", NULL, "darker"},
	{{'\''}, IN_VIEW(VIEW_IMAGES), DO_MORE_CONTRAST, NULL, "more contrast", "contrast",
	 "more-contrast"},
	{{';'}, IN_VIEW(VIEW_IMAGES), DO_LESS_CONTRAST, NULL, "less contrast", NULL,
	 "less-contrast"},
	{{'='}, IN_VIEW(VIEW_IMAGES), DO_FIT, NULL, "brightness and contrast of the file", NULL,
	 "reset-image"},
	{{'r'}, ONE_RUN, DO_NEXT_RUN, NULL, "next run", "run", "next-run"},
	{{'R'}, ONE_RUN, DO_PREVIOUS_RUN, NULL, "previous run", NULL, "previous-run"},

	{{TK_ENTER}, IN_TRIALS, DO_ENTER, "Hyperparameters", "the curves of the row", "curves",
	 "open-trial"},
	{{'&'}, IN_TRIALS, DO_FILTER_TRIALS, NULL, "filter by values: lr<1e-2 & optimizer=adam",
	 "where", "filter-trials"},
	{{'&'}, EVERYWHERE & ~IN_OVERLAYS & ~IN_TRIALS, DO_FILTER_TRIALS, NULL,
	 "filter runs by hyperparameters: lr<1e-2", NULL, "filter-trials"},
	{{'T', TK_F6}, IN_TRIALS, DO_ORDER, NULL, "sort by the column; again: reversed", "sort",
	 "sort-trials"},
	{{'W'}, IN_TRIALS, DO_WAY, NULL, "metrics: last, least, greatest or best value", "metric",
	 "metric"},
	{{'t'}, IN_TRIALS, DO_MODE, NULL, "parallel coordinates, scatter, importance", "type",
	 "trials-type"},
	{{'#'}, IN_TRIALS, DO_COLOUR, NULL, "colour runs by the column in all views", "colour",
	 "colour-runs"},
	{{'K'}, IN_TRIALS, DO_GROUP, NULL, "group runs by the column, in all charts", "group",
	 "group-runs"},
	{{' '}, IN_TRIALS, DO_TOGGLE_RUN, NULL, "show or hide the runs of the row", "draw",
	 "show-trial"},
	{{TK_ENTER}, IN_FINDINGS, DO_ENTER, "Findings", "chart at the step where it begins",
	 "chart", "open-finding"},
	{{'!'}, IN_FINDINGS, DO_ACKNOWLEDGE, NULL, "acknowledge: the finding stays quiet, or not",
	 "acknowledge", "acknowledge"},
	{{'a'}, EVERYWHERE & ~IN_OVERLAYS, DO_NEXT_FINDING, NULL, "to the next finding", "finding",
	 "next-finding"},
	{{'A'}, EVERYWHERE & ~IN_OVERLAYS, DO_PREVIOUS_FINDING, NULL, "to the previous one", NULL,
	 "previous-finding"},

	{{'/', TK_F3}, IN_HELP, DO_SEARCH_HELP, "Everywhere", "search in this help", "search",
	 "search-help"},
	{{'v'}, EVERYWHERE, DO_LIST_VIEWS, NULL, "list of all views", NULL, "list-views"},
	{{TK_ENTER}, IN_VIEWS, DO_ENTER, NULL, "show the view", "show", "show-view"},
	{{'<'}, EVERYWHERE, DO_PREVIOUS_VIEW, NULL, "previous view that has data", NULL,
	 "previous-view"},
	{{'>'}, EVERYWHERE, DO_NEXT_VIEW, NULL, "next view that has data", NULL, "next-view"},
#define VIEW_KEY(id, name, digit, wide, ...)                                                       \
	{{digit}, EVERYWHERE, DO_VIEW + (id), NULL, wide, NULL, "view-" name},
	VIEW_MAP(VIEW_KEY)
#undef VIEW_KEY
	{{'h', TK_LEFT}, MOVING & ~IN_RUNS, DO_LEFT, NULL, "left", NULL, "left"},
	{{'j', TK_DOWN}, MOVING, DO_DOWN, NULL, "down", NULL, "down"},
	{{'k', TK_UP}, MOVING, DO_UP, NULL, "up", NULL, "up"},
	{{'l', TK_RIGHT}, MOVING & ~IN_RUNS, DO_RIGHT, NULL, "right", NULL, "right"},
	{{'g', TK_HOME}, MOVING, DO_FIRST, NULL, "first", NULL, "first"},
	{{'G', TK_END}, MOVING, DO_LAST, NULL, "last", NULL, "last"},
	{{TK_PAGE_DOWN, 'f' & 0x1f, 'd' & 0x1f}, MOVING, DO_PAGE_DOWN, NULL, "next page", NULL,
	 "next-page"},
	{{TK_PAGE_UP, 'b' & 0x1f, 'u' & 0x1f}, MOVING, DO_PAGE_UP, NULL, "previous page", NULL,
	 "previous-page"},
	{{' '}, IN_HELP | IN_FULL(VIEW_TEXTS), DO_PAGE_DOWN, NULL, "next page", NULL,
	 "next-page-of-text"},
	{{TK_ESC}, EVERYWHERE, DO_BACK, NULL, "back one step: leaves pane, chart, filter", NULL,
	 "back"},
	{{'u'}, EVERYWHERE, DO_GLYPHS, NULL, "draw with Braille, blocks or ASCII", NULL, "glyphs"},
	{{'l' & 0x1f}, EVERYWHERE, DO_REDRAW, NULL, "redraw the screen", NULL, "redraw"},
	{{TK_F10}, IN_OVERLAYS, DO_QUIT, NULL, "quit", NULL, "quit-at-once"},
	{{'?', TK_F1}, EVERYWHERE, DO_HELP, NULL, "this help", "help", "help"},
	{{'q'}, IN_OVERLAYS, DO_LEAVE, NULL, "leave the help or the list", "leave", "leave"},
	{{'q', TK_F10}, EVERYWHERE & ~IN_OVERLAYS, DO_QUIT, NULL, "quit", "quit", "quit"},
};
/* clang-format on */
const size_t n_bindings = sizeof bindings / sizeof *bindings;

const struct gesture gestures[] = {
	{"Click", "focus; again: as Enter; a key below: press it"},
	{"Right", "back, as Esc"},
	{"Wheel", "zoom at the pointer; scroll a list or a text"},
	{"Drag", "zoom to the selected part"},
	{"Hover", "read the values at the pointer"},
	{"Shift", "select text, as without tbtop"},
};
const size_t n_gestures = sizeof gestures / sizeof *gestures;

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
		return m->view == VIEW_LIST ? IN_VIEWS : IN_HELP;
	return binding_context_below(m);
}

bool binding_has(enum action action, unsigned contexts)
{
	for (size_t i = 0; i < n_bindings; i++)
		if (bindings[i].action == action && bindings[i].where & contexts)
			return true;
	return false;
}
