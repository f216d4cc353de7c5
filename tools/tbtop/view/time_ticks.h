/* view: ticks of spans of time and of wall time. */
#ifndef TBTOP_VIEW_TIME_TICKS_H
#define TBTOP_VIEW_TIME_TICKS_H

#include "tbtop/view/axis.h"

/* Both add at most `most` ticks at natural times: whole minutes, hours, days, years. */
void span_ticks(const struct axis *axis, int most, struct ticks *ticks);
void wall_ticks(const struct axis *axis, int most, struct ticks *ticks);

/* Both format one time in full, a wall time with its date. */
void span_label(char text[TICK_TEXT], double at);
void wall_label(char text[TICK_TEXT], double at);

#endif
