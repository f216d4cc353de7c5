/* view: distributions: the percentiles of histograms over steps as bands, and one tag in full size
 * with a table of the percentiles of all runs. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "tbtop/model/run_notes.h"
#include "tbtop/view/axes.h"
#include "tbtop/view/frame.h"
#include "tbtop/view/heatmap.h"
#include "tbtop/view/hist_steps.h"
#include "tbtop/view/names.h"
#include "tbtop/view/notice.h"
#include "tbtop/view/pages.h"
#include "tbtop/view/value_text.h"

enum { MEDIAN = HIST_PERCENTILES / 2, MARGIN = 15 };

static const char *const names[HIST_PERCENTILES] = {"min", "7%",  "16%", "31%", "50%",
						    "69%", "84%", "93%", "max"};

/* --- bands ------------------------------------------------------------------------------------ */

/* Adds the ends of all steps to an array. */
static size_t add_ends(const struct hist_steps *s, double *values, size_t n)
{
	for (size_t i = 0; i < s->n; i++)
		if (!s->step[i].hist->empty) {
			values[n++] = s->step[i].hist->percentile[0];
			values[n++] = s->step[i].hist->percentile[HIST_PERCENTILES - 1];
		}
	return n;
}

/* Returns whether a step has values beyond an axis. */
static bool is_cut(const struct hist_steps *s, const struct axis *y)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct hist *h = s->step[i].hist;
		if (!h->empty &&
		    (h->percentile[0] < y->lo || h->percentile[HIST_PERCENTILES - 1] > y->hi))
			return true;
	}
	return false;
}

static void fit(struct hist_steps *s, const struct frame *f, const struct hist_chart *chart)
{
	const struct model *m = f->model;
	struct hist_steps other = {0};
	if (chart->beside)
		hist_steps_load(&other, f, chart->tag, chart->beside, f->grid->w);
	double *values = need_zeroed((s->n + other.n) * 2 + 1, sizeof *values);
	size_t n = add_ends(s, values, add_ends(&other, values, 0));
	axis_fit(values, n, m->settings.ignore_outliers, SCALE_NUMBER, &s->y);
	free(values);
	s->cut = is_cut(s, &s->y) || is_cut(&other, &s->y);
	hist_steps_release(&other);
}

/* Returns the row of a value, or -1 or plot.h outside the axis. */
static int row_of(const struct axis *y, double value, int rows)
{
	double place = (1 - axis_place(y, value)) * rows;
	if (!(place >= 0))
		return -1;
	return place < rows ? (int)place : place > rows ? rows : rows - 1;
}

/* Draws one column: the bands between the percentiles, darker towards the median. A row that a
 * percentile touches belongs to the band nearer to the median, so that no band vanishes. */
static void draw_column(struct grid *g, struct rect plot, int x, const struct axis *y,
			const struct hist *h, colour run)
{
	static const uint32_t shades[MEDIAN] = {0x2591, 0x2592, 0x2593, 0x2588};
	for (int band = 0; band < MEDIAN; band++) {
		int top = row_of(y, h->percentile[HIST_PERCENTILES - 1 - band], plot.h);
		int bottom = row_of(y, h->percentile[band], plot.h);
		for (int row = top < 0 ? 0 : top; row <= bottom && row < plot.h; row++)
			grid_char(g, x, plot.y + row, shades[band], (struct style){.fg = run});
	}
	int middle = row_of(y, h->percentile[MEDIAN], plot.h);
	if (middle >= 0 && middle < plot.h)
		grid_char(g, x, plot.y + middle, 0x2501,
			  (struct style){.fg = ROLE_TITLE, .attr = ATTR_BOLD});
}

/* Writes the percentiles of the last step right of the plot, the important ones first, each in the
 * row where its band ends. */
static void draw_labels(struct grid *g, struct rect plot, const struct axis *y,
			const struct hist *h)
{
	static const int order[HIST_PERCENTILES] = {4, 8, 0, 6, 2, 7, 1, 5, 3};
	bool *taken = need_zeroed((size_t)plot.h + 1, sizeof *taken);
	for (int i = 0; i < HIST_PERCENTILES; i++) {
		int p = order[i], row = row_of(y, h->percentile[p], plot.h);
		char value[VALUE_TEXT];
		if (row < 0 || row >= plot.h || taken[row])
			continue;
		taken[row] = true;
		value_text_within(value, h->percentile[p], y, MARGIN - 5);
		grid_printf(g, plot.x + plot.w + 1, plot.y + row, MARGIN - 1,
			    (struct style){.fg = p == MEDIAN ? ROLE_TITLE : ROLE_FAINT}, "%3s %s",
			    names[p], value);
	}
	free(taken);
}

