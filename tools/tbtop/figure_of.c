/* tbtop: the chart that a screen shows, as a figure: the same series, axes and settings. */
#include "tbtop/figure_of.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "tbtop/figure_embedding.h"
#include "tbtop/figure_trials.h"
#include "tbtop/model/linked_step.h"
#include "tbtop/model/run_notes.h"
#include "tbtop/model/view_facts.h"

/* More curves hide each other. The legend counts the names that have no space. */
enum { SOURCES_MOST = 1024 };

/* --- scalars ---------------------------------------------------------------------------------- */

static void set_y_range(const struct model *m, const struct geometry *seen, struct figure *figure)
{
	const struct settings *s = &m->settings;
	switch (s->range) {
	case RANGE_FROM_0:
		figure->y = (struct figure_range){figure->y_scale != FIGURE_LOG, 0, NAN};
		break;
	case RANGE_UNIT:
		figure->y = (struct figure_range){figure->y_scale != FIGURE_LOG, 0, 1};
		break;
	case RANGE_HAND:
		figure->y = (struct figure_range){true, s->y_lo, s->y_hi};
		if (figure->y_scale == FIGURE_LOG && !(s->y_lo > 0))
			figure->y.low = NAN;
		break;
	case RANGE_SAME:
		figure->y = (struct figure_range){seen->same_y, seen->y_low, seen->y_high};
		if (figure->y_scale == FIGURE_LOG && !(seen->y_low > 0))
			figure->y.low = NAN;
		break;
	default:
		break;
	}
	figure->ignore_outliers = s->ignore_outliers && !figure->y.on;
}

static void set_axes(const struct model *m, const struct tag *tag, struct figure_plan *plan)
{
	static const enum figure_scale scales[Y_SCALES] = {FIGURE_LINEAR, FIGURE_LOG,
							   FIGURE_SYMLOG};
	const struct zoom *zoom = zoom_of(m, tag);
	plan->axis = m->settings.axis;
	plan->figure.y_scale = scales[m->settings.y];
	if (m->settings.log_x && plan->axis == TFE_AXIS_STEP && !m->x_tag)
		plan->figure.x_scale = FIGURE_LOG;
	if (!zoom)
		return;
	const struct extent chart = tag_extent(m, tag);
	const struct extent home = tag_extent(m, zoom->tag);
	if (zoom_applies(zoom, &home, &chart))
		plan->figure.x = (struct figure_range){true, zoom->x0, zoom->x1};
}

/* Returns the legend's name of a curve: what distinguishes it. Release it with free. */
static char *curve_name(const struct model *m, const struct run *run, const struct tag *part,
			bool many_tags)
{
	const char *of = m->grouping.on && run->group_name ? run->group_name : run_title(run);
	size_t bytes = strlen(of) + strlen(part->name) + 2;
	char *name = need_zeroed(bytes, 1);
	snprintf(name, bytes, many_tags ? "%s %s" : "%s", of, part->name);
	return name;
}

/* Returns the pattern of a run's lines: the baseline is dashed, and runs of the same colour
 * differ. */
static unsigned dash_of(const struct model *m, const struct run *run)
{
	return m->baseline < m->n_runs && m->runs[m->baseline]->group == run->group ? 1 : run->dash;
}

/* Puts the last source into the group of sources with its name. */
static void join_group(struct figure_plan *plan)
{
	struct figure_source *s = &plan->source[plan->n - 1];
	for (size_t i = 0; i + 1 < plan->n; i++)
		if (!strcmp(plan->source[i].name, s->name)) {
			s->group = plan->source[i].group;
			s->colour = plan->source[i].colour;
			return;
		}
}

/* Adds the curve of a run. `low` and `high`: the ends of its margin, or NULL. */
static void add_curve(const struct model *m, const struct curve *curve, const struct tag *part,
		      const struct curve *const margin[2], bool many_tags, struct figure_plan *plan)
{
	const struct run *run = m->runs[curve->run];
	const struct curve *x = m->x_tag ? tag_curve(m->x_tag, curve->run) : NULL;
	const tfe_view view = tfe_series_view(curve->series);
	if (!view.count || (m->x_tag && !x))
		return;
	char *name = curve_name(m, run, part, many_tags);
	unsigned colour = many_tags ? (unsigned)plan->n : run->colour;
	struct figure_source *s = figure_plan_add(plan, &view, name, run->name, colour);
	free(name);
	s->dash = dash_of(m, run);
	if (x)
		s->x = tfe_series_view(x->series);
	if (margin[0] && margin[1]) {
		s->low = tfe_series_view(margin[0]->series);
		s->high = tfe_series_view(margin[1]->series);
	}
	/* Runs of a group have the same name; each tag has groups of its own. */
	if (plan->grouped)
		join_group(plan);
}

