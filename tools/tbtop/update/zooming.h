/* update: the visible part of the x axis of charts. */
#ifndef TBTOP_UPDATE_ZOOMING_H
#define TBTOP_UPDATE_ZOOMING_H

#include "tbtop/model/bindings.h"
#include "tbtop/model/model.h"

/* Finds the range of x that the focused chart shows. Returns false if it has no length. */
bool zoom_window(const struct model *m, double *x0, double *x1);

/* Returns the middle of a range, which may be longer than the largest double, and a part of its
 * length. */
double zoom_middle(double x0, double x1);
double zoom_part(double x0, double x1, int parts);

/* Shows the part of the x axis from a to b in the focused chart, shifted so that it lies within the
 * data. A part wider than the data shows all. */
void zoom_show(struct model *m, double a, double b);

/* Ends the zoom of the focused chart if it does not show x. */
void zoom_uncover(struct model *m, double x);

/* After zooms were linked, charts show the part that the focused one showed. */
void zoom_linked(struct model *m);

/* Executes the keys + - H L = and *. */
void update_zoom(struct model *m, enum action action);

#endif
