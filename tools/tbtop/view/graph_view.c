/* view: a graph as a tree of scopes. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/format.h"
#include "common/memory.h"
#include "tbtop/cache/graphs.h"
#include "tbtop/view/entry_title.h"
#include "tbtop/view/graph_cells.h"
#include "tbtop/view/notice.h"

enum { DETAILS_W = 76, DETAILS_H = 16, BELOW_H = 8, BAR_W = 8, LABEL_LEAST = 16 };

/* --- areas ------------------------------------------------------------------------------------ */

struct areas {
	struct rect tree, details; /* without height: not shown */
	bool beside;
};

static struct areas areas_of(struct rect a)
{
	struct areas p = {.tree = {a.x, a.y + 1, a.w, a.h - 1}};
	if (a.w >= DETAILS_W) {
		int w = a.w * 2 / 5 < 30 ? 30 : a.w * 2 / 5 > 64 ? 64 : a.w * 2 / 5;
		p.tree.w -= w + 1;
		p.details = (struct rect){a.x + a.w - w, a.y + 1, w, a.h - 1};
		p.beside = true;
	} else if (a.h >= DETAILS_H) {
		p.tree.h -= BELOW_H;
		p.details = (struct rect){a.x, p.tree.y + p.tree.h, a.w, BELOW_H};
	}
	return p;
}

/* --- texts of a row --------------------------------------------------------------------------- */

enum { COLUMN_TEXT = 64 };

/* A row of the tree with its texts. */
struct row {
	uint32_t item;
	int indent;
	int label_w;
	char label[512];
	char op[COLUMN_TEXT], value[COLUMN_TEXT];
	double share; /* of the graph's time or memory; below 0: no bar */
	struct style value_style;
};

/* Writes bytes of the log; the grid escapes them. A NUL would end the text. */
static void copy_text(char *text, size_t size, const char *at, size_t n)
{
	n = n < size - 1 ? n : size - 1;
	for (size_t i = 0; i < n; i++)
		text[i] = at[i] ? at[i] : ' ';
	text[n] = '\0';
}

static void op_text(const struct graph *g, const struct graph_item *i, char text[COLUMN_TEXT])
{
	if (i->alike)
		snprintf(text, COLUMN_TEXT, "\u00d7%u alike", (unsigned)i->alike);
	else if (i->node == GRAPH_NONE || !g->nodes[i->node].source.op.size)
		snprintf(text, COLUMN_TEXT, "%u %s", (unsigned)i->ops,
			 format_noun(i->ops, "op", "ops"));
	else
		copy_text(text, COLUMN_TEXT, (const char *)g->nodes[i->node].source.op.data,
			  g->nodes[i->node].source.op.size);
}

static void set_device(const struct graph *g, const struct graph_item *i, struct row *row)
{
	if (i->device == GRAPH_MIXED) {
		snprintf(row->value, COLUMN_TEXT, "several");
		return;
	}
	struct graph_text name = graph_device_name(g, i->device);
	copy_text(row->value, COLUMN_TEXT, name.at, name.n);
	row->value_style.fg = graph_device_colour(i->device);
}

static double share_of(int64_t part, int64_t whole)
{
	return whole > 0 ? (double)part / (double)whole : 0;
}

static void set_time(const struct graph *g, const struct graph_item *i, struct row *row)
{
	const struct graph_item *all = &g->items[0];
	if (!i->end_us)
		return;
	graph_time_text(row->value, i->end_us - i->start_us);
	row->share = share_of(i->end_us - i->start_us, all->end_us - all->start_us);
}

static void set_memory(const struct graph *g, const struct graph_item *i, struct row *row)
{
	char bytes[FORMAT_TEXT];
	if (!i->memory_bytes)
		return;
	format_bytes(bytes, (uint64_t)i->memory_bytes);
	snprintf(row->value, COLUMN_TEXT, "%s", bytes);
	row->share = share_of(i->memory_bytes, g->items[0].memory_bytes);
}

static void set_tpu(const struct graph_item *i, struct row *row)
{
	bool all = i->fits_tpu == i->ops;
	if (i->ops == 1)
		snprintf(row->value, COLUMN_TEXT, "%s", all ? "\u2713" : "\u2717");
	else
		snprintf(row->value, COLUMN_TEXT, "%s %u/%u", all ? "\u2713" : "\u2717",
			 (unsigned)i->fits_tpu, (unsigned)i->ops);
	row->value_style.fg = all ? ROLE_GOOD : ROLE_ERROR;
}

static void set_row(const struct model *m, const struct graph *g, struct row *row)
{
	const struct graph_item *i = &g->items[row->item];
	/* Of a very long label, the end. */
	uint32_t n = i->label.n < sizeof row->label - 1 ? i->label.n : sizeof row->label - 1;
	copy_text(row->label, sizeof row->label, i->label.at + i->label.n - n, n);
	row->indent = 2 * (i->depth - 1);
	row->label_w = row->indent + 2 + text_width(row->label);
	row->share = -1;
	op_text(g, i, row->op);
	if (m->graph.colour == GRAPH_BY_DEVICE)
		set_device(g, i, row);
	else if (m->graph.colour == GRAPH_BY_TIME)
		set_time(g, i, row);
	else if (m->graph.colour == GRAPH_BY_MEMORY)
		set_memory(g, i, row);
	else
		set_tpu(i, row);
}

