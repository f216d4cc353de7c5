/* view: trials: the table of sessions, and plots of its columns. */
#include <stdio.h>

#include "tbtop/model/view_facts.h"
#include "tbtop/view/notice.h"
#include "tbtop/view/trials_view.h"

enum { BOTH_LEAST = 22, PLOT_LEAST = 14 };

/* The areas of the table and of the plot below it. Hidden parts have no area. */
struct parts {
	struct rect table, plot;
};

static struct parts parts_of(const struct trials *t, struct rect a)
{
	struct parts p = {.table = a};
	int rows = t->n_shown < (size_t)a.h ? (int)t->n_shown + 3 : a.h;
	if (t->type == TRIALS_PARALLEL || (t->type != TRIALS_TABLE && a.h < BOTH_LEAST))
		return (struct parts){.plot = a};
	if (a.h < BOTH_LEAST || !t->n_columns)
		return p;
	int most = a.h - PLOT_LEAST > a.h / 2 ? a.h / 2 : a.h - PLOT_LEAST;
	p.table.h = rows < most ? rows : most;
	p.plot = (struct rect){a.x, a.y + p.table.h, a.w, a.h - p.table.h};
	return p;
}

static void measure(const struct model *m, struct rect area, struct geometry *out)
{
	out->list_rows = trials_table_rows(parts_of(&m->trials, area).table.h);
}

static void draw(const struct frame *f, struct rect area, struct geometry *out)
{
	const struct model *m = f->model;
	const struct trials *t = &m->trials;
	struct parts p = parts_of(t, area);
	(void)out;
	if (!t->n_rows && m->tags[TAG_HPARAMS].n && !t->n_sources) {
		notice_draw(f->grid, area, ROLE_FAINT, "reading");
		return;
	}
	if (!t->n_shown) {
		nothing_draw(m, f->grid, area, view_facts[VIEW_HPARAMS].noun);
		return;
	}
	if (p.table.h)
		trials_table_draw(f, p.table, m->pane == PANE_MAIN);
	if (!p.plot.h)
		return;
	if (t->type == TRIALS_SCATTER)
		trials_scatter_draw(f, p.plot);
	else if (t->type == TRIALS_IMPORTANCE)
		trials_importance_draw(f, p.plot);
	else
		trials_parallel_draw(f, p.plot);
}

static void settings(const struct model *m, struct pieces *p)
{
	static const char *const ways[METRIC_WAYS] = {"last", "least", "greatest", "best smoothed"};
	pieces_add(p, (struct style){.fg = m->trials.way ? ROLE_ACCENT : ROLE_FAINT},
		   ways[m->trials.way]);
}

const struct view_entry trials_view = {measure, draw, settings};
