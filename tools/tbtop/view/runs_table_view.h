/* view: the table of runs over the whole screen. */
#ifndef TBTOP_VIEW_RUNS_TABLE_VIEW_H
#define TBTOP_VIEW_RUNS_TABLE_VIEW_H

#include "tbtop/view/frame.h"

void runs_table_draw(const struct frame *f, struct rect r);

/* Returns the number of rows that a table of h lines shows. */
int runs_table_rows(int h);

#endif
