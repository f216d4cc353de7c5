/* Target functions: axis_fit axis_ticks axis_ticks_along axis_round_ends axis_label axis_around
 * axis_align axis_counts axis_dot axis_column stroke_curve layout_frame layout_charts format_value
 * number_exact number_plain
 *
 * For any doubles, sizes and scales, axes keep the rules of tests/axis_rules.h, numbers are read
 * back from their text, and everything drawn stays in its area. The first bytes select scale and
 * sizes. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "axis_rules.h"
#include "common/format.h"
#include "common/number.h"
#include "tbtop/view/axes.h"
#include "tbtop/view/layout.h"
#include "tbtop/view/stroke.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SIZES = 8, NUMBERS = 64 };

static void expect(bool good, const char *what, const struct axis *axis)
{
	if (good)
		return;
	fprintf(stderr, "broken: %s: scale %d from %a to %a\n", what, axis->kind, axis->lo,
		axis->hi);
	abort();
}

static bool sound(const struct axis *axis)
{
	return isfinite(axis->lo) && isfinite(axis->hi) && axis->hi > axis->lo &&
	       (axis->kind != SCALE_LOG || axis->lo > 0);
}

static void check_ticks(struct axis axis, int most, int width)
{
	struct ticks ticks;
	struct tick label;
	struct axis rounded = axis;
	axis_ticks(&axis, most, &ticks);
	const char *broken = axis_rules_broken(&axis, most < 2 ? 2 : most, &ticks);
	expect(!broken, broken, &axis);
	expect(sound(&axis) || !ticks.n, "bounds without a meaning have no tick", &axis);
	axis_ticks_along(&axis, width, &ticks);
	broken = axis_rules_broken(&axis, AXIS_TICKS, &ticks);
	expect(!broken, broken, &axis);
	axis_round_ends(&rounded, width);
	expect(!sound(&axis) || (sound(&rounded) && rounded.lo <= axis.lo && rounded.hi >= axis.hi),
	       "rounded ends hold the axis", &axis);
	axis_label(&axis, axis.lo, &label);
	expect(*label.text && memchr(label.text, 0, TICK_TEXT - 1), "a label is not cut", &axis);
}

static void check_places(const struct axis *axis, const double *x, size_t n, int rows)
{
	for (size_t i = 0; i < n; i++) {
		int dot = axis_dot(axis, x[i], rows), column = axis_column(axis, x[i], rows);
		expect(abs(dot) <= 101 * rows && column >= -1 && column < rows,
		       "a place is near the plot", axis);
		bool within = sound(axis) && x[i] >= axis->lo && x[i] <= axis->hi;
		expect(!within || (dot >= 0 && dot < rows && column >= 0),
		       "what lies within the axis is in the plot", axis);
	}
}

static void check_aligned(const struct axis *axis, int rows)
{
	struct axis wide = *axis;
	struct ticks ticks;
	axis_align(&wide, rows, &ticks);
	expect(sound(&wide) && wide.lo <= axis->lo && wide.hi >= axis->hi,
	       "aligned ends hold the axis", axis);
	const char *broken = axis_rules_broken(&wide, 2 + rows / 3, &ticks);
	expect(!broken, broken, &wide);
}

static void check_fit(const double *x, size_t n, unsigned how)
{
	double copy[NUMBERS + 1] = {0}, least = INFINITY, most = -INFINITY;
	struct axis axis;
	bool log = how & 1, outliers = how & 2;
	for (size_t i = 0; i < n; i++)
		if (isfinite(x[i]) && (!log || x[i] > 0)) {
			least = fmin(least, x[i]);
			most = fmax(most, x[i]);
		}
	memcpy(copy, x, n * sizeof *x);
	static const enum scale_kind kinds[] = {SCALE_NUMBER, SCALE_LOG, SCALE_SYMLOG};
	bool any = axis_fit(copy, n, outliers, log ? SCALE_LOG : kinds[how & 2], &axis);
	expect(sound(&axis) && any == (least <= most), "values make an axis", &axis);
	expect(outliers || !any || (axis.lo <= least && axis.hi >= most), "it holds them", &axis);
	check_ticks(axis, 2 + (int)(how >> 2 & 15), (int)(how % 200));
	check_places(&axis, x, n, 1 + (int)(how & 63));
	check_aligned(&axis, 1 + (int)(how & 63));
}

static void check_text(double x)
{
	char text[NUMBER_BYTES], shown[FORMAT_TEXT];
	struct axis none = {SCALE_NUMBER, x, x};
	format_value(shown, x);
	expect(strlen(shown) <= 10, "a value is short", &none);
	format_count(shown, x);
	expect(strlen(shown) < FORMAT_TEXT - 1, "a count is not cut", &none);
	format_span(shown, x);
	format_age(shown, x);
	format_time(shown, x);
	format_moment(shown, x);
	number_plain(text, x);
	if (!isfinite(x))
		return;
	bool same = strtod(text, NULL) == x || (double)strtof(text, NULL) == x;
	expect(same, "a number comes back", &none);
	number_exact(text, x);
	expect(strtod(text, NULL) == x, "all digits come back", &none);
}

/* Checks a curve whose columns contain three numbers each, with any neighbours. */
static void check_stroke(const struct axis *axis, const double *x, size_t n, int w, int h)
{
	struct canvas canvas;
	tfe_column columns[NUMBERS] = {0};
	canvas_init(&canvas, w, h);
	size_t k = (size_t)canvas.w * DOTS_X < n / 3 ? (size_t)canvas.w * DOTS_X : n / 3;
	for (size_t i = 0; i < k; i++) {
		double low = fmin(x[3 * i], x[3 * i + 1]), high = fmax(x[3 * i], x[3 * i + 1]);
		columns[i] = (tfe_column){.count = !isnan(low),
					  .first = low,
					  .min = low,
					  .max = high,
					  .last = high,
					  .nan = isnan(x[3 * i + 2])};
	}
	struct neighbour beside = {n > 1, n ? x[n - 1] : 0, n ? x[0] : 0};
	const struct stroke stroke = {columns, k, beside, beside};
	stroke_curve(&canvas, &stroke, axis, (struct ink){.fg = 1});
	canvas_release(&canvas);
}

