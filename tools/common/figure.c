/* common: figures of curves. */
#include "common/figure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/figure_ticks.h"
#include "common/memory.h"

/* The average width of a letter, in parts of the size of the font. */
static const double letter = 0.56;

struct figure_curve *figure_add(struct figure *f, const char *name, unsigned colour)
{
	f->curve = need_room(f->curve, f->n, &f->capacity, sizeof *f->curve);
	struct figure_curve *c = &f->curve[f->n++];
	*c = (struct figure_curve){.name = need_copy(name), .colour = colour};
	return c;
}

void figure_curve_add(struct figure_curve *c, double x, double y)
{
	c->dot = need_room(c->dot, c->n, &c->capacity, sizeof *c->dot);
	c->dot[c->n++] = (struct dot){x, y};
}

void figure_release(struct figure *f)
{
	for (size_t i = 0; i < f->n; i++) {
		free(f->curve[i].name);
		free(f->curve[i].dot);
	}
	free(f->curve);
	f->curve = NULL;
	f->n = f->capacity = 0;
}

bool figure_has(const struct figure *f, struct dot d)
{
	return isfinite(d.x) && isfinite(d.y) && !(f->log_x && d.x <= 0) && !(f->log_y && d.y <= 0);
}

uint32_t figure_background(enum figure_theme theme)
{
	return theme == FIGURE_DARK ? 0x1c1c1c : 0xffffff;
}

uint32_t figure_foreground(enum figure_theme theme)
{
	return theme == FIGURE_DARK ? 0xd8d8d8 : 0x303030;
}

/* The colours of Okabe and Ito, which colour-blind people can distinguish, without yellow on
 * white. */
uint32_t figure_colour(enum figure_theme theme, unsigned number)
{
	static const uint32_t light[] = {0x0072b2, 0xd55e00, 0x009e73, 0xcc79a7,
					 0x56b4e9, 0xe69f00, 0x8a6d3b, 0x5b5b5b};
	static const uint32_t dark[] = {0x56b4e9, 0xe69f00, 0x2bc49a, 0xcc79a7,
					0x4f93d6, 0xf0e442, 0xd9733a, 0xa8a8a8};
	return theme == FIGURE_DARK ? dark[number % 8] : light[number % 8];
}

/* The ranges of the data. */
struct range {
	double x0, x1, y0, y1;
	bool any;
};

static struct range range_of(const struct figure *f)
{
	struct range r = {INFINITY, -INFINITY, INFINITY, -INFINITY, false};
	for (size_t i = 0; i < f->n; i++)
		for (size_t k = 0; k < f->curve[i].n; k++) {
			struct dot d = f->curve[i].dot[k];
			if (!figure_has(f, d))
				continue;
			r.any = true;
			r.x0 = fmin(r.x0, d.x);
			r.x1 = fmax(r.x1, d.x);
			r.y0 = fmin(r.y0, d.y);
			r.y1 = fmax(r.y1, d.y);
		}
	return r;
}

bool figure_has_data(const struct figure *f)
{
	return range_of(f).any;
}

/* The place of the axes on the page. */
struct frame {
	struct paper *paper;
	const struct figure *figure;
	struct figure_axis x, y;
	double left, right, top, bottom;
};

static double at_x(const struct frame *f, double x)
{
	return f->left + figure_axis_at(&f->x, x) * (f->right - f->left);
}

static double at_y(const struct frame *f, double y)
{
	return f->bottom - figure_axis_at(&f->y, y) * (f->bottom - f->top);
}

static double label_width(const struct figure_axis *a, double font)
{
	size_t longest = 0;
	for (size_t i = 0; i < a->n; i++)
		longest = strlen(a->label[i]) > longest ? strlen(a->label[i]) : longest;
	return (double)longest * letter * font;
}

static void draw_ticks(const struct frame *f)
{
	const double font = f->figure->font;
	const uint32_t colour = figure_foreground(f->figure->theme);
	const struct pen grid = {colour, 0.5, 0.15, false};
	struct lettering how = {.colour = colour, .size = font, .anchor = 0.5};
	for (size_t i = 0; i < f->x.n; i++) {
		double x = at_x(f, f->x.tick[i]);
		const struct dot line[] = {{x, f->top}, {x, f->bottom}};
		f->paper->line(f->paper, line, 2, &grid);
		f->paper->text(f->paper, x, f->bottom + 1.3 * font, f->x.label[i], &how);
	}
	how.anchor = 1;
	for (size_t i = 0; i < f->y.n; i++) {
		double y = at_y(f, f->y.tick[i]);
		const struct dot line[] = {{f->left, y}, {f->right, y}};
		f->paper->line(f->paper, line, 2, &grid);
		f->paper->text(f->paper, f->left - 0.4 * font, y + 0.35 * font, f->y.label[i],
			       &how);
	}
}

