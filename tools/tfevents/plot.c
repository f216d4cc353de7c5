/* tfevents plot: draws scalars, histograms, PR curves or a confusion matrix as a figure. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/complain.h"
#include "common/figure_plan.h"
#include "common/filter.h"
#include "common/memory.h"
#include "common/new_file.h"
#include "common/number.h"
#include "common/run_stem.h"
#include "tfevents/logs.h"
#include "tfevents/verb.h"

enum {
	OUTPUT,
	FORMAT,
	FORCE,
	RUNS,
	TAGS,
	TYPE,
	SMOOTH,
	GROUP,
	MIDDLE,
	BAND,
	X,
	LOG_X,
	LOG_Y,
	X_RANGE,
	Y_RANGE,
	STEP,
	SHARE,
	TITLE,
	SIZE,
	WIDTH,
	HEIGHT,
	FONT,
	THEME,
	SUPERSEDED,
	RESTARTS,
	PER_FILE,
	MEMORY
};

enum { AUTO = -1 };

static const struct option_word type_words[] = {{"auto", AUTO},
						{"scalars", FIGURE_CURVES},
						{"histogram", FIGURE_DENSITIES},
						{"distribution", FIGURE_DISTRIBUTION},
						{"heatmap", FIGURE_HEAT},
						{"overlay", FIGURE_OVERLAY},
						{"pr", FIGURE_PR},
						{"roc", FIGURE_ROC},
						{"f1", FIGURE_F1},
						{"confusion", FIGURE_CONFUSION},
						{0}};
static const struct option_word axis_words[] = {
	{"step", TFE_AXIS_STEP}, {"relative", TFE_AXIS_RELATIVE}, {"wall", TFE_AXIS_WALL}, {0}};
static const struct option_word middle_words[] = {
	{"mean", MIDDLE_MEAN}, {"median", MIDDLE_MEDIAN}, {0}};
static const struct option_word band_words[] = {
	{"std", BAND_DEVIATION}, {"range", BAND_RANGE}, {"stderr", BAND_ERROR}, {0}};
static const struct option_word share_words[] = {{"row", SHARE_OF_ROW},
						 {"column", SHARE_OF_COLUMN},
						 {"all", SHARE_OF_TOTAL},
						 {"counts", SHARE_NONE},
						 {0}};
static const struct option_word format_words[] = {{"svg", FIGURE_SVG},   {"pdf", FIGURE_PDF},
						  {"png", FIGURE_PNG},   {"tex", FIGURE_LATEX},
						  {"vega", FIGURE_VEGA}, {0}};
static const struct option_word theme_words[] = {
	{"light", FIGURE_LIGHT}, {"dark", FIGURE_DARK}, {0}};
static const struct option_word superseded_words[] = {{"shown", 1}, {"hidden", 0}, {0}};
static const char *const sizes[] = {"screen", "paper", "slides"};
static const struct option_word size_words[] = {{"screen", 0}, {"paper", 1}, {"slides", 2}, {0}};

static const struct option options[] = {
	[OUTPUT] = {"output", "FILE",
		    "the file to create: .svg, .pdf, .png, .tex (pgfplots) or .vl.json "
		    "(Vega-Lite); -: standard output",
		    'o'},
	[FORMAT] = {"format", "FORMAT", "the format, whatever the name is", .words = format_words,
		    .no_default = true},
	[FORCE] = {"force", NULL, "replace an existing file", 'f'},
	[RUNS] = {"runs", "REGEX",
		  "only runs whose name or alias matches; !REGEX: only the others"},
	[TAGS] = {"tags", "REGEX", "only tags that match; !REGEX: only the others"},
	[TYPE] = {"type", "TYPE", "the figure; auto: the first of them that has data",
		  .words = type_words},
	[SMOOTH] = {"smooth", "WEIGHT", "smooth as TensorBoard does, from 0 to below 1 (0)"},
	[GROUP] = {"group", "RULE",
		   "one curve for the runs that differ by their seed (seeds), or have the same "
		   "capture of a REGEX"},
	[MIDDLE] = {"middle", "WHICH", "the curve of a group", .words = middle_words},
	[BAND] = {"band", "WHICH", "the band of a group", .words = band_words},
	[X] = {"x", "AXIS", "the x axis", .words = axis_words},
	[LOG_X] = {"log-x", NULL, "a logarithmic x axis"},
	[LOG_Y] = {"log-y", NULL, "a logarithmic y axis"},
	[X_RANGE] = {"x-range", "LOW..HIGH", "the visible steps (or seconds); one may be missing"},
	[Y_RANGE] = {"y-range", "LOW..HIGH", "the visible values; one may be missing"},
	[STEP] = {"step", "N", "histograms, PR curves, matrices: the entry nearest to this step"},
	[SHARE] = {"share", "OF",
		   "confusion: numbers and colours are shares of the true class, of "
		   "the predicted class or of all examples, or counts",
		   .words = share_words},
	[TITLE] = {"title", "TEXT", "the title (the tag, or the run)"},
	[SIZE] = {"size", "PURPOSE", "width, height and font for a purpose", .words = size_words},
	[WIDTH] = {"width", "POINTS", "the width in points of 1/72 inch (480)"},
	[HEIGHT] = {"height", "POINTS", "the height in points (300)"},
	[FONT] = {"font", "POINTS", "the size of the labels in points (10)"},
	[THEME] = {"theme", "THEME", "the colours", .words = theme_words},
	[SUPERSEDED] = {"superseded", "WHICH", "the points that restarts superseded",
			.words = superseded_words},
	[RESTARTS] = RESTARTS_OPTION,
	[PER_FILE] = PER_FILE_OPTION,
	[MEMORY] = MEMORY_OPTION,
	{0},
};
OPTIONS_FIT(options);

static const char program[] = "tfevents plot";

struct plot {
	const char *path;
	bool force;
	enum figure_format format;
	int type;
	struct filter *runs, *tags, *group; /* group: by an expression */
	bool by_seeds;
	int64_t step;
	bool has_step;
	struct figure_plan plan;
	/* The series to draw, in the order of runs and tags, all of one kind. */
	struct chosen {
		const char *run;
		const tfe_series *series;
	} * chosen;
	size_t n, capacity;
};

