/* view: the help, generated from the table of bindings: first the keys that work in the view below,
 * then those of other places; or the keys that a search finds. */
#include <string.h>

#include "common/find_text.h"
#include "tbtop/model/keymap.h"
#include "tbtop/model/view_facts.h"
#include "tbtop/view/frame.h"

enum { KEYS_W = 12, COLUMN_W = 58 };

/* --- rows ------------------------------------------------------------------------------------- */

/* A row: a headline, or the keys of a binding. */
struct row {
	const char *head; /* NULL: a binding */
	size_t binding;
	bool works; /* in the view below */
};

/* The rows in their order: the bindings that work, and then the others. */
struct rows {
	const struct model *m;
	size_t next;                 /* binding */
	bool others;                 /* the second pass */
	bool divided;                /* the headline of the second pass was returned */
	const char *section, *shown; /* of the next binding; the last one with a headline */
};

static bool contains(const char *text, const char *part)
{
	size_t n = strlen(text);
	return !*part || find_text(text, n, part) < n;
}

static bool is_found(const struct model *m, size_t binding, const char *section)
{
	const struct binding *b = &bindings[binding];
	char keys[KEYS_TEXT];
	keymap_text(m->keymap, binding, keys);
	const char *query = m->help_query;
	return contains(b->help, query) || contains(keys, query) || contains(b->name, query) ||
	       contains(section, query);
}

/* Returns whether a binding belongs to the current pass. */
static bool belongs(const struct rows *r, size_t i)
{
	bool works = keymap_works(r->m->keymap, i, binding_context_below(r->m));
	return works != r->others && keymap_keys(r->m->keymap, i)[0] &&
	       is_found(r->m, i, r->section);
}

static bool next_row(struct rows *r, struct row *out)
{
	for (;; r->next++) {
		if (r->next == n_bindings && r->others)
			return false;
		if (r->next == n_bindings)
			*r = (struct rows){.m = r->m, .others = true};
		if (bindings[r->next].section)
			r->section = bindings[r->next].section;
		if (belongs(r, r->next))
			break;
	}
	*out = (struct row){.binding = r->next, .works = !r->others};
	if (r->others && !r->divided) {
		r->divided = true;
		out->head = "In other places:";
	} else if (r->section != r->shown) {
		r->shown = r->section;
		out->head = r->section;
	} else {
		r->next++;
	}
	return true;
}

/* --- layout ----------------------------------------------------------------------------------- */

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
	size_t length = 0, seen = (size_t)area.h * (size_t)flow_of(area, 0).columns;
	struct rows rows = {.m = m};
	struct row row;
	while (next_row(&rows, &row))
		length++;
	length += *m->help_query ? 0 : 1 + n_gestures;
	out->list_rows = area.h;
	out->scroll_end = length > seen ? length - seen : 0;
}

static void draw_binding(const struct model *m, struct grid *g, struct rect r,
			 const struct row *row)
{
	char keys[KEYS_TEXT];
	keymap_text(m->keymap, row->binding, keys);
	/* Keys that have no meaning in the view below the help are faint. */
	struct style key = {.fg = row->works ? ROLE_TITLE : ROLE_FAINT,
			    .attr = row->works ? ATTR_BOLD : 0};
	grid_text(g, r.x, r.y, KEYS_W, keys, key);
	grid_text(g, r.x + KEYS_W, r.y, r.w - KEYS_W, bindings[row->binding].help,
		  (struct style){.fg = row->works ? COLOUR_DEFAULT : ROLE_FAINT});
}

/* Draws what the mouse does, after all keys. */
static void draw_mouse(struct grid *g, struct flow *flow, int w)
{
	struct style title = {.fg = ROLE_ACCENT, .attr = ATTR_BOLD};
	struct style name = {.fg = ROLE_TITLE, .attr = ATTR_BOLD};
	int x, y;
	if (next(flow, &x, &y))
		grid_text(g, x, y, w, "Mouse", title);
	for (size_t i = 0; i < n_gestures; i++) {
		if (!next(flow, &x, &y))
			continue;
		grid_text(g, x + 1, y, KEYS_W, gestures[i].name, name);
		grid_text(g, x + 1 + KEYS_W, y, w - 1 - KEYS_W, gestures[i].help,
			  (struct style){0});
	}
}

static void draw(const struct frame *f, struct rect area, struct geometry *out)
{
	const struct model *m = f->model;
	size_t scroll = m->scroll < out->scroll_end ? m->scroll : out->scroll_end;
	struct flow flow = flow_of(area, scroll);
	struct rows rows = {.m = m};
	struct row row;
	int x, y, w = area.w / flow.columns - 3;
	bool any = false;
	while (next_row(&rows, &row)) {
		any = true;
		if (!next(&flow, &x, &y))
			continue;
		if (row.head)
			grid_text(f->grid, x, y, w, row.head,
				  (struct style){.fg = row.works ? ROLE_ACCENT : ROLE_FAINT,
						 .attr = ATTR_BOLD});
		else
			draw_binding(m, f->grid, (struct rect){x + 1, y, w - 1, 1}, &row);
	}
	if (!*m->help_query)
		draw_mouse(f->grid, &flow, w);
	if (!any)
		grid_text(f->grid, area.x + 2, area.y, area.w - 2, "no key is found",
			  (struct style){.fg = ROLE_FAINT});
}

static void settings(const struct model *m, struct pieces *p)
{
	if (*m->help_query)
		pieces_add(p, (struct style){.fg = ROLE_ACCENT}, m->help_query);
	pieces_add(p, (struct style){.fg = ROLE_FAINT},
		   *m->help_query ? "Esc shows all keys"
				  : "Esc leaves, j and k scroll, / searches");
}

const struct view_entry help_view = {measure, draw, settings};
