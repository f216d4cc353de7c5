/* view: axes: round tick values, labels that do not overlap, TensorBoard's y range. */
#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "axis_rules.h"
#include "tbtop/view/axes.h"
#include "tbtop/view/axis.h"

static const char *labels(enum scale_kind kind, double lo, double hi, int most)
{
	static char text[512];
	struct axis axis = {kind, lo, hi};
	struct ticks ticks;
	size_t n = 0;
	axis_ticks(&axis, most, &ticks);
	text[0] = '\0';
	for (int i = 0; i < ticks.n; i++)
		n += (size_t)snprintf(text + n, sizeof text - n, "%s%s", i ? " " : "",
				      ticks.tick[i].text);
	return text;
}

static void numbers_are_round(void **state)
{
	(void)state;
	assert_string_equal(labels(SCALE_NUMBER, 0, 1, 6), "0.0 0.2 0.4 0.6 0.8 1.0");
	assert_string_equal(labels(SCALE_NUMBER, -1, 1, 5), "-1.0 -0.5 0.0 0.5 1.0");
	assert_string_equal(labels(SCALE_NUMBER, 0.013, 0.047, 4), "0.02 0.03 0.04");
	assert_string_equal(labels(SCALE_NUMBER, 0, 2.5e6, 6), "0 0.5M 1.0M 1.5M 2.0M 2.5M");
	assert_string_equal(labels(SCALE_NUMBER, 0, 3e-6, 4), "0 1e-6 2e-6 3e-6");
	assert_string_equal(labels(SCALE_NUMBER, 0, 5e20, 6), "0 1e20 2e20 3e20 4e20 5e20");
}

static void steps_are_whole(void **state)
{
	(void)state;
	assert_string_equal(labels(SCALE_STEP, 0, 2, 8), "0 1 2");
	assert_string_equal(labels(SCALE_STEP, 0, 10000, 6), "0 2k 4k 6k 8k 10k");
	assert_string_equal(labels(SCALE_STEP, 7, 7.5, 8), "7");
}

static void decades_are_decades(void **state)
{
	(void)state;
	assert_string_equal(labels(SCALE_LOG, 1e-3, 10, 6), "0.001 0.01 0.1 1 10");
	assert_string_equal(labels(SCALE_LOG, 1e-9, 1e3, 4), "1e-8 1e-4 1");
	assert_string_equal(labels(SCALE_LOG, 2, 8, 4), "2 4 6 8");
}

static void spans_have_natural_units(void **state)
{
	(void)state;
	assert_string_equal(labels(SCALE_SPAN, 0, 130, 6), "0 30s 1m 1m30s 2m");
	assert_string_equal(labels(SCALE_SPAN, 0, 7200, 5), "0 30m 1h 1h30m 2h");
	assert_string_equal(labels(SCALE_SPAN, 0, 200000, 6), "0 12h 1d 1d12h 2d");
	assert_string_equal(labels(SCALE_SPAN, 0, 4 * 31536000.0, 6), "0 1y 2y 3y 4y");
	assert_string_equal(labels(SCALE_SPAN, 0, 1, 6), "0 0.2s 0.4s 0.6s 0.8s 1.0s");
}

static void wall_time_is_round_where_one_lives(void **state)
{
	(void)state;
	setenv("TZ", "IST-5:30", 1);
	tzset();
	/* 2026-01-01 00:00 UTC is 05:30 in that zone. */
	assert_string_equal(labels(SCALE_WALL, 1767225600, 1767225600 + 3 * 3600, 4),
			    "2026-01-01 06:00 IST 07:00 08:00");
	setenv("TZ", "UTC", 1);
	tzset();
	assert_string_equal(labels(SCALE_WALL, 1767225600, 1767225600 + 90, 4),
			    "2026-01-01 00:00:00 UTC 00:00:30 00:01:00 00:01:30");
	assert_string_equal(labels(SCALE_WALL, 1767225600, 1767225600 + 4 * 86400, 5),
			    "2026-01-01 Jan 02 Jan 03 Jan 04 Jan 05");
	/* The year is shown where it changes, and the day at midnight. */
	assert_string_equal(labels(SCALE_WALL, 1767225600 - 86400 * 3, 1767225600 + 86400, 5),
			    "2025-12-29 Dec 30 Dec 31 2026-01-01 Jan 02");
	assert_string_equal(labels(SCALE_WALL, 1767225600 + 43200, 1767225600 + 108000, 4),
			    "2026-01-01 12:00 UTC 18:00 Jan 02 06:00");
	struct tick label;
	axis_label(&(struct axis){SCALE_WALL, 1767225600, 1767225700, 0}, 1767225661, &label);
	assert_string_equal(label.text, "2026-01-01 00:01:01 UTC");
}

