/* view: the labels of decades. */
#ifndef TBTOP_VIEW_LOG_TEXT_H
#define TBTOP_VIEW_LOG_TEXT_H

#include "tbtop/view/axis.h"

/* Formats 0, or a power of ten with its sign: "-0.01", "1000", "1e6". A value near a power of ten
 * is written as that power. */
void log_text(char text[TICK_TEXT], double value);

#endif
