/* tfevents plot: draws scalars, histograms or a confusion matrix as a figure. */
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/complain.h"
#include "common/filter.h"
#include "common/format.h"
#include "tfevents/copy.h"
#include "tfevents/figure_data.h"
#include "tfevents/figure_text.h"
#include "tfevents/logs.h"
#include "tfevents/verb.h"

enum {
	OUTPUT,
	RUNS,
	TAGS,
	SMOOTH,
	X,
	LOG_X,
	LOG_Y,
	TITLE,
	WIDTH,
	HEIGHT,
	FONT,
	THEME,
	RESTARTS,
	PER_FILE,
	MEMORY
};

static const struct option_word axis_words[] = {
	{"step", TFE_AXIS_STEP}, {"relative", TFE_AXIS_RELATIVE}, {0}};
static const struct option_word theme_words[] = {
	{"light", FIGURE_LIGHT}, {"dark", FIGURE_DARK}, {0}};

static const struct option options[] = {
	[OUTPUT] = {"output", "FILE",
		    "the file to create: .svg, .pdf, .png, .tex (pgfplots) or .vl.json "
		    "(Vega-Lite)",
		    'o'},
	[RUNS] = {"runs", "REGEX",
		  "only runs whose name or alias matches; !REGEX: only the others"},
	[TAGS] = {"tags", "REGEX", "only tags that match; !REGEX: only the others"},
	[SMOOTH] = {"smooth", "WEIGHT", "smooth as TensorBoard does, from 0 to below 1 (0)"},
	[X] = {"x", "AXIS", "the x axis of scalars", .words = axis_words},
	[LOG_X] = {"log-x", NULL, "a logarithmic x axis"},
	[LOG_Y] = {"log-y", NULL, "a logarithmic y axis"},
	[TITLE] = {"title", "TEXT", "the title (the tag, or the run)"},
	[WIDTH] = {"width", "POINTS", "the width in points of 1/72 inch (480)"},
	[HEIGHT] = {"height", "POINTS", "the height in points (300)"},
	[FONT] = {"font", "POINTS", "the size of the labels in points (10)"},
	[THEME] = {"theme", "THEME", "the colours", .words = theme_words},
	[RESTARTS] = RESTARTS_OPTION,
	[PER_FILE] = PER_FILE_OPTION,
	[MEMORY] = MEMORY_OPTION,
	{0},
};
OPTIONS_FIT(options);

static const char program[] = "tfevents plot";

/* More curves cannot be distinguished. */
enum { MOST_CURVES = 16, TEXT = 512 };

enum target { SVG, PDF, PNG, PGFPLOTS, VEGA_LITE };

struct plot {
	const char *path;
	enum target target;
	double width, height;
	struct filter *runs, *tags;
	struct figure figure;
	struct figure_data data;
	/* The series to draw, in the order of runs and tags, all of one kind. */
	struct chosen {
		const char *run;
		const tfe_series *series;
	} chosen[MOST_CURVES];
	size_t n;
	char title[TEXT], x_label[32], y_label[TEXT];
	struct figure_counts counts; /* of a confusion matrix */
	tfe_kind kind;
};

/* --- options ---------------------------------------------------------------------------------- */

static bool find_target(struct plot *p)
{
	static const struct {
		const char *suffix;
		enum target target;
	} known[] = {{".svg", SVG},
		     {".pdf", PDF},
		     {".png", PNG},
		     {".tex", PGFPLOTS},
		     {".json", VEGA_LITE}};
	size_t n = p->path ? strlen(p->path) : 0;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		size_t bytes = strlen(known[i].suffix);
		if (n > bytes && !strcasecmp(p->path + n - bytes, known[i].suffix)) {
			p->target = known[i].target;
			return true;
		}
	}
	complain(program, p->path && *p->path ? p->path : NULL,
		 "-o FILE is needed, with a name that ends in .svg, .pdf, .png, .tex or .vl.json");
	return false;
}

/* Parses the number of an option. Returns false, after a message, if it is not in [least, most). */
static bool parse_number(const struct arguments *a, int option, double usual, double least,
			 double most, double *value)
{
	const char *text = a->option[option];
	char *end;
	*value = usual;
	if (!text)
		return true;
	*value = strtod(text, &end);
	if (end > text && !*end && *value >= least && *value < most)
		return true;
	complain(program, NULL, "--%s is a number from %g to below %g, not '%s'",
		 options[option].name, least, most, text);
	return false;
}

static bool parse(struct plot *p, const struct arguments *a)
{
	p->path = a->option[OUTPUT];
	p->figure.log_x = a->option[LOG_X] != NULL;
	p->figure.log_y = a->option[LOG_Y] != NULL;
	p->figure.theme = (enum figure_theme)a->word[THEME];
	p->data.axis = (tfe_axis)a->word[X];
	return find_target(p) && parse_number(a, SMOOTH, 0, 0, 1, &p->data.smoothing) &&
	       parse_number(a, WIDTH, 480, 100, 10000, &p->width) &&
	       parse_number(a, HEIGHT, 300, 80, 10000, &p->height) &&
	       parse_number(a, FONT, 10, 4, 100, &p->figure.font);
}

