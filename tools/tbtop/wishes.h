/* tbtop: what keys ask for beyond a change of the model: saving, copying, playing. */
#ifndef TBTOP_WISHES_H
#define TBTOP_WISHES_H

#include "tbtop/cache/caches.h"
#include "tbtop/model/geometry.h"
#include "tbtop/model/model.h"
#include "tbtop/player.h"

/* Grants the wish of the model as soon as the reader has written the file; m->message tells what
 * was done. `player` is NULL without a terminal. Call it after each frame, of which `seen` is the
 * geometry. Returns whether the model changed, so that another frame is due. */
bool wishes_serve(struct model *m, struct caches *caches, const struct geometry *seen,
		  struct player *player);

/* Tells in m->message how the player ended, after its descriptor became readable. */
void wishes_player_ended(struct model *m, struct player *player);

#endif