/* --- options ---------------------------------------------------------------------------------- */

static bool is_standard_output(const char *path)
{
	return path && !strcmp(path, "-");
}

static bool find_format(struct plot *p, const struct arguments *a)
{
	if (p->path && *p->path && a->option[FORMAT]) {
		p->format = (enum figure_format)a->word[FORMAT];
		return true;
	}
	if (is_standard_output(p->path)) {
		complain(program, NULL, "-o - needs --format, such as --format=svg");
		return false;
	}
	if (p->path && figure_format_of(p->path, &p->format) && p->format <= FIGURE_VEGA)
		return true;
	if (p->path && *p->path)
		complain(program, p->path,
			 "the name does not end in " FIGURE_SUFFIXES "; or choose a --format");
	else
		complain(program, NULL,
			 "-o FILE is needed, with a name that ends in " FIGURE_SUFFIXES);
	return false;
}

/* Parses the number of an option. Returns false, after a message, if it is not in [least, most). */
static bool parse_number(const struct arguments *a, int option, double least, double most,
			 double *value)
{
	const char *text = a->option[option];
	char *end;
	if (!text)
		return true;
	*value = strtod(text, &end);
	if (end > text && !*end && *value >= least && *value < most)
		return true;
	complain(program, NULL, "--%s is a number from %g to below %g, not '%s'",
		 options[option].name, least, most, text);
	return false;
}

static bool parse_range(const struct arguments *a, int option, struct figure_range *range)
{
	const char *text = a->option[option];
	if (!text)
		return true;
	range->on = true;
	if (number_range(text, &range->low, &range->high))
		return true;
	complain(program, NULL, "--%s is LOW..HIGH, LOW.. or ..HIGH, not '%s'",
		 options[option].name, text);
	return false;
}

