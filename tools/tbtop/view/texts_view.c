/* view: texts: pages of them, or one in full size with its difference to the marked one and the
 * list of its steps. Values without a view of their own are shown here as their statistics. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "tbtop/cache/texts.h"
#include "tbtop/model/run_notes.h"
#include "tbtop/view/entry_title.h"
#include "tbtop/view/frame.h"
#include "tbtop/view/notice.h"
#include "tbtop/view/pages.h"
#include "tbtop/view/text_lines.h"

enum { STEPS_LEAST = 24, STEPS_H = 6 };

/* Returns the text, or draws why there is none. */
static const struct text_value *text_or_notice(const struct frame *f, struct rect r,
					       const struct entry_shown *s)
{
	const struct model *m = f->model;
	const struct text_value *text =
		text_find(f->caches, &s->view, s->at.entry,
			  m->text_source ? TEXT_SOURCE : TEXT_RENDERED, r.w - 2);
	if (!text)
		notice_draw(f->grid, r, ROLE_FAINT, "reading");
	else if (*text->error)
		notice_draw(f->grid, r, ROLE_ERROR, text->error);
	else
		return text;
	return NULL;
}

/* Draws the beginning of a text in a page of texts. */
static void draw_text(const struct frame *f, struct rect r, const struct tag *tag, bool active)
{
	struct entry_shown s;
	struct rect below = {r.x + 1, r.y + 1, r.w - 2, r.h - 1};
	if (!entry_title_draw(f, r, tag, active, &s))
		return;
	const struct text_value *text = text_or_notice(f, below, &s);
	if (!text)
		return;
	size_t n = text->page.n_lines;
	if (below.h > 0 && n > (size_t)below.h) {
		below.h--;
		grid_printf(f->grid, r.x, r.y + r.h - 1, r.w, (struct style){.fg = ROLE_FAINT},
			    "\u2193 %zu more lines", n - (size_t)below.h);
	}
	text_lines_draw(f->grid, below, &text->page, 0);
}

/* --- one text --------------------------------------------------------------------------------- */

/* The areas of a text in full size. Hidden parts have no area. */
struct parts {
	struct rect text, difference, steps;
};

static struct parts parts_of(const struct model *m, struct rect a)
{
	struct parts p = {.text = a};
	if (a.h >= STEPS_LEAST) {
		p.text.h -= STEPS_H;
		p.steps = (struct rect){a.x, a.y + p.text.h, a.w, STEPS_H};
	}
	if (m->difference && m->mark.at.on) {
		int h = p.text.h / 2;
		p.text.h -= h;
		p.difference = (struct rect){a.x, a.y + p.text.h, a.w, h};
	}
	return p;
}

static void draw_part_title(struct grid *g, struct rect r, const char *text, const char *note)
{
	struct title t;
	title_init(&t, text, false);
	if (*note)
		title_note(&t, (struct style){.fg = ROLE_FAINT}, "%s", note);
	title_draw(&t, g, r);
}

static void draw_difference(const struct frame *f, struct rect r, const struct entry_shown *s)
{
	const struct model *m = f->model;
	const struct curve *marked;
	struct linked_entry from;
	char title[128];
	struct rect below = {r.x + 1, r.y + 1, r.w - 2, r.h - 1};
	if (!marked_entry(m, s->tag, &marked, &from)) {
		draw_part_title(f->grid, r, "difference", "");
		notice_draw(f->grid, below, ROLE_FAINT, "the marked run has no such text");
		return;
	}
	tfe_view view = tfe_series_view(marked->series);
	const struct text_difference *d = text_difference_find(f->caches, &s->view, s->at.entry,
							       &view, from.entry, below.w - 1);
	snprintf(title, sizeof title, "difference to step %" PRId64 " of %.80s", from.at.step,
		 run_title(m->runs[marked->run]));
	draw_part_title(f->grid, r, title, d ? d->about : "");
	if (!d)
		notice_draw(f->grid, below, ROLE_FAINT, "reading");
	else if (*d->error)
		notice_draw(f->grid, below, ROLE_ERROR, d->error);
	else
		text_lines_draw(f->grid, below, &d->page, 0);
}

/* Draws one step with the beginning of its text. */
static void draw_step(const struct frame *f, struct rect r, const struct entry_shown *s,
		      uint64_t entry)
{
	struct grid *g = f->grid;
	tfe_point at;
	bool current = entry == s->at.entry;
	if (tfe_view_get_points(&s->view, entry, &at, 1) != 1)
		return;
	if (current)
		grid_char(g, r.x + 1, r.y, 0x25b8, (struct style){.fg = ROLE_ACCENT});
	int width = grid_printf(g, r.x + 3, r.y, r.w - 3,
				(struct style){.fg = current ? ROLE_ACCENT : ROLE_FAINT},
				"%8" PRId64 "  ", at.step);
	const struct text_value *text = text_find(f->caches, &s->view, entry, TEXT_PREVIEW, 1);
	if (text && !*text->error)
		text_lines_draw(g, (struct rect){r.x + 3 + width, r.y, r.w - 4 - width, 1},
				&text->page, 0);
}

