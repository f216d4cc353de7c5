/* view: the table of trials. Columns are as wide as their values, so that no number is cut; those
 * that do not fit are left out on both sides of the focused one. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "tbtop/view/layout.h"
#include "tbtop/view/title.h"
#include "tbtop/view/trials_view.h"

enum { NAME_LEAST = 12, NAME_MOST = 32, TITLE_MOST = 16, TEXT_MOST = 24 };

/* Returns the run that a row's colour and letter are from, or NULL. */
static const struct run *run_of_row(const struct model *m, size_t row)
{
	const struct trials *t = &m->trials;
	const struct run *run = model_find_run(m, trials_name(t, row));
	for (size_t i = 0; i < t->n_row_of && !run; i++) /* a trial without a run of its own */
		if (t->row_of[i] == row)
			run = m->runs[i];
	return run;
}

struct style trials_style(const struct model *m, size_t row)
{
	const struct run *run = run_of_row(m, row);
	if (!run || !run->selected)
		return (struct style){.fg = ROLE_FAINT};
	return (struct style){.fg = ROLE_RUN + run->colour};
}

/* --- widths ----------------------------------------------------------------------------------- */

/* The columns that are drawn after the name: some of the table's, in their order. */
struct columns {
	int name;
	size_t *list, n;
	int *width; /* of all columns of the table, with the two blanks before */
};

static int text_columns(const char *text, int most)
{
	int width = text_width(text);
	return width < most ? width : most;
}

/* Returns the width of a column for the rows from `from` to `to`. Numbers are never cut. */
static int width_of(const struct trials *t, size_t column, size_t from, size_t to)
{
	char text[TRIAL_TEXT_BYTES];
	trial_title(&t->columns[column], text);
	int width = text_columns(text, TITLE_MOST) + (t->sort == column ? 2 : 0);
	for (size_t i = from; i < to; i++) {
		struct trial_value v = trials_value(t, t->shown[i], column);
		trial_text(&v, column >= t->n_params, text);
		int w = text_columns(text, v.type == TRIAL_TEXT ? TEXT_MOST : TRIAL_TEXT_BYTES);
		width = w > width ? w : width;
	}
	return width + 2;
}

static void row_name(const struct trials *t, size_t row, char *text, size_t size)
{
	const struct trial_row *r = &t->rows[row];
	const char *name = t->trials[r->first].name;
	if (r->n > 1)
		snprintf(text, size, "%s \u00d7%zu", name, r->n);
	else
		snprintf(text, size, "%s", name);
}

static int name_width(const struct model *m, size_t from, size_t to)
{
	const struct trials *t = &m->trials;
	int width = NAME_LEAST;
	for (size_t i = from; i < to; i++) {
		char text[512];
		row_name(t, t->shown[i], text, sizeof text);
		int w = 3 + model_letters_width(m) + text_columns(text, NAME_MOST);
		width = w > width ? w : width;
	}
	return width;
}

/* Returns whether columns from `first` to `end` fit, with the metric of the comparison. */
static bool fits(const struct columns *c, const struct trials *t, size_t first, size_t end,
		 int room)
{
	size_t target = trials_target(t);
	if (target != NO_COLUMN && (target < first || target >= end))
		room -= c->width[target];
	for (size_t i = first; i < end; i++)
		room -= c->width[i];
	return room >= 0;
}

/* Chooses the first columns that contain the focused one; the metric that rows are compared by is
 * always shown if another column fits beside it. */
static void choose(struct columns *c, const struct trials *t, int room)
{
	size_t target = trials_target(t), first = 0, end = 0;
	while (end < t->n_columns && fits(c, t, first, end + 1, room))
		end++;
	while (end <= t->column && end < t->n_columns) {
		end++;
		while (first + 1 < end && !fits(c, t, first, end, room))
			first++;
	}
	bool pinned = target != NO_COLUMN && end > first && fits(c, t, first, end, room);
	for (size_t i = 0; i < t->n_columns; i++)
		if ((i >= first && i < end) || (i == target && pinned))
			c->list[c->n++] = i;
}

static struct columns columns_of(const struct model *m, int w, size_t from, size_t to)
{
	const struct trials *t = &m->trials;
	struct columns c = {.name = name_width(m, from, to)};
	c.width = need_zeroed(t->n_columns + 1, sizeof *c.width);
	c.list = need_zeroed(t->n_columns + 1, sizeof *c.list);
	for (size_t i = 0; i < t->n_columns; i++)
		c.width[i] = width_of(t, i, from, to);
	c.name = c.name < w / 2 ? c.name : w / 2;
	choose(&c, t, w - c.name - 2);
	return c;
}

/* --- drawing ---------------------------------------------------------------------------------- */

static void put_right(struct grid *g, int x, int y, int width, const char *text, struct style style)
{
	int w = text_columns(text, width);
	grid_text_tail(g, x + width - w, y, w, text, style);
}