/* --- the tree --------------------------------------------------------------------------------- */

static const char *shape_of_row(const struct graph *g, const struct row *row)
{
	uint32_t node = g->items[row->item].node;
	return node == GRAPH_NONE ? "" : g->nodes[node].shape;
}

/* The widths of the columns; 0: not shown. */
struct widths {
	int label, op, shape, value, bar;
};

static int wider(int width, const char *text)
{
	int w = text_width(text);
	return w > width ? w : width;
}

/* Columns are as wide as their content. If there is not enough space, the shape is omitted first,
 * then the bar, then the operation; then labels are shortened. */
static struct widths widths_of(const struct graph *g, const struct row *rows, size_t n, int w)
{
	struct widths c = {0};
	for (size_t i = 0; i < n; i++) {
		c.label = rows[i].label_w > c.label ? rows[i].label_w : c.label;
		c.op = wider(c.op, rows[i].op);
		c.shape = wider(c.shape, shape_of_row(g, &rows[i]));
		c.value = wider(c.value, rows[i].value);
		c.bar = rows[i].share >= 0 ? BAR_W : c.bar;
	}
	int least = c.label < LABEL_LEAST ? c.label : LABEL_LEAST;
	if (c.label + c.op + c.shape + c.value + c.bar + 8 > w)
		c.shape = 0;
	if (c.label + c.op + c.value + c.bar + 6 > w)
		c.bar = 0;
	if (least + c.op + c.value + 4 > w)
		c.op = 0;
	int left = w - c.op - c.shape - c.value - c.bar - 2 * (c.op > 0) - 2 * (c.shape > 0) -
		   2 * (c.value > 0) - (c.bar > 0);
	c.label = left < c.label ? left : c.label;
	return c;
}

static void draw_bar(struct grid *g, int x, int y, double share)
{
	int eighths = (int)(share * BAR_W * 8 + 0.5);
	for (int i = 0; i < BAR_W && eighths > 8 * i; i++) {
		int part = eighths - 8 * i > 8 ? 8 : eighths - 8 * i;
		grid_char(g, x + i, y, part == 8 ? 0x2588 : (uint32_t)(0x2590 - part),
			  (struct style){.fg = palette_ramp(0.25 + 0.75 * share)});
	}
}

static void draw_row(const struct model *m, struct grid *grid, struct rect r, const struct graph *g,
		     const struct row *row, const struct widths *c)
{
	const struct graph_item *i = &g->items[row->item];
	bool open = graph_is_open(g, &m->graph.place, row->item);
	struct style faint = {.fg = ROLE_FAINT}, label = {0};
	int least = c->label > LABEL_LEAST ? c->label - LABEL_LEAST : 0;
	int indent = row->label_w <= c->label || row->indent < least ? row->indent : least;
	int x = r.x + indent, end = r.x + r.w;
	if (i->size > 1)
		grid_char(grid, x, r.y, open ? 0x25be : 0x25b8, faint);
	if (i->node == GRAPH_NONE)
		label.attr = ATTR_BOLD;
	if (m->graph.colour == GRAPH_BY_DEVICE || m->graph.colour == GRAPH_BY_TPU)
		label.fg = row->value_style.fg == ROLE_GOOD ? COLOUR_DEFAULT : row->value_style.fg;
	grid_text_tail(grid, x + 2, r.y, r.x + c->label - x - 2, row->label, label);
	x = r.x + c->label + 2;
	if (c->op) {
		grid_text(grid, x, r.y, c->op, row->op, faint);
		x += c->op + 2;
	}
	if (c->shape)
		grid_text(grid, x, r.y, c->shape, shape_of_row(g, row), faint);
	if (c->bar) {
		end -= BAR_W;
		if (row->share >= 0)
			draw_bar(grid, end, r.y, row->share);
		end--;
	}
	if (c->value && *row->value)
		grid_text(grid, end - text_width(row->value), r.y, c->value, row->value,
			  row->value_style);
}

/* Returns the first row to draw: the focus is in the middle, except near the ends. */
static uint32_t first_row(const struct graph *g, const struct graph_place *p, uint32_t focus, int h)
{
	uint32_t first = focus, last = focus;
	int above = 0, below = 0;
	while (below < h / 2 && graph_step(g, p, last, 1) != last) {
		last = graph_step(g, p, last, 1);
		below++;
	}
	while (above + below + 1 < h && graph_step(g, p, first, -1) != first) {
		first = graph_step(g, p, first, -1);
		above++;
	}
	return first;
}