/* A logarithmic axis has no place for other ends. */
static bool range_fits(int option, const struct figure_range *range, enum figure_scale scale)
{
	if (scale != FIGURE_LOG || !range->on || !(range->low <= 0 || range->high <= 0))
		return true;
	complain(program, NULL, "--%s of a logarithmic axis is above 0", options[option].name);
	return false;
}

static bool parse_step(struct plot *p, const char *text)
{
	char *end;
	if (!text)
		return true;
	p->has_step = true;
	p->step = strtoll(text, &end, 10);
	if (end > text && !*end)
		return true;
	complain(program, NULL, "--step is a whole number, not '%s'", text);
	return false;
}

static bool parse_group(struct plot *p, const char *text)
{
	if (!text)
		return true;
	p->plan.grouped = true;
	p->by_seeds = !strcmp(text, "seeds");
	if (p->by_seeds)
		return true;
	p->group = filter_compile(text);
	const char *error = filter_error(p->group);
	if (!*error && strchr(text, '('))
		return true;
	complain(program, NULL, "--group is seeds or a regular expression with a group ( ): %s",
		 *error ? error : text);
	return false;
}

static bool parse(struct plot *p, const struct arguments *a)
{
	struct figure_plan *plan = &p->plan;
	figure_plan_init(plan);
	figure_plan_size(plan, sizes[a->word[SIZE]]);
	p->path = a->option[OUTPUT];
	p->type = a->word[TYPE];
	plan->figure.x_scale = a->option[LOG_X] ? FIGURE_LOG : FIGURE_LINEAR;
	plan->figure.y_scale = a->option[LOG_Y] ? FIGURE_LOG : FIGURE_LINEAR;
	plan->figure.theme = (enum figure_theme)a->word[THEME];
	plan->axis = (tfe_axis)a->word[X];
	plan->middle = (enum group_middle)a->word[MIDDLE];
	plan->band = (enum group_band)a->word[BAND];
	plan->superseded = a->word[SUPERSEDED] != 0;
	plan->share = (enum confusion_share)a->word[SHARE];
	p->force = a->option[FORCE];
	plan->title = a->option[TITLE] ? need_copy(a->option[TITLE]) : NULL;
	return find_format(p, a) && parse_number(a, SMOOTH, 0, 1, &plan->smoothing) &&
	       parse_number(a, WIDTH, 100, 10000, &plan->width) &&
	       parse_number(a, HEIGHT, 80, 10000, &plan->height) &&
	       parse_number(a, FONT, 4, 100, &plan->figure.font) &&
	       parse_range(a, X_RANGE, &plan->figure.x) &&
	       parse_range(a, Y_RANGE, &plan->figure.y) &&
	       range_fits(X_RANGE, &plan->figure.x, plan->figure.x_scale) &&
	       range_fits(Y_RANGE, &plan->figure.y, plan->figure.y_scale) &&
	       parse_step(p, a->option[STEP]) && parse_group(p, a->option[GROUP]);
}

/* --- choosing series -------------------------------------------------------------------------- */

static bool is_wanted(enum figure_kind kind, const tfe_series *series)
{
	switch (kind) {
	case FIGURE_CURVES:
		return tfe_series_kind(series) == TFE_KIND_SCALAR;
	case FIGURE_PR:
	case FIGURE_ROC:
	case FIGURE_F1:
		return figure_has_pr_curves(series);
	case FIGURE_CONFUSION:
		return figure_has_counts(series);
	default:
		return tfe_series_kind(series) == TFE_KIND_HISTOGRAM;
	}
}

/* Returns the series that a type of figure shows, for messages. */
static const char *noun_of(int type)
{
	switch (type) {
	case AUTO:
		return "scalars, histograms, PR curves or confusion matrices";
	case FIGURE_CURVES:
		return "scalars";
	case FIGURE_PR:
	case FIGURE_ROC:
	case FIGURE_F1:
		return "PR curves";
	case FIGURE_CONFUSION:
		return "confusion matrices";
	default:
		return "histograms";
	}
}

