/* term: the sequences that restore the screen of the terminal.
 *
 * endwin is not used for this: it waits until all output has drained, which takes forever on a
 * stopped terminal, and a signal handler cannot call it. */
#define NCURSES_WIDECHAR 1
#include "tbtop/term/restore.h"

#include <curses.h>
#include <term.h>

#include "tbtop/term/byte_buffer.h"
#include "tbtop/term/mouse.h"
#include "tbtop/term/signals.h"
#include "tbtop/term/synchronized.h"

void restore_prepare(bool extended, int rows)
{
	struct byte_buffer to = {0};
	/* The program may end within a sequence or a string: CAN and ST end both. */
	if (extended)
		byte_buffer_text(&to, "\030\033\\" SYNCHRONIZED_END TERM_MOUSE_OFF TERM_PASTE_OFF);
	byte_buffer_sequence(&to, exit_attribute_mode);
	byte_buffer_sequence(&to, orig_pair);
	byte_buffer_sequence(&to, cursor_normal);
	byte_buffer_sequence(&to, keypad_local);
	if (exit_ca_mode) {
		byte_buffer_sequence(&to, exit_ca_mode);
		byte_buffer_text(&to, "\r");
	} else { /* the screen stays, and the shell goes on below it */
		byte_buffer_sequence(&to, tiparm(cursor_address, rows - 1, 0));
		byte_buffer_text(&to, "\r\n");
	}
	signals_set_restore(to.bytes, to.n);
	byte_buffer_release(&to);
}
