/* view: the labels at the right edge of a chart: which curve ends there, and with which value. */
#include "tbtop/view/chart_ends.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "tbtop/view/axes.h"
#include "tbtop/view/curve_groups.h"
#include "tbtop/view/dot_canvas.h"
#include "tbtop/view/reading.h"

/* --- values ----------------------------------------------------------------------------------- */

/* Returns whether the curve has a visible value, and gets the last one: the end of the smoothed
 * line, or the last entry if that is not finite. */
static bool last_value(const struct curve_columns *curve, double *value)
{
	*value = curve->last;
	for (size_t i = curve->smooth.n; i-- > 0 && isfinite(curve->last);)
		if (curve->smooth.columns[i].count) {
			*value = curve->smooth.columns[i].last;
			break;
		}
	return curve->ends;
}

/* Returns whether the curve has an entry near the crosshair, and gets its smoothed value. */
static bool read_value(const struct model *m, const struct curves *curves,
		       const struct curve_columns *c, double *value)
{
	struct reading at;
	if (c->band.n)
		return curve_group_at(curves, c, m->cross_x, value);
	struct curve curve = {.run = c->run, .series = c->view.series};
	double columns = (double)curves->columns / DOTS_X;
	double reach = curves->x.hi / columns - curves->x.lo / columns;
	if (!read_curve(m, &curve, reach, &at))
		return false;
	*value = isfinite(at.point.value) ? at.smoothed : at.point.value;
	return true;
}

/* Returns the row of a value; those that are not finite are drawn at the top or at the bottom. */
static int row_of(const struct axis *y, double value, int rows)
{
	if (isnan(value))
		return rows - 1;
	int row = axis_dot(y, value, rows * DOTS_Y) / DOTS_Y;
	return row < 0 ? 0 : row < rows ? row : rows - 1;
}

/* --- choice ----------------------------------------------------------------------------------- */

static int compare_values(double x, double y)
{
	if (isnan(x) || isnan(y))
		return isnan(x) - isnan(y);
	return (x < y) - (x > y);
}

/* Sorts from the highest value to the lowest; NaN is last. */
static int by_value(const void *a, const void *b)
{
	const struct end *x = a, *y = b;
	int order = compare_values(x->value, y->value);
	if (order || x->curve->rank != y->curve->rank)
		return order ? order : x->curve->rank > y->curve->rank ? 1 : -1;
	return x->curve->part > y->curve->part ? 1 : -1;
}

/* Returns how many of the sorted labels are not for NaN. */
static size_t count_numbers(const struct ends *ends)
{
	size_t numbers = ends->n;
	while (numbers && isnan(ends->end[numbers - 1].value))
		numbers--;
	return numbers;
}

/* Returns the index of the i-th of `most` labels that are spread evenly over n. */
static size_t evenly(size_t i, size_t most, size_t n)
{
	return most > 1 ? i * (n - 1) / (most - 1) : 0;
}

/* Keeps `most` of the sorted labels, evenly from all of them: the first, the last, the last number,
 * and that of the focused run in place of the nearest one. */
static void keep(struct ends *ends, size_t most)
{
	size_t last = ends->n - 1, at = 0;
	while (at < last && !ends->end[at].curve->focused)
		at++;
	struct end focused = ends->end[at];
	size_t numbers = most > 2 ? count_numbers(ends) : ends->n, shown = most;
	if (numbers < ends->n) /* one label is for NaN, or more if there are few numbers */
		shown = numbers < most - 1 ? numbers : most - 1;
	size_t slot = most > 1 ? at * (most - 1) / last : 0;
	if (most > 2)
		slot = slot < 1 ? 1 : slot > most - 2 ? most - 2 : slot;
	bool found = !focused.curve->focused;
	for (size_t i = 0; i < most; i++) {
		ends->end[i] =
			ends->end[i < shown ? evenly(i, shown, numbers) : numbers + i - shown];
		found |= ends->end[i].curve == focused.curve;
	}
	if (!found)
		ends->end[slot] = focused;
	ends->hidden = ends->n - most;
	ends->n = most;
	qsort(ends->end, ends->n, sizeof *ends->end, by_value);
}

/* --- rows ------------------------------------------------------------------------------------- */

/* Assigns each label a row of its own with small shifts: labels that would overlap form a block,
 * and the middle of a block is where the middle of its curves is. */
static void spread(struct ends *ends, int rows)
{
	struct block {
		int top, n;
		double sum; /* of the preferred tops, one for each label */
	} *blocks = need_zeroed(ends->n, sizeof *blocks);
	size_t k = 0;
	for (size_t i = 0; i < ends->n; i++) {
		struct block b = {.n = 1, .sum = ends->end[i].row};
		for (;;) {
			int top = (int)lround(b.sum / b.n);
			b.top = top + b.n > rows ? rows - b.n : top;
			b.top = b.top < 0 ? 0 : b.top;
			if (!k || blocks[k - 1].top + blocks[k - 1].n <= b.top)
				break;
			k--;
			b.sum = blocks[k].sum + b.sum - (double)b.n * blocks[k].n;
			b.n += blocks[k].n;
		}
		blocks[k++] = b;
	}
	size_t i = 0;
	for (size_t b = 0; b < k; b++)
		for (int row = 0; row < blocks[b].n; row++, i++) {
			ends->end[i].shift = blocks[b].top + row - ends->end[i].row;
			ends->end[i].row = blocks[b].top + row;
		}
	free(blocks);
}

