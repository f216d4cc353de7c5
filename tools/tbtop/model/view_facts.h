/* model: the properties of views: names, titles, and whether the log has data for them. */
#ifndef TBTOP_MODEL_VIEW_FACTS_H
#define TBTOP_MODEL_VIEW_FACTS_H

#include <stdbool.h>
#include <stddef.h>

#include "tbtop/model/model.h"

enum title_form { TITLE_LONG, TITLE_MEDIUM, TITLE_SHORT, TITLE_FORMS };

struct view_facts {
	const char *name; /* the word for --view */
	char digit;       /* 0: no digit */
	const char *title[TITLE_FORMS];
	const char *noun; /* "histograms", as in "no histograms in these runs" */
	enum tag_kind kind;
};

/* The views that have a tab, by enum view_id. */
extern const struct view_facts view_facts[TABS];

/* Returns the view that an overlay (the help, the list of views) covers, or the current view. */
enum view_id model_view(const struct model *m);

/* Returns the number of items that the log has for a view: tags or findings, whatever the
 * filters. */
size_t view_count(const struct model *m, enum view_id view);

/* Returns the number of those that match the filters. */
size_t view_rows(const struct model *m, enum view_id view);

/* Returns whether the log has data for a view. Findings are always present, because "none" is a
 * result too. */
bool view_present(const struct model *m, enum view_id view);

/* Returns the first view of data that is present, or VIEW_SCALARS. */
enum view_id view_first(const struct model *m);

/* Returns the next (direction 1) or previous (-1) present view. */
enum view_id view_beside(const struct model *m, int direction);

#endif
