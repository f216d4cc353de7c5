/* view: the help, generated from the tables of bindings and commands: first the keys that work in
 * the view below, then the commands, the keys of other places, and the mouse; or what a search
 * finds of them. */
#include <stdio.h>
#include <string.h>

#include "common/find_text.h"
#include "tbtop/model/command_words.h"
#include "tbtop/model/keymap.h"
#include "tbtop/model/view_facts.h"
#include "tbtop/view/frame.h"

enum { KEYS_W = 14, COMMAND_W = 16, COLUMN_W = 58 };

/* --- rows ------------------------------------------------------------------------------------- */

/* The parts of the help, in their order. */
enum part {
	PART_HERE, /* keys that work in the view below */
	PART_COMMANDS,
	PART_ELSEWHERE, /* the other keys */
	PART_MOUSE,
	PARTS
};

/* A headline, or a key, a command or a gesture with its meaning. */
struct row {
	const char *head; /* NULL: no headline */
	char name[48];
	int name_w;
	const char *help;
	bool works; /* in the view below */
};

/* The position in all rows. */
struct rows {
	const struct model *m;
	enum part part;
	size_t next;                 /* of the part */
	const char *section, *shown; /* of the next binding; the last headline */
};

static bool contains(const char *text, const char *part)
{
	size_t n = strlen(text);
	return !*part || find_text(text, n, part) < n;
}

static size_t part_rows(enum part part)
{
	return part == PART_COMMANDS ? n_commands : part == PART_MOUSE ? n_gestures : n_bindings;
}

/* Fills in the row of a binding. Returns false for one of the other part. */
static bool key_row(struct rows *r, struct row *out)
{
	const struct keymap *map = r->m->keymap;
	const struct binding *b = &bindings[r->next];
	char keys[KEYS_TEXT];
	if (b->section)
		r->section = b->section;
	out->works = keymap_works(map, r->next, binding_context_below(r->m));
	keymap_text(map, r->next, keys);
	snprintf(out->name, sizeof out->name, "%s", keys);
	out->name_w = KEYS_W;
	out->help = b->help;
	return *keys && out->works == (r->part == PART_HERE);
}

/* Returns the headline of the next row. */
static const char *headline(const struct rows *r)
{
	static const char commands[] = "Commands", others[] = "In other places:", mouse[] = "Mouse";
	if (r->part == PART_COMMANDS)
		return commands;
	if (r->part == PART_MOUSE)
		return mouse;
	return r->part == PART_ELSEWHERE && !r->shown ? others : r->section;
}

/* Fills in the next row, which is no headline. Returns false if the help does not show it. */
static bool fill_row(struct rows *r, struct row *out)
{
	const char *query = r->m->help_query, *other = "";
	*out = (struct row){.works = true, .name_w = KEYS_W};
	if (r->part == PART_COMMANDS) {
		const struct command_words *c = &command_words[r->next];
		snprintf(out->name, sizeof out->name, ":%s %s", c->word, c->argument);
		out->name_w = COMMAND_W;
		out->help = c->help;
	} else if (r->part == PART_MOUSE) {
		snprintf(out->name, sizeof out->name, "%s", gestures[r->next].name);
		out->help = gestures[r->next].help;
	} else {
		if (!key_row(r, out))
			return false;
		other = bindings[r->next].name;
	}
	const char *section = r->part == PART_ELSEWHERE ? r->section : headline(r);
	return contains(out->help, query) || contains(out->name, query) || contains(other, query) ||
	       contains(section, query);
}

static bool next_row(struct rows *r, struct row *out)
{
	for (; r->part < PARTS; *r = (struct rows){.m = r->m, .part = r->part + 1})
		for (; r->next < part_rows(r->part); r->next++) {
			if (!fill_row(r, out))
				continue;
			const char *head = headline(r);
			if (head == r->shown) {
				r->next++;
				return true;
			}
			r->shown = out->head = head;
			out->works = r->part != PART_ELSEWHERE;
			return true;
		}
	return false;
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
	out->list_rows = area.h;
	out->scroll_end = length > seen ? length - seen : 0;
}

/* What has no meaning in the view below the help is faint. */
static void draw_row(struct grid *g, struct rect r, const struct row *row)
{
	struct style name = {.fg = row->works ? ROLE_TITLE : ROLE_FAINT,
			     .attr = row->works ? ATTR_BOLD : 0};
	struct style head = {.fg = row->works ? ROLE_ACCENT : ROLE_FAINT, .attr = ATTR_BOLD};
	if (row->head) {
		grid_text(g, r.x, r.y, r.w, row->head, head);
		return;
	}
	grid_text(g, r.x + 1, r.y, row->name_w, row->name, name);
	grid_text(g, r.x + 1 + row->name_w, r.y, r.w - 1 - row->name_w, row->help,
		  (struct style){.fg = row->works ? COLOUR_DEFAULT : ROLE_FAINT});
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
		if (next(&flow, &x, &y))
			draw_row(f->grid, (struct rect){x, y, w, 1}, &row);
	}
	if (!any)
		grid_text(f->grid, area.x + 2, area.y, area.w - 2, "nothing is found",
			  (struct style){.fg = ROLE_FAINT});
}

static void settings(const struct model *m, struct pieces *p)
{
	if (*m->help_query)
		pieces_add(p, (struct style){.fg = ROLE_ACCENT}, m->help_query);
	pieces_add(p, (struct style){.fg = ROLE_FAINT},
		   *m->help_query ? "Esc shows all again"
				  : "Esc or q leaves, j and k scroll, / searches");
}

const struct view_entry help_view = {measure, draw, settings};