static void check_layout(const uint8_t *s)
{
	struct chart_page page = {0};
	int w = s[0] | (s[1] & 3) << 8, h = s[2] | (s[3] & 3) << 8;
	struct layout l = layout_frame(w, h, s[4] % 3 - 1, s[5], (size_t)s[6] << (s[7] & 31));
	struct axis none = {SCALE_NUMBER, w, h};
	layout_charts(l.main, (size_t)s[6] << (s[7] & 31), (size_t)s[5] << (s[7] & 31), s[3] % 14,
		      &page);
	for (size_t i = 0; i < page.n; i++) {
		struct rect r = page.boxes[i].r;
		expect(r.w >= 0 && r.h >= 0 && r.x >= l.main.x && r.y >= l.main.y &&
			       r.x + r.w <= l.main.x + l.main.w && r.y + r.h <= l.main.y + l.main.h,
		       "charts lie in their area", &none);
	}
	free(page.boxes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	double x[NUMBERS];
	static const enum scale_kind kinds[] = {SCALE_NUMBER, SCALE_LOG, SCALE_SYMLOG};
	if (size < SIZES)
		return 0;
	size_t n = (size - SIZES) / sizeof *x < NUMBERS ? (size - SIZES) / sizeof *x : NUMBERS;
	memcpy(x, data + SIZES, n * sizeof *x);
	check_layout(data);
	check_fit(x, n, data[1] | data[2] << 8);
	for (size_t i = 0; i < n; i++) {
		struct axis axis = {(enum scale_kind)(data[0] % 5), x[i], i + 1 < n ? x[i + 1] : 0};
		if (data[3] & 1 && axis.hi < axis.lo)
			axis = (struct axis){axis.kind, axis.hi, axis.lo};
		check_text(x[i]);
		if (i > 8)
			continue;
		check_ticks(axis, data[5] % (AXIS_TICKS + 1), data[6]);
		check_places(&axis, x, n, 1 + data[7]);
		check_stroke(&axis, x, n, 1 + data[6] % 20, 1 + data[7] % 20);
		axis = axis_around(axis.kind, x[i]);
		if (isfinite(x[i]) && axis.kind != SCALE_LOG) {
			expect(sound(&axis) && axis.lo <= x[i] && axis.hi >= x[i],
			       "the one place is on its axis", &axis);
			check_ticks(axis, data[5] % (AXIS_TICKS + 1), data[6]);
		}
		axis = axis_counts(fabs(x[i]), fmax(fabs(x[i]), fabs(x[0])), kinds[data[3] % 3]);
		expect(sound(&axis), "counts have an axis", &axis);
		check_ticks(axis, data[5] % (AXIS_TICKS + 1), data[6]);
	}
	return 0;
}
