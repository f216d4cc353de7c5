/* common: the legend of a figure. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "common/figure_draw.h"

/* In sizes of the font: the distance of two lines, the space around, the sample of the line. */
static const double line_step = 1.35, border = 0.5, sample = 1.4, gap = 0.4;

static bool has_sample(const struct figure_curve *c)
{
	return *c->name != '\0';
}

/* Returns the number of bytes with which all names begin, up to a separator. */
static size_t shared_prefix(const struct figure *f)
{
	const char *first = NULL;
	size_t n = 0;
	for (size_t i = 0; i < f->n; i++) {
		const char *name = f->curve[i].name;
		if (!*name)
			continue;
		size_t same = 0;
		while (first && same < n && name[same] == first[same])
			same++;
		n = first ? same : strlen(name);
		first = first ? first : name;
	}
	while (n && !strchr("/_-, ", first[n - 1]))
		n--;
	return n;
}

struct figure_legend figure_legend_of(const struct figure *f, const struct paper *page)
{
	struct figure_legend legend = {0};
	const size_t prefix = shared_prefix(f);
	double longest = 0, whole = 0;
	for (size_t i = 0; i < f->n; i++) {
		if (!has_sample(&f->curve[i]))
			continue;
		legend.names++;
		const char *name = f->curve[i].name;
		whole = fmax(whole, page->measure(page, name, f->font));
		longest = fmax(longest, page->measure(page, name + prefix, f->font) + f->font);
	}
	if (!legend.names)
		return (struct figure_legend){0};
	/* Many names are written smaller, and those that do not fit then are counted. */
	const double lines = (double)legend.names * line_step + 2 * border;
	const double height = page->height - 3 * f->font; /* the title is above */
	const double part = fmin(fmax(height / lines / f->font, 0.7), 1);
	const double room = floor((height / f->font / part - 2 * border) / line_step);
	legend.font = f->font * part;
	legend.shown = legend.names;
	if (room < (double)legend.names)
		legend.shown = room > 1 ? (size_t)room - 1 : 0;
	const double most = page->width * 0.45;
	const double others = (sample + gap + 2 * border) * legend.font;
	bool fits = whole * part + others <= most;
	legend.skipped = fits ? 0 : prefix;
	legend.width = fmin((fits ? whole : longest) * part + others, most);
	legend.height = lines * legend.font;
	return legend;
}

/* Returns whether a line between two points of the page touches a box. */
static bool touches(const struct figure_legend *box, struct dot a, struct dot b)
{
	double from = 0, to = 1;
	const double start[] = {a.x, a.y}, delta[] = {b.x - a.x, b.y - a.y};
	const double low[] = {box->x, box->y};
	const double high[] = {box->x + box->width, box->y + box->height};
	/* The part of the line within each pair of opposite edges (Liang and Barsky). */
	for (int i = 0; i < 2; i++) {
		if (delta[i] == 0) {
			if (start[i] < low[i] || start[i] > high[i])
				return false;
			continue;
		}
		double t0 = (low[i] - start[i]) / delta[i], t1 = (high[i] - start[i]) / delta[i];
		from = fmax(from, fmin(t0, t1));
		to = fmin(to, fmax(t0, t1));
	}
	return from <= to;
}

static bool curve_touches(const struct figure_legend *box, const struct figure_frame *f,
			  const struct figure_curve *c)
{
	for (size_t i = 0; i < c->n; i++) {
		if (!figure_has(f->figure, c, i))
			continue;
		struct dot at = {figure_page_x(f, c->dot[i].x), figure_page_y(f, c->dot[i].y)};
		struct dot next = at;
		if (i + 1 < c->n && figure_has(f->figure, c, i + 1))
			next = (struct dot){figure_page_x(f, c->dot[i + 1].x),
					    figure_page_y(f, c->dot[i + 1].y)};
		struct dot other = at;
		if (c->high)
			other.y = figure_page_y(f, c->high[i]);
		else if (c->shape == FIGURE_AREA)
			other.y = f->bottom;
		if (touches(box, at, next) || touches(box, at, other))
			return true;
	}
	return false;
}

