/* common: what a figure shows, and its file. */
#include "common/figure_plan.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include <tfevents/confusion.h>

#include "common/confusion_counts.h"
#include "common/figure_fill.h"
#include "common/figure_matrix.h"
#include "common/figure_text.h"
#include "common/memory.h"

/* --- the plan --------------------------------------------------------------------------------- */

static const char *const suffix[FIGURE_FORMATS] = {
	[FIGURE_SVG] = ".svg",    [FIGURE_PDF] = ".pdf",   [FIGURE_PNG] = ".png",
	[FIGURE_LATEX] = ".tex",  [FIGURE_VEGA] = ".json", [FIGURE_CSV] = ".csv",
	[FIGURE_JSONL] = ".jsonl"};

const char *figure_suffix(enum figure_format format)
{
	return suffix[format];
}

bool figure_format_of(const char *path, enum figure_format *format)
{
	size_t n = path ? strlen(path) : 0;
	for (int i = 0; i < FIGURE_FORMATS; i++) {
		size_t bytes = strlen(suffix[i]);
		if (n > bytes && !strcasecmp(path + n - bytes, suffix[i])) {
			*format = (enum figure_format)i;
			return true;
		}
	}
	return false;
}

bool figure_plan_size(struct figure_plan *p, const char *purpose)
{
	static const struct {
		const char *word;
		double width, height, font;
	} known[] = {
		{"screen", 480, 300, 10}, /* a window */
		{"paper", 245, 165, 8},   /* a column of a page with two */
		{"slides", 720, 405, 18}, /* the whole of a slide, 16 to 9 */
	};
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (!strcmp(purpose, known[i].word)) {
			p->width = known[i].width;
			p->height = known[i].height;
			p->figure.font = known[i].font;
			return true;
		}
	return false;
}

void figure_plan_init(struct figure_plan *p)
{
	*p = (struct figure_plan){.axis = TFE_AXIS_STEP, .raw = true, .superseded = true};
	figure_plan_size(p, "screen");
}

void figure_plan_release(struct figure_plan *p)
{
	for (size_t i = 0; i < p->n; i++) {
		free(p->source[i].name);
		free(p->source[i].run);
	}
	free(p->source);
	figure_release(&p->figure);
	cell_table_release(&p->table);
	free(p->title);
	free(p->x_label);
	free(p->y_label);
	*p = (struct figure_plan){0};
}

struct figure_source *figure_plan_add(struct figure_plan *p, const tfe_view *view, const char *name,
				      const char *run, unsigned colour)
{
	p->source = need_room(p->source, p->n, &p->capacity, sizeof *p->source);
	struct figure_source *s = &p->source[p->n++];
	*s = (struct figure_source){.view = *view,
				    .entry = view->count ? view->count - 1 : 0,
				    .name = need_copy(name),
				    .run = need_copy(run),
				    .colour = colour,
				    .group = p->n - 1};
	return s;
}

/* --- labels ----------------------------------------------------------------------------------- */

static void set(char **label, const char *text)
{
	if (!*label)
		*label = need_copy(text);
}

/* Writes "wall time from 2023-11-14 22:13 (UTC)". */
static void wall_label(const struct figure_plan *p, char text[80])
{
	double first = INFINITY, x0, x1;
	struct tm clock;
	char at[64];
	for (size_t i = 0; i < p->n; i++)
		if (tfe_view_get_extent(&p->source[i].view, TFE_AXIS_WALL, &x0, &x1))
			first = fmin(first, x0);
	if (p->figure.x.on)
		first = p->figure.x.low;
	time_t t = fabs(first) < 1e14 ? (time_t)first : 0;
	if (!localtime_r(&t, &clock) || !strftime(at, sizeof at, "%Y-%m-%d %H:%M (%Z)", &clock))
		snprintf(at, sizeof at, "?");
	snprintf(text, 80, "wall time from %s", at);
}

static void axis_label(const struct figure_plan *p, char text[80])
{
	const double unit = figure_x_unit(p);
	if (p->axis == TFE_AXIS_STEP)
		snprintf(text, 80, "step");
	else if (p->axis == TFE_AXIS_RELATIVE)
		snprintf(text, 80, "time in %s", unit == 3600 ? "h" : unit == 60 ? "min" : "s");
	else
		wall_label(p, text);
}

static const char *band_text(const struct figure_plan *p)
{
	static const char *const text[][3] = {
		[MIDDLE_MEAN] = {"mean \xc2\xb1 std", "mean, range", "mean \xc2\xb1 stderr"},
		[MIDDLE_MEDIAN] = {"median \xc2\xb1 std", "median, range",
				   "median \xc2\xb1 stderr"},
	};
	return text[p->middle][p->band];
}

static void value_label(const struct figure_plan *p, const char *tag, char *text, size_t size)
{
	int n = snprintf(text, size, "%.200s", *tag ? tag : "value");
	if (p->grouped)
		n += snprintf(text + n, size - (size_t)n, " (%s)", band_text(p));
	if (p->smoothing > 0)
		snprintf(text + n, size - (size_t)n, ", smoothed %.4g", p->smoothing);
}

