/* view: the points that restarts superseded, dotted beneath the curves of a chart. */
#include "tbtop/view/superseded.h"

#include <math.h>
#include <stdlib.h>

#include "common/memory.h"
#include "tbtop/view/curve_groups.h"
#include "tbtop/view/stroke_load.h"

/* Of a curve with more restarts only the points of the latest are drawn. */
enum { RESTARTS_MAX = 8 };

/* Loads the points of one restart. Returns false if time ran out. */
static bool load_points(struct superseded *s, const struct frame *f, struct curves *curves,
			const struct curve_columns *curve, size_t restart)
{
	const struct stroke_source source = {&curve->view, curve->run, 0, restart + 1};
	struct superseded_points points = {.curve = curve};
	if (!stroke_load(f, &curves->x, curves->columns, &source, &points.stroke, &points.own)) {
		curves->missing |= caches_missed(f->caches);
		return !curves->missing;
	}
	s->points = need_room(s->points, s->n, &s->capacity, sizeof *s->points);
	s->points[s->n++] = points;
	return true;
}

void superseded_load(struct superseded *s, const struct frame *f, struct curves *curves)
{
	const struct model *m = f->model;
	*s = (struct superseded){0};
	if (!m->settings.superseded || m->x_tag || curves->missing || curves->empty)
		return;
	for (size_t i = 0; i < curves->n; i++) {
		tfe_restart restarts[RESTARTS_MAX];
		const struct curve_columns *curve = &curves->curve[i];
		size_t n = curve->band.n
				   ? 0
				   : tfe_view_get_restarts(&curve->view, restarts, RESTARTS_MAX);
		while (n-- > 0)
			if (!load_points(s, f, curves, curve, n))
				return;
	}
}

void superseded_release(struct superseded *s)
{
	for (size_t i = 0; i < s->n; i++)
		free(s->points[i].own);
	free(s->points);
	*s = (struct superseded){0};
}

/* How far beyond each end of the y axis points may widen it, in parts of its length. */
static const double widening = 0.5;

/* Extends a range to the points of one restart, at each end that none of them is far beyond. */
static void extend(const struct axis *y, const struct stroke *stroke, double *lo, double *hi)
{
	double min = INFINITY, max = -INFINITY;
	for (size_t k = 0; k < stroke->n; k++) {
		min = fmin(min, stroke->columns[k].min);
		max = fmax(max, stroke->columns[k].max);
	}
	if (axis_place(y, min) >= -widening)
		*lo = fmin(*lo, min);
	if (axis_place(y, max) <= 1 + widening)
		*hi = fmax(*hi, max);
}

void superseded_widen(const struct superseded *s, const struct frame *f, struct axis *y)
{
	double lo = y->lo, hi = y->hi;
	if (f->model->settings.range != RANGE_FIT)
		return;
	for (size_t i = 0; i < s->n; i++)
		extend(y, &s->points[i].stroke, &lo, &hi);
	y->lo = lo;
	y->hi = hi;
}

void superseded_draw(const struct superseded *s, struct canvas *canvas, const struct curves *curves,
		     const struct model *m, enum glyph_tier glyphs)
{
	const uint8_t dash = glyphs == GLYPHS_BRAILLE ? DASH_SUPERSEDED : DASH_SUPERSEDED_WIDE;
	for (size_t i = 0; i < s->n; i++) {
		const struct curve_columns *c = s->points[i].curve;
		struct ink ink = {.fg = ROLE_RUN_DIM + m->runs[c->run]->colour,
				  .back = true,
				  .dash = dash,
				  .id = curve_id(c)};
		stroke_curve(canvas, &s->points[i].stroke, &curves->y, ink);
	}
}
