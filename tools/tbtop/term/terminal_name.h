/* term: the description of the terminal (terminfo). */
#ifndef TBTOP_TERM_TERMINAL_NAME_H
#define TBTOP_TERM_TERMINAL_NAME_H

#include <stdbool.h>
#include <stddef.h>

enum { TERMINAL_NAME = 64 };

/* Chooses the description of the terminal TERM: its own, or that of a terminal whose sequences it
 * understands if the host does not know it; then `text` has a note. Returns false with a message in
 * `text` if there is none. */
bool terminal_name(char name[TERMINAL_NAME], char *text, size_t size);

/* Returns whether the terminal is known to ignore control strings (OSC) that it does not
 * understand. */
bool terminal_knows_osc(const char *name);

#endif
