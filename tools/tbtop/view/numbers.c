/* view: statistics of one histogram. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "common/format.h"
#include "tbtop/view/bars.h"
#include "tbtop/view/hist_steps.h"
#include "tbtop/view/value_text.h"

enum { PAIR_W = 22, NAME_W = 8, PAIRS = 15 };

struct pair {
	const char *name;
	char text[VALUE_TEXT];
	double value;
	int order; /* pairs with a high number are omitted first */
	bool alarm;
};

static void add(struct pair *pairs, int *n, int order, const char *name, double value,
		const struct axis *axis)
{
	struct pair *p = &pairs[(*n)++];
	*p = (struct pair){.name = name, .value = value, .order = order};
	value_text(p->text, value, axis);
}

static int collect(const struct model *m, const struct hist *h, struct pair pairs[PAIRS])
{
	const tfe_histogram *d = &h->data;
	int n = 0;
	struct axis axis;
	hist_range(m, h, &axis);
	add(pairs, &n, 1, "n", d->num, &axis);
	if (d->num < 1e15) /* without rounding */
		snprintf(pairs[0].text, VALUE_TEXT, "%.0f", d->num);
	if (d->nonfinite) {
		add(pairs, &n, 0, "NaN, Inf", 0, &axis);
		snprintf(pairs[n - 1].text, VALUE_TEXT, "yes");
		pairs[n - 1].alarm = true;
	}
	if (h->empty)
		return n;
	/* Without exact moments in the file, they are estimated from the rows ("~"). */
	add(pairs, &n, 2, d->exact ? "mean" : "mean ~", tfe_histogram_mean(d), &axis);
	add(pairs, &n, 3, d->exact ? "std" : "std ~", tfe_histogram_stddev(d), &axis);
	double skewness, kurtosis;
	tfe_histogram_get_shape(d, &skewness, &kurtosis);
	add(pairs, &n, 11, "skew", skewness, &axis);
	snprintf(pairs[n - 1].text, VALUE_TEXT, "%.3g", skewness);
	add(pairs, &n, 12, "kurtosis", kurtosis, &axis);
	snprintf(pairs[n - 1].text, VALUE_TEXT, "%.3g", kurtosis);
	add(pairs, &n, 10, "zero", h->zeros, &axis);
	snprintf(pairs[n - 1].text, VALUE_TEXT, "%.3g %%", 100 * h->zeros);
	add(pairs, &n, 4, "min", d->min, &axis);
	add(pairs, &n, 7, "p1", h->p1, &axis);
	add(pairs, &n, 13, "p16", h->percentile[2], &axis);
	add(pairs, &n, 6, "p50", h->p50, &axis);
	add(pairs, &n, 14, "p84", h->percentile[6], &axis);
	add(pairs, &n, 8, "p99", h->p99, &axis);
	add(pairs, &n, 5, "max", d->max, &axis);
	return n;
}

static void draw_pair(struct grid *g, int x, int y, int width, const struct pair *p)
{
	struct style value = {0};
	if (p->alarm)
		value = (struct style){.fg = ROLE_ERROR, .attr = ATTR_BOLD};
	grid_text(g, x, y, NAME_W, p->name, (struct style){.fg = ROLE_FAINT});
	/* A number that does not fit is rounded, not cut. */
	char rounded[FORMAT_TEXT];
	bool fits = text_width(p->text) <= width - NAME_W - 1;
	format_value(rounded, p->value);
	grid_text(g, x + NAME_W + 1, y, width - NAME_W - 1, fits ? p->text : rounded, value);
}

/* Draws the pairs in columns, in the order of the list. */
static void draw_pairs(struct grid *g, struct rect r, const struct pair *pairs, int n)
{
	int columns = r.w / PAIR_W > 0 ? r.w / PAIR_W : 1;
	columns = columns < n ? columns : n;
	int rows = (n + columns - 1) / columns, shown = 0;
	rows = rows < r.h ? rows : r.h;
	int width = r.w / columns;
	for (int i = 0; i < n && rows > 0; i++) {
		int before = 0; /* number of pairs with higher priority */
		for (int k = 0; k < n; k++)
			before += pairs[k].order < pairs[i].order;
		if (before >= rows * columns)
			continue;
		draw_pair(g, r.x + shown / rows * width, r.y + shown % rows, width - 1, &pairs[i]);
		shown++;
	}
}

void bars_numbers(const struct frame *f, struct rect r, const struct curve *curve)
{
	struct grid *g = f->grid;
	struct pair pairs[PAIRS];
	tfe_view view = tfe_series_view(curve->series);
	if (!view.count || r.w < NAME_W + 6 || r.h < 1)
		return;
	uint64_t entry = hist_chosen(f->model, &view);
	const struct hist *h = hist_find(f->caches, &view, entry);
	if (!h || !h->good)
		return;
	if (r.h > 3) {
		struct style faint = {.fg = ROLE_FAINT};
		char time[FORMAT_TEXT];
		format_moment(time, h->at.wall_time);
		int x = r.x + grid_printf(g, r.x, r.y, r.w, (struct style){.attr = ATTR_BOLD},
					  "step %" PRId64, h->at.step);
		char place[64];
		snprintf(place, sizeof place, "%" PRIu64 " of %" PRIu64, entry + 1, view.count);
		x += 2 + grid_text(g, x + 2, r.y, r.x + r.w - x - 2, place, faint);
		if (x + 2 + (int)strlen(time) <= r.x + r.w)
			grid_text(g, x + 2, r.y, r.x + r.w - x - 2, time, faint);
		r.y++;
		r.h--;
	}
	draw_pairs(g, r, pairs, collect(f->model, h, pairs));
}
