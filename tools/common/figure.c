/* common: figures: their curves, and the range of their data. */
#include "common/figure.h"

#include <math.h>
#include <stdlib.h>

#include "common/figure_draw.h"
#include "common/memory.h"
#include "common/outliers.h"

const char figure_superseded[] = "superseded by restarts";

struct figure_curve *figure_add(struct figure *f, const char *name, unsigned colour,
				enum figure_shape shape)
{
	f->curve = need_room(f->curve, f->n, &f->capacity, sizeof *f->curve);
	struct figure_curve *c = &f->curve[f->n++];
	*c = (struct figure_curve){.name = need_copy(name), .colour = colour, .shape = shape};
	return c;
}

void figure_curve_add(struct figure_curve *c, double x, double y)
{
	c->dot = need_room(c->dot, c->n, &c->capacity, sizeof *c->dot);
	c->dot[c->n++] = (struct dot){x, y};
}

void figure_band_add(struct figure_curve *c, double x, double low, double high)
{
	c->high = need_room(c->high, c->n, &c->high_capacity, sizeof *c->high);
	c->high[c->n] = high;
	figure_curve_add(c, x, low);
}

void figure_cell_add(struct figure *f, const struct figure_cell *cell)
{
	f->cell = need_room(f->cell, f->cells, &f->cells_capacity, sizeof *f->cell);
	f->cell[f->cells++] = *cell;
}

void figure_name_add(struct figure_names *names, const char *name)
{
	names->name = need_room(names->name, names->n, &names->capacity, sizeof *names->name);
	names->name[names->n++] = need_copy(name);
}

void figure_note_add(struct figure *f, double x, double y, const char *text)
{
	f->note = need_room(f->note, f->notes, &f->notes_capacity, sizeof *f->note);
	f->note[f->notes++] = (struct figure_note){x, y, need_copy(text)};
}

static void names_release(struct figure_names *names)
{
	for (size_t i = 0; i < names->n; i++)
		free(names->name[i]);
	free(names->name);
	*names = (struct figure_names){0};
}

void figure_release(struct figure *f)
{
	for (size_t i = 0; i < f->n; i++) {
		free(f->curve[i].name);
		free(f->curve[i].dot);
		free(f->curve[i].high);
	}
	for (size_t i = 0; i < f->notes; i++)
		free(f->note[i].text);
	names_release(&f->x_names);
	names_release(&f->y_names);
	free(f->curve);
	free(f->cell);
	free(f->note);
	f->curve = NULL;
	f->cell = NULL;
	f->note = NULL;
	f->n = f->capacity = f->cells = f->cells_capacity = f->notes = f->notes_capacity = 0;
}

static bool can_show(const struct figure *f, double x, double y)
{
	return isfinite(x) && isfinite(y) && !(f->x_scale == FIGURE_LOG && x <= 0) &&
	       !(f->y_scale == FIGURE_LOG && y <= 0);
}

bool figure_has(const struct figure *f, const struct figure_curve *c, size_t i)
{
	return can_show(f, c->dot[i].x, c->dot[i].y) &&
	       (!c->high || can_show(f, c->dot[i].x, c->high[i]));
}

static bool is_within(const struct figure_range *range, double value)
{
	return !range->on || (!(value < range->low) && !(value > range->high));
}

/* Returns whether the axes are fitted to dot i of a curve. */
static bool counts(const struct figure *f, const struct figure_curve *c, size_t i)
{
	return c->shape != FIGURE_SUPERSEDED && figure_has(f, c, i) &&
	       is_within(&f->x, c->dot[i].x);
}

static void extend(struct figure_extent *e, double x, double y)
{
	e->any = true;
	e->x0 = fmin(e->x0, x);
	e->x1 = fmax(e->x1, x);
	e->y0 = fmin(e->y0, y);
	e->y1 = fmax(e->y1, y);
}

struct figure_extent figure_extent_of(const struct figure *f)
{
	struct figure_extent e = {INFINITY, -INFINITY, INFINITY, -INFINITY, false};
	for (size_t i = 0; i < f->n; i++)
		for (size_t k = 0; k < f->curve[i].n; k++) {
			const struct figure_curve *c = &f->curve[i];
			if (!counts(f, c, k))
				continue;
			extend(&e, c->dot[k].x, c->dot[k].y);
			if (c->high)
				extend(&e, c->dot[k].x, c->high[k]);
			if (c->shape == FIGURE_AREA && f->y_scale != FIGURE_LOG)
				extend(&e, c->dot[k].x, 0);
		}
	for (size_t i = 0; i < f->cells; i++) {
		extend(&e, f->cell[i].x0, f->cell[i].y0);
		extend(&e, f->cell[i].x1, f->cell[i].y1);
	}
	return e;
}

static size_t visible_values(const struct figure *f, double *values)
{
	size_t n = 0;
	for (size_t i = 0; i < f->n; i++)
		for (size_t k = 0; k < f->curve[i].n; k++) {
			const struct figure_curve *c = &f->curve[i];
			if (!counts(f, c, k))
				continue;
			values[n++] = c->dot[k].y;
			if (c->high)
				values[n++] = c->high[k];
		}
	return n;
}

/* How far beyond each end of the y axis superseded points may widen it, in parts of its length. */
static const double widening = 0.5;

void figure_extent_widen(const struct figure *f, struct figure_extent *e, double linear)
{
	struct figure_axis y;
	figure_axis_make(&y, e->y0, e->y1, f->y_scale);
	y.linear = linear;
	for (size_t i = 0; i < f->n; i++) {
		const struct figure_curve *c = &f->curve[i];
		double low = INFINITY, high = -INFINITY;
		for (size_t k = 0; k < c->n && c->shape == FIGURE_SUPERSEDED; k++)
			if (figure_has(f, c, k)) {
				low = fmin(low, c->dot[k].y);
				high = fmax(high, c->dot[k].y);
			}
		if (figure_axis_at(&y, low) >= -widening)
			e->y0 = fmin(e->y0, low);
		if (figure_axis_at(&y, high) <= 1 + widening)
			e->y1 = fmax(e->y1, high);
	}
}

double figure_extent_refine(const struct figure *f, struct figure_extent *e)
{
	size_t most = 1;
	if (!f->ignore_outliers && f->y_scale != FIGURE_SYMLOG)
		return 1;
	for (size_t i = 0; i < f->n; i++)
		most += 2 * f->curve[i].n;
	double *values = need_resize(NULL, most, sizeof *values);
	size_t n = visible_values(f, values);
	double linear = linear_part(values, n);
	if (f->ignore_outliers && f->y_scale != FIGURE_SYMLOG)
		outliers_cut(values, n, f->y_scale == FIGURE_LOG, &e->y0, &e->y1);
	free(values);
	return linear;
}

bool figure_has_shape(const struct figure *f, enum figure_shape shape)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->curve[i].shape == shape)
			return true;
	return false;
}

bool figure_has_data(const struct figure *f)
{
	return figure_extent_of(f).any;
}
