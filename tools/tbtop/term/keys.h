/* term: keys, and other input of the terminal: pasted text, and its background colour. */
#ifndef TBTOP_TERM_KEYS_H
#define TBTOP_TERM_KEYS_H

/* Defines the sequences that curses does not know. Call it after the terminal was initialized. */
void keys_define(void);

#endif
