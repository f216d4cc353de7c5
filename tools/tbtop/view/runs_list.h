/* view: the rows of lists of runs, with headings of groups. */
#ifndef TBTOP_VIEW_RUNS_LIST_H
#define TBTOP_VIEW_RUNS_LIST_H

#include "tbtop/model/model.h"
#include "tbtop/view/cells.h"
#include "tbtop/view/palette.h"

/* A row of the list: a run, or the heading of a group, which is before its runs. */
struct list_row {
	size_t run;   /* index in model.runs; of a heading, the first run of the group */
	size_t group; /* number of runs below a heading; 0: a run */
	bool below;   /* the run is below a heading */
};

/* Returns the rows. Release them with free. */
struct list_row *list_rows(const struct model *m, size_t *n);

/* What the right end of a row has: the word for a run that is not drawn; or the state in words too,
 * where there is space; or the value that orders the runs. */
enum row_note { NOTE_HIDDEN, NOTE_STATE, NOTE_SCORE };

/* Draws the letter and the name of a run, its state as a symbol, and its findings; or the name of a
 * group and the number of its runs. */
void runs_list_row_draw(const struct model *m, struct grid *g, struct rect r,
			const struct list_row *row, enum row_note note);

/* Draws the letter of a run, or a dot for a run that is not drawn. Returns the width of letters. */
int run_letter_draw(const struct model *m, struct grid *g, int x, int y, const struct run *run);

/* Draws the number of errors and warnings, or a mark for damage, at the right edge. Returns the
 * number of columns used. */
int badge_draw(struct grid *g, int right, int y, const unsigned findings[3], uint64_t damages);

/* Returns the colour of the letter of a run, and that of its state. */
colour run_list_colour(const struct run *run);
colour run_state_colour(const struct run *run);

#endif
