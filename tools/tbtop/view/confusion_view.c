/* view: confusion matrices: pages of them, or one in full size with its scores, its most confused
 * pairs, and the curve of one cell over the steps. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "tbtop/view/entry_title.h"
#include "tbtop/view/frame.h"
#include "tbtop/view/items.h"
#include "tbtop/view/matrix.h"
#include "tbtop/view/notice.h"
#include "tbtop/view/pages.h"

enum { PAIRS_H = 10, PAIRS_H_LEAST = 4, MAP_LEAST_W = 60 };

/* --- lines of text ---------------------------------------------------------------------------- */

static void add_score(struct items *i, const struct matrix *m, const char *name, double score,
		      double from)
{
	if (isnan(score))
		items_add(i, name, "-");
	else if (m->from && !isnan(from))
		items_add(i, name, "%.4f (%+.4f)", score, score - from);
	else
		items_add(i, name, "%.4f", score);
}

static void draw_totals(struct grid *g, struct rect r, const struct matrix *m)
{
	const struct confusion *c = &m->shown->matrix;
	const struct confusion *from = m->from ? &m->from->matrix : c;
	struct items i = {g, r, r.x + 1};
	add_score(&i, m, "accuracy", c->accuracy, from->accuracy);
	add_score(&i, m, "kappa", c->kappa, from->kappa);
	add_score(&i, m, "macro F1", c->macro.f1, from->macro.f1);
	add_score(&i, m, "precision", c->macro.precision, from->macro.precision);
	add_score(&i, m, "recall", c->macro.recall, from->macro.recall);
	items_add(&i, "n", "%" PRId64, confusion_total(c));
}

static void percent(int64_t part, int64_t whole, char text[FORMAT_TEXT])
{
	if (whole)
		snprintf(text, FORMAT_TEXT, "%.1f %%", 100 * (double)part / (double)whole);
	else
		snprintf(text, FORMAT_TEXT, "none");
}

/* Describes the cell of the cursor in a sentence. */
static void draw_sentence(struct grid *g, struct rect r, const struct matrix *m)
{
	const struct confusion *c = &m->shown->matrix;
	char label[CLASS_TEXT], prediction[CLASS_TEXT], of_row[FORMAT_TEXT], of_column[FORMAT_TEXT];
	char change[FORMAT_TEXT] = "", text[256];
	int64_t count = confusion_count(c, m->label, m->prediction);
	int64_t support = confusion_support(c, m->label);
	int64_t predicted = confusion_predicted(c, m->prediction);
	matrix_class(m->shown, m->label, label);
	matrix_class(m->shown, m->prediction, prediction);
	percent(count, support, of_row);
	percent(count, predicted, of_column);
	if (m->from)
		snprintf(change, sizeof change, " (%+" PRId64 ")",
			 count - confusion_count(&m->from->matrix, m->label, m->prediction));
	int n = snprintf(text, sizeof text, "%s \u2192 %s: %" PRId64 "%s of %" PRId64 " (%s)",
			 label, prediction, count, change, support, of_row);
	if (n + 40 < r.w)
		snprintf(text + n, sizeof text - (size_t)n, "; %s of %" PRId64 " predicted as %s",
			 of_column, predicted, prediction);
	grid_text(g, r.x + 1, r.y, r.w - 1, text, (struct style){.fg = ROLE_ACCENT});
}

/* --- the matrix ------------------------------------------------------------------------------- */

/* Returns the matrix of an entry, or draws why there is none. */
static const struct confusion_value *matrix_or_notice(const struct frame *f, struct rect r,
						      const tfe_view *view, uint64_t entry)
{
	const struct confusion_value *value = confusion_find(f->caches, view, entry);
	if (!value)
		notice_draw(f->grid, r, ROLE_FAINT, "reading");
	else if (*value->error)
		notice_draw(f->grid, r, ROLE_ERROR, value->error);
	else
		return value;
	return NULL;
}

/* Finds the marked matrix for a difference. Returns false after drawing why there is none. */
static bool find_marked(const struct frame *f, struct rect r, const struct entry_shown *s,
			struct matrix *m)
{
	const struct curve *curve;
	struct linked_entry at;
	char text[96];
	if (!f->model->difference)
		return true;
	if (!marked_entry(f->model, s->tag, &curve, &at)) {
		notice_draw(f->grid, r, ROLE_FAINT, "the marked run has no such matrix");
		return false;
	}
	tfe_view view = tfe_series_view(curve->series);
	m->from = matrix_or_notice(f, r, &view, at.entry);
	if (m->from && m->from->matrix.n != m->shown->matrix.n) {
		snprintf(text, sizeof text, "%zu classes here, %zu at the mark: no difference",
			 m->shown->matrix.n, m->from->matrix.n);
		notice_draw(f->grid, r, ROLE_FAINT, text);
		return false;
	}
	return m->from != NULL;
}

