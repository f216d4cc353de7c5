/* view: curves of a group of runs as one curve with a band. */
#include "tbtop/view/curve_groups.h"

#include <math.h>
#include <stdlib.h>

#include "common/memory.h"
#include "tbtop/view/axes.h"
#include "tbtop/view/group_stats.h"
#include "tbtop/view/group_values.h"
#include "tbtop/view/line_groups.h"

uint32_t curve_id(const struct curve_columns *c)
{
	return (uint32_t)c->run ^ (uint32_t)c->part << 24;
}

void curve_release(struct curve_columns *curve)
{
	free(curve->band.lo);
	free(curve->band.hi);
	free(curve->band.middle);
	free(curve->own[0]);
	free(curve->own[1]);
}

/* Joins n curves of one group; `values` has space for all of their columns and one more row. */
static struct curve_columns join(const struct curve_columns *const *members, size_t n,
				 size_t columns, const struct grouping *grouping, double *values)
{
	struct curve_columns group = *members[0];
	group.own[0] = group.own[1] = NULL;
	struct curve_band *band = &group.band;
	double *row = values + n * columns;
	band->lo = need_resize(NULL, columns, sizeof(double));
	band->hi = need_resize(NULL, columns, sizeof(double));
	band->middle = need_zeroed(columns, sizeof *band->middle);
	for (size_t k = 0; k < n; k++) {
		stroke_values(&members[k]->smooth, values + k * columns);
		group.focused |= members[k]->focused;
		group.ends |= members[k]->ends;
	}
	band->n = 1;
	for (size_t i = 0; i < columns; i++) {
		for (size_t k = 0; k < n; k++)
			row[k] = values[k * columns + i];
		struct group_stats s = group_stats_of(row, n, grouping);
		tfe_column *col = &band->middle[i];
		*col = (tfe_column){s.n > 0, s.mid, s.mid, s.mid, s.mid, 0, 0, 0};
		band->lo[i] = s.lo;
		band->hi[i] = s.hi;
		if (s.n) {
			band->n = s.n;
			band->half = s.hi / 2 - s.lo / 2;
			group.last = s.mid;
		}
	}
	group.raw = group.smooth = (struct stroke){.columns = band->middle, .n = columns};
	return group;
}

static bool is_member(const struct model *m, const struct curve_columns *c, size_t group,
		      size_t part)
{
	return m->runs[c->run]->group == group && c->part == part;
}

/* Returns whether the columns of a curve are those of one that was kept. */
static bool is_kept(const struct curve_columns *kept, size_t n, const struct curve_columns *curve)
{
	for (size_t i = 0; i < n; i++)
		if (curve->own[0] && kept[i].own[0] == curve->own[0])
			return true;
	return false;
}

/* The curve of a group is drawn where that of its focused run, or else of its first one, was. */
void curve_groups_join(struct curves *c, const struct model *m)
{
	const struct curve_columns **members = need_zeroed(c->n + 1, sizeof *members);
	struct curve_columns *joined = need_zeroed(c->n + 1, sizeof *joined);
	double *values = need_resize(NULL, (c->n + 1) * (c->columns + 1), sizeof *values);
	size_t kept = 0;
	for (size_t i = 0; i < c->n; i++) {
		size_t group = m->runs[c->curve[i].run]->group, n = 0;
		bool last = true;
		for (size_t k = i + 1; k < c->n && last; k++)
			last = !is_member(m, &c->curve[k], group, c->curve[i].part);
		for (size_t k = i + 1; last && k-- > 0;)
			if (is_member(m, &c->curve[k], group, c->curve[i].part))
				members[n++] = &c->curve[k];
		if (n == 1)
			joined[kept++] = c->curve[i];
		else if (n > 1)
			joined[kept++] = join(members, n, c->columns, &m->grouping, values);
	}
	for (size_t i = 0; i < c->n; i++)
		if (!is_kept(joined, kept, &c->curve[i])) {
			free(c->curve[i].own[0]);
			free(c->curve[i].own[1]);
		}
	free(values);
	free(members);
	free(c->curve);
	c->curve = joined;
	c->n = kept;
}

static const struct curve_columns *find_part(const struct curves *c, const struct model *m,
					     size_t run, size_t part)
{
	for (size_t i = 0; i < c->n; i++)
		if (is_member(m, &c->curve[i], m->runs[run]->group, part))
			return &c->curve[i];
	return NULL;
}

static void add_margin(struct curve_columns *curve, const struct curve_columns *lower,
		       const struct curve_columns *upper, size_t columns)
{
	struct curve_band *band = &curve->band;
	free(band->lo);
	free(band->hi);
	band->n = band->n ? band->n : 1;
	band->is_margin = true;
	band->lo = need_resize(NULL, columns, sizeof(double));
	band->hi = need_resize(NULL, columns, sizeof(double));
	stroke_values(&lower->smooth, band->lo);
	stroke_values(&upper->smooth, band->hi);
	for (size_t i = 0; i < columns; i++) {
		double lo = fmin(band->lo[i], band->hi[i]), hi = fmax(band->lo[i], band->hi[i]);
		bool both = !isnan(band->lo[i]) && !isnan(band->hi[i]);
		band->lo[i] = both ? lo : NAN;
		band->hi[i] = both ? hi : NAN;
	}
}

void curve_margins_join(struct curves *c, const struct model *m)
{
	size_t kept = 0;
	for (size_t i = 0; i < c->n; i++) {
		size_t run = c->curve[i].run, part = c->curve[i].part;
		if (part % 3)
			continue;
		const struct curve_columns *lower = find_part(c, m, run, part + 1);
		const struct curve_columns *upper = find_part(c, m, run, part + 2);
		if (lower && upper)
			add_margin(&c->curve[i], lower, upper, c->columns);
	}
	for (size_t i = 0; i < c->n; i++) {
		struct curve_columns curve = c->curve[i];
		if (curve.part % 3) {
			curve_release(&curve);
			continue;
		}
		curve.part /= 3;
		c->curve[kept++] = curve;
	}
	c->n = kept;
}

bool curve_group_at(const struct curves *c, const struct curve_columns *curve, double x,
		    double *value)
{
	double place = axis_place(&c->x, x) * (double)c->columns;
	if (!(place >= 0 && place <= (double)c->columns))
		return false;
	size_t i = place < (double)c->columns ? (size_t)place : c->columns - 1;
	for (size_t k = 0; k < curve->smooth.n && stroke_at(&curve->smooth, k) <= i; k++)
		if (stroke_at(&curve->smooth, k) == i) {
			*value = curve->smooth.columns[k].last;
			return curve->smooth.columns[k].count > 0;
		}
	return false;
}

void curve_band_draw(struct canvas *canvas, const struct curve_columns *c, const struct axis *y,
		     const struct model *m)
{
	if (!c->band.n)
		return;
	struct ink ink = {
		.fg = ROLE_RUN_DIM + m->runs[c->run]->colour, .back = true, .id = curve_id(c)};
	band_draw(canvas, c->band.lo, c->band.hi, stroke_width(&c->smooth), y, ink);
}