static void choose_of_run(struct plot *p, const tfe_run *run, enum figure_kind kind)
{
	for (size_t i = 0; i < tfe_run_series_count(run); i++) {
		const tfe_series *series = tfe_run_series_at(run, i);
		if (!is_wanted(kind, series) || !filter_matches(p->tags, tfe_series_tag(series)))
			continue;
		p->chosen = need_room(p->chosen, p->n, &p->capacity, sizeof *p->chosen);
		p->chosen[p->n++] = (struct chosen){logs_run_name(run), series};
	}
}

static void choose(struct plot *p, const tfe_run *const *runs, size_t n, enum figure_kind kind)
{
	p->plan.kind = kind;
	for (size_t r = 0; r < n; r++)
		if (filter_matches_run(p->runs, runs[r]))
			choose_of_run(p, runs[r], kind);
}

/* --- names ------------------------------------------------------------------------------------ */

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

/* Returns the name of a run's group, or of the run if it has none. Release it with free. */
static char *group_name(const struct plot *p, const char *run)
{
	size_t from, to;
	if (p->by_seeds)
		return run_stem(run);
	if (!p->group || !filter_capture(p->group, run, &from, &to) || from == to)
		return need_copy(run);
	char *name = need_zeroed(to - from + 1, 1);
	memcpy(name, run + from, to - from);
	return name;
}

/* Returns the name of a series in the legend: by what distinguishes it. Release it with free. */
static char *legend_name(const struct plot *p, size_t i)
{
	const char *tag = tfe_series_tag(p->chosen[i].series), *run = p->chosen[i].run;
	if (p->n == 1)
		return need_copy("");
	if (same_runs(p))
		return need_copy(tag);
	char *group = group_name(p, run);
	if (same_tags(p))
		return group;
	size_t bytes = strlen(group) + strlen(tag) + 2;
	char *name = need_zeroed(bytes, 1);
	snprintf(name, bytes, "%s %s", group, tag);
	free(group);
	return name;
}

/* Returns the number of the source with the same name, or of sources that have other names. */
static size_t group_of(const struct figure_plan *plan, const char *name, unsigned *colour)
{
	unsigned groups = 0;
	for (size_t i = 0; i < plan->n; i++) {
		if (!strcmp(plan->source[i].name, name)) {
			*colour = plan->source[i].colour;
			return plan->source[i].group;
		}
		groups += plan->source[i].group == i;
	}
	*colour = groups;
	return plan->n;
}

static void add_sources(struct plot *p)
{
	struct figure_plan *plan = &p->plan;
	for (size_t i = 0; i < p->n; i++) {
		const tfe_view view = tfe_series_view(p->chosen[i].series);
		char *name = legend_name(p, i);
		unsigned colour = (unsigned)i;
		size_t group = plan->n;
		if (plan->grouped)
			group = group_of(plan, name, &colour);
		struct figure_source *s =
			figure_plan_add(plan, &view, name, p->chosen[i].run, colour);
		s->group = group;
		if (p->has_step)
			s->entry = tfe_view_nearest(&view, TFE_AXIS_STEP, (double)p->step);
		free(name);
	}
	const char *run = p->chosen[0].run;
	figure_plan_label(plan, same_tags(p) ? tfe_series_tag(p->chosen[0].series) : "",
			  same_runs(p) && strcmp(run, ".") != 0 ? run : "");
}

/* --- drawing ---------------------------------------------------------------------------------- */

static size_t curves_of(const struct figure_plan *plan)
{
	size_t n = 0;
	for (size_t i = 0; i < plan->n; i++)
		n += plan->source[i].group == i;
	return plan->grouped ? n : plan->n;
}

/* Returns whether a figure can show all series that were chosen, after a message if not. */
static bool fits(const struct plot *p)
{
	const enum figure_kind kind = p->plan.kind;
	bool single = kind == FIGURE_CONFUSION || kind == FIGURE_HEAT || kind == FIGURE_OVERLAY;
	size_t most = single ? 1 : FIGURE_MOST, n = curves_of(&p->plan);
	if (n <= most)
		return true;
	complain(program, NULL,
		 "%zu %s match, a figure of this type has at most %zu; --runs and --tags choose", n,
		 kind == FIGURE_CONFUSION ? "confusion matrices" : "series", most);
	return false;
}