static void ticks_lie_within_any_axis(void **state)
{
	(void)state;
	srandom(7);
	for (int round = 0; round < 50000; round++) {
		double scale = pow(10, (double)(random() % 600) / 10 - 30);
		double lo = ((double)random() / 1e9 - 1) * scale;
		double hi = lo + ((double)random() / 1e9 + 1e-6) * scale;
		struct axis axis = {(enum scale_kind)(random() % 5), lo, hi};
		if (axis.kind == SCALE_LOG)
			axis.lo = fabs(lo) + 1e-12, axis.hi = axis.lo * (1 + fabs(hi) + 1e-9);
		if (axis.kind == SCALE_WALL && (fabs(lo) > 1e11 || fabs(hi) > 1e11))
			continue;
		struct ticks ticks;
		int width = 4 + (int)(random() % 200);
		axis_ticks_along(&axis, width, &ticks);
		assert_in_range(ticks.n, 0, AXIS_TICKS);
		for (int i = 0; i < ticks.n; i++) {
			double place = axis_place(&axis, ticks.tick[i].at);
			assert_true(place > -1e-6);
			assert_true(place < 1 + 1e-6);
			if (i != 0)
				assert_true(ticks.tick[i].at > ticks.tick[i - 1].at);
			assert_true(strlen(ticks.tick[i].text) > 0);
		}
	}
}

/* Returns the labels on a line whose ends were rounded. */
static const char *rounded(enum scale_kind kind, double lo, double hi, int width)
{
	struct axis axis = {kind, lo, hi};
	struct ticks ticks;
	axis_round_ends(&axis, width);
	axis_ticks_along(&axis, width, &ticks);
	return labels(kind, axis.lo, axis.hi, ticks.n);
}

static void ends_are_round_where_that_is_near(void **state)
{
	(void)state;
	assert_string_equal(rounded(SCALE_STEP, 0, 9999, 40), "0 2k 4k 6k 8k 10k");
	assert_string_equal(rounded(SCALE_STEP, 1, 1410, 40), "0 500 1000");
	assert_string_equal(rounded(SCALE_STEP, 0, 29, 40), "0 5 10 15 20 25 30");
	assert_string_equal(rounded(SCALE_STEP, 100, 149, 40), "100 110 120 130 140 150");
	assert_string_equal(rounded(SCALE_SPAN, 0, 1180, 30), "0 5m 10m 15m 20m");
	struct axis far = {SCALE_STEP, 0, 1200};
	axis_round_ends(&far, 28);
	assert_true(far.lo == 0);
	assert_true(far.hi == 1200);
	srandom(5);
	for (int round = 0; round < 20000; round++) {
		double lo = (double)(random() % 100000), span = 1 + (double)(random() % 1000000);
		struct axis a = {random() % 2 ? SCALE_STEP : SCALE_SPAN, lo, lo + span};
		axis_round_ends(&a, 4 + (int)(random() % 200));
		assert_true(a.lo <= lo);
		assert_true(a.hi >= lo + span);
		assert_true(a.hi - a.lo <= span * 1.09);
	}
}

static struct axis fitted(const double *values, size_t n, bool outliers, bool log)
{
	double copy[64];
	struct axis axis;
	memcpy(copy, values, n * sizeof *values);
	axis_fit(copy, n, outliers, log ? SCALE_LOG : SCALE_NUMBER, &axis);
	return axis;
}

