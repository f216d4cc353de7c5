/* tfevents: the series of a log as curves of figures. */
#include "tfevents/figure_data.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"

static const char confusion_plugin[] = "tfe_confusion_matrix";

static double x_of(const struct figure_data *how, const tfe_point *p, double first_wall_time)
{
	return how->axis == TFE_AXIS_STEP ? (double)p->step
					  : (p->wall_time - first_wall_time) / how->unit;
}

/* Adds all points. The smoothed curve is added to `smooth` if that is not NULL. */
static bool add_points(const struct figure_data *how, const tfe_view *view,
		       struct figure_curve *raw, struct figure_curve *smooth)
{
	enum { POINTS = 512 };
	tfe_point points[POINTS];
	double first_wall_time = 0;
	for (uint64_t at = 0; at < view->count;) {
		size_t n = tfe_view_get_points(view, at, points, POINTS);
		if (!n)
			return false;
		if (!at)
			first_wall_time = points[0].wall_time;
		for (size_t i = 0; i < n; i++) {
			double x = x_of(how, &points[i], first_wall_time), value;
			figure_curve_add(raw, x, points[i].value);
			if (!smooth)
				continue;
			if (tfe_view_get_smoothed(view, at + i, how->smoothing, &value))
				return false;
			figure_curve_add(smooth, x, value);
		}
		at += n;
	}
	return true;
}

/* Adds the first, least, greatest and last value of each column. */
static void add_column(struct figure_curve *c, double x, double width, const tfe_column *column)
{
	if (!column->count) {
		if (column->nan + column->posinf + column->neginf)
			figure_curve_add(c, x, NAN);
		return;
	}
	figure_curve_add(c, x + 0.2 * width, column->first);
	if (column->min < fmin(column->first, column->last))
		figure_curve_add(c, x + 0.4 * width, column->min);
	if (column->max > fmax(column->first, column->last))
		figure_curve_add(c, x + 0.6 * width, column->max);
	if (column->count > 1)
		figure_curve_add(c, x + 0.8 * width, column->last);
}

static bool add_columns(const struct figure_data *how, const tfe_view *view, double smoothing,
			struct figure_curve *c)
{
	double x0, x1;
	if (!tfe_view_get_extent(view, how->axis, &x0, &x1) || !(x1 > x0))
		return true;
	tfe_column *column = need_zeroed(how->columns, sizeof *column);
	bool got = !tfe_view_get_columns(view, how->axis, x0, x1, smoothing, column, how->columns);
	double unit = how->axis == TFE_AXIS_STEP ? 1 : how->unit;
	double width = (x1 - x0) / (double)how->columns;
	for (size_t i = 0; got && i < how->columns; i++)
		add_column(c, (x0 + (double)i * width) / unit, width / unit, &column[i]);
	free(column);
	return got;
}

bool figure_data_add(const struct figure_data *how, struct figure *figure, const tfe_series *series,
		     const char *name, unsigned colour)
{
	const tfe_view view = tfe_series_view(series);
	tfe_series_info info = TFE_SERIES_INFO_INIT;
	tfe_view_get_info(&view, &info);
	bool smooth = how->smoothing > 0;
	size_t raw = figure->n;
	figure_add(figure, smooth ? "" : name, colour)->faint = smooth;
	if (smooth)
		figure_add(figure, name, colour);
	struct figure_curve *c = &figure->curve[raw];
	if (view.count <= 2 * how->columns && !info.dropped)
		return add_points(how, &view, c, smooth ? c + 1 : NULL);
	return add_columns(how, &view, 0, c) &&
	       (!smooth || add_columns(how, &view, how->smoothing, c + 1));
}

/* Adds the density in bins of equal width. The buckets of a log, which become narrow near 0, would
 * be a peak there. */
static void add_bins(struct figure_curve *c, const tfe_histogram *h)
{
	enum { BINS = 60 };
	bool constant = !(h->max > h->min);
	double low = constant ? h->min - 0.5 : h->min, high = constant ? h->max + 0.5 : h->max;
	double width = high / BINS - low / BINS, before = 0;
	c->filled = true;
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

bool figure_data_add_histogram(struct figure *figure, const tfe_series *series, const char *name,
			       unsigned colour, tfe_error *error)
{
	const tfe_view view = tfe_series_view(series);
	tfe_histogram h;
	tfe_histogram_init(&h, NULL);
	error->status =
		view.count ? tfe_view_read_histogram(&view, view.count - 1, &h) : TFE_E_NOTFOUND;
	if (!error->status && h.num > 0)
		add_bins(figure_add(figure, name, colour), &h);
	tfe_histogram_release(&h);
	return !error->status;
}

bool figure_counts_are_in(const tfe_series *series)
{
	const tfe_view view = tfe_series_view(series);
	tfe_series_info info = TFE_SERIES_INFO_INIT;
	tfe_view_get_info(&view, &info);
	return info.kind == TFE_KIND_TENSOR && !strcmp(info.plugin, confusion_plugin);
}

/* Reads the names of the classes: the repeated field 1 of the content. */
static void read_names(struct figure_counts *c, tfe_bytes content)
{
	char **name = need_zeroed(c->classes, sizeof *name);
	size_t n = 0;
	for (size_t i = 0; i + 2 <= content.size && content.data[i] == 0x0a && n < c->classes;) {
		size_t bytes = 0;
		int shift = 0;
		do
			bytes |= (size_t)(content.data[++i] & 127) << shift;
		while (content.data[i] & 128 && (shift += 7) < 28 && i + 1 < content.size);
		i++;
		if (bytes > content.size - i)
			break;
		name[n] = need_zeroed(bytes + 1, 1);
		memcpy(name[n++], content.data + i, bytes);
		i += bytes;
	}
	if (n == c->classes) {
		c->name = name;
		return;
	}
	while (n)
		free(name[--n]);
	free(name);
}

static bool read_counts(struct figure_counts *c, const tfe_value *value)
{
	const tfe_tensor *t = &value->tensor;
	enum { MOST_CLASSES = 1000 };
	if (t->bad || t->rank != 2 || t->dims[0] != t->dims[1] || t->dims[0] < 1 ||
	    t->dims[0] > MOST_CLASSES)
		return false;
	c->classes = (size_t)t->dims[0];
	c->counts = need_zeroed(c->classes * c->classes, sizeof *c->counts);
	tfe_elements elements;
	tfe_number number;
	tfe_elements_init(&elements, t);
	for (size_t i = 0; i < c->classes * c->classes; i++)
		if (!tfe_elements_next(&elements, &number) ||
		    number.type != TFE_NUMBER_TYPE_SIGNED || number.i < 0)
			return false;
		else
			c->counts[i] = number.i;
	read_names(c, value->metadata.content);
	return true;
}

bool figure_counts_read(struct figure_counts *c, const tfe_series *series)
{
	const tfe_view view = tfe_series_view(series);
	tfe_fetched *fetched;
	tfe_point point = {0};
	*c = (struct figure_counts){0};
	if (!figure_counts_are_in(series) || !view.count ||
	    tfe_view_fetch(&view, view.count - 1, &fetched, NULL))
		return false;
	bool read = read_counts(c, tfe_fetched_value(fetched));
	tfe_fetched_release(fetched);
	tfe_view_get_points(&view, view.count - 1, &point, 1);
	c->step = point.step;
	if (!read)
		figure_counts_release(c);
	return read;
}

void figure_counts_release(struct figure_counts *c)
{
	for (size_t i = 0; c->name && i < c->classes; i++)
		free(c->name[i]);
	free(c->name);
	free(c->counts);
	*c = (struct figure_counts){0};
}