static int print_figure(const struct plot *p)
{
	static struct out out;
	char error[FIGURE_ERROR] = "";
	out_init(&out, STDOUT_FILENO);
	if (out.terminal && (p->format == FIGURE_PDF || p->format == FIGURE_PNG)) {
		complain(program, NULL,
			 "no binary file is printed to a terminal; -o FILE saves it");
		return 2;
	}
	bool drawn = figure_plan_write(&p->plan, p->format, &out, error);
	if (!drawn)
		complain(program, NULL, "%s", error);
	int status = out_finish(&out, program);
	return drawn ? status : 2;
}

static int write_figure(struct plot *p)
{
	static struct new_file file;
	char error[FIGURE_ERROR] = "";
	add_sources(p);
	if (!fits(p))
		return 2;
	if (is_standard_output(p->path))
		return print_figure(p);
	if (!new_file_make_or_replace(&file, program, p->path, "--force", p->force))
		return 2;
	bool drawn = figure_plan_write(&p->plan, p->format, &file.out, error);
	if (!drawn)
		complain(program, NULL, "%s", error);
	return new_file_finish(&file, drawn) && drawn ? 0 : 2;
}

static int plot(struct plot *p, const struct arguments *a, const tfe_logdir *logdir)
{
	static const enum figure_kind order[] = {FIGURE_CURVES, FIGURE_DENSITIES, FIGURE_PR,
						 FIGURE_CONFUSION};
	size_t n;
	const tfe_run **runs = logs_runs(logdir, &n);
	if (p->type != AUTO)
		choose(p, runs, n, (enum figure_kind)p->type);
	for (size_t i = 0; i < sizeof order / sizeof *order && p->type == AUTO && !p->n; i++)
		choose(p, runs, n, order[i]);
	free(runs);
	bool trouble = logs_tell_damage(logdir, program) || logs_tell_left_out(logdir, program);
	trouble |= logs_tell_filter(p->runs, "runs", program);
	trouble |= logs_tell_filter(p->tags, "tags", program);
	if (!n)
		return logs_tell_empty(logdir, a, program);
	if (!p->n)
		return logs_tell_no_series(program, noun_of(p->type), a, a->option[RUNS],
					   a->option[TAGS]);
	int status = write_figure(p);
	return trouble ? 2 : status;
}

static bool may_write(const struct plot *p)
{
	static struct new_file file;
	return is_standard_output(p->path) ||
	       new_file_may_be(&file, program, p->path, "--force", p->force);
}

static int plot_logs(struct plot *p, const struct arguments *a)
{
	int status = 2;
	p->runs = filter_compile(a->option[RUNS]);
	p->tags = filter_compile(a->option[TAGS]);
	const struct logs_options how = {(tfe_restarts)a->word[RESTARTS],
					 a->option[PER_FILE] != NULL, a->option[MEMORY], 1};
	const unsigned kinds =
		1u << TFE_KIND_SCALAR | 1u << TFE_KIND_HISTOGRAM | 1u << TFE_KIND_TENSOR;
	tfe_logdir *logdir = logs_load(a, &how, program);
	if (logdir && logs_resolve(p->runs, p->tags, &logdir, 1, kinds, program))
		status = plot(p, a, logdir);
	tfe_logdir_close(logdir);
	filter_release(p->runs);
	filter_release(p->tags);
	return status;
}

static int run(const struct arguments *a)
{
	static struct plot p;
	int status = parse(&p, a) && may_write(&p) ? plot_logs(&p, a) : 2;
	filter_release(p.group);
	figure_plan_release(&p.plan);
	free(p.chosen);
	return status;
}

const struct verb plot_verb = {
	.name = "plot",
	.operands = "LOGDIR|FILE... -o FILE",
	.summary = "draw scalars, histograms, PR curves or a confusion matrix as SVG, PDF, PNG or "
		   "for LaTeX",
	.details = "Without --type, the scalars that match are drawn; if there are none, the last "
		   "histograms;\n"
		   "if there are none, the last PR curves, or the last confusion matrix.\n",
	.options = options,
	.least = 1,
	.run = run,
};
