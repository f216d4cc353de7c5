/* view: an embedding: its points in the plane, the chosen point and its nearest neighbours. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tbtop/cache/embedding_reads.h"
#include "tbtop/view/embedding_plot.h"
#include "tbtop/view/notice.h"
#include "tbtop/view/title.h"

enum { SIDE_W = 32, SIDE_LEAST = 76, LIST_LEAST = 14, MEASURE_W = 9, BAR_W = 8 };

/* --- the parts -------------------------------------------------------------------------------- */

/* The areas of the view. Hidden parts have no area. */
struct parts {
	struct rect plot, point, list; /* the point is one line without a title */
	struct rect below;             /* labels and components */
};

static struct parts parts_of(struct rect a)
{
	struct parts p = {.plot = a};
	if (a.w >= SIDE_LEAST) {
		p.plot.w -= SIDE_W;
		p.list = (struct rect){a.x + p.plot.w, a.y, SIDE_W, a.h};
		if (a.h > 2 * (NEAREST_MOST + 1)) {
			p.list.h = NEAREST_MOST + 2;
			p.below = (struct rect){p.list.x, a.y + p.list.h, SIDE_W, a.h - p.list.h};
		}
	} else if (a.h >= LIST_LEAST) {
		int h = a.h / 3 < NEAREST_MOST + 1 ? a.h / 3 : NEAREST_MOST + 1;
		p.plot.h -= h;
		p.list = (struct rect){a.x, a.y + p.plot.h, a.w, h};
	}
	if (p.plot.h > 3) {
		p.plot.h--;
		p.point = (struct rect){a.x, a.y + p.plot.h, p.plot.w, 1};
	}
	return p;
}

/* --- texts ------------------------------------------------------------------------------------ */

static void draw_plot_title(const struct frame *f, struct rect r, const struct embedding *e)
{
	const struct model *m = f->model;
	const struct embedding_item *item = &m->embeddings.items[m->embeddings.shown];
	struct style faint = {.fg = ROLE_FAINT};
	struct title t;
	title_init(&t, *item->name ? item->name : "embedding", m->pane == PANE_MAIN);
	if (m->embeddings.tsne)
		title_note(&t, (struct style){0}, "t-SNE");
	else if (e->shares > 1)
		title_note(&t, (struct style){0}, "x PC1 %.1f %%  y PC2 %.1f %%", 100 * e->share[0],
			   100 * e->share[1]);
	title_note(&t, faint, "%zu × %zu", e->total, e->dims);
	if (e->n < e->total)
		title_note(&t, (struct style){.fg = ROLE_WARNING}, "%zu drawn", e->n);
	title_run(&t, m, item->run);
	title_draw(&t, f->grid, r);
}

static void draw_point(struct grid *g, struct rect r, const struct embedding *e, size_t point)
{
	char label[256];
	const double *at = e->place + 2 * point;
	embedding_label(e, point, label, sizeof label);
	int x = r.x + 1;
	x += grid_printf(g, x, r.y, r.w - 1, (struct style){.fg = ROLE_FAINT}, "point %u",
			 (unsigned)e->row[point]);
	x += e->label ? 1 : 2;
	if (e->label) {
		int most = r.w - 24 > 4 ? r.w - 24 : r.x + r.w - x;
		x += grid_text(g, x, r.y, most, label, embedding_style(e, point)) + 2;
	}
	if (r.x + r.w - x >= 18)
		grid_printf(g, x, r.y, r.x + r.w - x, (struct style){.fg = ROLE_FAINT},
			    "x %.4g  y %.4g", at[0], at[1]);
}

/* Draws a bar of a share, at most BAR_W columns. */
static void draw_bar(struct grid *g, int x, int y, double share, struct style style)
{
	int n = (int)lround(share * BAR_W);
	for (int i = 0; i < n && i < BAR_W; i++)
		grid_char(g, x + i, y, 0x2587, style);
}

static void draw_neighbour(struct grid *g, struct rect r, const struct embedding *e,
			   const struct neighbour *n, bool euclidean)
{
	char text[256];
	int width = r.w - MEASURE_W - 10;
	embedding_label(e, n->point, text, sizeof text);
	grid_printf(g, r.x + 1, r.y, 8, (struct style){.fg = ROLE_FAINT}, "%u",
		    (unsigned)e->row[n->point]);
	if (e->label)
		grid_text(g, r.x + 9, r.y, width, text, embedding_style(e, n->point));
	if (isnan(n->measure))
		grid_printf(g, r.x + r.w - MEASURE_W, r.y, MEASURE_W, (struct style){0}, "%8s",
			    "-");
	else
		grid_printf(g, r.x + r.w - MEASURE_W, r.y, MEASURE_W, (struct style){0},
			    euclidean ? "%8.4g" : "%8.4f", n->measure);
}

