/* common: precision-recall curves, ROC curves and F1 as figures. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/figure_fill.h"
#include "common/memory.h"
#include "common/pr_counts.h"

enum { NAME_BYTES = 320 };

static struct dot dot_of(enum figure_kind kind, const struct pr_curve *c, size_t i)
{
	switch (kind) {
	case FIGURE_ROC:
		return (struct dot){pr_false_rate(c, i), pr_at(c, PR_RECALL, i)};
	case FIGURE_F1:
		return (struct dot){pr_threshold(c, i), pr_f1(c, i)};
	default:
		return (struct dot){pr_at(c, PR_RECALL, i), pr_at(c, PR_PRECISION, i)};
	}
}

/* Writes the name of a curve with the number that summarises it; `n`: the curves of its group. */
static void name_of(enum figure_kind kind, const struct figure_source *s, const struct pr_curve *c,
		    size_t n, char name[NAME_BYTES])
{
	int used = snprintf(name, NAME_BYTES, "%.250s", s->name);
	if (n > 1)
		used += snprintf(name + used, NAME_BYTES - (size_t)used, " (%zu runs)", n);
	used += snprintf(name + used, NAME_BYTES - (size_t)used, "%s", used ? ", " : "");
	if (n > 1 && kind != FIGURE_F1)
		used += snprintf(name + used, NAME_BYTES - (size_t)used, "mean ");
	if (kind == FIGURE_ROC)
		snprintf(name + used, NAME_BYTES - (size_t)used, "AUC %.3f", c->roc_area);
	else if (kind == FIGURE_PR)
		snprintf(name + used, NAME_BYTES - (size_t)used, "AP %.3f", c->average);
	else if (n == 1)
		snprintf(name + used, NAME_BYTES - (size_t)used, "best %.3f at %.3g",
			 pr_f1(c, c->best), pr_threshold(c, c->best));
}

static bool read_curve(const struct figure_source *s, struct pr_curve *c, char error[FIGURE_ERROR])
{
	tfe_fetched *fetched = NULL;
	tfe_error why = TFE_ERROR_INIT;
	if (tfe_view_fetch(&s->view, s->entry, &fetched, &why)) {
		snprintf(error, FIGURE_ERROR, "%.60s cannot be read: %.150s", s->name, why.message);
		return false;
	}
	pr_curve_decode(c, &tfe_fetched_value(fetched)->tensor);
	tfe_fetched_release(fetched);
	if (!c->n)
		snprintf(error, FIGURE_ERROR, "%.60s: %.160s", s->name, c->error);
	return c->n > 0;
}

/* The precision of some thresholds is undefined. */
static size_t dots_of(enum figure_kind kind, const struct pr_curve *c)
{
	return kind == FIGURE_PR ? c->defined : c->n;
}

static bool add_source(struct figure *figure, enum figure_kind kind, const struct figure_source *s,
		       char error[FIGURE_ERROR])
{
	struct pr_curve c = {0};
	char name[NAME_BYTES];
	bool read = read_curve(s, &c, error);
	if (read) {
		name_of(kind, s, &c, 1, name);
		struct figure_curve *curve = figure_add(figure, name, s->colour, FIGURE_LINE);
		curve->dash = s->dash;
		for (size_t i = 0; i < dots_of(kind, &c); i++) {
			struct dot d = dot_of(kind, &c, i);
			figure_curve_add(curve, d.x, d.y);
		}
	}
	pr_curve_release(&c);
	return read;
}

static void copy_dots(enum figure_kind kind, const struct pr_curve *c, struct figure_points *p)
{
	p->capacity = dots_of(kind, c);
	p->dot = need_resize(NULL, p->capacity + 1, sizeof *p->dot);
	for (; p->n < p->capacity; p->n++)
		p->dot[p->n] = dot_of(kind, c, p->n);
	figure_points_sort(p);
}

/* Adds the curves of the group of a source as one with a band. */
static bool add_group(const struct figure_plan *plan, struct figure *figure,
		      const struct figure_source *first, char error[FIGURE_ERROR])
{
	struct figure_points *members = need_zeroed(plan->n, sizeof *members);
	struct pr_curve mean = {0};
	char name[NAME_BYTES];
	size_t n = 0;
	bool read = true;
	for (size_t i = 0; i < plan->n && read; i++) {
		struct pr_curve c = {0};
		if (plan->source[i].group != first->group)
			continue;
		read = read_curve(&plan->source[i], &c, error);
		if (read)
			copy_dots(plan->kind, &c, &members[n++]);
		mean.average += c.average;
		mean.roc_area += c.roc_area;
		pr_curve_release(&c);
	}
	if (read) {
		mean.average /= (double)n;
		mean.roc_area /= (double)n;
		name_of(plan->kind, first, &mean, n, name);
		figure_add_middle(plan, figure, name, first, members, n);
	}
	for (size_t i = 0; i < n; i++)
		free(members[i].dot);
	free(members);
	return read;
}

/* Returns whether another source has the group of source i. */
static bool has_others(const struct figure_plan *plan, size_t i)
{
	for (size_t k = 0; k < plan->n; k++)
		if (k != i && plan->source[k].group == plan->source[i].group)
			return true;
	return false;
}

static bool add_sources(const struct figure_plan *plan, struct figure *figure,
			char error[FIGURE_ERROR])
{
	for (size_t i = 0; i < plan->n; i++) {
		bool group = plan->grouped && has_others(plan, i), added = true;
		if (!group)
			added = add_source(figure, plan->kind, &plan->source[i], error);
		else if (figure_is_first(plan, i))
			added = add_group(plan, figure, &plan->source[i], error);
		if (!added)
			return false;
	}
	return true;
}

bool figure_fill_pr(const struct figure_plan *plan, struct figure *figure, char error[FIGURE_ERROR])
{
	const struct figure_range unit = {true, -0.02, 1.02};
	if (!add_sources(plan, figure, error))
		return false;
	if (plan->kind == FIGURE_ROC) {
		struct figure_curve *guess = figure_add(figure, "", 0, FIGURE_DASHED);
		figure_curve_add(guess, 0, 0);
		figure_curve_add(guess, 1, 1);
	}
	if (!figure->x.on)
		figure->x = unit;
	if (!figure->y.on)
		figure->y = unit;
	return true;
}
