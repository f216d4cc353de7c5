/* view: the list of all views, with the number of items that the log has for each. */
#include <stdio.h>

#include "common/format.h"
#include "tbtop/model/keymap.h"
#include "tbtop/model/view_facts.h"
#include "tbtop/view/frame.h"

enum { TITLE_W = 16 };

static void measure(const struct model *m, struct rect area, struct geometry *out)
{
	(void)m;
	out->list_rows = area.h;
}

/* "12 tags", "3 findings", "none". */
static void count_text(const struct model *m, enum view_id view, char text[64])
{
	size_t n = view_count(m, view);
	if (!n)
		snprintf(text, 64, "none");
	else if (view == VIEW_FINDINGS)
		snprintf(text, 64, "%zu %s", n, format_noun(n, "finding", "findings"));
	else if (view == VIEW_EMBEDDINGS)
		snprintf(text, 64, "%zu", n);
	else
		snprintf(text, 64, "%zu %s", n,
			 view == VIEW_HPARAMS ? format_noun(n, "row", "rows")
					      : format_noun(n, "tag", "tags"));
}

static void draw_row(const struct model *m, struct grid *g, struct rect r, enum view_id view)
{
	const struct view_facts *facts = &view_facts[view];
	grid_target(g, r, (struct target){.kind = TARGET_VIEW, .index = view});
	struct style key = {.fg = ROLE_ACCENT, .attr = ATTR_BOLD}, title = {.fg = ROLE_TITLE};
	struct style faint = {.fg = ROLE_FAINT};
	char count[64];
	bool present = view_present(m, view);
	count_text(m, view, count);
	char digit = keymap_digit(m->keymap, view);
	if (digit)
		grid_printf(g, r.x + 2, r.y, 1, present ? key : faint, "%c", digit);
	grid_text(g, r.x + 4, r.y, TITLE_W, facts->title[TITLE_LONG], present ? title : faint);
	grid_text(g, r.x + 4 + TITLE_W, r.y, r.w - 4 - TITLE_W, count, faint);
	if (view == m->view_row)
		grid_char(g, r.x, r.y, 0x25b8, key);
	if (view == m->view_row)
		grid_tint(g, r, (struct style){.attr = ATTR_REVERSE});
}

static void draw(const struct frame *f, struct rect area, struct geometry *out)
{
	const struct model *m = f->model;
	(void)out;
	size_t first = layout_first_row(TABS, m->view_row, area.h);
	for (int y = 0; y < area.h && first < TABS; y++, first++)
		draw_row(m, f->grid, (struct rect){area.x, area.y + y, area.w, 1},
			 (enum view_id)first);
}

const struct view_entry view_list_view = {measure, draw, NULL};
