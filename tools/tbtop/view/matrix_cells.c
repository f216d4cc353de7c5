/* view: the cells of a confusion matrix as numbers on coloured backgrounds, and the scores of its
 * classes. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tbtop/view/layout.h"
#include "tbtop/view/matrix.h"

enum { LABEL_MOST = 16, SCORE_W = 8, SCORES = 3, ROWS_MOST = 3, CELL_MOST = 7 };

/* The visible part of a matrix. */
struct part {
	struct rect r;
	int label_w, cell_w, row_h;
	struct class_range labels, predictions;
	int scores_w; /* 0: the scores are not shown */
	bool numbers; /* columns are headed by numbers of classes, because names do not fit */
};

/* --- the layout ------------------------------------------------------------------------------- */

static size_t shown(struct class_range range)
{
	return range.to - range.from;
}

/* Returns whether the first characters of the names of all classes are distinct. */
static bool are_distinct(const struct matrix *m, int width)
{
	const struct confusion_value *v = m->shown;
	enum { MOST = 100 };
	if (v->matrix.n > MOST || width < 3)
		return false;
	for (size_t i = 0; i < v->matrix.n; i++)
		for (size_t k = 0; k < i; k++)
			if (!strncmp(v->name[i], v->name[k], (size_t)width))
				return false;
	return true;
}

static void row_label(const struct matrix *m, const struct part *p, size_t class,
		      char text[CLASS_TEXT + 8])
{
	char name[CLASS_TEXT];
	matrix_class(m->shown, class, name);
	if (p->numbers && m->shown->name)
		snprintf(text, CLASS_TEXT + 8, "%zu %s", class, name);
	else
		snprintf(text, CLASS_TEXT + 8, "%s", name);
}

static int number_width(size_t n)
{
	char text[24];
	return snprintf(text, sizeof text, "%zu", n - 1);
}

/* Returns the columns for the names at the rows. */
static int label_width(const struct matrix *m, const struct part *p)
{
	int most = 4, limit = p->r.w / 4 < LABEL_MOST ? p->r.w / 4 : LABEL_MOST;
	for (size_t i = 0; i < m->shown->matrix.n && most < limit; i++) {
		char text[CLASS_TEXT + 8];
		row_label(m, p, i, text);
		int width = text_width(text);
		most = width > most ? width : most;
	}
	return (most < limit ? most : limit) + 2;
}

static int scores_width(const struct matrix *m)
{
	int count = number_width((size_t)confusion_total(&m->shown->matrix) + 1);
	return (count > 4 ? count : 4) + 2 + SCORES * SCORE_W;
}

static struct class_range around(size_t n, size_t cursor, int room)
{
	size_t from = layout_first_row(n, cursor, room), to = from + (size_t)room;
	return (struct class_range){from, to < n ? to : n};
}

static int at_least_one(int n)
{
	return n > 0 ? n : 1;
}

static void place(struct part *p, const struct matrix *m, struct rect r)
{
	size_t n = m->shown->matrix.n;
	int width = matrix_text_width(m), numbers = number_width(n);
	*p = (struct part){.r = r, .row_h = 1};
	p->numbers = !m->shown->name || !are_distinct(m, width);
	p->cell_w = (p->numbers && numbers > width ? numbers : width) + 1;
	p->label_w = label_width(m, p);
	int rows = r.h - 1, room = r.w - p->label_w - 1, scores = scores_width(m);
	if ((int)n * p->cell_w + scores <= room || room - scores >= 8 * p->cell_w)
		p->scores_w = scores;
	room -= p->scores_w;
	if ((int)n * 2 <= rows) {
		p->row_h = rows / (int)n < ROWS_MOST ? rows / (int)n : ROWS_MOST;
		int wide = room / (int)n < CELL_MOST ? room / (int)n : CELL_MOST;
		p->cell_w = wide > p->cell_w ? wide : p->cell_w;
	}
	p->labels = around(n, m->label, at_least_one(rows / p->row_h));
	p->predictions = around(n, m->prediction, at_least_one(room / p->cell_w));
}

bool matrix_fits(const struct matrix *m, struct rect r)
{
	struct part p;
	place(&p, m, r);
	return shown(p.labels) == m->shown->matrix.n && shown(p.predictions) == m->shown->matrix.n;
}

/* --- drawing ---------------------------------------------------------------------------------- */

static struct style label_style(const struct matrix *m, bool current)
{
	if (m->cursor && current)
		return (struct style){.fg = ROLE_ACCENT, .attr = ATTR_BOLD};
	return (struct style){.fg = ROLE_TITLE};
}

static int column_at(const struct part *p, size_t prediction)
{
	return p->r.x + p->label_w + (int)(prediction - p->predictions.from) * p->cell_w;
}

static void draw_head(struct grid *g, const struct part *p, const struct matrix *m)
{
	int y = p->r.y;
	grid_text(g, p->r.x, y, p->label_w - 1,
		  p->label_w > 11 ? "true\u2193 pred\u2192" : "t\u2193 p\u2192",
		  (struct style){.fg = ROLE_FAINT});
	for (size_t i = p->predictions.from; i < p->predictions.to; i++) {
		char text[CLASS_TEXT];
		if (p->numbers)
			snprintf(text, sizeof text, "%zu", i);
		else
			matrix_class(m->shown, i, text);
		int most = p->cell_w - 1, width = text_width(text) < most ? text_width(text) : most;
		if (!p->numbers && text_width(text) > most)
			for (size_t n = strlen(text); n && text_width(text) > most;)
				text[--n] = '\0';
		grid_text(g, column_at(p, i) + p->cell_w - width, y, width, text,
			  label_style(m, i == m->prediction));
	}
}