static void draw_list(const struct frame *f, struct rect r, const struct embedding *e,
		      const struct neighbours *chosen, bool known)
{
	struct title t;
	title_init(&t, "nearest", false);
	title_note(&t, (struct style){0}, "%s",
		   f->model->embeddings.euclidean ? "distance" : "cosine");
	title_draw(&t, f->grid, r);
	if (!known && r.h > 1)
		grid_text(f->grid, r.x + 1, r.y + 1, r.w - 1, "computing",
			  (struct style){.fg = ROLE_FAINT});
	for (size_t i = 0; i < chosen->n && (int)i + 1 < r.h; i++)
		draw_neighbour(f->grid, (struct rect){r.x, r.y + 1 + (int)i, r.w, 1}, e,
			       &chosen->nearest[i], f->model->embeddings.euclidean);
}

/* Draws the labels with their counts, and the shares of the components, as many as fit. */
static void draw_below(const struct frame *f, struct rect r, const struct embedding *e)
{
	struct grid *g = f->grid;
	struct title t;
	int y = r.y;
	if (e->n_groups) {
		title_init(&t, "labels", false);
		title_draw(&t, g, (struct rect){r.x, y++, r.w, 1});
	}
	for (size_t k = 0; k < e->n_groups && y < r.y + r.h; k++, y++) {
		struct style style = {.fg = ROLE_RUN + (colour)k % RUN_COLOURS};
		grid_text(g, r.x + 1, y, r.w - 18, e->groups[k].label, style);
		grid_printf(g, r.x + r.w - 16, y, 7, (struct style){0}, "%6zu", e->groups[k].n);
		draw_bar(g, r.x + r.w - 9, y, (double)e->groups[k].n / (double)e->n, style);
	}
	y += e->n_groups > 0;
	if (y + 1 >= r.y + r.h)
		return;
	title_init(&t, "components", false);
	title_draw(&t, g, (struct rect){r.x, y++, r.w, 1});
	for (size_t k = 0; k < e->shares && y < r.y + r.h; k++, y++) {
		grid_printf(g, r.x + 1, y, r.w - 10, (struct style){0}, "PC%zu  %5.1f %%", k + 1,
			    100 * e->share[k]);
		draw_bar(g, r.x + r.w - 9, y, e->share[k], (struct style){.fg = ROLE_ACCENT});
	}
}

/* --- the whole -------------------------------------------------------------------------------- */

static void measure(const struct model *m, struct rect area, struct geometry *out)
{
	(void)m;
	(void)area;
	(void)out;
}

static void draw_points(const struct frame *f, struct rect area, const struct embedding_value *v,
			struct geometry *out)
{
	const struct embeddings *s = &f->model->embeddings;
	const struct embedding *e = &v->e;
	struct parts p = parts_of(area);
	struct neighbours chosen = {.point = embedding_point(e, s->row)};
	const struct neighbours *known =
		embedding_neighbours(f->caches, v, chosen.point, s->euclidean);
	chosen = known ? *known : chosen;
	out->embedding = e;
	out->neighbours = known;
	draw_plot_title(f, p.plot, e);
	embedding_plot_draw(f, (struct rect){p.plot.x, p.plot.y + 1, p.plot.w, p.plot.h - 1}, e,
			    &chosen);
	if (p.point.h && *v->note)
		grid_text(f->grid, p.point.x + 1, p.point.y, p.point.w - 1, v->note,
			  (struct style){.fg = ROLE_WARNING});
	else if (p.point.h)
		draw_point(f->grid, p.point, e, chosen.point);
	if (p.list.h)
		draw_list(f, p.list, e, &chosen, known);
	if (p.below.h)
		draw_below(f, p.below, e);
}

static void draw(const struct frame *f, struct rect area, struct geometry *out)
{
	const struct model *m = f->model;
	const struct embeddings *s = &m->embeddings;
	char text[64];
	double progress;
	if (!s->n) {
		nothing_draw(m, f->grid, area, "embeddings (projector_config.pbtxt)");
		return;
	}
	const struct embedding_item *item = &s->items[s->shown];
	const struct embedding_value *v = embedding_find(
		f->caches, m->runs[item->run]->data, item->entry, item->stamp, s->tsne, &progress);
	if (!v) {
		snprintf(text, sizeof text, "%s: %d %%",
			 s->tsne ? "computing t-SNE" : "computing principal components",
			 (int)(100 * progress));
		notice_draw(f->grid, area, ROLE_FAINT, text);
	} else if (*v->error) {
		notice_draw(f->grid, area, ROLE_ERROR, v->error);
	} else {
		draw_points(f, area, v, out);
	}
}

static void settings(const struct model *m, struct pieces *p)
{
	const struct embeddings *e = &m->embeddings;
	char text[64];
	if (e->n > 1) {
		snprintf(text, sizeof text, "embedding %zu/%zu", e->shown + 1, e->n);
		pieces_add(p, (struct style){0}, text);
	}
	pieces_add(p, (struct style){.fg = e->tsne ? ROLE_ACCENT : ROLE_FAINT},
		   e->tsne ? "t-SNE" : "PCA");
	if (*e->query) {
		snprintf(text, sizeof text, "search %.50s", e->query);
		pieces_add(p, (struct style){.fg = ROLE_ACCENT}, text);
	}
}

const struct view_entry embeddings_view = {measure, draw, settings};
