/* view: the details of an item of a graph. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "common/format.h"
#include "tbtop/graph/graph_links.h"
#include "tbtop/graph/graph_shape.h"
#include "tbtop/view/graph_cells.h"

enum { NAME_W = 9 };

void graph_time_text(char text[32], int64_t us)
{
	double v = (double)us;
	if (us < 1000)
		snprintf(text, 32, "%" PRId64 " us", us);
	else if (us < 1000000)
		snprintf(text, 32, "%.*f ms", v < 1e5 ? 2 : 1, v / 1e3);
	else
		snprintf(text, 32, "%.*f s", v < 1e8 ? 2 : 1, v / 1e6);
}

/* Draws borrowed bytes of a graph. Returns the number of columns used. */
static int draw_text(struct grid *g, struct rect r, struct graph_text text, struct style style)
{
	return r.w > 0 ? grid_bytes(g, r, text.at, text.n, style) : 0;
}

struct graph_text graph_device_name(const struct graph *graph, uint16_t device)
{
	static const char word[] = "device:";
	struct graph_text t = graph->devices[device];
	for (uint32_t i = t.n; i-- > 0;)
		if (t.at[i] == '/') {
			t = (struct graph_text){t.at + i + 1, t.n - i - 1};
			break;
		}
	if (t.n > strlen(word) && !memcmp(t.at, word, strlen(word)))
		t = (struct graph_text){t.at + strlen(word), t.n - (uint32_t)strlen(word)};
	return t;
}

colour graph_device_colour(uint16_t device)
{
	if (device == GRAPH_NO_DEVICE || device == GRAPH_MIXED)
		return COLOUR_DEFAULT;
	return ROLE_RUN + (colour)((device - 1) % RUN_COLOURS);
}

/* The lines of the details, from the top. */
struct lines {
	struct grid *grid;
	struct rect left; /* the rows that are not drawn yet */
};

/* Returns the area of the next line, without height at the end. */
static struct rect next_line(struct lines *l)
{
	struct rect r = {l->left.x, l->left.y, l->left.w, l->left.h > 0};
	l->left.y++;
	l->left.h--;
	return r;
}

/* Draws the name of a property. Returns the area for its value. */
static struct rect begin_property(struct lines *l, const char *name)
{
	struct rect r = next_line(l);
	if (!r.h)
		return r;
	grid_text(l->grid, r.x, r.y, NAME_W, name, (struct style){.fg = ROLE_FAINT});
	return (struct rect){r.x + NAME_W, r.y, r.w - NAME_W, 1};
}

static void put_property(struct lines *l, const char *name, const char *value)
{
	struct rect r = begin_property(l, name);
	if (r.h)
		grid_text(l->grid, r.x, r.y, r.w, value, (struct style){0});
}

/* Draws "inputs (2)"; without a number for 0. */
static void put_heading(struct lines *l, const char *noun, uint32_t n)
{
	struct rect r = next_line(l);
	struct style faint = {.fg = ROLE_FAINT};
	if (r.h && n)
		grid_printf(l->grid, r.x, r.y, r.w, faint, "%s (%u)", noun, (unsigned)n);
	else if (r.h)
		grid_text(l->grid, r.x, r.y, r.w, noun, faint);
}

/* --- properties ------------------------------------------------------------------------------- */

static void put_path(struct lines *l, const struct graph *g, uint32_t item)
{
	char path[1024];
	struct rect r = next_line(l);
	size_t at = sizeof path - 1;
	path[at] = '\0';
	/* From the end, as much as there is space for. */
	for (uint32_t i = item; i && at > 1; i = g->items[i].parent) {
		struct graph_text label = g->items[i].label;
		if (g->items[i].alike && i != item)
			continue;
		if (path[at])
			path[--at] = '/';
		size_t n = label.n < at ? label.n : at;
		at -= n;
		for (size_t k = 0; k < n; k++) {
			char c = label.at[label.n - n + k];
			path[at + k] = c ? c : ' ';
		}
	}
	if (r.h)
		grid_text_tail(l->grid, r.x, r.y, r.w, path + at,
			       (struct style){.fg = ROLE_TITLE, .attr = ATTR_BOLD});
}

static void put_measured(struct lines *l, const struct graph *g, const struct graph_item *i)
{
	char text[96], time[32], bytes[FORMAT_TEXT];
	const struct graph_item *all = &g->items[0];
	int64_t us = i->end_us - i->start_us, all_us = all->end_us - all->start_us;
	if (i->end_us) {
		graph_time_text(time, us);
		snprintf(text, sizeof text, "%s, %.1f %%", time,
			 all_us > 0 ? 100 * (double)us / (double)all_us : 0);
		put_property(l, "time", text);
	}
	if (i->memory_bytes) {
		format_bytes(bytes, (uint64_t)i->memory_bytes);
		snprintf(text, sizeof text, "%s, %.1f %%", bytes,
			 100 * (double)i->memory_bytes / (double)all->memory_bytes);
		put_property(l, "memory", text);
	}
}

