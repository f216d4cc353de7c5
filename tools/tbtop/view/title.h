/* view: the line above a chart: what it shows, and notes at its right end. */
#ifndef TBTOP_VIEW_TITLE_H
#define TBTOP_VIEW_TITLE_H

#include <stdbool.h>

#include "common/printf_like.h"
#include "tbtop/model/model.h"
#include "tbtop/view/cells.h"

enum { TITLE_NOTES = 6 };

struct title {
	const char *text;
	bool active; /* has the focus */
	struct {
		char text[48];
		int brief; /* the first bytes that will do where room is short; 0: all */
		struct style style;
	} note[TITLE_NOTES];
	int notes;
};

/* `text` must live until the title is drawn. */
void title_init(struct title *t, const char *text, bool active);

/* Added from right to left; those that leave the text too little room are not drawn. */
void title_note(struct title *t, struct style style, const char *format, ...) PRINTF_LIKE(3, 4);

/* How many errors and warnings the tag has, if any. */
void title_findings(struct title *t, const struct tag *tag);

/* The same of one run alone, for what shows no other. */
void title_run_findings(struct title *t, const struct model *m, const struct tag *tag, size_t run);

/* Which run it is, where there is more than one. */
void title_run(struct title *t, const struct model *m, size_t run);

/* In the first row of r. */
void title_draw(const struct title *t, struct grid *g, struct rect r);

#endif