void figure_plan_label(struct figure_plan *p, const char *tag, const char *subject)
{
	static const struct {
		const char *x, *y;
	} fixed[] = {[FIGURE_CURVES] = {NULL, NULL},
		     [FIGURE_DENSITIES] = {"value", "density"},
		     [FIGURE_DISTRIBUTION] = {NULL, NULL},
		     [FIGURE_HEAT] = {NULL, NULL},
		     [FIGURE_OVERLAY] = {"value", "density"},
		     [FIGURE_PR] = {"recall", "precision"},
		     [FIGURE_ROC] = {"false positive rate", "true positive rate"},
		     [FIGURE_F1] = {"threshold", "F1"},
		     [FIGURE_CONFUSION] = {"predicted class", "true class"},
		     [FIGURE_MADE] = {"", ""}};
	char text[300];
	set(&p->title, *tag ? tag : subject);
	if (fixed[p->kind].x)
		set(&p->x_label, fixed[p->kind].x);
	if (fixed[p->kind].y)
		set(&p->y_label, fixed[p->kind].y);
	axis_label(p, text);
	set(&p->x_label, text);
	value_label(p, tag, text, sizeof text);
	set(&p->y_label, text);
	if (p->axis == TFE_AXIS_WALL && p->figure.x_scale == FIGURE_LINEAR)
		p->figure.x_scale = FIGURE_TIME;
}

/* --- curves ----------------------------------------------------------------------------------- */

/* Fills a figure with the curves of a plan that has no matrix. Returns false if a series cannot be
 * read, or nothing can be drawn; then `error` has the reason. The strings of the figure are the
 * plan's. Release the figure with figure_release, unless the plan has it itself. */
static bool fill_figure(const struct figure_plan *p, struct figure *figure,
			char error[FIGURE_ERROR])
{
	const double unit = figure_x_unit(p);
	bool filled = true, by_step = p->kind <= FIGURE_HEAT && p->kind != FIGURE_DENSITIES;
	*figure = p->figure;
	figure->title = p->title ? p->title : "";
	figure->x_label = p->x_label ? p->x_label : "";
	figure->y_label = p->y_label ? p->y_label : "";
	if (by_step) {
		figure->x.low /= unit;
		figure->x.high /= unit;
	} else if (figure->x_scale == FIGURE_TIME) {
		figure->x_scale = FIGURE_LINEAR;
	}
	figure->whole_x = by_step && p->axis == TFE_AXIS_STEP && !(p->n && p->source->x.series);
	if (p->kind == FIGURE_CURVES)
		filled = figure_fill_curves(p, figure, error) &&
			 figure_fill_superseded(p, figure, error);
	else if (p->kind >= FIGURE_PR && p->kind <= FIGURE_F1)
		filled = figure_fill_pr(p, figure, error);
	else if (p->kind != FIGURE_MADE)
		filled = figure_fill_histograms(p, figure, error);
	if (!filled || figure_has_data(figure))
		return filled;
	bool log = figure->x_scale == FIGURE_LOG || figure->y_scale == FIGURE_LOG;
	snprintf(error, FIGURE_ERROR, "there is nothing to draw: no value is finite%s",
		 log ? " and above 0 on the logarithmic axis" : "");
	return false;
}

/* --- matrices --------------------------------------------------------------------------------- */

static bool is_of_plugin(const tfe_series *series, const char *plugin)
{
	const tfe_view view = tfe_series_view(series);
	tfe_series_info info = TFE_SERIES_INFO_INIT;
	tfe_view_get_info(&view, &info);
	return info.kind == TFE_KIND_TENSOR && !strcmp(info.plugin, plugin);
}

bool figure_has_counts(const tfe_series *series)
{
	return is_of_plugin(series, "tfe_confusion_matrix");
}

bool figure_has_pr_curves(const tfe_series *series)
{
	return is_of_plugin(series, "pr_curves");
}

bool figure_counts_read(struct figure_counts *c, const tfe_view *view, uint64_t entry,
			char error[FIGURE_ERROR])
{
	tfe_fetched *fetched;
	tfe_point point = {0};
	tfe_error why = TFE_ERROR_INIT;
	size_t bytes = 0;
	*c = (struct figure_counts){0};
	if (tfe_view_fetch(view, entry, &fetched, &why)) {
		snprintf(error, FIGURE_ERROR, "%.200s", why.message);
		return false;
	}
	const tfe_value *value = tfe_fetched_value(fetched);
	c->counts = confusion_counts(&value->tensor, &c->classes, error, FIGURE_ERROR);
	if (c->counts)
		c->name = confusion_names(value, c->classes, &bytes);
	tfe_fetched_release(fetched);
	if (tfe_view_get_points(view, entry, &point, 1) == 1)
		c->step = point.step;
	return c->counts != NULL;
}

void figure_counts_release(struct figure_counts *c)
{
	confusion_names_release(c->name, c->classes);
	free(c->counts);
	*c = (struct figure_counts){0};
}

