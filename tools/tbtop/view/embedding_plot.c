/* view: points of an embedding in the plane. */
#include "tbtop/view/embedding_plot.h"

#include <math.h>
#include <string.h>

#include "tbtop/view/dot_canvas.h"

enum { GROUP_LABEL_W = 8 };

/* How places become dots: both axes have the same scale, and dots are about as high as wide. */
struct projection {
	double x, y;  /* the middle of the points */
	double scale; /* dots for a unit; 0: all points are in one place */
	int w, h;     /* dots */
};

static struct projection project(const struct embedding *e, struct rect r)
{
	double lo[2] = {INFINITY, INFINITY}, hi[2] = {-INFINITY, -INFINITY};
	struct projection p = {.w = r.w * DOTS_X, .h = r.h * DOTS_Y};
	for (size_t i = 0; i < 2 * e->n; i++) {
		lo[i % 2] = fmin(lo[i % 2], e->place[i]);
		hi[i % 2] = fmax(hi[i % 2], e->place[i]);
	}
	p.x = lo[0] / 2 + hi[0] / 2;
	p.y = lo[1] / 2 + hi[1] / 2;
	double across = (p.w - 1) / (hi[0] - lo[0]), up = (p.h - 1) / (hi[1] - lo[1]);
	p.scale = fmin(across, up);
	p.scale = isfinite(p.scale) ? p.scale : 0;
	return p;
}

/* Finds the dot of a place. Rounding may put it one dot outside the canvas, which is corrected. */
static void dot_of(const struct projection *p, const double place[2], int *x, int *y)
{
	double dx = (place[0] - p->x) * p->scale, dy = (place[1] - p->y) * p->scale;
	double at_x = round((p->w - 1) / 2.0 + dx), at_y = round((p->h - 1) / 2.0 - dy);
	*x = (int)fmax(0, fmin(at_x, p->w - 1));
	*y = (int)fmax(0, fmin(at_y, p->h - 1));
}

struct style embedding_style(const struct embedding *e, size_t point)
{
	if (!e->group)
		return (struct style){.fg = ROLE_RUN};
	return (struct style){.fg = ROLE_RUN + (colour)e->group[point] % RUN_COLOURS};
}

static void draw_dots(struct grid *g, struct rect r, const struct embedding *e,
		      const struct projection *p)
{
	struct canvas canvas;
	canvas_init(&canvas, r.w, r.h);
	for (size_t i = 0; i < e->n; i++) {
		int x, y;
		dot_of(p, e->place + 2 * i, &x, &y);
		struct ink ink = {.fg = embedding_style(e, i).fg, .id = e->group ? e->group[i] : 0};
		canvas_dot(&canvas, x, y, ink);
	}
	canvas_draw(&canvas, g, r.x, r.y);
	canvas_release(&canvas);
}

static void draw_group_labels(struct grid *g, struct rect r, const struct embedding *e,
			      const struct projection *p)
{
	double sum[GROUPS_MOST][2];
	memset(sum, 0, sizeof sum);
	for (size_t i = 0; e->group && i < e->n; i++)
		for (size_t c = 0; c < 2; c++)
			sum[e->group[i]][c] +=
				e->place[2 * i + c] / (double)e->groups[e->group[i]].n;
	for (size_t k = 0; k < e->n_groups; k++) {
		int x, y, w = text_width(e->groups[k].label);
		w = w < GROUP_LABEL_W ? w : GROUP_LABEL_W;
		dot_of(p, sum[k], &x, &y);
		int left = x / DOTS_X - w / 2, most = r.w - w;
		left = left < most ? left : most;
		left = left > 0 ? left : 0;
		grid_text(g, r.x + left, r.y + y / DOTS_Y, w, e->groups[k].label,
			  (struct style){.fg = ROLE_RUN + (colour)k % RUN_COLOURS,
					 .attr = ATTR_BOLD});
	}
}

static void draw_mark(struct grid *g, struct rect r, const struct embedding *e,
		      const struct projection *p, size_t point, bool is_chosen)
{
	int x, y;
	struct style style = embedding_style(e, point);
	style.attr = is_chosen ? ATTR_BOLD | ATTR_REVERSE : ATTR_BOLD;
	dot_of(p, e->place + 2 * point, &x, &y);
	grid_char(g, r.x + x / DOTS_X, r.y + y / DOTS_Y, is_chosen ? 0x25cf : 0x25cb, style);
}

void embedding_plot_draw(const struct frame *f, struct rect r, const struct embedding *e,
			 const struct neighbours *chosen)
{
	const struct projection p = project(e, r);
	if (r.w < 1 || r.h < 1)
		return;
	draw_dots(f->grid, r, e, &p);
	draw_group_labels(f->grid, r, e, &p);
	for (size_t i = chosen->n; i-- > 0;)
		draw_mark(f->grid, r, e, &p, chosen->nearest[i].point, false);
	draw_mark(f->grid, r, e, &p, chosen->point, true);
	double half_w = p.scale > 0 ? p.w / p.scale / 2 : 0;
	double half_h = p.scale > 0 ? p.h / p.scale / 2 : 0;
	grid_target(f->grid, r,
		    (struct target){.kind = TARGET_CLOUD,
				    .x0 = p.x - half_w,
				    .x1 = p.x + half_w,
				    .y0 = p.y - half_h,
				    .y1 = p.y + half_h});
}
