/* term: keys, and other input of the terminal: pasted text, and its background colour. */
#ifndef TBTOP_TERM_KEYS_H
#define TBTOP_TERM_KEYS_H

#include <stdbool.h>

/* Defines the sequences that curses does not know. Call it after the terminal was initialized.
 * `marked_pastes`: the terminal marks pasted text. */
void keys_define(bool marked_pastes);

/* Returns the next key (key_names.h), KEY_NONE without one, or TK_IGNORED for input that is no key.
 * Never waits. */
int term_key(void);

/* Returns a note for the user about a reply of the terminal, once; NULL without one. */
const char *keys_note(void);

#endif
