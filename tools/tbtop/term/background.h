/* term: whether the background of the terminal is dark or light. */
#ifndef TBTOP_TERM_BACKGROUND_H
#define TBTOP_TERM_BACKGROUND_H

#include "tbtop/model/glyphs.h"

/* Reads the variable COLORFGBG, such as "15;default;0": the last number is the index of the
 * background colour. Returns BACKGROUNDS if it is NULL or has another form. */
enum background background_of_variable(const char *colorfgbg);

/* Reads the reply to OSC 11, the query of the background colour, after "11;": "rgb:R/G/B" with one
 * to four hexadecimal digits each, or "#RRGGBB". Returns BACKGROUNDS for another text. */
enum background background_of_reply(const char *text);

/* The background of the terminal: dark until it is set. BACKGROUNDS does not change it. */
enum background term_background(void);
void term_set_background(enum background background);

#endif
