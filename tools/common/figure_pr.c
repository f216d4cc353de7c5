/* common: precision-recall curves, ROC curves and F1 as figures. */
#include <math.h>
#include <stdio.h>

#include "common/figure_fill.h"
#include "common/pr_counts.h"

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

/* Names a curve with the number that summarises it. */
static void add_curve(struct figure *figure, enum figure_kind kind, const struct figure_source *s,
		      const struct pr_curve *c)
{
	char name[300];
	/* The precision of the other thresholds is undefined. */
	const size_t n = kind == FIGURE_PR ? c->defined : c->n;
	if (kind == FIGURE_ROC)
		snprintf(name, sizeof name, "%.250s%sAUC %.3f", s->name, *s->name ? ", " : "",
			 c->roc_area);
	else if (kind == FIGURE_F1)
		snprintf(name, sizeof name, "%.250s%sbest %.3f at %.3g", s->name,
			 *s->name ? ", " : "", pr_f1(c, c->best), pr_threshold(c, c->best));
	else
		snprintf(name, sizeof name, "%.250s%sAP %.3f", s->name, *s->name ? ", " : "",
			 c->average);
	struct figure_curve *curve = figure_add(figure, name, s->colour, FIGURE_LINE);
	for (size_t i = 0; i < n; i++) {
		struct dot d = dot_of(kind, c, i);
		figure_curve_add(curve, d.x, d.y);
	}
}

static bool add_source(struct figure *figure, enum figure_kind kind, const struct figure_source *s,
		       char error[FIGURE_ERROR])
{
	struct pr_curve c = {0};
	tfe_fetched *fetched = NULL;
	tfe_error why = TFE_ERROR_INIT;
	if (tfe_view_fetch(&s->view, s->entry, &fetched, &why)) {
		snprintf(error, FIGURE_ERROR, "%.60s cannot be read: %.150s", s->name, why.message);
		return false;
	}
	pr_curve_decode(&c, &tfe_fetched_value(fetched)->tensor);
	tfe_fetched_release(fetched);
	if (c.n)
		add_curve(figure, kind, s, &c);
	else
		snprintf(error, FIGURE_ERROR, "%.60s: %.160s", s->name, c.error);
	bool drawn = c.n > 0;
	pr_curve_release(&c);
	return drawn;
}

bool figure_fill_pr(const struct figure_plan *plan, struct figure *figure, char error[FIGURE_ERROR])
{
	const struct figure_range unit = {true, -0.02, 1.02};
	for (size_t i = 0; i < plan->n; i++)
		if (!add_source(figure, plan->kind, &plan->source[i], error))
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
