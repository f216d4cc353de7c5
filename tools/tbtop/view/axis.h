/* view: the range of an axis, and its ticks. */
#ifndef TBTOP_VIEW_AXIS_H
#define TBTOP_VIEW_AXIS_H

#include <stdbool.h>
#include <stddef.h>

enum scale_kind {
	SCALE_NUMBER,
	SCALE_STEP,  /* whole numbers */
	SCALE_SPAN,  /* seconds since a start time */
	SCALE_WALL,  /* seconds since 1970, shown in local time */
	SCALE_LOG,   /* decades; the bounds are above 0 */
	SCALE_SYMLOG /* linear from -linear to linear, and decades beyond on both sides */
};

struct axis {
	enum scale_kind kind;
	double lo, hi; /* hi > lo; both are finite, but hi - lo may overflow */
	double linear; /* of SCALE_SYMLOG: above 0 */
};

enum { AXIS_TICKS = 24, TICK_TEXT = 40 };

struct tick {
	double at;
	char text[TICK_TEXT];
};

struct ticks {
	int n;
	struct tick tick[AXIS_TICKS]; /* ascending, on the axis */
};

/* Computes at most `most` ticks (2 to AXIS_TICKS) at round values, all with the same number of
 * decimals. Labels of numbers and spans are distinct. An axis that breaks the rules above has no
 * ticks. */
void axis_ticks(const struct axis *axis, int most, struct ticks *ticks);

/* Widens a y axis for a plot of `rows` rows of cells so that its ticks are in the middle of cells,
 * at equal distances, and computes these ticks, about `rows` / 3 of them. If that is impossible
 * (subnormal ranges, less than a decade), the bounds become round values. */
void axis_align(struct axis *axis, int rows, struct ticks *ticks);

/* Widens both ends to round values, with a margin of 5 %. */
void axis_make_nice(struct axis *axis);

/* Computes as many ticks as fit on a line of `width` columns without labels that touch. */
void axis_ticks_along(const struct axis *axis, int width, struct ticks *ticks);

/* Extends the ends of an x axis to the next round values if they are near: on a line of `width`
 * columns, the range 0 to 9999 may become 0 to 10000. */
void axis_round_ends(struct axis *axis, int width);

/* Formats one value with the precision of the axis. */
void axis_label(const struct axis *axis, double at, struct tick *tick);

/* Returns the relative position of a value: 0 at lo, 1 at hi, below 0 or above 1 outside. Returns
 * NaN for a value that a logarithmic axis cannot show. */
double axis_place(const struct axis *axis, double value);

/* An axis prepared for many places. */
struct axis_scale {
	const struct axis *axis;
	bool linear;   /* coordinates are the values */
	double lo, hi; /* coordinates of both ends */
};

struct axis_scale axis_scale_of(const struct axis *axis);
/* The same as axis_place. */
double axis_scale_place(const struct axis_scale *scale, double value);

/* Returns the axis of a chart whose entries all have the same x, with that x in the middle. */
struct axis axis_around(enum scale_kind kind, double at);

/* Returns the axis of counts from `least` > 0 to `most`: from 0, or logarithmic. `kind` is
 * SCALE_NUMBER, SCALE_LOG or SCALE_SYMLOG. If `most` is not finite or not above 0, it returns a
 * valid default axis. */
struct axis axis_counts(double least, double most, enum scale_kind kind);

/* Fits a y axis to values; `kind` as in axis_counts. With ignore_outliers the outer 5 % at both
 * ends are ignored if they would flatten the rest. With SCALE_LOG only values above 0 count. The
 * values are reordered. Returns false and a valid default axis if no value can be shown. */
bool axis_fit(double *values, size_t n, bool ignore_outliers, enum scale_kind kind,
	      struct axis *axis);

/* Returns the coordinate of a value in which the axis is linear: the value itself, its logarithm,
 * or for SCALE_SYMLOG a number whose integers are decades; and the inverse. */
double axis_coordinate(const struct axis *axis, double value);
double axis_value_at(const struct axis *axis, double coordinate);

#endif