static void add_part(const struct model *m, const struct tag *tag, size_t p, size_t stride,
		     struct figure_plan *plan)
{
	const struct tag *part = tag_part(tag, p);
	for (size_t i = 0; i < m->n_run_rows && plan->n < SOURCES_MOST; i++) {
		size_t run = m->run_rows[i];
		const struct curve *curve = run_drawn(m->runs[run]) ? tag_curve(part, run) : NULL;
		const struct curve *margin[2] = {NULL, NULL};
		for (size_t k = 1; k < stride && p + k < tag_part_count(tag); k++)
			margin[k - 1] = tag_curve(tag_part(tag, p + k), run);
		if (curve)
			add_curve(m, curve, part, margin, tag_part_count(tag) > stride, plan);
	}
}

static void set_groups(const struct model *m, struct figure_plan *plan)
{
	plan->grouped = m->grouping.on;
	plan->middle = m->grouping.middle;
	plan->band = m->grouping.band;
}

static bool scalars(const struct model *m, const struct geometry *seen, struct figure_plan *plan,
		    char error[FIGURE_ERROR])
{
	const struct tag *tag = model_focus(m);
	if (tag && tag_is_fold(tag)) {
		snprintf(error, FIGURE_ERROR, "Space unfolds the charts of %.100s", tag->name);
		return false;
	}
	plan->kind = FIGURE_CURVES;
	plan->smoothing = m->settings.smoothing;
	plan->raw = m->settings.raw;
	plan->superseded = m->settings.superseded;
	set_groups(m, plan);
	if (!tag)
		return true;
	/* With margins each curve is followed by its lower and its upper end. */
	const size_t stride = tag->rule && tag->rule->margins ? 3 : 1;
	for (size_t p = 0; p < tag_part_count(tag); p += stride)
		add_part(m, tag, p, stride, plan);
	if (plan->n == 1) /* the title is enough */
		*plan->source->name = '\0';
	set_axes(m, tag, plan);
	set_y_range(m, seen, &plan->figure);
	if (m->x_tag)
		plan->x_label = need_copy(m->x_tag->name);
	/* The values of several tags have no common name. */
	figure_plan_label(plan, tag_part_count(tag) > stride ? "" : tag->name, tag->name);
	return true;
}

/* --- histograms ------------------------------------------------------------------------------- */

/* Returns the entry that is chosen by keys: the one nearest to the crosshair, or the newest. */
static uint64_t chosen_entry(const struct model *m, const tfe_view *view)
{
	return m->crosshair && view->count ? tfe_view_nearest(view, m->settings.axis, m->cross_x)
	       : view->count               ? view->count - 1
					   : 0;
}

static void add_histogram(const struct model *m, const struct curve *curve,
			  struct figure_plan *plan)
{
	if (!curve)
		return;
	const struct run *run = m->runs[curve->run];
	const tfe_view view = tfe_series_view(curve->series);
	if (view.count)
		figure_plan_add(plan, &view, run_title(run), run->name, run->colour)->entry =
			chosen_entry(m, &view);
}

/* Writes "tag, run", or "tag, run, step 5". */
static void set_title(struct figure_plan *plan, const struct tag *tag, bool step)
{
	char text[400], at[40] = "";
	const struct figure_source *s = plan->source;
	tfe_point point;
	if (step && tfe_view_get_points(&s->view, s->entry, &point, 1) == 1)
		snprintf(at, sizeof at, ", step %" PRId64, point.step);
	bool named = plan->n == 1 && strcmp(s->name, ".") != 0;
	snprintf(text, sizeof text, "%.200s%s%.120s%s", tag->name, named ? ", " : "",
		 named ? s->name : "", at);
	plan->title = need_copy(text);
	figure_plan_label(plan, tag->name, "");
	if (named) /* the title has the name */
		*plan->source->name = '\0';
}

static bool histograms(const struct model *m, struct figure_plan *plan)
{
	const struct tag *tag = model_focus(m);
	const struct curve *curve = tag_followed(m, tag);
	const bool percentiles = model_view(m) == VIEW_DISTRIBUTIONS;
	plan->kind = percentiles            ? FIGURE_DISTRIBUTION
		     : m->hist == HIST_HEAT ? FIGURE_HEAT
		     : m->hist == HIST_BARS ? FIGURE_DENSITIES
					    : FIGURE_OVERLAY;
	if (!curve)
		return true;
	add_histogram(m, curve, plan);
	if (plan->n && plan->source->view.count < 2 && !percentiles)
		plan->kind = FIGURE_DENSITIES;
	if (percentiles || plan->kind == FIGURE_DENSITIES)
		add_histogram(m, tag_beside(m, tag), plan);
	if (!plan->n)
		return true;
	set_axes(m, tag, plan);
	if (plan->kind != FIGURE_DENSITIES)
		plan->figure.y_scale = FIGURE_LINEAR;
	plan->figure.x_scale = FIGURE_LINEAR;
	if (plan->kind == FIGURE_DENSITIES || plan->kind == FIGURE_OVERLAY)
		plan->figure.x.on = false;
	set_title(plan, tag, plan->kind == FIGURE_DENSITIES);
	return true;
}

