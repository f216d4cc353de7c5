/* view: the table below a chart in full size: the values of its runs at the crosshair.
 *
 * A column is as wide as its longest text. Columns are omitted until the rest fits, so that no
 * number is shortened. */
#include "tbtop/view/focus_table.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/format.h"
#include "common/memory.h"
#include "common/whole.h"
#include "tbtop/model/run_notes.h"
#include "tbtop/view/focus_rows.h"
#include "tbtop/view/names.h"

/* Columns with a low number are omitted first; the value never is. */
static const int order_of[COLUMNS] = {
	[COLUMN_VALUE] = COLUMNS, [COLUMN_SMOOTHED] = 8, [COLUMN_STEP] = 7,
	[COLUMN_RELATIVE] = 2,    [COLUMN_TIME] = 1,     [COLUMN_BEST] = 0,
	[COLUMN_DIFFERENCE] = 10, [COLUMN_PERCENT] = 9,  [COLUMN_EARLIER] = 5,
	[COLUMN_TO_MARK] = 6,     [COLUMN_SLOPE] = 4,
};

enum { NAME_LEAST = 10, GAP = 2 };

struct table {
	struct row *rows; /* the visible ones */
	size_t parts;     /* number of tags of the chart */
	size_t n, hidden; /* numbers of visible rows and of the others */
	char title[COLUMNS][VALUE_TEXT];
	int width[COLUMNS]; /* 0: omitted */
	int all;            /* sum of the widths and gaps */
};

/* --- rows ------------------------------------------------------------------------------------- */

static int by_rank(const void *a, const void *b)
{
	const struct row *x = a, *y = b;
	if (x->run->rank != y->run->rank)
		return x->run->rank < y->run->rank ? -1 : 1;
	return strcmp(x->tag->name, y->tag->name);
}

/* Keeps the first row of each group: that of its focused run, if it has one. */
static void join_rows(struct table *t, const struct model *m)
{
	size_t kept = 0;
	for (size_t i = 0; i < t->n; i++) {
		size_t k = 0;
		while (k < kept && (t->rows[k].run->group != t->rows[i].run->group ||
				    t->rows[k].tag != t->rows[i].tag))
			k++;
		if (k == kept) {
			t->rows[kept++] = t->rows[i];
			continue;
		}
		t->rows[k].group++;
		if (t->rows[i].curve->run == m->run_focus) {
			t->rows[k].run = t->rows[i].run;
			t->rows[k].curve = t->rows[i].curve;
		}
	}
	t->n = kept;
}

static void collect_part(struct table *t, const struct model *m, const struct tag *tag)
{
	for (size_t i = 0; i < tag->n_curves; i++) {
		const struct run *run = m->runs[tag->curves[i].run];
		if (run_drawn(run))
			t->rows[t->n++] = (struct row){
				.run = run, .tag = tag, .curve = &tag->curves[i], .group = 1};
	}
}

/* Collects the rows of drawn runs or of their groups, in the order of the names. */
static void collect(struct table *t, const struct model *m, const struct tag *tag)
{
	size_t most = 0;
	for (size_t part = 0; part < tag_part_count(tag); part++)
		most += tag_part(tag, part)->n_curves;
	t->rows = need_zeroed(most + 1, sizeof *t->rows);
	for (size_t part = 0; part < tag_part_count(tag); part++)
		collect_part(t, m, tag_part(tag, part));
	qsort(t->rows, t->n, sizeof *t->rows, by_rank);
	if (m->grouping.on)
		join_rows(t, m);
}

/* The column that sorts the rows, for the function that compares them. */
static _Thread_local int sorted_by;

/* The greatest value is first, NaN last. */
static int by_key(const void *a, const void *b)
{
	const struct row *x = a, *y = b;
	double p = x->key[sorted_by], q = y->key[sorted_by];
	if (isnan(p) || isnan(q) || p == q)
		return isnan(p) != isnan(q) ? isnan(p) - isnan(q) : by_rank(a, b);
	return p > q ? -1 : 1;
}

static bool is_baseline(const struct model *m, const struct row *row)
{
	if (row->group == 1 || m->baseline >= m->n_runs)
		return row->curve->run == m->baseline;
	return row->run->group == m->runs[m->baseline]->group;
}

