/* update: the mouse in a matrix, a picture, a PR curve, a sound or an embedding. */
#ifndef TBTOP_UPDATE_POINTING_H
#define TBTOP_UPDATE_POINTING_H

#include "tbtop/model/geometry.h"
#include "tbtop/model/model.h"

/* Moves the cursor of what is drawn there to the cell x, y of the screen: the cell of a matrix, the
 * pixel of a picture, the threshold of a curve, the time of a sound, the point of an embedding.
 * `hovers`: no button is pressed; then only what is drawn as a whole is read. Returns whether the
 * cursor was moved. */
bool point_at(struct model *m, const struct geometry *seen, const struct target *t, int x, int y,
	      bool hovers);

#endif