static void draw_steps(const struct frame *f, struct rect r, const struct entry_shown *s)
{
	char note[64];
	snprintf(note, sizeof note, "%" PRIu64 " of %" PRIu64, s->at.entry + 1, s->view.count);
	draw_part_title(f->grid, r, "steps", note);
	size_t rows = (size_t)r.h - 1;
	uint64_t first = layout_first_row((size_t)s->view.count, (size_t)s->at.entry, r.h - 1);
	for (size_t i = 0; i < rows && first + i < s->view.count; i++)
		draw_step(f, (struct rect){r.x, r.y + 1 + (int)i, r.w, 1}, s, first + i);
}

/* Draws what the value is and which lines are shown. Numbers are not cut: where both do not fit,
 * the lines are shown. */
static void draw_last_row(struct grid *g, struct rect r, const char *about, const char *lines)
{
	struct style faint = {.fg = ROLE_FAINT};
	int x = r.x, needed = *lines ? text_width(lines) + 2 : 0;
	if (!*lines || text_width(about) + needed <= r.w)
		x += grid_text(g, x, r.y, r.w, about, faint) + 2;
	grid_text(g, x, r.y, r.x + r.w - x, lines, faint);
}

/* Draws the lines from the scroll position on. */
static void draw_body(const struct frame *f, struct rect r, const struct text_value *text,
		      struct geometry *out)
{
	size_t rows = r.h > 1 ? (size_t)r.h - 1 : 0, n = text->page.n_lines;
	size_t most = n > rows ? n - rows : 0, first = f->model->text_scroll;
	first = first < most ? first : most;
	struct rect body = {r.x, r.y, r.w, (int)rows};
	out->text_end = most;
	out->text = &text->page;
	text_lines_draw(f->grid, body, &text->page, first);
	if (f->model->search.view == VIEW_TEXTS)
		text_lines_mark(f->grid, body, &text->page, first, f->model->search.query);
	char lines[64] = "";
	if (most)
		snprintf(lines, sizeof lines, "lines %zu-%zu of %zu", first + 1, first + rows, n);
	draw_last_row(f->grid, (struct rect){r.x, r.y + r.h - 1, r.w, 1}, text->about, lines);
}

/* Draws the text of the second run at the same step, in the right half. */
static void draw_beside(const struct frame *f, struct rect r, const struct tag *tag,
			const struct curve *curve)
{
	const struct model *m = f->model;
	struct entry_shown s = {.tag = tag, .curve = curve};
	struct rect below = {r.x + 1, r.y + 1, r.w - 2, r.h - 1};
	s.view = tfe_series_view(curve->series);
	if (!linked_entry(m, &s.view, &s.at))
		return;
	entry_title_put(m, f->grid, r, &s, false);
	const struct text_value *text = text_or_notice(f, below, &s);
	struct geometry unused = {0};
	if (text)
		draw_body(f, below, text, &unused);
}

static void draw_one(const struct frame *f, struct rect area, struct geometry *out)
{
	const struct model *m = f->model;
	struct parts p = parts_of(m, area);
	const struct curve *beside = tag_beside(m, model_focus(m));
	struct rect right = p.text;
	if (beside) {
		p.text.w = (p.text.w - 1) / 2;
		right.x += p.text.w + 1;
		right.w -= p.text.w + 1;
		draw_beside(f, right, model_focus(m), beside);
		grid_fill(f->grid, (struct rect){right.x - 1, right.y, 1, right.h}, 0x2502,
			  (struct style){.fg = ROLE_FRAME});
	}
	struct rect below = {p.text.x + 1, p.text.y + 1, p.text.w - 2, p.text.h - 1};
	struct entry_shown s;
	if (!entry_title_draw(f, p.text, model_focus(m), m->pane == PANE_MAIN, &s))
		return;
	const struct text_value *text = text_or_notice(f, below, &s);
	if (text)
		draw_body(f, below, text, out);
	if (p.difference.h > 1)
		draw_difference(f, p.difference, &s);
	if (p.steps.h > 1)
		draw_steps(f, p.steps, &s);
}

/* --- the whole -------------------------------------------------------------------------------- */

static void measure(const struct model *m, struct rect area, struct geometry *out)
{
	pages_measure(m, area, out);
	if (m->focused && model_focus(m))
		out->list_rows = parts_of(m, area).text.h - 2;
}

static void draw(const struct frame *f, struct rect area, struct geometry *out)
{
	const struct model *m = f->model;
	if (!m->tags[TAG_TEXTS].n_rows)
		nothing_draw(m, f->grid, area, "texts");
	else if (m->focused && model_focus(m))
		draw_one(f, area, out);
	else
		pages_draw(f, area, out->focus_row, draw_text);
}

static void settings(const struct model *m, struct pieces *p)
{
	entry_settings(m, p);
	if (m->text_source)
		pieces_add(p, (struct style){.fg = ROLE_ACCENT}, "source");
	if (m->difference)
		pieces_add(p, (struct style){.fg = ROLE_ACCENT}, "difference");
}

const struct view_entry texts_view = {measure, draw, settings};