/* Draws the second run as three lines: 7, 50 and 93 %. Each step extends to the next one. */
static void draw_outline(const struct frame *f, struct rect plot, const struct hist_steps *s,
			 const struct hist_chart *chart)
{
	static const int lines[] = {1, MEDIAN, HIST_PERCENTILES - 2};
	struct hist_steps other;
	struct style style = {.fg = ROLE_RUN + f->model->runs[chart->beside->run]->colour,
			      .attr = ATTR_BOLD};
	hist_steps_load(&other, f, chart->tag, chart->beside, f->grid->w);
	for (size_t i = 0; i < other.n; i++) {
		const struct hist *h = other.step[i].hist;
		const struct hist *next = other.step[i + 1 < other.n ? i + 1 : i].hist;
		int from = axis_column(&s->x, hist_x(f->model, &other.view, &h->at), plot.w);
		int to = axis_column(&s->x, hist_x(f->model, &other.view, &next->at), plot.w);
		for (int x = from; from >= 0 && !h->empty && (x == from || x < to); x++)
			for (size_t k = 0; k < sizeof lines / sizeof *lines; k++) {
				int row = row_of(&s->y, h->percentile[lines[k]], plot.h);
				if (row >= 0 && row < plot.h)
					grid_char(f->grid, plot.x + x, plot.y + row, 0x2500, style);
			}
	}
	hist_steps_release(&other);
}

static void draw_bands(const struct frame *f, struct rect plot, const struct hist_steps *s,
		       const struct hist_chart *chart, int marked)
{
	struct grid *g = f->grid;
	const struct hist *last = NULL;
	for (int chosen = 0; chosen < 2; chosen++)
		for (size_t i = 0; i < s->n; i++) {
			const struct hist_step *step = &s->step[i];
			int from = step->from > 0 ? step->from : 0;
			int to = step->to < plot.w ? step->to : plot.w;
			if (step->chosen != chosen || step->hist->empty)
				continue;
			for (int x = from; x < to; x++)
				draw_column(g, plot, plot.x + x, &s->y, step->hist, chart->colour);
			last = step->hist;
		}
	if (chart->beside)
		draw_outline(f, plot, s, chart);
	if (marked >= 0)
		grid_tint(g, (struct rect){plot.x + marked, plot.y, 1, plot.h},
			  (struct style){.fg = ROLE_ACCENT});
	if (last)
		draw_labels(g, plot, &s->y, last);
}

/* Draws the bands of a curve. Returns the width of the plot. */
static int bands_draw(const struct frame *f, struct rect r, const struct tag *tag, bool active)
{
	const struct model *m = f->model;
	const struct curve *curve = tag_followed(m, tag);
	struct hist_drawing bands = {.margin = r.w >= 50 ? MARGIN : 0, .fit = fit};
	bands.plot = draw_bands;
	if (!curve) {
		grid_text(f->grid, r.x + 1, r.y, r.w - 2, tag->name,
			  (struct style){.fg = ROLE_TITLE});
		notice_draw(f->grid, (struct rect){r.x, r.y + 1, r.w, r.h - 1}, ROLE_FAINT,
			    "no run drawn");
		return 0;
	}
	const struct hist_chart chart = {.tag = tag,
					 .beside = tag_beside(m, tag),
					 .curve = curve,
					 .title = tag->name,
					 .active = active,
					 .mark = m->crosshair,
					 .colour = ROLE_RUN + m->runs[curve->run]->colour};
	return hist_chart_draw(f, r, &chart, &bands).plot.w;
}

static void draw_chart(const struct frame *f, struct rect r, const struct tag *tag, bool active)
{
	bands_draw(f, r, tag, active);
}

/* --- the table -------------------------------------------------------------------------------- */

enum { RUN_W = 18, VALUE_W = 12 };

/* The columns of the table: steps as wide as the longest one, and as many percentiles as fit: 9, or
 * fewer evenly chosen ones. */
struct columns {
	int step_w, n;
};

static const struct hist *shown_at(const struct frame *f, const struct curve *curve)
{
	tfe_view view = tfe_series_view(curve->series);
	return view.count ? hist_find(f->caches, &view, hist_chosen(f->model, &view)) : NULL;
}

static struct columns columns_for(const struct frame *f, const struct tag *tag, int w)
{
	struct columns c = {.step_w = 8};
	for (size_t i = 0; i < tag->n_curves; i++) {
		bool drawn = run_drawn(f->model->runs[tag->curves[i].run]);
		const struct hist *h = drawn ? shown_at(f, &tag->curves[i]) : NULL;
		int width = h ? snprintf(NULL, 0, "%" PRId64, h->at.step) + 2 : 0;
		c.step_w = width > c.step_w ? width : c.step_w;
	}
	int n = (w - RUN_W - c.step_w) / VALUE_W;
	c.n = n >= 9 ? 9 : n >= 5 ? 5 : n >= 3 ? 3 : n >= 1 ? 1 : 0;
	return c;
}

