/* term: colours and attributes of the characters that are written, as terminfo describes them. */
#ifndef TBTOP_TERM_PEN_H
#define TBTOP_TERM_PEN_H

#include <stdbool.h>
#include <stdint.h>

#include "tbtop/term/byte_buffer.h"
#include "tbtop/view/palette.h"

struct pen {
	int32_t fg, bg; /* of struct paint: -1 is the default */
	uint8_t attr;   /* ATTR_* */
};

/* Reads the description of the terminal. Call it after the terminal was opened. */
void pen_open(void);

/* Returns the pen without the attributes that the terminal lacks, or cannot show with colours. */
struct pen pen_possible(struct pen pen);

bool pen_equal(struct pen a, struct pen b);

/* Adds the shortest sequence from one pen to another. `from` NULL: the pen is not known. */
void pen_change(struct byte_buffer *to, const struct pen *from, struct pen pen);

#endif
