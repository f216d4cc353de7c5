/* view: the parts of the view of trials. Each draws into its own area. */
#ifndef TBTOP_VIEW_TRIALS_VIEW_H
#define TBTOP_VIEW_TRIALS_VIEW_H

#include "tbtop/view/frame.h"

/* Draws the table with a title. The focused row and column are visible. */
void trials_table_draw(const struct frame *f, struct rect r, bool active);
/* Returns the number of rows that a table of h lines shows. */
int trials_table_rows(int h);

/* Draws the shown rows as lines over one axis for each column that differs. */
void trials_parallel_draw(const struct frame *f, struct rect r);

/* Draws the shown rows as points: the focused column, and the metric that rows are compared by. */
void trials_scatter_draw(const struct frame *f, struct rect r);

/* Draws how much the metric that rows are compared by depends on each hyperparameter. */
void trials_importance_draw(const struct frame *f, struct rect r);

/* Returns the style of the values of a row. */
struct style trials_style(const struct model *m, size_t row);

#endif
