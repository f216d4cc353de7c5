/* view: the title line of a chart, with notes at its right end. */
#ifndef TBTOP_VIEW_TITLE_H
#define TBTOP_VIEW_TITLE_H

#include <stdbool.h>

#include "common/printf_like.h"
#include "tbtop/model/model.h"
#include "tbtop/view/cells.h"

enum { TITLE_NOTES = 6 };

struct title {
	const char *text;
	size_t differs; /* see name_draw */
	bool active;    /* the chart has the focus */
	struct {
		char text[48];
		int brief; /* length of the short form in bytes; 0: none */
		struct style style;
	} note[TITLE_NOTES];
	int notes;
};

/* `text` must remain valid until the title is drawn. */
void title_init(struct title *t, const char *text, bool active);

/* Adds a note to the left of the previous ones. Notes are omitted if the text would become too
 * short. */
void title_note(struct title *t, struct style style, const char *format, ...) PRINTF_LIKE(3, 4);

/* Adds the number of errors and warnings of the tag, if any. */
void title_findings(struct title *t, const struct tag *tag);

/* Does the same for one run. */
void title_run_findings(struct title *t, const struct model *m, const struct tag *tag, size_t run);

/* Adds the name of the run if there are several runs. */
void title_run(struct title *t, const struct model *m, size_t run);

/* Adds whether the chart of a tag shows a part of its x axis: on a page where each chart has its
 * own zoom, and where its zoom does not apply to it. */
void title_zoom(struct title *t, const struct model *m, const struct tag *tag, bool zoomed);

/* Draws the title in the first row of r. */
void title_draw(const struct title *t, struct grid *g, struct rect r);

#endif