static void draw_tree(const struct frame *f, struct rect r, const struct graph *g, uint32_t focus)
{
	const struct model *m = f->model;
	const struct graph_place *p = &m->graph.place;
	struct row *rows = need_zeroed((size_t)r.h + 1, sizeof *rows);
	size_t n = 0;
	for (uint32_t i = first_row(g, p, focus, r.h), next; n < (size_t)r.h; i = next) {
		rows[n].item = i;
		set_row(m, g, &rows[n++]);
		next = graph_step(g, p, i, 1);
		if (next == i)
			break;
	}
	struct rect inner = {r.x + 1, r.y, r.w - 2, 1};
	struct widths c = widths_of(g, rows, n, inner.w);
	for (size_t i = 0; i < n; i++) {
		struct rect line = {inner.x, r.y + (int)i, inner.w, 1};
		grid_target(f->grid, line,
			    (struct target){.kind = TARGET_ROW, .index = rows[i].item});
		draw_row(m, f->grid, line, g, &rows[i], &c);
		if (rows[i].item == focus && m->pane == PANE_MAIN)
			grid_tint(f->grid, (struct rect){r.x, line.y, r.w, 1},
				  (struct style){.attr = p->in_links ? ATTR_BOLD : ATTR_REVERSE});
	}
	free(rows);
}

/* --- the whole -------------------------------------------------------------------------------- */

/* Returns the series of the run that completes a graph: its measurements, or for measurements its
 * graph. */
static tfe_view completing(const struct model *m, const struct curve *curve)
{
	const struct tag_list *list = &m->tags[TAG_GRAPHS];
	tfe_kind kind = tfe_series_kind(curve->series);
	bool measured = kind == TFE_KIND_GRAPH || kind == TFE_KIND_META_GRAPH;
	if (!measured && kind != TFE_KIND_RUN_METADATA)
		return (tfe_view){0};
	for (size_t i = 0; i < list->n; i++) {
		const struct curve *other = tag_curve(list->tags[i], curve->run);
		tfe_kind is = other ? tfe_series_kind(other->series) : TFE_KIND_EMPTY;
		if (measured ? is == TFE_KIND_RUN_METADATA
			     : is == TFE_KIND_GRAPH || is == TFE_KIND_META_GRAPH)
			return tfe_series_view(other->series);
	}
	return (tfe_view){0};
}

static void draw_graph(const struct frame *f, struct rect area, const struct graph_value *v,
		       struct geometry *out)
{
	const struct graph *g = v->graph;
	struct areas a = areas_of(area);
	uint32_t focus = graph_focus(g, &f->model->graph.place);
	out->graph = g;
	draw_tree(f, a.tree, g, focus);
	if (a.beside)
		grid_fill(f->grid, (struct rect){a.details.x - 1, a.details.y, 1, a.details.h},
			  0x2502, (struct style){.fg = ROLE_FRAME});
	if (a.details.h)
		graph_details_draw(f, a.details, g, focus);
}

static void draw_progress(const struct frame *f, struct rect r, double share)
{
	char text[64];
	snprintf(text, sizeof text, "reading the graph: %d %%", (int)(100 * share));
	notice_draw(f->grid, r, ROLE_FAINT, share > 0 ? text : "reading the graph");
}

static void measure(const struct model *m, struct rect area, struct geometry *out)
{
	(void)m;
	out->list_rows = areas_of(area).tree.h;
}

static void draw(const struct frame *f, struct rect area, struct geometry *out)
{
	const struct model *m = f->model;
	struct entry_shown s;
	struct rect below = {area.x, area.y + 1, area.w, area.h - 1};
	if (!m->tags[TAG_GRAPHS].n_rows) {
		nothing_draw(m, f->grid, area, "graphs");
		return;
	}
	const struct tag *tag = model_focus(m) ? model_focus(m) : m->tags[TAG_GRAPHS].rows[0];
	if (!entry_title_draw(f, area, tag, m->pane == PANE_MAIN, &s))
		return;
	tfe_view other = completing(m, s.curve);
	double progress;
	const struct graph_value *v =
		graph_value_find(f->caches, &s.view, s.at.entry, &other, &progress);
	if (!v)
		draw_progress(f, below, progress);
	else if (*v->error)
		notice_draw(f->grid, below, ROLE_ERROR, v->error);
	else
		draw_graph(f, area, v, out);
}

static void settings(const struct model *m, struct pieces *p)
{
	static const char *const colours[GRAPH_COLOURS] = {"by device", "by compute time",
							   "by memory", "by TPU compatibility"};
	char text[80];
	size_t graphs = m->tags[TAG_GRAPHS].n_rows;
	if (graphs > 1) {
		snprintf(text, sizeof text, "graph %zu/%zu", model_focus_row(m) + 1, graphs);
		pieces_add(p, (struct style){0}, text);
	}
	entry_settings(m, p);
	if (*m->graph.query) {
		snprintf(text, sizeof text, "/%.60s", m->graph.query);
		pieces_add(p, (struct style){.fg = ROLE_ACCENT}, text);
	}
	pieces_add(p, (struct style){.fg = m->graph.colour ? ROLE_ACCENT : ROLE_FAINT},
		   colours[m->graph.colour]);
}

const struct view_entry graph_view = {measure, draw, settings};