static bool is_free(const struct figure_legend *box, const struct figure_frame *f)
{
	for (size_t i = 0; i < f->figure->n; i++)
		if (curve_touches(box, f, &f->figure->curve[i]))
			return false;
	return true;
}

bool figure_legend_place(struct figure_legend *legend, const struct figure_frame *f)
{
	const double space = 0.4 * f->figure->font;
	if (f->figure->cells || legend->width > 0.5 * (f->right - f->left) ||
	    legend->height > 0.6 * (f->bottom - f->top))
		return false;
	legend->inside = true;
	/* The corners in the order in which eyes expect a legend. */
	for (int corner = 0; corner < 4; corner++) {
		legend->x = corner % 2 ? f->left + space : f->right - legend->width - space;
		legend->y = corner < 2 ? f->top + space : f->bottom - legend->height - space;
		if (is_free(legend, f))
			return true;
	}
	legend->inside = false;
	return false;
}

/* Draws the end of a name that fits. `skipped`: the bytes at the beginning that are left out. */
static void draw_name(const struct figure_frame *f, const char *name, size_t skipped, double x,
		      double y, double font, double width)
{
	const struct lettering how = {.colour = figure_foreground(f->figure->theme), .size = font};
	enum { MOST = FIGURE_SHORT - 8 };
	char text[FIGURE_SHORT], part[FIGURE_SHORT];
	size_t n = strlen(name), from = n > skipped + MOST ? n - MOST : skipped;
	while (((unsigned char)name[from] & 0xc0) == 0x80)
		from++;
	snprintf(part, sizeof part, "%s%s", from ? "\xe2\x80\xa6" : "", name + from);
	figure_shorten(f->paper, part, font, width, text);
	f->paper->text(f->paper, x, y, text, &how);
}

/* Nested bands are the darker the more of them overlap. `bands`: the number of the band. */
static void draw_sample(const struct figure_frame *f, const struct figure_curve *c, size_t bands,
			double x, double y, double font)
{
	const double width = sample * font;
	const double opacity = c->shape == FIGURE_BAND  ? 1 - pow(0.8, (double)bands)
			       : c->shape == FIGURE_BAR ? 0.9
							: 0.35;
	struct pen pen = figure_pen(f->figure, c);
	const struct dot line[] = {{x, y}, {x + width, y}};
	if (c->high || c->shape == FIGURE_AREA)
		paper_fill_box(f->paper, x, y - 0.3 * font, width, 0.6 * font, pen.colour, opacity);
	else if (c->shape == FIGURE_POINTS)
		paper_fill_box(f->paper, x + width / 2 - 2, y - 2, 4, 4, pen.colour, 1);
	if (!c->high && c->shape != FIGURE_POINTS)
		f->paper->line(f->paper, line, 2, &pen);
}

void figure_legend_draw(const struct figure_legend *legend, const struct figure_frame *f)
{
	const double font = legend->font;
	const double left =
		legend->inside ? legend->x : f->paper->width - legend->width - 0.2 * font;
	const double top = legend->inside ? legend->y : f->top - border * font;
	const double x = left + border * font, text_x = x + (sample + gap) * font;
	const double space = left + legend->width - text_x;
	size_t bands = 0, shown = 0;
	char more[40];
	double y = top + (border + 1) * font;
	if (legend->inside)
		paper_fill_box(f->paper, left, top, legend->width, legend->height,
			       figure_background(f->figure->theme), 0.8);
	for (size_t i = 0; i < f->figure->n && shown < legend->shown; i++) {
		const struct figure_curve *c = &f->figure->curve[i];
		if (!has_sample(c))
			continue;
		bands += c->shape == FIGURE_BAND;
		draw_sample(f, c, bands, x, y - 0.35 * font, font);
		draw_name(f, c->name, legend->skipped, text_x, y, font, space);
		y += line_step * font;
		shown++;
	}
	snprintf(more, sizeof more, "and %zu more", legend->names - shown);
	if (shown < legend->names)
		draw_name(f, more, 0, text_x, y, font, space);
}
