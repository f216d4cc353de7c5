/* model: the table of key bindings. Dispatch, footer, help, config and the man page are
 * generated from it. keymap.h has the keys that the user chose instead. */
#ifndef TBTOP_MODEL_BINDINGS_H
#define TBTOP_MODEL_BINDINGS_H

#include <assert.h>
#include <stddef.h>

#include "tbtop/model/model.h"

/* The places where a key has a meaning. Exactly one of them is current (binding_context): a list,
 * an overlay, the page of a view, or one tag of a view in full size. */
#define IN_PAGE(view) (1 << (4 + 2 * (view)))
#define IN_FULL(view) (2 << (4 + 2 * (view)))
#define IN_VIEW(view) (IN_PAGE(view) | IN_FULL(view))
enum context {
	IN_RUNS = 1 << 0,  /* the list of runs */
	IN_TAGS = 1 << 1,  /* the list of tags */
	IN_HELP = 1 << 2,  /* the help, or the commands that delete runs */
	IN_VIEWS = 1 << 3, /* the list of views */
	EVERYWHERE = (1 << (4 + 2 * TABS)) - 1,
	IN_LISTS = IN_RUNS | IN_TAGS,
	IN_OVERLAYS = IN_HELP | IN_VIEWS,
	IN_CHARTS = IN_PAGE(VIEW_SCALARS),
	IN_FOCUS = IN_FULL(VIEW_SCALARS),
	IN_SCALARS = IN_VIEW(VIEW_SCALARS),
	IN_HISTOGRAMS = IN_PAGE(VIEW_HISTOGRAMS),
	IN_HISTOGRAM = IN_FULL(VIEW_HISTOGRAMS),
	IN_BOTH_HISTOGRAMS = IN_VIEW(VIEW_HISTOGRAMS),
	IN_FINDINGS = IN_VIEW(VIEW_FINDINGS),
	IN_GRAPH = IN_VIEW(VIEW_GRAPH),
	IN_TRIALS = IN_VIEW(VIEW_HPARAMS),
	IN_EMBEDDINGS = IN_VIEW(VIEW_EMBEDDINGS),
	IN_SEARCHED = IN_FULL(VIEW_TEXTS) | IN_TRIALS | IN_FINDINGS,   /* see update/search.h */
	IN_OTHER = IN_FINDINGS | IN_GRAPH | IN_TRIALS | IN_EMBEDDINGS, /* not charts of tags */
	/* Views of tags: their pages, and one tag in full size. */
	IN_TAG_PAGES = 0x15555550 & EVERYWHERE & ~IN_OTHER,
	IN_TAG_FULL = 0x2aaaaaa0 & EVERYWHERE & ~IN_OTHER,
	/* One chart in full size with a crosshair. */
	IN_CROSSHAIR = IN_FOCUS | IN_HISTOGRAM | IN_FULL(VIEW_DISTRIBUTIONS)
};
static_assert(4 + 2 * TABS < 31, "each context is a bit of an int");

enum action {
	DO_NOTHING,
	DO_LEFT,
	DO_RIGHT,
	DO_UP,
	DO_DOWN,
	DO_FIRST,
	DO_LAST,
	DO_PAGE_UP,
	DO_PAGE_DOWN,
	DO_ENTER,
	DO_BACK,
	DO_LEAVE, /* an overlay, also while its rows are searched */
	DO_NEXT_CHART,
	DO_PREVIOUS_CHART,
	DO_NEXT_PANE,
	DO_PREVIOUS_PANE,
	DO_SIDEBAR,
	DO_SMOOTHER,
	DO_ROUGHER,
	DO_Y_SCALE,
	DO_Y_RANGE,
	DO_LOG_X,
	DO_X_AXIS,
	DO_OUTLIERS,
	DO_RAW,
	DO_FEWER_COLUMNS,
	DO_MORE_COLUMNS,
	DO_ZOOM_IN,
	DO_ZOOM_OUT,
	DO_PAN_LEFT,
	DO_PAN_RIGHT,
	DO_FIT,
	DO_LINK_ZOOM,
	DO_TOGGLE_RUN,
	DO_ONLY_RUN,
	DO_ALL_RUNS,
	DO_NEXT_RUN,
	DO_PREVIOUS_RUN,
	DO_BESIDE,
	DO_NEXT_FINDING,
	DO_PREVIOUS_FINDING,
	DO_ACKNOWLEDGE,
	DO_STEP_BACK,
	DO_STEP_FORWARD,
	DO_STEPS_BACK,
	DO_STEPS_FORWARD,
	DO_MARK,
	DO_DIFFERENCE,
	DO_NEXT_PICTURE,
	DO_PREVIOUS_PICTURE,
	DO_BRIGHTER,
	DO_DARKER,
	DO_MORE_CONTRAST,
	DO_LESS_CONTRAST,
	DO_SAVE,
	DO_FIGURE,
	DO_LINKS,
	DO_RETURN,
	DO_SEARCH,
	DO_FIND_LABEL,
	DO_FIND,
	DO_MEASURE,
	DO_PLAY,
	DO_COPY,
	DO_BEST,
	DO_ORDER,
	DO_COLOUR,
	DO_WAY,
	DO_FILTER_TRIALS,
	DO_MODE,
	DO_FILTER_TAGS,
	DO_FILTER_RUNS,
	DO_COMMAND,
	DO_UNDO,
	DO_SEARCH_HELP,
	DO_GROUP,
	DO_PIN,
	DO_PIN_CHART,
	DO_FOLD,
	DO_MERGE,
	DO_SORT,
	DO_NOTE,
	DO_RENAME,
	DO_HIDE,
	DO_UNHIDE,
	DO_DELETION,
	DO_COPY_NAME,
	DO_NEXT_VIEW,
	DO_PREVIOUS_VIEW,
	DO_LIST_VIEWS,
	DO_HELP,
	DO_GLYPHS,
	DO_REDRAW,
	DO_QUIT,
	DO_VIEW, /* DO_VIEW + enum view_id */
	ACTIONS = DO_VIEW + TABS
};

enum { BINDING_KEYS = 3 };

struct binding {
	int keys[BINDING_KEYS]; /* unused entries are 0; a view without a digit has no key */
	unsigned where;         /* a set of enum context */
	enum action action;
	const char *section; /* section of the help; NULL: that of the binding above */
	const char *help;
	const char *brief; /* the word in the footer; NULL: the footer does not show it */
	const char *name;  /* in the config; bindings of one name get the same keys */
};

/* The last ones are always in the footer: help, and leaving an overlay or the program. */
enum { PINNED_BINDINGS = 3 };
extern const struct binding bindings[];
extern const size_t n_bindings;

/* What the mouse does, for the help. */
struct gesture {
	const char *name, *help;
};

extern const struct gesture gestures[];
extern const size_t n_gestures;

unsigned binding_context(const struct model *m);

/* Returns the context below an overlay. */
unsigned binding_context_below(const struct model *m);

/* Returns whether a key has the action in one of these contexts. */
bool binding_has(enum action action, unsigned contexts);

#endif