/* Draws what was measured about an operation that has a scope of its own name. */
static void put_own(struct lines *l, const struct graph_node *node)
{
	char text[96], time[32] = "", bytes[FORMAT_TEXT] = "";
	if (node->end_us)
		graph_time_text(time, node->end_us - node->start_us);
	if (node->memory_bytes)
		format_bytes(bytes, (uint64_t)node->memory_bytes);
	snprintf(text, sizeof text, "%s%s%s", time, *time && *bytes ? ", " : "", bytes);
	if (*text)
		put_property(l, "itself", text);
}

static void put_scope(struct lines *l, const struct graph_item *i)
{
	char text[96];
	if (i->alike) {
		snprintf(text, sizeof text, "%u scopes or ops", (unsigned)i->alike);
		put_property(l, "alike", text);
	}
	if (i->embedded)
		snprintf(text, sizeof text, "%u ops, %u embedded", (unsigned)i->ops,
			 (unsigned)i->embedded);
	else
		snprintf(text, sizeof text, "%u %s", (unsigned)i->ops,
			 format_noun(i->ops, "op", "ops"));
	put_property(l, "scope", text);
}

static void put_tpu(struct lines *l, const struct graph_item *i)
{
	char text[96];
	if (i->ops == 1)
		snprintf(text, sizeof text, "%s",
			 i->fits_tpu ? "\u2713 compatible" : "\u2717 not in the list");
	else
		snprintf(text, sizeof text, "%u of %u ops fit", (unsigned)i->fits_tpu,
			 (unsigned)i->ops);
	put_property(l, "TPU", text);
}

static void put_device(struct lines *l, const struct graph *g, const struct graph_item *i)
{
	struct graph_text name = {"several", 7};
	if (i->device != GRAPH_MIXED)
		name = g->devices[i->device];
	if (!name.n)
		return;
	struct rect r = begin_property(l, "device");
	if (r.h)
		draw_text(l->grid, r, name, (struct style){.fg = graph_device_colour(i->device)});
}

static void put_node(struct lines *l, const struct graph_node *node)
{
	struct rect r = begin_property(l, "op");
	tfe_bytes op = node->source.op;
	if (r.h && op.size)
		grid_bytes(l->grid, r, (const char *)op.data, op.size, (struct style){0});
	if (*node->shape)
		put_property(l, "output", node->shape);
}

/* --- attributes ------------------------------------------------------------------------------- */

enum { VALUE_TEXT = 200 };

static void attribute_text(const tfe_graph_attribute *a, char text[VALUE_TEXT])
{
	char bytes[FORMAT_TEXT], dtype[32], shape[GRAPH_SHAPE_TEXT];
	format_bytes(bytes, a->bytes);
	text[0] = '\0';
	switch (a->type) {
	case TFE_ATTRIBUTE_TYPE_INT:
		snprintf(text, VALUE_TEXT, "%" PRId64, a->number);
		break;
	case TFE_ATTRIBUTE_TYPE_FLOAT:
		snprintf(text, VALUE_TEXT, "%.7g", a->real);
		break;
	case TFE_ATTRIBUTE_TYPE_BOOL:
		snprintf(text, VALUE_TEXT, "%s", a->number ? "true" : "false");
		break;
	case TFE_ATTRIBUTE_TYPE_DTYPE:
		graph_dtype_text(a->number, dtype);
		snprintf(text, VALUE_TEXT, "%s", dtype);
		break;
	case TFE_ATTRIBUTE_TYPE_SHAPE:
		graph_shape_text(&a->shape, shape);
		snprintf(text, VALUE_TEXT, "%s", shape);
		break;
	case TFE_ATTRIBUTE_TYPE_TENSOR:
		snprintf(text, VALUE_TEXT, "tensor of %s", bytes);
		break;
	case TFE_ATTRIBUTE_TYPE_TEXT:
	case TFE_ATTRIBUTE_TYPE_FUNCTION:
	case TFE_ATTRIBUTE_TYPE_NONE:
		break;
	}
}

static void put_attribute(struct lines *l, const tfe_graph_attribute *a)
{
	enum { KEY_LEAST = 8 };
	char text[VALUE_TEXT];
	struct rect r = next_line(l);
	struct style faint = {.fg = ROLE_FAINT};
	if (!r.h)
		return;
	int most = r.w / 2 > KEY_LEAST ? r.w / 2 : KEY_LEAST, x = r.x + 2;
	x += 1 + grid_bytes(l->grid, (struct rect){x, r.y, most, 1}, (const char *)a->key.data,
			    a->key.size, faint);
	attribute_text(a, text);
	struct rect value = {x, r.y, r.x + r.w - x, 1};
	if (value.w <= 0)
		return;
	if (a->text.size)
		x += grid_bytes(l->grid, value, (const char *)a->text.data, a->text.size,
				(struct style){0});
	else
		x += grid_text(l->grid, x, r.y, value.w, text, (struct style){0});
	if (a->is_list && a->count != 1 && r.x + r.w - x > 1)
		grid_printf(l->grid, x + 1, r.y, r.x + r.w - x - 1, faint,
			    a->count ? "and %u more" : "none", (unsigned)a->count - 1);
}