/* Returns the width of the line before the first metric. */
static int gap_before(const struct trials *t, const struct columns *c, size_t k)
{
	bool first = c->list[k] >= t->n_params && k && c->list[k - 1] < t->n_params;
	return first ? 2 : 0;
}

static void draw_heads(const struct trials *t, struct grid *g, struct rect r,
		       const struct columns *c)
{
	int x = r.x + c->name;
	grid_text(g, r.x + 1, r.y, c->name - 2, t->from_names ? "run" : "session",
		  (struct style){.fg = ROLE_FAINT});
	for (size_t k = 0; k < c->n; k++) {
		size_t i = c->list[k];
		char title[TRIAL_TEXT_BYTES];
		bool focus = i == t->column;
		struct style style = {.fg = focus ? ROLE_ACCENT : ROLE_FAINT,
				      .attr = focus ? ATTR_BOLD | ATTR_UNDERLINE : 0};
		x += gap_before(t, c, k);
		trial_title(&t->columns[i], title);
		grid_target(g, (struct rect){x, r.y, c->width[i], 1},
			    (struct target){.kind = TARGET_HEAD, .index = i});
		int width = c->width[i] - 2 - (t->sort == i ? 2 : 0);
		put_right(g, x + 2, r.y, width, title, style);
		if (t->sort == i)
			grid_char(g, x + c->width[i] - 1, r.y, t->descending ? 0x25bc : 0x25b2,
				  style);
		x += c->width[i];
	}
}

static void draw_row(const struct model *m, struct grid *g, struct rect r, const struct columns *c,
		     size_t row)
{
	const struct trials *t = &m->trials;
	const struct run *run = run_of_row(m, row);
	struct style style = trials_style(m, row);
	grid_target(g, r, (struct target){.kind = TARGET_ROW, .index = row});
	char text[512];
	int letters = model_letters_width(m), x = r.x + c->name;
	if (row == t->row)
		grid_char(g, r.x, r.y, 0x25b8, (struct style){.fg = ROLE_ACCENT});
	if (run)
		grid_text(g, r.x + 1, r.y, letters, run->selected ? run->letter : "\u00b7", style);
	row_name(t, row, text, sizeof text);
	grid_text_tail(g, r.x + 2 + letters, r.y, c->name - 2 - letters, text, style);
	for (size_t k = 0; k < c->n; k++) {
		size_t i = c->list[k];
		char cell[TRIAL_TEXT_BYTES];
		struct trial_value v = trials_value(t, row, i);
		struct style plain = {.fg = v.type == TRIAL_ABSENT ? ROLE_FAINT : COLOUR_DEFAULT};
		int gap = gap_before(t, c, k);
		if (gap)
			grid_char(g, x + 1, r.y, 0x2502, (struct style){.fg = ROLE_FRAME});
		x += gap;
		trial_text(&v, i >= t->n_params, cell);
		put_right(g, x + 2, r.y, c->width[i] - 2, cell, t->colour == i ? style : plain);
		x += c->width[i];
	}
	if (row == t->row)
		grid_tint(g, r, (struct style){.attr = ATTR_BOLD});
}

static void draw_title(const struct model *m, struct grid *g, struct rect r, bool active,
		       const struct columns *c)
{
	const struct trials *t = &m->trials;
	struct style faint = {.fg = ROLE_FAINT};
	struct title title;
	title_init(&title, t->from_names ? "runs" : "sessions", active);
	if (t->n_shown < t->n_rows)
		title_note(&title, faint, "%zu of %zu", t->n_shown, t->n_rows);
	else
		title_note(&title, faint, "%zu", t->n_rows);
	if (c->n < t->n_columns)
		title_note(&title, faint, "%zu of %zu columns", c->n, t->n_columns);
	if (t->from_names)
		title_note(&title, faint, "values from their names");
	title_draw(&title, g, r);
}

int trials_table_rows(int h)
{
	return h > 2 ? h - 2 : 1;
}

void trials_table_draw(const struct frame *f, struct rect r, bool active)
{
	const struct model *m = f->model;
	const struct trials *t = &m->trials;
	int rows = trials_table_rows(r.h);
	size_t from = layout_first_row(t->n_shown, trials_position(t), rows);
	size_t to = from + (size_t)rows < t->n_shown ? from + (size_t)rows : t->n_shown;
	struct columns c = columns_of(m, r.w, from, to);
	draw_title(m, f->grid, r, active, &c);
	draw_heads(t, f->grid, (struct rect){r.x, r.y + 1, r.w, 1}, &c);
	for (size_t i = from; i < to; i++)
		draw_row(m, f->grid, (struct rect){r.x, r.y + 2 + (int)(i - from), r.w, 1}, &c,
			 t->shown[i]);
	free(c.width);
	free(c.list);
}
