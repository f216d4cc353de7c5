/* term: pixels over cells, on terminals that report sixel graphics or kitty's protocol. */
#ifndef TBTOP_TERM_GRAPHICS_H
#define TBTOP_TERM_GRAPHICS_H

#include <stdbool.h>

#include "tbtop/term/byte_buffer.h"
#include "tbtop/view/cells.h"

/* Returns the query that a terminal answers with its graphics; "" inside of a multiplexer or a
 * terminal that cannot have any. `name`: of its description. */
const char *graphics_query(const char *name);

/* Adopts the reply to the device attributes (DA1), such as "62;4;22", or to the query of kitty,
 * such as "i=31;OK". */
void graphics_attributes_reply(const char *text);
void graphics_kitty_reply(const char *text);

/* Returns what the terminal shows: GRAPHICS_NONE until it replied, and if it does not report the
 * size of its cells. */
enum graphics graphics_of_terminal(int *cell_w, int *cell_h);

/* Returns whether a grid lacks an overlay of the last frame. Then the whole screen has to be drawn,
 * because sixels stay until their cells are written. */
bool graphics_leave(const struct grid *g);

/* Adds the bytes that show the overlays of a grid, after those of its cells. Those that are
 * shown already are not sent again, unless `whole`. */
void graphics_add(struct byte_buffer *to, const struct grid *g, bool whole);

#endif
