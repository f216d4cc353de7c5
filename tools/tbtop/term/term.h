/* term: shows a grid of cells on the terminal and reads its keys (ncurses). */
#ifndef TBTOP_TERM_TERM_H
#define TBTOP_TERM_TERM_H

#include <stdbool.h>
#include <stddef.h>

#include "tbtop/model/glyphs.h"
#include "tbtop/view/cells.h"

/* Returns whether the locale has all characters of Unicode. Call setlocale first. */
bool term_has_unicode(void);

/* Returns the characters that the environment (locale, TERM) suggests. Call setlocale first. */
enum glyph_tier term_default_glyphs(void);

/* Returns whether terminfo describes the terminal TERM, or a related one, and it can move the
 * cursor. Otherwise writes the reason to `text`. */
bool term_is_usable(char *text, size_t size);

/* Initializes the terminal. `colours` is the requested tier; COLOUR_TIERS selects the best one.
 * `background`: BACKGROUNDS asks the terminal. Writes a note for the user to `text`, or "". Returns
 * false with a message in `text`, and leaves the terminal unchanged. Pair with term_close. */
bool term_open(enum colour_tier colours, enum background background, char *text, size_t size);
void term_close(void);

/* Returns the colours that the terminal can show. */
enum colour_tier term_colours(void);

/* Returns how it shows pixels, and the size of a cell in pixels. */
enum graphics term_graphics(int *cell_w, int *cell_h);

/* Gets the events of the mouse as keys, or leaves it to the terminal. At first it is left. */
void term_mouse(bool on);

void term_size(int *w, int *h);
/* Adopts the new size after SIGWINCH. */
void term_resized(void);

/* Shows the grid. Only changed cells are sent unless `whole` is true. What the terminal does not
 * accept now is kept. */
void term_draw(const struct grid *g, bool whole);

/* Sends what was kept. Returns whether nothing is left, and the terminal accepts a frame. */
bool term_is_ready(void);

/* Copies n bytes to the clipboard, if the terminal permits it. Returns false if the terminal has no
 * sequence for that. */
bool term_copy(const char *bytes, size_t n);

/* Rings the bell, or asks the terminal for a notification of the desktop (OSC 9 or OSC 777), also
 * through tmux and GNU screen. Control characters of the text are replaced. */
void term_bell(void);
void term_notify_9(const char *text);
void term_notify_777(const char *title, const char *text);

/* Restores the terminal, stops the process, and initializes the terminal when it continues. */
void term_suspend(void);
/* Sets the modes of the terminal after SIGCONT. */
void term_continued(void);

#endif
