/* common: drawing figures: axes, curves, bands, heat maps. */
#include "common/figure_draw.h"

#include <math.h>
#include <stdlib.h>

#include "common/memory.h"

static double label_width(const struct paper *p, const struct figure_axis *a, double font)
{
	double longest = 0;
	for (size_t i = 0; i < a->n; i++)
		longest = fmax(longest, p->measure(p, a->label[i], font));
	return longest;
}

/* --- axes ------------------------------------------------------------------------------------- */

/* Draws grid lines unless a heat map covers them. */
static void draw_grid(const struct figure_frame *f)
{
	const struct pen grid = {figure_foreground(f->figure->theme), 0.5, 0.15, 0};
	if (f->figure->cells || f->figure->parallel)
		return;
	for (size_t i = 0; i < f->x.n; i++) {
		double x = figure_page_x(f, f->x.tick[i]);
		const struct dot line[] = {{x, f->top}, {x, f->bottom}};
		f->paper->line(f->paper, line, 2, &grid);
	}
	for (size_t i = 0; i < f->y.n; i++) {
		double y = figure_page_y(f, f->y.tick[i]);
		const struct dot line[] = {{f->left, y}, {f->right, y}};
		f->paper->line(f->paper, line, 2, &grid);
	}
}

/* Draws the ticks 2 to 9 of each decade of a logarithmic axis, without labels. */
static void draw_minor_ticks(const struct figure_frame *f, const struct figure_axis *a, bool is_x)
{
	const double tick = 0.18 * f->figure->font;
	const struct pen pen = {figure_foreground(f->figure->theme), 0.5, 1, 0};
	if (a->scale != FIGURE_LOG || log10(a->high / a->low) > 8)
		return;
	for (double e = floor(log10(a->low)); pow(10, e) < a->high; e++)
		for (int digit = 2; digit < 10; digit++) {
			double value = digit * pow(10, e);
			if (value < a->low || value > a->high)
				continue;
			double at = is_x ? figure_page_x(f, value) : figure_page_y(f, value);
			const struct dot x[] = {{at, f->bottom}, {at, f->bottom + tick}};
			const struct dot y[] = {{f->left - tick, at}, {f->left, at}};
			f->paper->line(f->paper, is_x ? x : y, 2, &pen);
		}
}

static void draw_ticks(const struct figure_frame *f)
{
	const double font = f->figure->font, tick = 0.3 * font;
	const uint32_t colour = figure_foreground(f->figure->theme);
	const struct pen pen = {colour, 0.8, 1, 0};
	struct lettering how = {.colour = colour, .size = font, .anchor = 0.5};
	for (size_t i = 0; i < f->x.n; i++) {
		double x = figure_page_x(f, f->x.tick[i]);
		const struct dot line[] = {{x, f->bottom}, {x, f->bottom + tick}};
		f->paper->line(f->paper, line, 2, &pen);
		f->paper->text(f->paper, x, f->bottom + 1.4 * font, f->x.label[i], &how);
	}
	how.anchor = 1;
	for (size_t i = 0; i < f->y.n; i++) {
		double y = figure_page_y(f, f->y.tick[i]);
		const struct dot line[] = {{f->left - tick, y}, {f->left, y}};
		f->paper->line(f->paper, line, 2, &pen);
		f->paper->text(f->paper, f->left - 0.55 * font, y + 0.35 * font, f->y.label[i],
			       &how);
	}
	draw_minor_ticks(f, &f->x, true);
	draw_minor_ticks(f, &f->y, false);
}

/* Returns a size of the font in which a text has at most a width, if that is legible. */
static double fitting(const struct paper *p, const char *text, double font, double width)
{
	double natural = p->measure(p, text, font);
	return natural > width ? font * fmax(width / natural, 0.6) : font;
}

static void draw_axes(const struct figure_frame *f)
{
	const double font = f->figure->font;
	const uint32_t colour = figure_foreground(f->figure->theme);
	const struct dot axes[] = {{f->left, f->top}, {f->left, f->bottom}, {f->right, f->bottom}};
	const struct pen pen = {colour, 0.8, 1, 0};
	struct lettering how = {.colour = colour, .size = font, .anchor = 0.5};
	const double middle_x = (f->left + f->right) / 2, middle_y = (f->top + f->bottom) / 2;
	if (!f->figure->parallel)
		f->paper->line(f->paper, axes, 3, &pen);
	draw_ticks(f);
	figure_draw_names(f);
	figure_draw_notes(f);
	f->paper->text(f->paper, middle_x, f->paper->height - 0.5 * font, f->figure->x_label, &how);
	how.upwards = true;
	how.size = fitting(f->paper, f->figure->y_label, font, f->paper->height);
	f->paper->text(f->paper, 1.2 * font, middle_y, f->figure->y_label, &how);
	how.upwards = false;
	how.bold = true;
	how.size = fitting(f->paper, f->figure->title, 1.2 * font, f->paper->width);
	f->paper->text(f->paper, middle_x, 1.5 * font, f->figure->title, &how);
}