/* Moves the row of the baseline to the top, where it stays while the others are scrolled. */
static size_t pin_row(struct table *t, const struct model *m)
{
	for (size_t i = 0; i < t->n; i++)
		if (is_baseline(m, &t->rows[i])) {
			struct row pinned = t->rows[i];
			memmove(t->rows + 1, t->rows, i * sizeof *t->rows);
			t->rows[0] = pinned;
			return 1;
		}
	return 0;
}

/* Sorts the rows and keeps at most `most` of them, among them those of the baseline and of the
 * focused run. */
static void choose_rows(struct table *t, const struct model *m, size_t most)
{
	sorted_by = m->table_sort - 1;
	if (m->table_sort)
		qsort(t->rows, t->n, sizeof *t->rows, by_key);
	size_t pinned = pin_row(t, m), first = pinned;
	if (t->n <= most)
		return;
	for (size_t i = most; i < t->n; i++)
		if (t->rows[i].curve->run == m->run_focus)
			first = i - most + 1 + pinned;
	if (most > pinned)
		memmove(t->rows + pinned, t->rows + first, (most - pinned) * sizeof *t->rows);
	t->hidden = t->n - most;
	t->n = most;
}

/* --- columns ---------------------------------------------------------------------------------- */

static int sum_widths(const struct table *t)
{
	int sum = 0;
	for (int c = 0; c < COLUMNS; c++)
		sum += t->width[c] ? t->width[c] + GAP : 0;
	return sum;
}

/* Adds the zone to the title of the wall times. */
static void set_titles(struct table *t)
{
	char zone[FORMAT_TEXT] = "";
	for (int c = 0; c < COLUMNS; c++)
		snprintf(t->title[c], sizeof t->title[c], "%s", table_column_titles[c]);
	for (size_t i = 0; i < t->n && !*zone; i++)
		if (!isnan(t->rows[i].key[COLUMN_TIME]))
			format_zone(zone, t->rows[i].key[COLUMN_TIME]);
	if (*zone)
		snprintf(t->title[COLUMN_TIME], sizeof t->title[COLUMN_TIME], "%s %.8s",
			 table_column_titles[COLUMN_TIME], zone);
}

static void choose_widths(struct table *t, unsigned wanted, int room)
{
	for (int c = 0; c < COLUMNS; c++) {
		t->width[c] = wanted & 1u << c ? text_width(t->title[c]) : 0;
		for (size_t i = 0; t->width[c] && i < t->n; i++)
			t->width[c] = text_width(t->rows[i].text[c]) > t->width[c]
					      ? text_width(t->rows[i].text[c])
					      : t->width[c];
	}
	for (int order = 0; order < COLUMNS && sum_widths(t) > room; order++)
		for (int c = 0; c < COLUMNS; c++)
			if (order_of[c] == order)
				t->width[c] = 0;
	t->all = sum_widths(t);
}

/* --- drawing ---------------------------------------------------------------------------------- */

static void put_right(struct grid *g, int x, int y, int width, const char *text, struct style style)
{
	int w = text_width(text);
	grid_text(g, x + (w < width ? width - w : 0), y, width, text, style);
}

/* Writes the name of a run or of a group, and that of its tag if there are several. */
static void row_label(const struct row *row, bool with_tag, char *text, size_t size)
{
	const char *name = row->group > 1 ? row->run->group_name : run_title(row->run);
	int n = snprintf(text, size, "%.180s", name);
	if (row->group > 1)
		n += snprintf(text + n, size - (size_t)n, " x%zu", row->group);
	if (with_tag)
		snprintf(text + n, size - (size_t)n, " %.180s", row->tag->name);
}

