/* view: where an axis begins and ends, and what is written along it. */
#ifndef TBTOP_VIEW_AXIS_H
#define TBTOP_VIEW_AXIS_H

#include <stdbool.h>
#include <stddef.h>

enum scale_kind {
	SCALE_NUMBER,
	SCALE_STEP, /* whole numbers */
	SCALE_SPAN, /* seconds since a beginning */
	SCALE_WALL, /* seconds since 1970, written in local time */
	SCALE_LOG   /* decades; bounds above 0 */
};

struct axis {
	enum scale_kind kind;
	double lo, hi; /* hi > lo; both finite, their difference may not be */
};

enum { AXIS_TICKS = 24, TICK_TEXT = 40 };

struct tick {
	double at;
	char text[TICK_TEXT];
};

struct ticks {
	int n;
	struct tick tick[AXIS_TICKS]; /* ascending, within the axis */
};

/* At most `most` ticks (2 to AXIS_TICKS) at round places, each labelled to the same precision.
 * Labels of numbers and spans differ from each other. An axis that breaks the rules above has no
 * tick. */
void axis_ticks(const struct axis *axis, int most, struct ticks *ticks);

/* The same along a line `width` columns wide: the most ticks whose labels stay apart. */
void axis_ticks_along(const struct axis *axis, int width, struct ticks *ticks);

/* Moves the ends of an x axis out to the next round place, where that is near: along a line `width` columns wide the
 * last mark of 0 to 9999 is 10000. */
void axis_round_ends(struct axis *axis, int width);

/* A label for one place, as exact as the axis needs it. */
void axis_label(const struct axis *axis, double at, struct tick *tick);

/* From 0 at lo to 1 at hi; beyond them outside. NaN where a log scale has no place for it. */
double axis_place(const struct axis *axis, double value);

/* The axis of a chart whose entries all have the same x: that one in the middle. */
struct axis axis_around(enum scale_kind kind, double at);

/* The axis of counts from `least` above 0 to `most`: from 0, or decades. A harmless one where
 * `most` is not above 0 and finite. */
struct axis axis_counts(double least, double most, bool log);

/* The y axis that TensorBoard chooses for values (they are moved about): 5 % of air, then round bounds; with
 * ignore_outliers without the outer 5 % at both ends, where those would flatten the rest. With `log` only values
 * above 0 count. False when no value can be shown; the axis is then a harmless one. */
bool axis_fit(double *values, size_t n, bool ignore_outliers, bool log, struct axis *axis);

#endif