/* --- curves ----------------------------------------------------------------------------------- */

static void draw_points(const struct figure_frame *f, const struct dot *at, size_t n,
			const struct pen *pen)
{
	const double side = 0.45 * f->figure->font;
	for (size_t i = 0; i < n; i++)
		paper_fill_box(f->paper, at[i].x - side / 2, at[i].y - side / 2, side, side,
			       pen->colour, pen->opacity);
}

/* Draws n dots of the page that are joined. A single one is a small square. */
static void draw_joined(const struct figure_frame *f, const struct figure_curve *c,
			const struct dot *at, size_t n)
{
	const struct pen pen = figure_pen(f->figure, c);
	if (c->shape == FIGURE_POINTS || n == 1)
		draw_points(f, at, n, &pen);
	else if (n)
		f->paper->line(f->paper, at, n, &pen);
}

/* Draws the dots from `first` on to the next one that cannot be drawn. Returns the number after
 * them. `at` has space for two dots more than twice the curve. */
static size_t draw_part(const struct figure_frame *f, const struct figure_curve *c, size_t first,
			struct dot *at)
{
	const uint32_t colour = figure_curve_colour(f->figure, c->colour);
	size_t n = 0, i = first;
	for (; i < c->n && figure_has(f->figure, c, i); i++)
		at[n++] =
			(struct dot){figure_page_x(f, c->dot[i].x), figure_page_y(f, c->dot[i].y)};
	if (!n)
		return i;
	if (c->high) {
		for (size_t k = i; k-- > first;)
			at[n++] = (struct dot){figure_page_x(f, c->dot[k].x),
					       figure_page_y(f, c->high[k])};
		f->paper->fill(f->paper, at, n, colour, c->shape == FIGURE_BAR ? 0.9 : 0.2);
		return i;
	}
	if (c->shape == FIGURE_AREA) {
		double base = f->figure->y_scale == FIGURE_LOG ? f->bottom : figure_page_y(f, 0);
		at[n] = (struct dot){at[n - 1].x, base};
		at[n + 1] = (struct dot){at[0].x, base};
		f->paper->fill(f->paper, at, n + 2, colour, 0.35);
	}
	draw_joined(f, c, at, n);
	return i;
}

static void draw_curve(const struct figure_frame *f, const struct figure_curve *c)
{
	struct dot *at = need_resize(NULL, 2 * c->n + 2, sizeof *at);
	for (size_t i = 0; i < c->n; i++)
		i = draw_part(f, c, i, at);
	free(at);
}

static void draw_cells(const struct figure_frame *f)
{
	const uint32_t back = figure_background(f->figure->theme);
	const uint32_t front = figure_colour(f->figure->theme, 0);
	for (size_t i = 0; i < f->figure->cells; i++) {
		const struct figure_cell *c = &f->figure->cell[i];
		double x0 = figure_page_x(f, c->x0), x1 = figure_page_x(f, c->x1);
		double y0 = figure_page_y(f, c->y1), y1 = figure_page_y(f, c->y0);
		/* Boxes overlap a little, so that no line is visible between them. */
		paper_fill_box(f->paper, x0, y0, x1 - x0 + 0.3, y1 - y0 + 0.3,
			       figure_mix(back, front, c->share), 1);
	}
}

static void draw_data(const struct figure_frame *f)
{
	static const bool is_back[] = {
		[FIGURE_FAINT] = true, [FIGURE_BAND] = true, [FIGURE_SUPERSEDED] = true};
	const struct figure_extent e = figure_extent_of(f->figure);
	const bool clipped = f->figure->x.on || e.y0 < f->y.low || e.y1 > f->y.high ||
			     figure_has_shape(f->figure, FIGURE_SUPERSEDED);
	if (clipped)
		f->paper->clip(f->paper, f->left, f->top, f->right - f->left, f->bottom - f->top);
	draw_cells(f);
	for (int back = 1; back >= 0; back--)
		for (size_t i = 0; i < f->figure->n; i++)
			if (is_back[f->figure->curve[i].shape] == back)
				draw_curve(f, &f->figure->curve[i]);
	if (clipped)
		f->paper->unclip(f->paper);
}

