/* tbtop: keys and their answers. A key after which the frame is the same gets a message with the
 * reason. */
#ifndef TBTOP_ANSWER_H
#define TBTOP_ANSWER_H

#include <stdint.h>

#include "tbtop/model/bindings.h"
#include "tbtop/model/geometry.h"
#include "tbtop/view/cells.h"

/* Initialize it with zeros. */
struct answer {
	uint64_t before;    /* a hash of the last frame */
	unsigned keys;      /* number of keys since then */
	int key;            /* the last one, */
	enum action action; /* its meaning where it was pressed, */
	bool silent;        /* and whether it had no other effect than a change of the model */
};

/* Applies a key or an event of the mouse to the model (update_input). Returns false if nothing that
 * is drawn can have changed. */
bool answer_key(struct answer *a, struct model *m, const struct geometry *seen, int key);

/* Compares a frame with the last one. Returns whether it explained a key: then the frame is drawn
 * again for the message. It explains nothing after several keys, which may undo each other. */
bool answer_frame(struct answer *a, struct model *m, const struct geometry *seen,
		  const struct grid *g);

#endif