/* Draws up to `most` attributes. A node with very many is not searched to its end. */
static void put_attributes(struct lines *l, const tfe_graph_node *node, int most)
{
	enum { COUNTED = 100 };
	tfe_graph_attributes attributes;
	tfe_graph_attribute a;
	int n = 0;
	tfe_graph_attributes_init(&attributes, node);
	for (; n < COUNTED && tfe_graph_attributes_next(&attributes, &a); n++) {
		if (n == 0)
			put_heading(l, "attributes", 0);
		if (n < most)
			put_attribute(l, &a);
	}
	struct rect r = n > most ? next_line(l) : (struct rect){0};
	if (r.h)
		grid_printf(l->grid, r.x + 2, r.y, r.w - 2, (struct style){.fg = ROLE_FAINT},
			    "and %s%d more", n == COUNTED ? "at least " : "", n - most);
}

/* --- inputs and outputs ----------------------------------------------------------------------- */

static void put_link(const struct frame *f, struct lines *l, const struct graph_links *links,
		     uint32_t k)
{
	const struct graph_place *p = &f->model->graph.place;
	struct graph_link link = graph_links_at(links, k);
	struct rect r = next_line(l);
	struct style style = {0};
	if (!r.h)
		return;
	bool focus = p->in_links && k == p->link && f->model->pane == PANE_MAIN;
	if (link.node == GRAPH_NONE)
		style.fg = ROLE_ERROR;
	if (link.control)
		style.fg = ROLE_FAINT;
	const char *shape = "(missing)";
	if (link.node != GRAPH_NONE)
		shape = links->graph->nodes[link.node].shape;
	int width = text_width(shape), most = r.w - 2 - (width ? width + 1 : 0);
	if (most < r.w / 2) {
		most = r.w - 2;
		width = 0;
	}
	char name[512];
	size_t n = link.name.n < sizeof name - 1 ? link.name.n : sizeof name - 1;
	memcpy(name, link.name.at + link.name.n - n, n);
	name[n] = '\0';
	grid_text_tail(l->grid, r.x + 2, r.y, most, name, style);
	if (width)
		grid_text(l->grid, r.x + r.w - width, r.y, width, shape,
			  (struct style){.fg = ROLE_FAINT});
	if (focus)
		grid_tint(l->grid, r, (struct style){.attr = ATTR_REVERSE});
}

/* Draws the list, scrolled so that the chosen one is visible. */
static void put_links(const struct frame *f, struct lines *l, const struct graph_links *links)
{
	const struct graph_place *p = &f->model->graph.place;
	uint32_t n = graph_links_count(links), chosen = p->in_links ? p->link : 0;
	int rows = l->left.h - 2 - links->partial;
	if (rows < 1 || !n)
		return;
	uint32_t first = (uint32_t)layout_first_row(n, chosen < n ? chosen : n - 1, rows);
	for (uint32_t k = first; k < n && k < first + (uint32_t)rows; k++) {
		if (k == first && k < links->n_inputs)
			put_heading(l, "inputs", links->n_inputs);
		if (k == links->n_inputs || (k == first && k > links->n_inputs))
			put_heading(l, "outputs", links->n_outputs);
		put_link(f, l, links, k);
	}
	if (links->partial)
		put_heading(l, "and more", 0);
}

/* --- the whole -------------------------------------------------------------------------------- */

void graph_details_draw(const struct frame *f, struct rect r, const struct graph *g, uint32_t item)
{
	const struct graph_item *i = &g->items[item];
	struct lines l = {f->grid, {r.x + 1, r.y, r.w - 2, r.h}};
	put_path(&l, g, item);
	if (i->node != GRAPH_NONE)
		put_node(&l, &g->nodes[i->node]);
	if (i->node != GRAPH_NONE && i->size > 1)
		put_own(&l, &g->nodes[i->node]);
	if (i->size > 1)
		put_scope(&l, i);
	put_device(&l, g, i);
	put_measured(&l, g, i);
	put_tpu(&l, i);
	struct graph_links links;
	graph_links_init(&links, g, item);
	/* The attributes leave at least half of the rest to the inputs and outputs. */
	uint32_t n = graph_links_count(&links) + 2;
	uint32_t half = l.left.h > 0 ? (uint32_t)l.left.h / 2 : 0;
	int most = l.left.h - 2 - (int)(n < half ? n : half);
	if (i->node != GRAPH_NONE && most > 0 && !f->model->graph.place.in_links)
		put_attributes(&l, &g->nodes[i->node].source, most);
	put_links(f, &l, &links);
}
