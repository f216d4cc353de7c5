/* tbtop: scatter plots as figures. */
#include "tbtop/figure_scatter.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/memory.h"
#include "tbtop/cache/embedding_reads.h"

static bool is_number(const struct trial_value *v)
{
	return (v->type == TRIAL_NUMBER || v->type == TRIAL_BOOL) && isfinite(v->number);
}

/* Positive numbers over at least this range are on a logarithmic scale, as on the screen. */
static const double log_ratio = 50;

static void choose_scale(struct figure_plan *plan, const struct figure_curve *c)
{
	double low = INFINITY, high = -INFINITY;
	for (size_t i = 0; i < c->n; i++) {
		low = fmin(low, c->dot[i].x);
		high = fmax(high, c->dot[i].x);
	}
	if (low > 0 && high / low >= log_ratio)
		plan->figure.x_scale = FIGURE_LOG;
}

bool figure_of_trials(const struct model *m, struct figure_plan *plan, char error[FIGURE_ERROR])
{
	const struct trials *t = &m->trials;
	size_t target = trials_target(t), column = t->column == target ? 0 : t->column;
	char x[TRIAL_TEXT_BYTES], y[TRIAL_TEXT_BYTES], title[160];
	plan->kind = FIGURE_SCATTER;
	if (target == NO_COLUMN || column == target || column >= t->n_columns) {
		snprintf(error, FIGURE_ERROR, "no values of a metric and a hyperparameter");
		return false;
	}
	struct figure_curve *c = figure_add(&plan->figure, "", 0, FIGURE_POINTS);
	for (size_t i = 0; i < t->n_shown; i++) {
		struct trial_value vx = trials_value(t, t->shown[i], column);
		struct trial_value vy = trials_value(t, t->shown[i], target);
		if (is_number(&vx) && is_number(&vy))
			figure_curve_add(c, vx.number, vy.number);
	}
	if (!c->n) {
		snprintf(error, FIGURE_ERROR,
			 "the focused column has no numbers; Left and Right "
			 "choose another");
		return false;
	}
	choose_scale(plan, c);
	trial_title(&t->columns[column], x);
	trial_title(&t->columns[target], y);
	snprintf(title, sizeof title, "%s over %s", y, x);
	plan->x_label = need_copy(x);
	plan->y_label = need_copy(y);
	figure_plan_label(plan, title, "");
	return true;
}

static void add_group(const struct embedding *e, size_t group, struct figure *figure)
{
	const char *label = e->n_groups ? e->groups[group].label : NULL;
	struct figure_curve *c =
		figure_add(figure, label ? label : "", (unsigned)group, FIGURE_POINTS);
	for (size_t i = 0; i < e->n; i++)
		if (!e->n_groups || e->group[i] == group)
			figure_curve_add(c, e->place[2 * i], e->place[2 * i + 1]);
}

bool figure_of_embedding(const struct model *m, struct caches *caches, struct figure_plan *plan,
			 char error[FIGURE_ERROR])
{
	const struct embeddings *s = &m->embeddings;
	char text[80];
	double progress;
	plan->kind = FIGURE_SCATTER;
	if (!s->n) {
		snprintf(error, FIGURE_ERROR, "there are no embeddings");
		return false;
	}
	const struct embedding_item *item = &s->items[s->shown];
	const struct embedding_value *v = embedding_find(
		caches, m->runs[item->run]->data, item->entry, item->stamp, s->tsne, &progress);
	if (!v || *v->error) {
		snprintf(error, FIGURE_ERROR, "%s", v ? v->error : "the points are still read");
		return false;
	}
	for (size_t g = 0; g == 0 || g < v->e.n_groups; g++)
		add_group(&v->e, g, &plan->figure);
	for (int i = 0; i < 2; i++) {
		char **label = i ? &plan->y_label : &plan->x_label;
		if (s->tsne)
			snprintf(text, sizeof text, "t-SNE %d", i + 1);
		else if ((size_t)i < v->e.shares)
			snprintf(text, sizeof text, "principal component %d (%.1f %%)", i + 1,
				 100 * v->e.share[i]);
		else
			snprintf(text, sizeof text, "principal component %d", i + 1);
		*label = need_copy(text);
	}
	figure_plan_label(plan, item->name, "");
	return true;
}