static void the_y_range_is_that_of_the_values(void **state)
{
	(void)state;
	double wide[] = {0.3, 0.9};
	struct axis a = fitted(wide, 2, true, false);
	assert_true(a.lo == 0.3);
	assert_true(a.hi == 0.9);
	axis_make_nice(&a); /* a margin of 5 %, then round */
	assert_true(fabs(a.lo - 0.25) < 1e-9);
	assert_true(fabs(a.hi - 0.95) < 1e-9);
	double one[] = {3, 3, 3};
	a = fitted(one, 3, true, false);
	assert_true(a.lo == 0);
	assert_true(a.hi == 6);
	one[0] = one[1] = one[2] = -3;
	a = fitted(one, 3, true, false);
	assert_true(a.lo == -6);
	assert_true(a.hi == 0);
	one[0] = one[1] = one[2] = 0;
	a = fitted(one, 3, true, false);
	assert_true(a.lo == -1);
	assert_true(a.hi == 1);
	double spike[41];
	for (int i = 0; i < 41; i++)
		spike[i] = i;
	spike[40] = 1e6;
	assert_true(fitted(spike, 41, true, false).hi < 50);
	assert_true(fitted(spike, 41, false, false).hi >= 1e6);
	double logs[] = {-1, 0, 0.01, 10};
	a = fitted(logs, 4, false, true);
	assert_true(a.lo == 0.01);
	assert_true(a.hi == 10);
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

/* The logarithmic range shows which values were ignored: it extends over the rest. */
static void outliers_are_the_outer_twentieths(void **state)
{
	(void)state;
	srandom(3);
	for (int round = 0; round < 5000; round++) {
		double values[200], sorted[200];
		size_t n = 3 + (size_t)random() % 198;
		for (size_t i = 0; i < n; i++)
			sorted[i] = values[i] =
				pow(10, (double)(random() % 40) / (i < n / 30 ? 1 : 40) - 1);
		qsort(sorted, n, sizeof *sorted, ascending);
		double low = sorted[(size_t)ceil((double)(n - 1) * 0.05)];
		double high = sorted[(size_t)floor((double)(n - 1) * 0.95)];
		bool cut = high > low &&
			   log10(sorted[n - 1] / sorted[0]) > 3 * log10(high / low) + 1e-9;
		struct axis axis;
		axis_fit(values, n, true, SCALE_LOG, &axis);
		assert_true(axis.lo == (cut ? low : sorted[0]));
		if ((cut ? high : sorted[n - 1]) > 2 * axis.lo)
			assert_true(axis.hi == (cut ? high : sorted[n - 1]));
	}
}

static void keep_to_the_rules(const struct axis *axis)
{
	for (int most = 2; most <= AXIS_TICKS; most++) {
		struct ticks ticks;
		axis_ticks(axis, most, &ticks);
		const char *broken = axis_rules_broken(axis, most, &ticks);
		if (broken)
			fail_msg("%s: kind %d from %.17g to %.17g, %d ticks", broken, axis->kind,
				 axis->lo, axis->hi, most);
	}
	for (int width = 1; width < 300; width += 7) {
		struct ticks ticks;
		struct axis rounded = *axis;
		axis_ticks_along(axis, width, &ticks);
		assert_null(axis_rules_broken(axis, AXIS_TICKS, &ticks));
		axis_round_ends(&rounded, width);
		assert_true(rounded.lo <= axis->lo);
		assert_true(rounded.hi >= axis->hi);
	}
}

static void extreme_values_make_an_axis(void **state)
{
	(void)state;
	static const double values[][2] = {
		{-DBL_MAX, DBL_MAX}, {DBL_MAX, DBL_MAX},           {-DBL_MAX, -DBL_MAX},
		{5e-324, 5e-324},    {1, 1.0000000000000002},      {-5e-324, 5e-324},
		{1e-310, 2e-310},    {1e300, 1.0000000000001e300}, {0, 5e-324},
		{-1e308, 1e308},     {DBL_MIN, DBL_MAX},           {9.9e-321, 1e-320},
	};
	for (size_t i = 0; i < sizeof values / sizeof *values; i++)
		for (int log = 0; log < 2; log++) {
			struct axis a = fitted(values[i], 2, true, log);
			assert_true(isfinite(a.lo));
			assert_true(isfinite(a.hi));
			assert_true(a.hi > a.lo);
			assert_true(axis_place(&a, a.lo) == 0);
			assert_true(axis_place(&a, a.hi) == 1);
			for (int k = 0; k < 2; k++)
				if (!log || values[i][k] > 0) {
					assert_true(values[i][k] >= a.lo);
					assert_true(values[i][k] <= a.hi);
				}
			keep_to_the_rules(&a);
		}
	const double none[] = {NAN, INFINITY};
	struct axis a = fitted(none, 2, true, false);
	assert_true(a.lo == -1);
	assert_true(a.hi == 1);
}

/* Values between 0 and the smallest normal number, where powers of ten are not doubles. */
static void denormal_values_have_their_own_labels(void **state)
{
	(void)state;
	assert_string_equal(labels(SCALE_NUMBER, 0, 5e-324, 6), "0 5e-324");
	assert_string_equal(labels(SCALE_NUMBER, 0, 1e-323, 6), "0 0.5e-323 1.0e-323");
	assert_string_equal(labels(SCALE_NUMBER, -1e-316, 1e-316, 5),
			    "-1.0e-316 -0.5e-316 0 0.5e-316 1.0e-316");
	assert_string_equal(labels(SCALE_LOG, 1e-320, 1e-310, 4), "1e-318 1e-315 1e-312");
	assert_string_equal(labels(SCALE_NUMBER, -1e308, 1e308, 6),
			    "-1.0e308 -0.5e308 0 0.5e308 1.0e308");
	for (double x = 5e-324; x < 1e-300; x *= 3)
		for (int kind = 0; kind <= SCALE_LOG; kind++) {
			keep_to_the_rules(&(struct axis){(enum scale_kind)kind, x, 4 * x});
			if (kind != SCALE_LOG)
				keep_to_the_rules(&(struct axis){(enum scale_kind)kind, -x, x});
		}
}

static void bounds_without_a_meaning_have_no_tick(void **state)
{
	(void)state;
	static const double bounds[][2] = {{NAN, 1},      {0, NAN},  {-INFINITY, 1},
					   {0, INFINITY}, {1, 1},    {1, 0},
					   {NAN, NAN},    {-0.0, 0}, {-INFINITY, INFINITY}};
	for (size_t i = 0; i < sizeof bounds / sizeof *bounds; i++)
		for (int kind = 0; kind <= SCALE_LOG; kind++)
			assert_string_equal(
				labels((enum scale_kind)kind, bounds[i][0], bounds[i][1], 6), "");
	assert_string_equal(labels(SCALE_LOG, 0, 1, 6), "");
	assert_string_equal(labels(SCALE_LOG, -1, 1, 6), "");
}

/* The rows of dots of all ticks on a plot, after alignment. */
static void expect_aligned(enum scale_kind kind, double lo, double hi, int rows)
{
	struct axis axis = {kind, lo, hi, 1};
	struct ticks ticks;
	axis_align(&axis, rows, &ticks);
	assert_true(axis.lo <= lo);
	assert_true(axis.hi >= hi);
	assert_in_range(ticks.n, 2, 2 + rows / 3);
	int last = 0, gap = 0;
	for (int i = 0; i < ticks.n; i++) {
		int dot = axis_dot(&axis, ticks.tick[i].at, rows * 4);
		if (dot % 4 != 2)
			fail_msg("scale %d from %g to %g, %d rows, tick %s", kind, lo, hi, rows,
				 ticks.tick[i].text);
		if (i > 1)
			assert_int_equal(last - dot, gap);
		gap = last - dot;
		last = dot;
	}
	double low = axis_place(&axis, lo), high = axis_place(&axis, hi);
	if (rows >= 8) /* the values cover most of the plot */
		assert_true(high - low > 0.6);
}

static void ticks_are_evenly_spaced_in_the_middle_of_cells(void **state)
{
	(void)state;
	srandom(11);
	for (int round = 0; round < 20000; round++) {
		int rows = 4 + (int)(random() % 70);
		double scale = pow(10, (double)(random() % 400) / 10 - 20);
		double lo = (double)(random() % 2001 - 1000) * scale;
		double span = (1 + (double)(random() % 5000)) * scale;
		expect_aligned(SCALE_NUMBER, lo, lo + span, rows);
		double low = pow(10, (double)(random() % 200) / 10 - 10);
		double decades = 2 + (double)(random() % 100) / 20;
		if (rows > 12)
			expect_aligned(SCALE_LOG, low, low * pow(10, decades), rows);
		if (rows > 12)
			expect_aligned(SCALE_SYMLOG, -pow(10, decades), pow(10, decades / 3), rows);
	}
}

static void a_symmetric_logarithm_shows_zero_and_both_signs(void **state)
{
	(void)state;
	double values[] = {-1000, -5, 0, 0.02, 300, NAN};
	struct axis axis;
	struct ticks ticks;
	assert_true(axis_fit(values, 6, true, SCALE_SYMLOG, &axis));
	assert_int_equal(axis.kind, SCALE_SYMLOG);
	assert_true(axis.lo == -1000);
	assert_true(axis.hi == 300);
	assert_true(fabs(axis.linear - 0.1) < 1e-12); /* five decades are shown */
	axis_align(&axis, 30, &ticks);
	char text[256] = "";
	for (int i = 0; i < ticks.n; i++) {
		strcat(text, " ");
		strcat(text, ticks.tick[i].text);
	}
	assert_string_equal(text, " -1000 -100 -10 -1 -0.1 0 0.1 1 10 100");
	for (double v = -1000; v < 300; v += 0.37) {
		double back = axis_value_at(&axis, axis_coordinate(&axis, v));
		assert_true(fabs(back - v) <= 1e-12 * fabs(v));
		assert_true(axis_place(&axis, v) < axis_place(&axis, v + 0.37));
	}
	double ordinary[] = {1, 1, 1};
	assert_true(axis_fit(ordinary, 3, true, SCALE_SYMLOG, &axis));
	assert_int_equal(axis.kind, SCALE_NUMBER);
}

static void steps_reach_the_ends_of_int64(void **state)
{
	(void)state;
	const double end = 9223372036854775808.0;
	keep_to_the_rules(&(struct axis){SCALE_STEP, -end, end});
	keep_to_the_rules(&(struct axis){SCALE_STEP, end - 1024, end});
	keep_to_the_rules(&(struct axis){SCALE_STEP, -end, -end + 2048});
	keep_to_the_rules(&(struct axis){SCALE_STEP, 0, 4});
	struct tick label;
	axis_label(&(struct axis){SCALE_STEP, -end, end}, end, &label);
	assert_string_equal(label.text, "9223372036854775807");
}

/* A file may contain any wall time. */
static void times_of_any_size_have_labels(void **state)
{
	(void)state;
	static const double times[] = {0,    1,    59,   3600, 90061, 1e9,     1767225600,
				       1e11, 1e12, 1e15, 1e18, 1e300, DBL_MAX, 5e-324};
	enum { N = sizeof times / sizeof *times };
	for (int i = 0; i < N; i++)
		for (int k = 0; k < N; k++)
			for (int kind = SCALE_SPAN; kind <= SCALE_WALL; kind++) {
				struct axis a = {(enum scale_kind)kind, times[i], times[k]};
				struct tick label;
				if (a.lo < a.hi)
					keep_to_the_rules(&a);
				a = (struct axis){(enum scale_kind)kind, -times[i], times[k]};
				if (a.lo < a.hi)
					keep_to_the_rules(&a);
				axis_label(&a, times[k], &label);
				assert_in_range(strlen(label.text), 1, TICK_TEXT - 1);
			}
	assert_string_equal(labels(SCALE_SPAN, 90000, 90600, 6),
			    "1d1h 1d1h02m 1d1h04m 1d1h06m 1d1h08m 1d1h10m");
	assert_string_equal(labels(SCALE_SPAN, 3600, 3660, 7),
			    "1h 1h00m10s 1h00m20s 1h00m30s 1h00m40s 1h00m50s 1h01m");
	assert_string_equal(labels(SCALE_WALL, 0, 4 * 365 * 86400, 6), "1970 1971 1972 1973");
}

static void summer_time_moves_no_midnight(void **state)
{
	(void)state;
	setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
	tzset();
	/* From the 24th to the 28th of October 2025, at local midnight: the clock goes back on
	 * the 26th. */
	assert_string_equal(labels(SCALE_WALL, 1761256800, 1761606000, 5),
			    "2025-10-24 Oct 25 Oct 26 Oct 27 Oct 28");
	setenv("TZ", "UTC", 1);
	tzset();
}

static void a_place_has_a_row_and_a_column(void **state)
{
	(void)state;
	static const double x[] = {NAN, -INFINITY, INFINITY, 0, DBL_MAX, -DBL_MAX, 5e-324, 1};
	enum { N = sizeof x / sizeof *x };
	for (int i = 0; i < N; i++)
		for (int k = 0; k < N; k++)
			for (int v = 0; v < N; v++) {
				struct axis a = {SCALE_NUMBER, x[i], x[k]};
				assert_in_range(axis_dot(&a, x[v], 40) + 10000, 0, 20000);
				assert_in_range(axis_column(&a, x[v], 40) + 1, 0, 40);
			}
	struct axis all = {SCALE_NUMBER, -DBL_MAX, DBL_MAX};
	assert_int_equal(axis_dot(&all, 0, 41), 20);
	assert_int_equal(axis_column(&all, 0, 40), 20);
	struct axis least = {SCALE_NUMBER, 0, 1e-323};
	assert_int_equal(axis_dot(&least, 5e-324, 41), 20);
}

/* Entries with a single x of any size, and counts of any size. */
static void charts_of_one_place_have_an_axis(void **state)
{
	(void)state;
	static const double x[] = {0, 1, -1, 1e300, DBL_MAX, -DBL_MAX, 9.3e18, 5e-324};
	for (size_t i = 0; i < sizeof x / sizeof *x; i++) {
		struct axis a = axis_around(SCALE_WALL, x[i]);
		assert_true(isfinite(a.lo));
		assert_true(isfinite(a.hi));
		assert_true(a.lo <= x[i]);
		assert_true(a.hi >= x[i]);
		keep_to_the_rules(&a);
		static const enum scale_kind kinds[] = {SCALE_NUMBER, SCALE_LOG, SCALE_SYMLOG};
		for (int k = 0; k < 3; k++) {
			a = axis_counts(x[i] > 0 ? x[i] : 1, fabs(x[i]), kinds[k]);
			assert_true(isfinite(a.hi));
			assert_true(a.hi > a.lo);
			assert_true(a.hi >= fabs(x[i]));
			keep_to_the_rules(&a);
		}
	}
}

/* An order of values in which the middle of each part is the minimum or maximum of the rest. */
static void outliers_are_found_in_any_order_in_time(void **state)
{
	(void)state;
	enum { N = 200000 };
	double *values = malloc(N * sizeof *values);
	size_t *at = malloc(N * sizeof *at);
	assert_non_null(values);
	assert_non_null(at);
	for (size_t i = 0; i < N; i++)
		at[i] = i;
	for (size_t i = 0; i < N; i++) {
		/* After i removals, the i-th smallest is in the middle. */
		size_t middle = i + (N - 1 - i) / 2, place = at[middle];
		at[middle] = at[i];
		values[place] = (double)i;
	}
	struct axis axis;
	clock_t begin = clock();
	axis_fit(values, N, true, SCALE_NUMBER, &axis);
	assert_true((double)(clock() - begin) / CLOCKS_PER_SEC < 5);
	assert_true(axis.lo <= 0);
	assert_true(axis.hi >= N - 1);
	free(at);
	free(values);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ticks_are_evenly_spaced_in_the_middle_of_cells),
		cmocka_unit_test(a_symmetric_logarithm_shows_zero_and_both_signs),
		cmocka_unit_test(numbers_are_round),
		cmocka_unit_test(steps_are_whole),
		cmocka_unit_test(decades_are_decades),
		cmocka_unit_test(spans_have_natural_units),
		cmocka_unit_test(wall_time_is_round_where_one_lives),
		cmocka_unit_test(ticks_lie_within_any_axis),
		cmocka_unit_test(ends_are_round_where_that_is_near),
		cmocka_unit_test(the_y_range_is_that_of_the_values),
		cmocka_unit_test(outliers_are_the_outer_twentieths),
		cmocka_unit_test(extreme_values_make_an_axis),
		cmocka_unit_test(denormal_values_have_their_own_labels),
		cmocka_unit_test(bounds_without_a_meaning_have_no_tick),
		cmocka_unit_test(steps_reach_the_ends_of_int64),
		cmocka_unit_test(times_of_any_size_have_labels),
		cmocka_unit_test(summer_time_moves_no_midnight),
		cmocka_unit_test(a_place_has_a_row_and_a_column),
		cmocka_unit_test(charts_of_one_place_have_an_axis),
		cmocka_unit_test(outliers_are_found_in_any_order_in_time),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
