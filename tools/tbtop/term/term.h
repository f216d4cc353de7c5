/* term: a grid of cells on the terminal, and the keys that come from it (ncurses). */
#ifndef TBTOP_TERM_TERM_H
#define TBTOP_TERM_TERM_H

#include <stdbool.h>
#include <stddef.h>

#include "tbtop/model/glyphs.h"
#include "tbtop/view/cells.h"

/* What the environment says of the terminal: locale, TERM, NO_COLOR. Needs setlocale. */
enum glyph_tier term_default_glyphs(void);

/* Takes the terminal over. `colours` is the tier asked for, COLOUR_TIERS for the best there is.
 * False with a sentence in `error`, the terminal then as it was. Pair with term_close. */
bool term_open(enum colour_tier colours, char *error, size_t size);
void term_close(void);

/* What the terminal can show. */
enum colour_tier term_colours(void);

void term_size(int *w, int *h);
/* After SIGWINCH: takes over the new size. */
void term_resized(void);

/* Shows the grid; only what differs from the last one is sent. `whole` sends everything. */
void term_draw(const struct grid *g, bool whole);

/* The next key that was pressed: KEY_NONE when there is none, below it for one without a meaning (key_names.h).
 * Never waits. */
int term_key(void);

/* Gives the terminal back, stops the process, and takes it over again when it goes on. */
void term_suspend(void);
/* After SIGCONT: takes the modes over again. */
void term_continued(void);

#endif