static void draw_row(const struct model *m, struct grid *g, struct rect r, const struct table *t,
		     const struct row *row)
{
	struct style style = {.fg = ROLE_RUN + row->run->colour,
			      .attr = row->curve->run == m->run_focus ? ATTR_BOLD : 0};
	int x = r.x + r.w - t->all - 1, name = r.x + 2 + model_letters_width(m);
	grid_target(g, r, (struct target){.kind = TARGET_CURVE, .index = row->curve->run});
	const struct run *first = row->group > 1 ? m->runs[row->run->group] : row->run;
	grid_text(g, r.x + 1, r.y, name - r.x - 1, first->letter, style);
	char label[400];
	row_label(row, t->parts > 1, label, sizeof label);
	name_draw(g, (struct rect){name, r.y, x - name, 1}, label,
		  row->group == 1 && t->parts == 1 ? run_title_differs(row->run) : 0, style);
	for (int c = 0; c < COLUMNS; c++) {
		struct style value = {.fg = c == COLUMN_VALUE ? COLOUR_DEFAULT : ROLE_FAINT};
		if (!t->width[c])
			continue;
		if (!row->finite && c <= COLUMN_SMOOTHED)
			value = (struct style){.fg = ROLE_ERROR, .attr = ATTR_BOLD};
		put_right(g, x + GAP, r.y, t->width[c], row->text[c], value);
		x += t->width[c] + GAP;
	}
}

/* Writes the position of the crosshair. */
static void at_text(const struct model *m, char *text, size_t size)
{
	char number[VALUE_TEXT];
	if (!m->crosshair) {
		snprintf(text, size, "last values");
		return;
	}
	if (m->settings.axis == TFE_AXIS_STEP)
		snprintf(number, sizeof number, "step %" PRId64,
			 whole_within(m->cross_x, INT64_MIN, INT64_MAX));
	else if (m->settings.axis == TFE_AXIS_RELATIVE)
		format_span(number, m->cross_x);
	else
		format_moment(number, m->cross_x);
	snprintf(text, size, "at %s", number);
}

/* The titles of columns leave their place to a long position, which is a number. */
static void draw_heading(const struct model *m, struct grid *g, struct rect r,
			 const struct table *t)
{
	char at[64], hidden[32] = "";
	struct style faint = {.fg = ROLE_FAINT};
	at_text(m, at, sizeof at);
	if (t->hidden)
		snprintf(hidden, sizeof hidden, "+%zu ", t->hidden);
	int x = r.x + r.w - t->all - 1;
	int left = text_width(at) + 3, used = left + text_width(hidden);
	grid_fill(g, (struct rect){r.x, r.y, r.w - t->all - 1, 1}, 0x2500,
		  (struct style){.fg = ROLE_FRAME});
	grid_printf(g, r.x + 1, r.y, r.w, (struct style){.fg = ROLE_TITLE}, " %s ", at);
	if (r.x + used < x + GAP)
		grid_text(g, r.x + left, r.y, r.w, hidden, faint);
	for (int c = 0; c < COLUMNS; c++) {
		int from = x + GAP + t->width[c] - text_width(t->title[c]);
		struct style style =
			m->table_sort == c + 1 ? (struct style){.fg = ROLE_ACCENT} : faint;
		if (t->width[c] && from > r.x + left) {
			int w = grid_text(g, from, r.y, t->width[c], t->title[c], style);
			grid_target(g, (struct rect){from, r.y, w, 1},
				    (struct target){.kind = TARGET_HEAD, .index = (size_t)c});
		}
		x += t->width[c] ? t->width[c] + GAP : 0;
	}
}

static void fill_rows(struct table *t, const struct model *m, const struct chart_places *places,
		      unsigned wanted)
{
	for (size_t i = 0; i < t->n; i++)
		focus_row_fill(m, &t->rows[i], places, wanted);
}

void focus_table_draw(const struct model *m, struct grid *g, struct rect r, const struct tag *tag,
		      const struct chart_places *places)
{
	struct table t = {.parts = tag_part_count(tag)};
	size_t most = r.h > 1 ? (size_t)r.h - 1 : 0;
	unsigned wanted = table_columns_wanted(m, tag);
	collect(&t, m, tag);
	if (m->table_sort)
		fill_rows(&t, m, places, wanted & 1U << (m->table_sort - 1));
	choose_rows(&t, m, most);
	fill_rows(&t, m, places, wanted);
	set_titles(&t);
	choose_widths(&t, wanted, r.w - 4 - NAME_LEAST);
	draw_heading(m, g, (struct rect){r.x, r.y, r.w, 1}, &t);
	for (size_t i = 0; i < t.n; i++)
		draw_row(m, g, (struct rect){r.x, r.y + 1 + (int)i, r.w, 1}, &t, &t.rows[i]);
	free(t.rows);
}
