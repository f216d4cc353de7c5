/* view: what the mouse finds in a plot, and the part of it that is being selected. */
#include "tbtop/view/pointer.h"

#include "tbtop/view/axes.h"

/* Returns the column of a place, which may be outside of the plot. */
static int column_within(const struct axis *x, double at, int width)
{
	double place = axis_place(x, at);
	if (!(place > 0))
		return 0;
	return place < 1 ? axis_column(x, at, width) : width - 1;
}

static void draw_selection(const struct frame *f, const struct chart_places *p)
{
	const struct pointer *mouse = &f->model->pointer;
	int a = column_within(&p->x, mouse->from, p->plot.w);
	int b = column_within(&p->x, mouse->to, p->plot.w);
	int from = a < b ? a : b, to = a < b ? b : a;
	grid_tint(f->grid, (struct rect){p->plot.x + from, p->plot.y, to - from + 1, p->plot.h},
		  (struct style){.attr = ATTR_REVERSE});
}

void pointer_plot(const struct frame *f, const struct chart_places *p, const struct tag *tag)
{
	const struct model *m = f->model;
	if (m->x_tag || p->plot.w < 1)
		return;
	grid_target(f->grid, p->plot,
		    (struct target){.kind = TARGET_PLOT,
				    .tag = tag,
				    .x0 = p->x.lo,
				    .x1 = p->x.hi,
				    .log = p->x.kind == SCALE_LOG});
	if (m->pointer.selects && m->pointer.pressed == tag)
		draw_selection(f, p);
}
