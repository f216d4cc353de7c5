/* view: what is drawn of a confusion matrix: its shares or counts, alone or as the difference to
 * another matrix, as numbers and as colours. */
#ifndef TBTOP_VIEW_MATRIX_H
#define TBTOP_VIEW_MATRIX_H

#include "common/format.h"
#include "tbtop/cache/confusions.h"
#include "tbtop/model/model.h"
#include "tbtop/view/cells.h"

struct matrix {
	const struct confusion_value *shown;
	const struct confusion_value *from; /* the marked one; NULL: no difference is shown */
	enum confusion_share share;
	bool cursor; /* the cell below is marked */
	size_t label, prediction;
};

/* Returns the share of a block of cells, or its count; with a marked matrix the difference. NaN:
 * the share of nothing. */
double matrix_value(const struct matrix *m, struct class_range labels,
		    struct class_range predictions);
double matrix_cell(const struct matrix *m, size_t label, size_t prediction);

/* Returns the value that is drawn with the full strength of a colour; `most` is the largest
 * absolute value that is drawn. */
double matrix_full(const struct matrix *m, double most);

/* Writes a value: a share in percent, a count as a whole number, a difference with a sign; zero as
 * a dot. */
void matrix_text(const struct matrix *m, double value, char text[FORMAT_TEXT]);
/* Returns the columns that the values of all cells need. */
int matrix_text_width(const struct matrix *m);

/* Returns the background of a value, from -1 to 1 in units of matrix_full. */
colour matrix_colour(const struct matrix *m, double strength);
/* Returns black or white, whichever contrasts more with a background. */
colour matrix_ink(colour background);

/* Writes the name of a class in whole characters, or its number. */
enum { CLASS_TEXT = 44 };
void matrix_class(const struct confusion_value *value, size_t class, char text[CLASS_TEXT]);

/* --- parts of the view ------------------------------------------------------------------------ */

/* Returns whether all classes fit into r as numbers. */
bool matrix_fits(const struct matrix *m, struct rect r);

/* Draws the numbers of as many cells as fit, around the cursor, with the scores of the classes
 * where they fit. Returns the height that was used. */
int matrix_cells_draw(struct grid *g, struct rect r, const struct matrix *m);

/* Draws the whole matrix as a density map; each point is a block of cells. */
void matrix_map_draw(struct grid *g, struct rect r, const struct matrix *m);

/* Gets the most confused pair. Returns false if no prediction is wrong. */
bool matrix_first_pair(const struct confusion *c, enum confusion_share share, size_t *label,
		       size_t *prediction);

/* Draws the most confused pairs, and the curve of the cell of the cursor over the steps of a
 * series. */
struct frame;
void matrix_pairs_draw(const struct frame *f, struct rect r, const struct matrix *m,
		       const tfe_view *view, colour run);

#endif