/* The cell that was chosen, otherwise the most confused pair. */
static void find_cell(const struct model *model, struct matrix *m)
{
	size_t last = m->shown->matrix.n - 1;
	m->label = model->cell.label < last ? model->cell.label : last;
	m->prediction = model->cell.prediction < last ? model->cell.prediction : last;
	if (!model->cell.on)
		matrix_first_pair(&m->shown->matrix, model->share, &m->label, &m->prediction);
}

/* Finds the matrix of a tag, and draws its title. Returns false after drawing why there is none. */
static bool begin(const struct frame *f, struct rect r, const struct tag *tag, bool active,
		  struct entry_shown *s, struct matrix *m)
{
	struct rect below = {r.x, r.y + 1, r.w, r.h - 1};
	*m = (struct matrix){.share = f->model->share};
	if (!entry_title_draw(f, r, tag, active, s))
		return false;
	m->shown = matrix_or_notice(f, below, &s->view, s->at.entry);
	if (!m->shown || !find_marked(f, below, s, m))
		return false;
	find_cell(f->model, m);
	return true;
}

/* Draws the matrix as numbers, or as a density map if they do not fit. A map in full size has the
 * numbers around the cursor beside it. Returns the height that was used. */
static int draw_matrix(struct grid *g, struct rect r, const struct matrix *m)
{
	if (matrix_fits(m, r))
		return matrix_cells_draw(g, r, m);
	if (!m->cursor) {
		matrix_map_draw(g, r, m);
		return r.h;
	}
	int map = r.w >= MAP_LEAST_W ? r.w * 2 / 5 : 0;
	if (map > 2 * (r.h - 1) + 2)
		map = 2 * (r.h - 1) + 2;
	if (map)
		matrix_map_draw(g, (struct rect){r.x, r.y, map - 1, r.h}, m);
	matrix_cells_draw(g, (struct rect){r.x + map, r.y, r.w - map, r.h}, m);
	return r.h;
}

static void draw_chart(const struct frame *f, struct rect r, const struct tag *tag, bool active)
{
	struct entry_shown s;
	struct matrix m;
	if (!begin(f, r, tag, active, &s, &m))
		return;
	int totals = r.h >= 6;
	draw_matrix(f->grid, (struct rect){r.x, r.y + 1, r.w, r.h - 1 - totals}, &m);
	if (totals)
		draw_totals(f->grid, (struct rect){r.x, r.y + r.h - 1, r.w, 1}, &m);
}

/* --- one matrix ------------------------------------------------------------------------------- */

/* Returns the height of the list of pairs: what the matrix leaves, at least a third of a high
 * screen. */
static int pairs_height(const struct matrix *m, int h)
{
	int least = (int)m->shown->matrix.n + 1, left = h - least;
	if (left < h / 3)
		left = h >= 3 * PAIRS_H_LEAST ? h / 3 : 0;
	return left < PAIRS_H_LEAST ? 0 : left < PAIRS_H ? left : PAIRS_H;
}

static void draw_one(const struct frame *f, struct rect area, struct geometry *out)
{
	const struct model *model = f->model;
	struct entry_shown s;
	struct matrix m;
	struct rect r = {area.x, area.y + 1, area.w, area.h - 1};
	if (!begin(f, area, model_focus(model), model->pane == PANE_MAIN, &s, &m))
		return;
	m.cursor = true;
	out->matrix = (struct drawn_matrix){m.shown->matrix.n, m.label, m.prediction};
	if (r.h >= 5)
		draw_sentence(f->grid, (struct rect){r.x, r.y + --r.h, r.w, 1}, &m);
	if (r.h >= 6)
		draw_totals(f->grid, (struct rect){r.x, r.y + --r.h, r.w, 1}, &m);
	int pairs = pairs_height(&m, r.h);
	draw_matrix(f->grid, (struct rect){r.x, r.y, r.w, r.h - pairs}, &m);
	if (pairs)
		matrix_pairs_draw(f, (struct rect){r.x, r.y + r.h - pairs, r.w, pairs}, &m, &s.view,
				  ROLE_RUN + model->runs[s.curve->run]->colour);
}

/* --- the whole -------------------------------------------------------------------------------- */

static void draw(const struct frame *f, struct rect area, struct geometry *out)
{
	const struct model *m = f->model;
	if (!m->tags[TAG_CONFUSION].n_rows)
		nothing_draw(m, f->grid, area, "confusion matrices");
	else if (m->focused && model_focus(m))
		draw_one(f, area, out);
	else
		pages_draw(f, area, out->focus_row, draw_chart);
}

static void settings(const struct model *m, struct pieces *p)
{
	static const char *const names[SHARES] = {
		[SHARE_OF_ROW] = "% of row",
		[SHARE_OF_COLUMN] = "% of column",
		[SHARE_OF_TOTAL] = "% of total",
		[SHARE_NONE] = "counts",
	};
	struct style changed = {.fg = ROLE_ACCENT};
	entry_settings(m, p);
	pieces_add(p, m->share ? changed : (struct style){.fg = ROLE_FAINT}, names[m->share]);
	if (m->difference)
		pieces_add(p, changed, "difference");
}

const struct view_entry confusion_view = {pages_measure, draw, settings};