static void draw_frame(const struct frame *f)
{
	const double font = f->figure->font;
	const uint32_t colour = figure_foreground(f->figure->theme);
	const struct dot axes[] = {{f->left, f->top}, {f->left, f->bottom}, {f->right, f->bottom}};
	const struct pen pen = {colour, 0.8, 1, false};
	struct lettering how = {.colour = colour, .size = font, .anchor = 0.5};
	const double middle_x = (f->left + f->right) / 2, middle_y = (f->top + f->bottom) / 2;
	f->paper->line(f->paper, axes, 3, &pen);
	f->paper->text(f->paper, middle_x, f->paper->height - 0.5 * font, f->figure->x_label, &how);
	how.upwards = true;
	f->paper->text(f->paper, 1.2 * font, middle_y, f->figure->y_label, &how);
	how.upwards = false;
	how.bold = true;
	how.size = 1.2 * font;
	f->paper->text(f->paper, middle_x, 1.5 * font, f->figure->title, &how);
}

/* Draws the dots from `first` on to the next one that cannot be drawn. Returns the number after
 * them. */
static size_t draw_part(const struct frame *f, const struct figure_curve *c, size_t first,
			struct dot *on_page)
{
	size_t n = 0, i = first;
	for (; i < c->n && figure_has(f->figure, c->dot[i]); i++)
		on_page[n++] = (struct dot){at_x(f, c->dot[i].x), at_y(f, c->dot[i].y)};
	const uint32_t colour = figure_colour(f->figure->theme, c->colour);
	const struct pen pen = {colour, c->faint ? 0.8 : 1.4, c->faint ? 0.35 : 1, c->colour >= 8};
	if (c->filled && n)
		f->paper->fill(f->paper, on_page, n, colour, 0.35);
	if (n == 1) {
		/* A single point is a small square. */
		paper_fill_box(f->paper, on_page->x - 1.5, on_page->y - 1.5, 3, 3, colour,
			       pen.opacity);
	} else if (n) {
		f->paper->line(f->paper, on_page, n, &pen);
	}
	return i;
}

static void draw_curve(const struct frame *f, const struct figure_curve *c)
{
	struct dot *on_page = need_resize(NULL, c->n, sizeof *on_page);
	for (size_t i = 0; i < c->n; i++)
		i = draw_part(f, c, i, on_page);
	free(on_page);
}

/* The legend is at the right of the axes, a line for each name. Names that do not fit are cut. */
static double legend_width(const struct figure *f, double page)
{
	size_t longest = 0, names = 0;
	for (size_t i = 0; i < f->n; i++) {
		size_t n = strlen(f->curve[i].name);
		names += n > 0;
		longest = n > longest ? n : longest;
	}
	if (names < 2)
		return 0;
	return fmin((double)longest * letter * f->font + 2.5 * f->font, page * 0.35);
}

static void draw_legend(const struct frame *f)
{
	const double font = f->figure->font, x = f->right + 0.8 * font;
	const double space = f->paper->width - x - 2 * font;
	const struct lettering how = {.colour = figure_foreground(f->figure->theme), .size = font};
	double y = f->top + font;
	for (size_t i = 0; i < f->figure->n; i++) {
		const struct figure_curve *c = &f->figure->curve[i];
		if (!*c->name)
			continue;
		const struct pen pen = {figure_colour(f->figure->theme, c->colour), 1.6, 1,
					c->colour >= 8};
		const struct dot line[] = {{x, y - 0.35 * font}, {x + 1.4 * font, y - 0.35 * font}};
		char name[256];
		size_t n = strlen(c->name), most = (size_t)fmax(space / (letter * font), 4);
		const char *from = c->name;
		/* The end of a name tells more than its beginning. */
		if (n > most)
			from += n - most;
		while (from > c->name && ((unsigned char)*from & 0xc0) == 0x80)
			from++;
		size_t left = strlen(from);
		left = left < sizeof name - 1 ? left : sizeof name - 1;
		memcpy(name, from, left);
		name[left] = 0;
		f->paper->line(f->paper, line, 2, &pen);
		f->paper->text(f->paper, x + 1.8 * font, y, name, &how);
		if ((y += 1.35 * font) > f->bottom)
			break;
	}
}

void figure_draw(const struct figure *figure, struct paper *paper)
{
	struct range r = range_of(figure);
	const double font = figure->font;
	if (!r.any)
		return;
	struct frame f = {.paper = paper, .figure = figure};
	const double legend = legend_width(figure, paper->width);
	f.top = *figure->title ? 2.4 * font : font;
	f.bottom = paper->height - 3 * font;
	f.right = paper->width - (legend > 0 ? legend + font : font);
	figure_axis_make(&f.y, r.y0, r.y1, figure->log_y, (size_t)((f.bottom - f.top) / 3 / font));
	f.left = 2.4 * font + label_width(&f.y, font);
	figure_axis_make(&f.x, r.x0, r.x1, figure->log_x, (size_t)((f.right - f.left) / 6 / font));
	/* A little space above and below the curves; that of areas begins at their axis. */
	if (!figure->log_y && !figure->curve[0].filled) {
		double space = 0.03 * (f.y.high - f.y.low);
		f.y.low -= space;
		f.y.high += space;
	}
	draw_ticks(&f);
	for (size_t i = 0; i < figure->n; i++)
		draw_curve(&f, &figure->curve[i]);
	draw_frame(&f);
	if (legend > 0)
		draw_legend(&f);
}