static int percentile_of(const struct columns *c, int column)
{
	return c->n > 1 ? column * (HIST_PERCENTILES - 1) / (c->n - 1) : MEDIAN;
}

static void draw_table_row(const struct frame *f, struct rect r, const struct columns *c,
			   const struct curve *curve)
{
	const struct model *m = f->model;
	const struct run *run = m->runs[curve->run];
	struct grid *g = f->grid;
	struct style style = {.fg = ROLE_RUN + run->colour};
	const struct hist *h = shown_at(f, curve);
	int x = r.x + RUN_W + c->step_w, name = r.x + 2 + model_letters_width(m);
	grid_text(g, r.x + 1, r.y, name - r.x - 1, run->letter, style);
	name_draw(g, (struct rect){name, r.y, r.x + RUN_W - 1 - name, 1}, run_title(run),
		  run_title_differs(run), style);
	if (!h || !h->good) {
		grid_text(g, r.x + RUN_W, r.y, r.w - RUN_W, h ? "cannot be read" : "reading",
			  (struct style){.fg = ROLE_FAINT});
		return;
	}
	grid_printf(g, r.x + RUN_W, r.y, c->step_w, (struct style){0}, "%*" PRId64, c->step_w - 1,
		    h->at.step);
	struct axis axis;
	hist_range(m, h, &axis);
	for (int i = 0; i < c->n; i++, x += VALUE_W) {
		char value[VALUE_TEXT];
		value_text_within(value, h->percentile[percentile_of(c, i)], &axis, VALUE_W - 1);
		grid_printf(g, x, r.y, VALUE_W, (struct style){0}, "%*s", VALUE_W - 1,
			    h->empty ? "-" : value);
	}
}

static void draw_table(const struct frame *f, struct rect r, const struct tag *tag)
{
	struct style head = {.fg = ROLE_FAINT};
	struct columns c = columns_for(f, tag, r.w);
	int y = r.y + 1, x = r.x + RUN_W + c.step_w;
	grid_text(f->grid, r.x + 3, r.y, RUN_W - 4, "run", head);
	grid_printf(f->grid, r.x + RUN_W, r.y, c.step_w, head, "%*s", c.step_w - 1, "step");
	for (int i = 0; i < c.n; i++)
		grid_printf(f->grid, x + i * VALUE_W, r.y, VALUE_W, head, "%*s", VALUE_W - 1,
			    names[percentile_of(&c, i)]);
	for (size_t i = 0; i < tag->n_curves && y < r.y + r.h; i++)
		if (run_drawn(f->model->runs[tag->curves[i].run]))
			draw_table_row(f, (struct rect){r.x, y++, r.w, 1}, &c, &tag->curves[i]);
}

/* --- the whole -------------------------------------------------------------------------------- */

static int draw_one(const struct frame *f, struct rect area)
{
	const struct tag *tag = model_focus(f->model);
	int runs = 0;
	for (size_t i = 0; i < tag->n_curves; i++)
		runs += run_drawn(f->model->runs[tag->curves[i].run]);
	int rows = area.h >= 14 ? runs + 1 : area.h >= 9 ? 2 : 0;
	rows = rows < area.h / 3 ? rows : area.h / 3;
	struct rect plot = {area.x, area.y, area.w, area.h - rows};
	struct rect table = {area.x, area.y + area.h - rows, area.w, rows};
	int width = bands_draw(f, plot, tag, f->model->pane == PANE_MAIN);
	if (rows > 1)
		draw_table(f, table, tag);
	return width;
}

static void draw(const struct frame *f, struct rect area, struct geometry *out)
{
	const struct model *m = f->model;
	if (!m->tags[TAG_HISTOGRAMS].n_rows)
		nothing_draw(m, f->grid, area, "histograms");
	else if (m->focused && model_focus(m))
		out->plot_columns = draw_one(f, area);
	else
		pages_draw(f, area, out->focus_row, draw_chart);
}

/* Names the second run. */
static void settings(const struct model *m, struct pieces *p)
{
	const struct curve *beside = tag_beside(m, model_focus(m));
	char text[64];
	if (!beside)
		return;
	snprintf(text, sizeof text, "lines: %s %.40s", m->runs[beside->run]->letter,
		 run_title(m->runs[beside->run]));
	pieces_add(p, (struct style){.fg = ROLE_RUN + m->runs[beside->run]->colour}, text);
}

const struct view_entry distributions_view = {pages_measure, draw, settings};