static void draw_cell(struct grid *g, const struct part *p, const struct matrix *m, int y,
		      size_t label, size_t prediction, double full)
{
	double value = matrix_cell(m, label, prediction);
	char text[FORMAT_TEXT];
	struct style style = {0};
	int x = column_at(p, prediction);
	matrix_text(m, value, text);
	if (g->colours <= COLOURS_256 && !isnan(value)) {
		style.bg = matrix_colour(m, value / full);
		style.fg = matrix_ink(style.bg);
	} else if (label == prediction) {
		style.attr = ATTR_BOLD;
	}
	grid_fill(g, (struct rect){x, y, p->cell_w, p->row_h}, ' ', style);
	int width = text_width(text);
	grid_text(g, x + p->cell_w - width, y + (p->row_h - 1) / 2, width, text, style);
}

static void draw_bracket(struct grid *g, int x, int y, uint32_t cp)
{
	if (!rect_holds(g->clip, x, y))
		return;
	colour back = grid_at(g, x, y)->style.bg;
	colour ink = back == COLOUR_DEFAULT ? ROLE_ACCENT : matrix_ink(back);
	grid_char(g, x, y, cp, (struct style){.fg = ink, .bg = back, .attr = ATTR_BOLD});
}

/* Draws brackets around the cell of the cursor, over its neighbours' edges. */
static void draw_cursor(struct grid *g, const struct part *p, const struct matrix *m)
{
	int x = column_at(p, m->prediction);
	int y = p->r.y + 1 + (int)(m->label - p->labels.from) * p->row_h + (p->row_h - 1) / 2;
	draw_bracket(g, x, y, '[');
	draw_bracket(g, x + p->cell_w, y, ']');
}

static double largest(const struct part *p, const struct matrix *m)
{
	double most = 0;
	for (size_t t = p->labels.from; t < p->labels.to; t++)
		for (size_t i = p->predictions.from; i < p->predictions.to; i++)
			most = fmax(most, fabs(matrix_cell(m, t, i)));
	return most;
}

static void draw_score(struct grid *g, int x, int y, double score, double from, bool signs)
{
	double shown_score = signs ? score - from : score;
	if (isnan(shown_score))
		grid_printf(g, x, y, SCORE_W, (struct style){0}, "%*s", SCORE_W, "-");
	else
		grid_printf(g, x, y, SCORE_W, (struct style){0}, signs ? "%+*.3f" : "%*.3f",
			    SCORE_W, shown_score);
}

static void draw_scores(struct grid *g, const struct part *p, const struct matrix *m, int y,
			size_t class)
{
	const struct confusion *c = &m->shown->matrix;
	const tfe_class_scores *s = &c->score[class], none = {0};
	const tfe_class_scores *from = m->from ? &m->from->matrix.score[class] : &none;
	int x = column_at(p, p->predictions.to), n = p->scores_w - SCORES * SCORE_W;
	grid_printf(g, x, y, n, (struct style){0}, "%*" PRId64, n, confusion_support(c, class));
	draw_score(g, x + n, y, s->precision, from->precision, m->from);
	draw_score(g, x + n + SCORE_W, y, s->recall, from->recall, m->from);
	draw_score(g, x + n + 2 * SCORE_W, y, s->f1, from->f1, m->from);
}

static void draw_scores_head(struct grid *g, const struct part *p)
{
	static const char *const heads[SCORES] = {"prec", "recall", "F1"};
	int x = column_at(p, p->predictions.to), n = p->scores_w - SCORES * SCORE_W;
	struct style faint = {.fg = ROLE_FAINT};
	grid_printf(g, x, p->r.y, n, faint, "%*s", n, "n");
	for (int i = 0; i < SCORES; i++)
		grid_printf(g, x + n + i * SCORE_W, p->r.y, SCORE_W, faint, "%*s", SCORE_W,
			    heads[i]);
}

int matrix_cells_draw(struct grid *g, struct rect r, const struct matrix *m)
{
	struct part p;
	place(&p, m, r);
	double full = matrix_full(m, largest(&p, m));
	draw_head(g, &p, m);
	if (p.scores_w)
		draw_scores_head(g, &p);
	int y = r.y + 1;
	for (size_t t = p.labels.from; t < p.labels.to; t++, y += p.row_h) {
		char text[CLASS_TEXT + 8];
		int middle = y + (p.row_h - 1) / 2;
		row_label(m, &p, t, text);
		int width = text_width(text) < p.label_w - 1 ? text_width(text) : p.label_w - 1;
		grid_text(g, r.x + p.label_w - 1 - width, middle, width, text,
			  label_style(m, t == m->label));
		for (size_t i = p.predictions.from; i < p.predictions.to; i++)
			draw_cell(g, &p, m, y, t, i, full);
		if (p.scores_w)
			draw_scores(g, &p, m, middle, t);
	}
	if (m->cursor) {
		draw_cursor(g, &p, m);
		grid_target(g,
			    (struct rect){column_at(&p, p.predictions.from), r.y + 1,
					  (int)shown(p.predictions) * p.cell_w, y - r.y - 1},
			    (struct target){.kind = TARGET_CELLS,
					    .across = {p.predictions.from, p.predictions.to},
					    .down = {p.labels.from, p.labels.to}});
	}
	return y - r.y;
}