/* --- choosing series -------------------------------------------------------------------------- */

static bool is_wanted(tfe_kind kind, const tfe_series *series)
{
	return tfe_series_kind(series) == kind &&
	       (kind != TFE_KIND_TENSOR || figure_counts_are_in(series));
}

/* Chooses the series of a kind. Returns their number, which may be greater than MOST_CURVES. */
static size_t choose(struct plot *p, const tfe_run *const *runs, size_t n, tfe_kind kind)
{
	size_t found = 0;
	for (size_t r = 0; r < n; r++) {
		if (!filter_matches_run(p->runs, runs[r]))
			continue;
		for (size_t i = 0; i < tfe_run_series_count(runs[r]); i++) {
			const tfe_series *series = tfe_run_series_at(runs[r], i);
			if (!is_wanted(kind, series) ||
			    !filter_matches(p->tags, tfe_series_tag(series)))
				continue;
			if (found++ < MOST_CURVES)
				p->chosen[found - 1] =
					(struct chosen){logs_run_name(runs[r]), series};
		}
	}
	p->kind = kind;
	p->n = found < MOST_CURVES ? found : MOST_CURVES;
	return found;
}

/* --- labels ----------------------------------------------------------------------------------- */

static bool same_tags(const struct plot *p)
{
	for (size_t i = 1; i < p->n; i++)
		if (strcmp(tfe_series_tag(p->chosen[0].series),
			   tfe_series_tag(p->chosen[i].series)))
			return false;
	return true;
}

static bool same_runs(const struct plot *p)
{
	for (size_t i = 1; i < p->n; i++)
		if (strcmp(p->chosen[0].run, p->chosen[i].run))
			return false;
	return true;
}

static void set_labels(struct plot *p, const char *title)
{
	bool tag = same_tags(p), run = same_runs(p);
	const char *name = tfe_series_tag(p->chosen[0].series), *of = p->chosen[0].run;
	snprintf(p->title, sizeof p->title, "%s",
		 title                         ? title
		 : tag                         ? name
		 : run && strcmp(of, ".") != 0 ? of
					       : "");
	p->figure.title = p->title;
	p->figure.x_label = p->x_label;
	p->figure.y_label = p->y_label;
	if (p->kind == TFE_KIND_HISTOGRAM) {
		snprintf(p->x_label, sizeof p->x_label, "value");
		snprintf(p->y_label, sizeof p->y_label, "density");
		return;
	}
	snprintf(p->y_label, sizeof p->y_label, "%s", tag ? name : "value");
	if (p->data.axis == TFE_AXIS_STEP)
		snprintf(p->x_label, sizeof p->x_label, "step");
}

/* Chooses seconds, minutes or hours for the longest series. */
static void choose_unit(struct plot *p)
{
	double longest = 0, x0, x1;
	for (size_t i = 0; i < p->n; i++) {
		tfe_view view = tfe_series_view(p->chosen[i].series);
		if (tfe_view_get_extent(&view, TFE_AXIS_RELATIVE, &x0, &x1))
			longest = fmax(longest, x1);
	}
	bool hours = longest > 7200, minutes = longest > 120;
	p->data.unit = hours ? 3600 : minutes ? 60 : 1;
	snprintf(p->x_label, sizeof p->x_label, "time in %s", hours ? "h" : minutes ? "min" : "s");
}

static void curve_name(const struct plot *p, size_t i, char name[TEXT])
{
	const char *tag = tfe_series_tag(p->chosen[i].series), *run = p->chosen[i].run;
	if (p->n == 1)
		*name = 0;
	else if (same_tags(p))
		snprintf(name, TEXT, "%s", run);
	else if (same_runs(p))
		snprintf(name, TEXT, "%s", tag);
	else
		snprintf(name, TEXT, "%.200s %.300s", run, tag);
}

/* --- drawing ---------------------------------------------------------------------------------- */

static bool fill_figure(struct plot *p)
{
	p->data.columns = (size_t)p->width * 2;
	if (p->data.axis == TFE_AXIS_RELATIVE)
		choose_unit(p);
	for (size_t i = 0; i < p->n; i++) {
		const tfe_series *series = p->chosen[i].series;
		char name[TEXT];
		tfe_error error = TFE_ERROR_INIT;
		curve_name(p, i, name);
		bool added =
			p->kind == TFE_KIND_HISTOGRAM
				? figure_data_add_histogram(&p->figure, series, name, (unsigned)i,
							    &error)
				: figure_data_add(&p->data, &p->figure, series, name, (unsigned)i);
		if (!added) {
			complain(program, tfe_series_tag(series), "cannot be read");
			return false;
		}
	}
	if (figure_has_data(&p->figure))
		return true;
	complain(program, NULL, "there is nothing to draw: no value is finite%s",
		 p->figure.log_x || p->figure.log_y ? " and above 0 on the logarithmic axis" : "");
	return false;
}

