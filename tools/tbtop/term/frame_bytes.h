/* term: the bytes that change the screen from one frame to the next. */
#ifndef TBTOP_TERM_FRAME_BYTES_H
#define TBTOP_TERM_FRAME_BYTES_H

#include <stdbool.h>

#include "tbtop/term/byte_buffer.h"
#include "tbtop/view/cells.h"

/* Reads the description of the terminal. Call it after the terminal was opened. */
void frame_bytes_open(void);
void frame_bytes_close(void);

/* The contents of the screen are not known: the next frame clears it and sends every cell. */
void frame_bytes_forget(void);

/* Returns whether the screen does not show a frame that a grid can be drawn over. */
bool frame_bytes_clears(const struct grid *g);

/* Adds the bytes that show a grid. Returns the number of changed cells. */
size_t frame_bytes_add(struct byte_buffer *to, const struct grid *g);

#endif