/* --- files ------------------------------------------------------------------------------------ */

static bool draw(const struct figure_plan *p, const struct figure *figure,
		 const struct figure_matrix *matrix, enum figure_format format, struct out *out,
		 const char *before, char error[FIGURE_ERROR])
{
	static const enum paper_format papers[] = {PAPER_SVG, PAPER_PDF, PAPER_PNG};
	struct paper paper;
	out_text(out, before ? before : "");
	bool drawn = paper_begin(&paper, papers[format], out, p->width, p->height,
				 figure_background(p->figure.theme), p->title ? p->title : "",
				 before != NULL);
	if (drawn && matrix)
		figure_draw_matrix(matrix, &paper);
	else if (drawn)
		figure_draw(figure, &paper);
	drawn = drawn && paper.end(&paper);
	if (!drawn)
		snprintf(error, FIGURE_ERROR, "%s", paper.error);
	return drawn;
}

static bool put_figure(const struct figure_plan *p, enum figure_format format, struct out *out,
		       const char *before, char error[FIGURE_ERROR])
{
	struct figure figure;
	bool done = fill_figure(p, &figure, error);
	if (done && format == FIGURE_LATEX)
		figure_put_pgfplots(out, &figure, p->width, p->height);
	else if (done && format == FIGURE_VEGA)
		figure_put_vega_lite(out, &figure, p->width, p->height);
	else if (done && (format == FIGURE_CSV || format == FIGURE_JSONL))
		figure_put_dots(out, &figure, format);
	else if (done)
		done = draw(p, &figure, NULL, format, out, before, error);
	if (p->kind != FIGURE_MADE)
		figure_release(&figure);
	return done;
}

/* Reads the matrix that a difference is to. */
static bool read_marked(struct figure_counts *from, const struct figure_source *s, size_t classes,
			char error[FIGURE_ERROR])
{
	if (!figure_counts_read(from, &s->view, s->entry, error))
		return false;
	if (from->classes != classes)
		snprintf(error, FIGURE_ERROR, "%zu classes here, %zu at the mark: no difference",
			 classes, from->classes);
	return from->classes == classes;
}

/* `from`: counts is NULL without a difference. */
static bool put_counts(const struct figure_plan *p, const struct figure_counts *counts,
		       const struct figure_counts *from, enum figure_format format, struct out *out,
		       const char *before, char error[FIGURE_ERROR])
{
	struct figure_matrix matrix = {.title = p->title ? p->title : "",
				       .counts = counts->counts,
				       .from = from->counts,
				       .classes = counts->classes,
				       .name = counts->name,
				       .share = p->share,
				       .theme = p->figure.theme,
				       .font = p->figure.font};
	bool done = true;
	figure_matrix_init(&matrix);
	if (format == FIGURE_LATEX)
		figure_put_pgfplots_matrix(out, &matrix, p->width, p->height);
	else if (format == FIGURE_VEGA)
		figure_put_vega_lite_matrix(out, &matrix, p->width, p->height);
	else if (format == FIGURE_CSV || format == FIGURE_JSONL)
		figure_put_matrix_table(out, &matrix, format);
	else
		done = draw(p, NULL, &matrix, format, out, before, error);
	figure_matrix_release(&matrix);
	return done;
}

static bool put_matrix(const struct figure_plan *p, enum figure_format format, struct out *out,
		       const char *before, char error[FIGURE_ERROR])
{
	struct figure_counts counts, from = {0};
	bool done = figure_counts_read(&counts, &p->source->view, p->source->entry, error);
	if (done && p->n > 1)
		done = read_marked(&from, &p->source[1], counts.classes, error);
	if (done)
		done = put_counts(p, &counts, &from, format, out, before, error);
	figure_counts_release(&counts);
	figure_counts_release(&from);
	return done;
}

/* `before`: of an SVG that is a part of a page; NULL: a file. */
static bool put(const struct figure_plan *p, enum figure_format format, struct out *out,
		const char *before, char error[FIGURE_ERROR])
{
	const bool table = format == FIGURE_CSV || format == FIGURE_JSONL;
	if (table && p->kind == FIGURE_HEAT) {
		snprintf(error, FIGURE_ERROR,
			 "a heat map is no table; tfevents dump --json prints its histograms");
		return false;
	}
	if (table && p->table.columns) {
		cell_table_put(&p->table, format == FIGURE_CSV, out);
		return true;
	}
	if (table && p->kind == FIGURE_CURVES)
		return figure_put_table(p, format, out, error);
	return p->kind == FIGURE_CONFUSION ? put_matrix(p, format, out, before, error)
					   : put_figure(p, format, out, before, error);
}

bool figure_plan_write(const struct figure_plan *p, enum figure_format format, struct out *out,
		       char error[FIGURE_ERROR])
{
	return put(p, format, out, NULL, error);
}

bool figure_plan_write_inner(const struct figure_plan *p, const char *before, struct out *out)
{
	char ignored[FIGURE_ERROR];
	return put(p, FIGURE_SVG, out, before, ignored);
}