static bool draw(struct plot *p, struct out *out)
{
	struct paper paper;
	if (p->target == PGFPLOTS) {
		figure_put_pgfplots(out, &p->figure, p->width, p->height);
		return true;
	}
	if (p->target == VEGA_LITE) {
		figure_put_vega_lite(out, &p->figure, p->width, p->height);
		return true;
	}
	enum paper_format format = p->target == SVG   ? PAPER_SVG
				   : p->target == PDF ? PAPER_PDF
						      : PAPER_PNG;
	if (!paper_begin(&paper, format, out, p->width, p->height,
			 figure_background(p->figure.theme), p->title, false, program))
		return false;
	if (p->kind == TFE_KIND_TENSOR) {
		const struct figure_matrix matrix = {p->title,          p->counts.counts,
						     p->counts.classes, p->counts.name,
						     p->figure.theme,   p->figure.font};
		figure_draw_matrix(&matrix, &paper);
	} else {
		figure_draw(&p->figure, &paper);
	}
	return paper.end(&paper, program);
}

static bool prepare(struct plot *p, const char *title)
{
	set_labels(p, title);
	if (p->kind != TFE_KIND_TENSOR)
		return fill_figure(p);
	if (p->target == PGFPLOTS || p->target == VEGA_LITE) {
		complain(program, p->path, "a confusion matrix is drawn as .svg, .pdf or .png");
		return false;
	}
	if (figure_counts_read(&p->counts, p->chosen[0].series))
		return true;
	complain(program, tfe_series_tag(p->chosen[0].series), "cannot be read");
	return false;
}

static int plot_chosen(struct plot *p, const char *title)
{
	static struct new_file file;
	if (!prepare(p, title) || !new_file_make(&file, program, p->path))
		return 2;
	bool drawn = draw(p, &file.out);
	return new_file_finish(&file, drawn) ? 0 : 2;
}

static int plot(struct plot *p, const struct arguments *a, const tfe_logdir *logdir)
{
	static const tfe_kind order[] = {TFE_KIND_SCALAR, TFE_KIND_HISTOGRAM, TFE_KIND_TENSOR};
	size_t n, found = 0;
	const tfe_run **runs = logs_runs(logdir, &n);
	for (size_t i = 0; i < sizeof order / sizeof *order && !found; i++)
		found = choose(p, runs, n, order[i]);
	free(runs);
	bool trouble = logs_tell_damage(logdir, program) || logs_tell_left_out(logdir, program);
	trouble |= logs_tell_filter(p->runs, "runs", program);
	trouble |= logs_tell_filter(p->tags, "tags", program);
	size_t most = p->kind == TFE_KIND_TENSOR ? 1 : MOST_CURVES;
	if (!n)
		return logs_tell_empty(logdir, a, program);
	if (!found)
		return logs_tell_no_series(program, "scalars, histograms or confusion matrices", a,
					   a->option[RUNS], a->option[TAGS]);
	if (found > most) {
		complain(program, NULL,
			 "%zu %s match, a figure has at most %zu; --runs and --tags choose", found,
			 p->kind == TFE_KIND_TENSOR ? "confusion matrices" : "series", most);
		return 2;
	}
	int status = plot_chosen(p, a->option[TITLE]);
	return trouble ? 2 : status;
}

static int run(const struct arguments *a)
{
	static struct plot p;
	int status = 2;
	if (!parse(&p, a))
		return 2;
	p.runs = filter_compile(a->option[RUNS]);
	p.tags = filter_compile(a->option[TAGS]);
	const struct logs_options how = {(tfe_restarts)a->word[RESTARTS],
					 a->option[PER_FILE] != NULL, a->option[MEMORY], 1};
	const unsigned kinds =
		1u << TFE_KIND_SCALAR | 1u << TFE_KIND_HISTOGRAM | 1u << TFE_KIND_TENSOR;
	tfe_logdir *logdir = logs_load(a, &how, program);
	if (logdir && logs_resolve(p.runs, p.tags, &logdir, 1, kinds, program))
		status = plot(&p, a, logdir);
	figure_release(&p.figure);
	figure_counts_release(&p.counts);
	tfe_logdir_close(logdir);
	filter_release(p.runs);
	filter_release(p.tags);
	return status;
}

const struct verb plot_verb = {
	.name = "plot",
	.operands = "LOGDIR|FILE... -o FILE",
	.summary = "draw scalars, histograms or a confusion matrix as SVG, PDF, PNG or for LaTeX",
	.details = "The scalars that match are drawn; if there are none, the last histograms; if "
		   "there "
		   "are none,\n"
		   "the last confusion matrix.\n",
	.options = options,
	.least = 1,
	.run = run,
};
