/* view: the help, generated from the table of bindings. */
#include <string.h>

#include "tbtop/model/bindings.h"
#include "tbtop/view/frame.h"

enum { KEYS_W = 12, COLUMN_W = 58 };

/* The position in a text that fills one column after the other. */
struct flow {
	struct rect area;
	long row; /* next row; negative rows are scrolled out of view */
	int columns;
};

/* Returns the position of the next row, or false if it is not visible. */
static bool next(struct flow *f, int *x, int *y)
{
	long row = f->row++;
	if (row < 0 || row >= (long)f->area.h * f->columns)
		return false;
	*x = f->area.x + 2 + f->area.w / f->columns * (int)(row / f->area.h);
	*y = f->area.y + (int)(row % f->area.h);
	return true;
}

static struct flow flow_of(struct rect area, size_t scroll)
{
	int columns = area.w / COLUMN_W > 1 ? area.w / COLUMN_W : 1;
	return (struct flow){area, -(long)scroll, columns};
}

static void measure(const struct model *m, struct rect area, struct geometry *out)
{
	(void)m;
	size_t length = 0, seen = (size_t)area.h * (size_t)flow_of(area, 0).columns;
	for (size_t i = 0; i < n_bindings; i++)
		length += (bindings[i].section != NULL) + (bindings[i].keys[0] != 0);
	length += 1 + n_gestures;
	out->list_rows = area.h;
	out->scroll_end = length > seen ? length - seen : 0;
}

static void draw_section(struct grid *g, struct flow *flow, int w, const char *title)
{
	int x, y;
	if (next(flow, &x, &y))
		grid_text(g, x, y, w, title, (struct style){.fg = ROLE_ACCENT, .attr = ATTR_BOLD});
}

static void draw_mouse(struct grid *g, struct flow *flow, int w)
{
	int x, y;
	draw_section(g, flow, w, "Mouse");
	for (size_t i = 0; i < n_gestures; i++) {
		if (!next(flow, &x, &y))
			continue;
		grid_text(g, x + 1, y, KEYS_W, gestures[i].name,
			  (struct style){.fg = ROLE_TITLE, .attr = ATTR_BOLD});
		grid_text(g, x + 1 + KEYS_W, y, w - 1 - KEYS_W, gestures[i].help,
			  (struct style){0});
	}
}

static void draw(const struct frame *f, struct rect area, struct geometry *out)
{
	struct grid *g = f->grid;
	size_t scroll = f->model->scroll < out->scroll_end ? f->model->scroll : out->scroll_end;
	struct flow flow = flow_of(area, scroll);
	unsigned here = binding_context_below(f->model);
	int x, y, w = area.w / flow.columns - 3;
	for (size_t i = 0; i < n_bindings; i++) {
		char keys[32];
		if (bindings[i].section)
			draw_section(g, &flow, w, bindings[i].section);
		if (!bindings[i].keys[0] || !next(&flow, &x, &y))
			continue;
		binding_keys(&bindings[i], keys, sizeof keys);
		/* Keys that have no meaning in the view below the help are faint. */
		bool means = bindings[i].where & here;
		struct style key = {.fg = means ? ROLE_TITLE : ROLE_FAINT,
				    .attr = means ? ATTR_BOLD : 0};
		grid_text(g, x + 1, y, KEYS_W, keys, key);
		grid_text(g, x + 1 + KEYS_W, y, w - 1 - KEYS_W, bindings[i].help,
			  (struct style){.fg = means ? COLOUR_DEFAULT : ROLE_FAINT});
	}
	draw_mouse(g, &flow, w);
}

static void settings(const struct model *m, struct pieces *p)
{
	(void)m;
	pieces_add(p, (struct style){.fg = ROLE_FAINT}, "Esc leaves, j and k scroll");
}

const struct view_entry help_view = {measure, draw, settings};
