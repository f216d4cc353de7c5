/* view: the precision-recall, ROC or F1 curves of the runs of one tag, in one plot. */
#ifndef TBTOP_VIEW_PR_CHART_H
#define TBTOP_VIEW_PR_CHART_H

#include "tbtop/cache/pr_curves.h"
#include "tbtop/model/linked_step.h"
#include "tbtop/view/dot_canvas.h"
#include "tbtop/view/frame.h"

/* The curve of one run at the chosen step. */
struct pr_shown {
	size_t run; /* index in model.runs */
	tfe_view view;
	bool found; /* false: the memory budget dropped the entry, or there is none */
	struct linked_entry at;
	const struct pr_curve *curve; /* NULL: it is still being read */
	bool marked;                  /* it is the marked one, for the difference to it */
};

/* The curves of all drawn runs of a tag, sorted by the rank of the runs; with a difference, the
 * marked one is the last. Release with free. */
struct pr_shown *pr_shown_load(const struct frame *f, const struct tag *tag, size_t *n);

/* Returns the curve that has numbers, or NULL. */
static inline const struct pr_curve *pr_drawable(const struct pr_shown *s)
{
	return s->curve && !*s->curve->error ? s->curve : NULL;
}

/* Returns the marked curve among n curves if it has numbers, or NULL. */
const struct pr_curve *pr_marked(const struct pr_shown *shown, size_t n);

/* The runs that are drawn as one curve: those of a group, or one run, or the marked curve. */
struct pr_members {
	size_t *at, n; /* indexes of the shown ones */
	bool focused;  /* the focused run is among them */
};

/* Gets those that are drawn with run i of the shown ones; `with_curve`: only those that have a
 * curve at the chosen step. Returns false, and none, if it is none of them or not the first one.
 * Pair with pr_members_release. */
bool pr_members_of(const struct model *m, const struct pr_shown *shown, size_t n, size_t i,
		   bool with_curve, struct pr_members *members);
void pr_members_release(struct pr_members *members);

/* Draws the curves with axes below a title. With `cursor`, the points at the chosen threshold are
 * marked. Returns the number of columns of the plot. */
int pr_chart_draw(const struct frame *f, struct rect r, const struct tag *tag, bool active,
		  const struct pr_shown *shown, size_t n, bool cursor);

/* Returns the ink of the curves of a run. */
struct ink pr_ink(const struct model *m, const struct grid *g, size_t run);

/* Returns the number of columns for labels right of a plot of a chart that is w columns wide. */
int pr_chart_margin(const struct model *m, int w);

#endif
