/* common: histograms as figures: densities, percentiles over steps, heat maps. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/figure_fill.h"
#include "common/memory.h"
#include "common/percentiles.h"

/* Narrower bins show chance rather than shape. */
enum { BINS = 60, STEPS_MOST = 120, OVERLAID = 12 };

static bool cannot_read(const tfe_view *view, char error[FIGURE_ERROR])
{
	snprintf(error, FIGURE_ERROR, "%.200s cannot be read", tfe_series_tag(view->series));
	return false;
}

/* Reads an entry; pair with tfe_histogram_release. */
static bool read_entry(const tfe_view *view, uint64_t entry, tfe_histogram *h)
{
	tfe_histogram_init(h, NULL);
	return entry < view->count && !tfe_view_read_histogram(view, entry, h);
}

/* --- densities -------------------------------------------------------------------------------- */

/* Adds the density in bins of equal width. The buckets of a log, which become narrow near 0, would
 * be a peak there. */
static void add_bins(struct figure_curve *c, const tfe_histogram *h)
{
	bool constant = !(h->max > h->min);
	double low = constant ? h->min - 0.5 : h->min, high = constant ? h->max + 0.5 : h->max;
	double width = high / BINS - low / BINS, before = 0;
	figure_curve_add(c, low, 0);
	for (int i = 0; i < BINS; i++) {
		double left = low + i * width, right = left + width;
		double below = i == BINS - 1 ? h->num : tfe_histogram_below(h, right);
		double density = (below - before) / h->num / width;
		figure_curve_add(c, left, density);
		figure_curve_add(c, right, density);
		before = below;
	}
	figure_curve_add(c, high, 0);
}

static bool add_density(struct figure *figure, const struct figure_source *s,
			char error[FIGURE_ERROR])
{
	tfe_histogram h;
	bool read = read_entry(&s->view, s->entry, &h);
	if (read && h.num > 0)
		add_bins(figure_add(figure, s->name, s->colour, FIGURE_AREA), &h);
	tfe_histogram_release(&h);
	return read || cannot_read(&s->view, error);
}

/* --- steps ------------------------------------------------------------------------------------ */

/* Some entries of a series, evenly chosen, the last one included, and their x. */
struct steps {
	uint64_t entry[STEPS_MOST];
	double x[STEPS_MOST];
	int64_t step[STEPS_MOST];
	size_t n;
};

static double x_of(const struct figure_plan *plan, const tfe_view *view, const tfe_point *p)
{
	tfe_series_info info = TFE_SERIES_INFO_INIT;
	if (plan->axis == TFE_AXIS_STEP)
		return (double)p->step;
	if (plan->axis == TFE_AXIS_WALL)
		return p->wall_time;
	tfe_view_get_info(view, &info);
	return p->wall_time - info.first_wall_time;
}

static void choose_steps(const struct figure_plan *plan, const tfe_view *view, size_t most,
			 struct steps *s)
{
	const struct figure_range *range = &plan->figure.x;
	const double unit = figure_x_unit(plan);
	uint64_t first = 0, last = view->count ? view->count - 1 : 0;
	s->n = 0;
	if (range->on && !isnan(range->low))
		first = tfe_view_nearest(view, plan->axis, range->low);
	if (range->on && !isnan(range->high))
		last = tfe_view_nearest(view, plan->axis, range->high);
	uint64_t all = view->count && last >= first ? last - first + 1 : 0;
	size_t n = all < most ? (size_t)all : most;
	for (size_t i = 0; i < n; i++) {
		tfe_point p;
		uint64_t entry = n > 1 ? first + (all - 1) * i / (n - 1) : last;
		if (tfe_view_get_points(view, entry, &p, 1) != 1)
			continue;
		s->entry[s->n] = entry;
		s->step[s->n] = p.step;
		s->x[s->n++] = x_of(plan, view, &p) / unit;
	}
}

static bool add_distribution(const struct figure_plan *plan, struct figure *figure,
			     const struct figure_source *s, char error[FIGURE_ERROR])
{
	static const char *const names[] = {"0 to 100 %", "6.7 to 93.3 %", "15.9 to 84.1 %",
					    "30.9 to 69.1 %"};
	enum { BANDS = HIST_PERCENTILES / 2 };
	const bool alone = plan->n == 1;
	const size_t first = figure->n;
	struct steps steps;
	choose_steps(plan, &s->view, STEPS_MOST, &steps);
	for (int i = 0; i < BANDS; i++)
		figure_add(figure, alone ? names[i] : "", s->colour, FIGURE_BAND);
	figure_add(figure, alone ? "median" : s->name, s->colour, FIGURE_LINE);
	struct figure_curve *c = figure->curve + first;
	for (size_t i = 0; i < steps.n; i++) {
		tfe_histogram h;
		double p[HIST_PERCENTILES];
		bool read = read_entry(&s->view, steps.entry[i], &h);
		hist_percentiles(&h, p);
		bool empty = !(h.num > 0);
		tfe_histogram_release(&h);
		if (!read)
			return cannot_read(&s->view, error);
		if (empty)
			continue;
		for (int k = 0; k < BANDS; k++)
			figure_band_add(&c[k], steps.x[i], p[k], p[HIST_PERCENTILES - 1 - k]);
		figure_curve_add(&c[BANDS], steps.x[i], p[BANDS]);
	}
	return true;
}