/* Adds the band and the number of runs of a group. */
static void add_band(struct end *end, const struct axis *y)
{
	char half[VALUE_TEXT] = "", middle[VALUE_TEXT];
	const struct curve_band *band = &end->curve->band;
	if (!band->is_margin)
		value_text(half, band->half, y);
	snprintf(middle, sizeof middle, "%s", end->text);
	if (snprintf(end->text, sizeof end->text, "%s%s%s x%zu", middle, *half ? "\u00b1" : "",
		     half, band->n) >= (int)sizeof end->text)
		snprintf(end->text, sizeof end->text, "%s", middle);
}

/* The part of the names of tags that distinguishes the tags of one chart: it begins after the last
 * '/' or '_' that all have in common, and ends before one of `until`. */
struct name_part {
	size_t start;
	const char *until;
};

/* Gets train and val of "a/train_loss" and "a/val_loss". A name that is the beginning of the others
 * is distinguished only by what follows in them: loss and loss_val. */
static struct name_part name_part_of(const struct curves *c)
{
	const char *first = c->curve[0].tag->name;
	struct name_part part = {strlen(first), "/_"};
	for (size_t i = 1; i < c->n; i++) {
		const char *name = c->curve[i].tag->name;
		size_t k = 0;
		while (k < part.start && name[k] == first[k])
			k++;
		part.start = k;
	}
	for (size_t i = 0; i < c->n; i++)
		if (!c->curve[i].tag->name[part.start])
			part.until = "";
	while (part.start && !strchr("/_", first[part.start - 1]))
		part.start--;
	return part;
}

/* Adds the beginning of that part of the name. */
static void add_name_part(struct end *end, const struct name_part *part)
{
	enum { NAME = 10 };
	const char *name = end->curve->tag->name + part->start;
	size_t n = strcspn(name, part->until), used = strlen(end->text);
	n = n < NAME ? n : NAME;
	while (n && ((unsigned char)name[n] & 0xc0) == 0x80) /* no character is cut */
		n--;
	if (used + 1 + NAME < sizeof end->text)
		snprintf(end->text + used, sizeof end->text - used, " %.*s", (int)n, name);
}

void ends_choose(struct ends *ends, const struct model *m, const struct curves *curves, int rows,
		 bool reads)
{
	*ends = (struct ends){.end = need_zeroed(curves->n, sizeof *ends->end)};
	for (size_t i = 0; i < curves->n; i++) {
		struct end *end = &ends->end[ends->n];
		*end = (struct end){.curve = &curves->curve[i]};
		ends->n += reads ? read_value(m, curves, end->curve, &end->value)
				 : last_value(end->curve, &end->value);
	}
	struct name_part part = {0};
	if (curves->parts > 1 && curves->n)
		part = name_part_of(curves);
	qsort(ends->end, ends->n, sizeof *ends->end, by_value);
	if (ends->n > (size_t)rows) /* the last row has the number of hidden labels */
		keep(ends, rows > 1 ? (size_t)rows - 1 : 1);
	for (size_t i = 0; i < ends->n; i++) {
		struct end *end = &ends->end[i];
		value_text(end->text, end->value, &curves->y);
		if (end->curve->band.n > 1 || (end->curve->band.n && !end->curve->band.is_margin))
			add_band(end, &curves->y);
		end->row = row_of(&curves->y, end->value, rows);
		if (curves->parts > 1)
			add_name_part(end, &part);
		int width = text_width(end->text);
		ends->width = width > ends->width ? width : ends->width;
	}
	for (size_t i = 0; i < ends->n; i++) {
		double place = axis_place(&curves->y, ends->end[i].value);
		ends->end[i].beyond = place > 1 ? 1 : place < 0 ? -1 : 0;
	}
	spread(ends, ends->hidden && rows > 1 ? rows - 1 : rows);
}

void ends_release(struct ends *ends)
{
	free(ends->end);
	*ends = (struct ends){0};
}

/* --- drawing ---------------------------------------------------------------------------------- */

int ends_columns(const struct ends *ends, const struct model *m)
{
	return model_letters_width(m) + 1 + ends->width;
}

static void draw_end(const struct model *m, struct grid *g, struct rect r, const struct end *end,
		     bool with_value)
{
	const struct run *run = m->runs[end->curve->run];
	struct style style = {.fg = ROLE_RUN + run->colour,
			      .attr = end->curve->focused ? ATTR_BOLD : 0};
	int letters = model_letters_width(m);
	if (end->curve->band.middle) /* as in the list of runs */
		run = m->runs[run->group];
	grid_text(g, r.x, r.y + end->row, letters, run->letter, style);
	if (!with_value)
		return;
	/* An arrow points from a shifted label to the end of its curve. */
	int up = end->shift ? end->shift : end->beyond;
	if (up)
		grid_char(g, r.x + letters, r.y + end->row, up > 0 ? 0x2191 : 0x2193,
			  (struct style){.fg = ROLE_FAINT});
	if (!isfinite(end->value))
		style = (struct style){.fg = ROLE_ERROR, .attr = ATTR_BOLD};
	grid_text(g, r.x + letters + 1, r.y + end->row, r.w, end->text, style);
}

void ends_draw(const struct ends *ends, const struct model *m, struct grid *g, struct rect r)
{
	for (size_t i = 0; i < ends->n; i++)
		draw_end(m, g, r, &ends->end[i], r.w >= ends_columns(ends, m));
	char hidden[24];
	snprintf(hidden, sizeof hidden, "+%zu", ends->hidden);
	if (ends->hidden && r.h > 1 && text_width(hidden) <= r.w)
		grid_text(g, r.x, r.y + r.h - 1, r.w, hidden, (struct style){.fg = ROLE_FAINT});
}
