/* term: descriptions of terminals with 24-bit colours. */
#ifndef TBTOP_TERM_DIRECT_COLOUR_H
#define TBTOP_TERM_DIRECT_COLOUR_H

#include <stdint.h>

#include "tbtop/model/glyphs.h"
#include "tbtop/term/terminal_name.h"

/* Replaces the name of a description by that of the same terminal with 24-bit colours, NAME-direct
 * without "-256color", if the host has it and either the user asks for these colours or COLORTERM
 * reports them. `asked`: COLOUR_TIERS leaves the choice to the terminal. */
void direct_colour_name(char name[TERMINAL_NAME], enum colour_tier asked);

/* Returns the number of a 24-bit colour for curses, for which 0 to 7 are the standard colours. */
int32_t direct_colour_value(int32_t rgb);

#endif