/* --- entries of a step ------------------------------------------------------------------------ */

static void add_entry(const struct model *m, const struct curve *curve, struct figure_plan *plan)
{
	const struct run *run = m->runs[curve->run];
	const tfe_view view = tfe_series_view(curve->series);
	struct linked_entry at;
	if (!linked_entry(m, &view, &at))
		return;
	const char *name = plan->grouped && run->group_name ? run->group_name : run_title(run);
	struct figure_source *s = figure_plan_add(plan, &view, name, run->name, run->colour);
	s->entry = at.entry;
	s->dash = dash_of(m, run);
	if (plan->grouped)
		join_group(plan);
}

/* Adds the marked entry if differences to it are shown. */
static void add_marked(const struct model *m, const struct tag *tag, struct figure_plan *plan)
{
	const struct curve *curve;
	struct linked_entry at;
	char name[400];
	if (!m->difference || !marked_entry(m, tag, &curve, &at))
		return;
	const tfe_view view = tfe_series_view(curve->series);
	const struct run *run = m->runs[curve->run];
	snprintf(name, sizeof name, "mark: %.300s, step %" PRId64, run_title(run), at.at.step);
	struct figure_source *s = figure_plan_add(plan, &view, name, run->name, FIGURE_COLOURS - 1);
	s->entry = at.entry;
	s->dash = 1;
}

static bool pr_curves(const struct model *m, struct figure_plan *plan)
{
	static const enum figure_kind kinds[PR_TYPES] = {FIGURE_PR, FIGURE_ROC, FIGURE_F1};
	const struct tag *tag = model_focus(m);
	plan->kind = kinds[m->pr.type];
	set_groups(m, plan);
	for (size_t i = 0; tag && i < m->n_run_rows && plan->n < SOURCES_MOST; i++) {
		size_t run = m->run_rows[i];
		const struct curve *curve = run_drawn(m->runs[run]) ? tag_curve(tag, run) : NULL;
		if (curve)
			add_entry(m, curve, plan);
	}
	if (plan->n) {
		set_title(plan, tag, true);
		add_marked(m, tag, plan);
	}
	return true;
}

static bool matrices(const struct model *m, struct figure_plan *plan)
{
	const struct tag *tag = model_focus(m);
	const struct curve *curve = tag_followed(m, tag);
	char title[900];
	plan->kind = FIGURE_CONFUSION;
	plan->height = plan->width * 0.8;
	plan->share = m->share;
	if (curve)
		add_entry(m, curve, plan);
	if (!plan->n)
		return true;
	set_title(plan, tag, true);
	add_marked(m, tag, plan);
	if (plan->n > 1) {
		snprintf(title, sizeof title, "%.400s, difference to %.400s", plan->title,
			 plan->source[1].name);
		free(plan->title);
		plan->title = need_copy(title);
	}
	return true;
}

/* --- all views -------------------------------------------------------------------------------- */

/* Returns what writes the contents of a view that has no figure. */
static const char *other_way(enum view_id view)
{
	switch (view) {
	case VIEW_IMAGES:
	case VIEW_AUDIO:
		return "e saves the bytes that are in the log; tfevents extract saves all of them";
	case VIEW_TEXTS:
		return "tfevents extract LOGDIR -o DIR saves texts and tensors";
	case VIEW_GRAPH:
		return "e saves the graph as DOT; tfevents extract saves its bytes";
	case VIEW_FINDINGS:
		return "tfevents report and check --json write the findings";
	default:
		return "this view shows no chart";
	}
}

bool figure_of_model(const struct model *m, struct caches *caches, const struct geometry *seen,
		     struct figure_plan *plan, char error[FIGURE_ERROR])
{
	bool made = false;
	figure_plan_init(plan);
	switch (model_view(m)) {
	case VIEW_SCALARS:
		made = scalars(m, seen, plan, error);
		break;
	case VIEW_HISTOGRAMS:
	case VIEW_DISTRIBUTIONS:
		made = histograms(m, plan);
		break;
	case VIEW_PR:
		made = pr_curves(m, plan);
		break;
	case VIEW_CONFUSION:
		made = matrices(m, plan);
		break;
	case VIEW_HPARAMS:
		return figure_of_trials(m, plan, error);
	case VIEW_EMBEDDINGS:
		return figure_of_embedding(m, caches, plan, error);
	default:
		snprintf(error, FIGURE_ERROR, "no figure: %s", other_way(model_view(m)));
		return false;
	}
	if (made && !plan->n) {
		snprintf(error, FIGURE_ERROR, "there is nothing to draw: no run has this chart");
		return false;
	}
	return made;
}