/* --- heat maps and overlays ------------------------------------------------------------------- */

/* Histograms of several steps in common bins. */
struct binned {
	struct steps steps;
	double low, high; /* of the bins */
	double *share;    /* BINS for each step: the part of its values in each bin */
	double most;      /* the greatest share */
};

/* Reads the steps. The bins are those between the outermost 0.1 % of the values of all steps, so
 * that an outlier does not flatten the rest. */
static bool read_binned(const struct figure_plan *plan, const tfe_view *view, size_t most,
			struct binned *b)
{
	choose_steps(plan, view, most, &b->steps);
	tfe_histogram *h = need_zeroed(b->steps.n + 1, sizeof *h);
	bool read = true;
	b->low = INFINITY;
	b->high = -INFINITY;
	b->most = 0;
	b->share = need_zeroed(b->steps.n * BINS + 1, sizeof *b->share);
	for (size_t i = 0; i < b->steps.n; i++) {
		read &= read_entry(view, b->steps.entry[i], &h[i]);
		if (!(h[i].num > 0))
			continue;
		b->low = fmin(b->low, tfe_histogram_quantile(&h[i], 0.001));
		b->high = fmax(b->high, tfe_histogram_quantile(&h[i], 0.999));
	}
	if (b->low == b->high) {
		b->low -= 0.5;
		b->high += 0.5;
	}
	for (size_t i = 0; i < b->steps.n; i++) {
		double *share = b->share + i * BINS;
		if (h[i].num > 0)
			tfe_histogram_rebin(&h[i], b->low, b->high, share, BINS);
		for (int k = 0; k < BINS && h[i].num > 0; k++)
			b->most = fmax(b->most, share[k] /= h[i].num);
		tfe_histogram_release(&h[i]);
	}
	free(h);
	return read;
}

/* Adds a box for each step and bin that is not empty. A box reaches to the middle between the step
 * and its neighbours. */
static void add_cells(struct figure *figure, const struct binned *b)
{
	const struct steps *s = &b->steps;
	const double height = (b->high - b->low) / BINS;
	for (size_t i = 0; i < s->n; i++) {
		double before = i ? s->x[i - 1] : s->n > 1 ? 2 * s->x[0] - s->x[1] : s->x[0] - 1;
		double after = i + 1 < s->n ? s->x[i + 1]
			       : i          ? 2 * s->x[i] - s->x[i - 1]
					    : s->x[i] + 1;
		for (int k = 0; k < BINS; k++) {
			double share = b->share[i * BINS + (size_t)k];
			if (share > 0)
				figure_cell_add(figure,
						&(struct figure_cell){(before + s->x[i]) / 2,
								      (after + s->x[i]) / 2,
								      b->low + k * height,
								      b->low + (k + 1) * height,
								      sqrt(share / b->most)});
		}
	}
}

static void add_outlines(struct figure *figure, const struct binned *b)
{
	const double width = (b->high - b->low) / BINS;
	figure->ramp = (unsigned)b->steps.n;
	for (size_t i = 0; i < b->steps.n; i++) {
		char name[40];
		snprintf(name, sizeof name, "step %" PRId64, b->steps.step[i]);
		struct figure_curve *c = figure_add(figure, name, (unsigned)i, FIGURE_LINE);
		for (int k = 0; k < BINS; k++)
			figure_curve_add(c, b->low + (k + 0.5) * width,
					 b->share[i * BINS + (size_t)k] / width);
	}
}

static bool add_binned(const struct figure_plan *plan, struct figure *figure,
		       const struct figure_source *s, char error[FIGURE_ERROR])
{
	struct binned b;
	const bool heat = plan->kind == FIGURE_HEAT;
	bool read = read_binned(plan, &s->view, heat ? STEPS_MOST : OVERLAID, &b);
	if (read && b.most > 0 && heat)
		add_cells(figure, &b);
	else if (read && b.most > 0)
		add_outlines(figure, &b);
	free(b.share);
	return read || cannot_read(&s->view, error);
}

bool figure_fill_histograms(const struct figure_plan *plan, struct figure *figure,
			    char error[FIGURE_ERROR])
{
	bool filled = true;
	for (size_t i = 0; i < plan->n && filled; i++) {
		const struct figure_source *s = &plan->source[i];
		if (plan->kind == FIGURE_DENSITIES)
			filled = add_density(figure, s, error);
		else if (plan->kind == FIGURE_DISTRIBUTION)
			filled = add_distribution(plan, figure, s, error);
		else
			filled = add_binned(plan, figure, s, error);
	}
	return filled;
}