/* --- the whole -------------------------------------------------------------------------------- */

/* Returns whether an end of the range is given, and the axis can have it. */
static bool is_end(const struct figure_range *range, double end, enum figure_scale scale)
{
	return range->on && !isnan(end) && !(scale == FIGURE_LOG && end <= 0);
}

/* Makes the range of an axis: that of the data with a little space, except at ends that are
 * given. */
static void fit(struct figure_axis *a, double low, double high, enum figure_scale scale,
		const struct figure_range *range, double space, double linear)
{
	bool fixed_low = is_end(range, range->low, scale);
	bool fixed_high = is_end(range, range->high, scale);
	figure_axis_make(a, fixed_low ? range->low : low, fixed_high ? range->high : high, scale);
	a->linear = linear;
	const double made_low = a->low, made_high = a->high;
	figure_axis_pad(a, space);
	if (fixed_low)
		a->low = made_low;
	if (fixed_high)
		a->high = made_high;
}

void figure_axes_make(const struct figure *f, struct figure_axis *x, struct figure_axis *y)
{
	struct figure_extent e = figure_extent_of(f);
	const double space = f->cells ? 0 : 0.03;
	struct figure_range range = f->y, range_x = f->x;
	double linear = figure_extent_refine(f, &e);
	figure_extent_widen(f, &e, linear);
	/* Areas begin at their axis. */
	if (figure_has_shape(f, FIGURE_AREA) && !range.on && f->y_scale == FIGURE_LINEAR &&
	    e.y0 == 0)
		range = (struct figure_range){true, 0, NAN};
	if (f->x_names.n && !range_x.on)
		range_x = (struct figure_range){true, -0.5, (double)f->x_names.n - 0.5};
	if (f->y_names.n)
		range = (struct figure_range){true, -0.5, (double)f->y_names.n - 0.5};
	fit(y, e.y0, e.y1, f->y_scale, &range, space, linear);
	fit(x, e.x0, e.x1, f->x_scale, &range_x, space / 2, 1);
}

/* Sets the ticks of x that fit. If the last label would reach beyond `end`, the plot becomes
 * narrower. */
static void set_x_ticks(struct figure_frame *f, double end)
{
	const double font = f->figure->font;
	if (f->figure->x_names.n)
		return;
	for (int i = 0; i < 2; i++) {
		figure_axis_ticks_along(
			&f->x, (f->right - f->left) / f->paper->measure(f->paper, "0", font),
			f->figure->whole_x);
		if (!f->x.n)
			return;
		const double half = f->paper->measure(f->paper, f->x.label[f->x.n - 1], font) / 2;
		double over = figure_page_x(f, f->x.tick[f->x.n - 1]) + half + 0.3 * font - end;
		if (over <= 0)
			return;
		f->right = fmax(f->right - over, f->left + font);
	}
}

/* Sets the ends of the plot, and the ticks that fit. */
static void set_frame(struct figure_frame *f, double legend)
{
	const double font = f->figure->font;
	f->top = *f->figure->title ? 2.4 * font : font;
	f->bottom = f->paper->height - 3.2 * font;
	f->right = f->paper->width - (legend > 0 ? legend + 0.5 * font : 1.2 * font);
	if (!f->figure->y_names.n && !f->figure->parallel)
		figure_axis_ticks(&f->y, (size_t)((f->bottom - f->top) / 3 / font), false);
	f->left = (*f->figure->y_label ? 2.4 : 1.2) * font + label_width(f->paper, &f->y, font) +
		  figure_names_width(f->figure, f->paper);
	f->right = fmax(f->right, f->left + font);
	f->bottom = fmax(f->bottom, f->top + font);
	set_x_ticks(f, f->paper->width - legend);
}

void figure_draw(const struct figure *figure, struct paper *paper)
{
	struct figure_frame f = {.paper = paper, .figure = figure};
	if (!figure_has_data(figure))
		return;
	figure_axes_make(figure, &f.x, &f.y);
	struct figure_legend legend = figure_legend_of(figure, paper);
	set_frame(&f, 0);
	if (legend.names && !figure_legend_place(&legend, &f))
		set_frame(&f, legend.width);
	draw_grid(&f);
	draw_data(&f);
	draw_axes(&f);
	if (legend.names)
		figure_legend_draw(&legend, &f);
}
