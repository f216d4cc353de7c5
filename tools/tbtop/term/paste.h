/* term: pasted text, which never presses keys. */
#ifndef TBTOP_TERM_PASTE_H
#define TBTOP_TERM_PASTE_H

#include <stdbool.h>

/* Begins pasted text: the terminal marks it (bracketed paste), and the begin mark was read; or it
 * does not, and more input waits than anyone types. */
void paste_begin(bool marked);
bool paste_is_on(void);

/* Returns whether so much input waits that it can only be pasted text. */
bool paste_waits(void);

/* Returns the next character of the text, TK_PASTE_END after it, TK_IGNORED for a part that was
 * skipped, or KEY_NONE if more is to come. Characters beyond the first thousands are skipped: a
 * line of input has no space for them. */
int paste_key(void);

#endif
