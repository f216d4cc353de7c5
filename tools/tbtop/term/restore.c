/* term: the sequences that restore the screen of the terminal.
 *
 * endwin is not used for this: it waits until all output has drained, which takes forever on a
 * stopped terminal, and a signal handler cannot call it. */
#define NCURSES_WIDECHAR 1
#include "tbtop/term/restore.h"

#include <curses.h>
#include <string.h>
#include <term.h>

#include "tbtop/term/mouse.h"
#include "tbtop/term/signals.h"
#include "tbtop/term/synchronized.h"

struct bytes {
	char text[RESTORE_BYTES];
	size_t n;
};

/* Appends a sequence of terminfo without its delays, such as $<5/>. Nothing is appended in part. */
static void append(struct bytes *to, const char *sequence)
{
	size_t n = to->n;
	while (sequence && *sequence) {
		const char *end = strncmp(sequence, "$<", 2) ? NULL : strchr(sequence, '>');
		if (end) {
			sequence = end + 1;
			continue;
		}
		if (n == sizeof to->text)
			return;
		to->text[n++] = *sequence++;
	}
	to->n = n;
}

void restore_prepare(bool extended)
{
	struct bytes to = {.n = 0};
	/* The program may end within a sequence or a string: CAN and ST end both. */
	if (extended)
		append(&to, "\030\033\\" SYNCHRONIZED_END TERM_MOUSE_OFF TERM_PASTE_OFF);
	append(&to, exit_attribute_mode);
	append(&to, orig_pair);
	append(&to, cursor_normal);
	append(&to, keypad_local);
	if (exit_ca_mode) {
		append(&to, exit_ca_mode);
		append(&to, "\r");
	} else { /* the screen stays, and the shell goes on below it */
		append(&to, tiparm(cursor_address, LINES - 1, 0));
		append(&to, "\r\n");
	}
	signals_set_restore(to.text, to.n);
}
