/* view: the commands of a shell that delete the marked runs. */
#include <string.h>

#include "tbtop/view/frame.h"
#include "tbtop/view/wrap.h"

/* Draws the lines of a text from a row of the area on, as far as they are visible. Returns the row
 * after them. Without a grid, only that is computed. */
static int draw_lines(struct grid *g, struct rect area, int row, const char *text,
		      struct style style)
{
	while (text && *text) {
		size_t n = strcspn(text, "\n");
		for (size_t at = 0; at < n || !n; row++) {
			size_t bytes = n ? wrap_chunk(text + at, n - at, area.w - 2) : 0;
			if (g && row >= 0 && row < area.h)
				grid_bytes(g,
					   (struct rect){area.x + 1, area.y + row, area.w - 2, 1},
					   text + at, bytes, style);
			at += bytes;
			if (!n)
				break;
		}
		text += n + (text[n] == '\n');
	}
	return row;
}

static int draw_all(const struct model *m, struct grid *g, struct rect area, int row)
{
	static const char title[] = "tbtop deletes nothing. These commands delete the marked runs; "
				    "they are printed again when it ends.";
	struct style faint = {.fg = ROLE_FAINT}, warning = {.fg = ROLE_WARNING};
	row = draw_lines(g, area, row, title, faint) + 1;
	row = draw_lines(g, area, row, m->deletion, (struct style){0});
	if (m->deletion_notes)
		row = draw_lines(g, area, row + 1, m->deletion_notes, warning);
	return row;
}

static void measure(const struct model *m, struct rect area, struct geometry *out)
{
	int rows = draw_all(m, NULL, area, 0);
	out->list_rows = area.h;
	out->scroll_end = rows > area.h ? (size_t)(rows - area.h) : 0;
}

static void draw(const struct frame *f, struct rect area, struct geometry *out)
{
	size_t scroll = f->model->scroll < out->scroll_end ? f->model->scroll : out->scroll_end;
	draw_all(f->model, f->grid, area, -(int)scroll);
}

static void settings(const struct model *m, struct pieces *p)
{
	(void)m;
	pieces_add(p, (struct style){.fg = ROLE_FAINT}, "Esc leaves, j and k scroll");
}

const struct view_entry deletion_view = {measure, draw, settings};
