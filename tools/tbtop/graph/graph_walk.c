/* graph: moving in a tree. All functions except those that search cost as much as the tree is
 * deep. */
#define _GNU_SOURCE /* memmem */
#include "tbtop/graph/graph_walk.h"

#include <stdlib.h>
#include <string.h>

/* --- open items ------------------------------------------------------------------------------- */

/* Returns the index of the first toggled id that is not less. */
static uint32_t toggled_at(const struct graph_place *p, uint64_t id)
{
	uint32_t low = 0, high = p->n_toggled;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (p->toggled[middle] < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool is_toggled(const struct graph_place *p, uint64_t id)
{
	uint32_t at = toggled_at(p, id);
	return at < p->n_toggled && p->toggled[at] == id;
}

bool graph_is_open(const struct graph *g, const struct graph_place *p, uint32_t item)
{
	const struct graph_item *i = &g->items[item];
	return i->size > 1 && i->open_at_first != is_toggled(p, i->id);
}

void graph_set_open(const struct graph *g, struct graph_place *p, uint32_t item, bool open)
{
	uint64_t id = g->items[item].id;
	uint32_t at = toggled_at(p, id);
	uint64_t *to = &p->toggled[at];
	if (!item || g->items[item].size == 1 || graph_is_open(g, p, item) == open)
		return;
	if (at < p->n_toggled && *to == id) {
		p->n_toggled--;
		memmove(to, to + 1, (p->n_toggled - at) * sizeof *to);
		p->toggled[p->n_toggled] = 0;
		return;
	}
	if (p->n_toggled == GRAPH_OPEN)
		return;
	memmove(to + 1, to, (p->n_toggled - at) * sizeof *to);
	*to = id;
	p->n_toggled++;
}

/* --- rows ------------------------------------------------------------------------------------- */

uint32_t graph_find(const struct graph *g, uint64_t id, uint32_t hint)
{
	if (hint < g->n_items && g->items[hint].id == id)
		return hint;
	for (uint32_t i = 0; i < g->n_items; i++)
		if (g->items[i].id == id)
			return i;
	return GRAPH_NONE;
}

/* Returns the outermost closed item that contains an item, below `top`; or the item. */
static uint32_t visible(const struct graph *g, const struct graph_place *p, uint32_t item,
			uint32_t top)
{
	uint32_t seen = item;
	for (uint32_t i = item; i != top && i; i = g->items[i].parent)
		if (!graph_is_open(g, p, i))
			seen = i;
	return seen;
}

uint32_t graph_focus(const struct graph *g, const struct graph_place *p)
{
	if (g->n_items < 2)
		return GRAPH_NONE;
	uint32_t item = p->focus ? graph_find(g, p->focus, p->hint) : 1;
	return item == GRAPH_NONE || !item ? 1 : visible(g, p, item, 0);
}

uint32_t graph_step(const struct graph *g, const struct graph_place *p, uint32_t item,
		    int direction)
{
	const struct graph_item *i = &g->items[item];
	if (direction > 0) {
		uint32_t next = graph_is_open(g, p, item) ? item + 1 : item + i->size;
		return next < g->n_items ? next : item;
	}
	if (item <= 1)
		return item;
	return item - 1 == i->parent ? i->parent : visible(g, p, item - 1, i->parent);
}

uint32_t graph_last_row(const struct graph *g, const struct graph_place *p)
{
	return g->n_items < 2 ? GRAPH_NONE : visible(g, p, g->n_items - 1, 0);
}

void graph_reveal(const struct graph *g, struct graph_place *p, uint32_t item)
{
	if (p->n_toggled + GRAPH_DEPTH > GRAPH_OPEN) { /* all others are closed */
		memset(p->toggled, 0, sizeof p->toggled);
		p->n_toggled = 0;
	}
	for (uint32_t i = g->items[item].parent; i != GRAPH_NONE && i; i = g->items[i].parent)
		graph_set_open(g, p, i, true);
	p->focus = g->items[item].id;
	p->hint = item;
	p->in_links = false;
	p->link = 0;
}

/* --- searching -------------------------------------------------------------------------------- */

/* A text in lower case; `path`: the part before the last '/'. */
struct query {
	char text[GRAPH_QUERY];
	size_t n, path;
};

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
}

static struct query query_of(const char *text)
{
	struct query q = {.n = strnlen(text, GRAPH_QUERY - 1)};
	while (q.n && text[q.n - 1] == '/')
		q.n--;
	for (size_t i = 0; i < q.n; i++) {
		q.text[i] = lower(text[i]);
		if (text[i] == '/')
			q.path = i;
	}
	return q;
}

/* Returns whether the path of a scope ends with n bytes. */
static bool path_ends(const struct graph *g, uint32_t scope, const char *text, size_t n)
{
	for (uint32_t i = scope; n; i = g->items[i].parent) {
		if (g->items[i].alike)
			continue;
		struct graph_text label = g->items[i].label;
		for (uint32_t k = label.n; k-- > 0 && n;)
			if (lower(label.at[k]) != text[--n])
				return false;
		if (n && (!i || text[--n] != '/'))
			return false;
		if (!i)
			return n == 0;
	}
	return true;
}

static bool matches_path(const struct graph *g, uint32_t item, const struct query *q)
{
	const char *tail = q->text + q->path + 1;
	size_t n = q->n - q->path - 1;
	struct graph_text label = g->items[item].label;
	if (label.n < n)
		return false;
	for (size_t k = 0; k < n; k++)
		if (lower(label.at[k]) != tail[k])
			return false;
	return path_ends(g, g->items[item].parent, q->text, q->path);
}

static bool has_path(const struct query *q)
{
	return q->path > 0 || q->text[0] == '/';
}

/* Returns the item whose text has a position, which is at or after that of `from`: usually near. */
static uint32_t item_at(const struct graph *g, size_t position, uint32_t from)
{
	uint32_t low = from, high = g->n_items, far = 1;
	while (far < high - low && g->items[low + far].search_at <= position) {
		low += far;
		far *= 2;
	}
	high = far < high - low ? low + far : high;
	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;
		if (g->items[middle].search_at <= position)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* Returns the first matching item in [from, end), or GRAPH_NONE. */
static uint32_t next_match(const struct graph *g, const struct query *q, uint32_t from,
			   uint32_t end)
{
	const char *tail = has_path(q) ? q->text + q->path + 1 : q->text;
	size_t n = (size_t)(q->text + q->n - tail);
	while (from < end && n) {
		size_t at = g->items[from].search_at;
		const char *hit = memmem(g->search + at, g->search_bytes - at, tail, n);
		if (!hit)
			return GRAPH_NONE;
		uint32_t item = item_at(g, (size_t)(hit - g->search), from);
		if (item >= end)
			return GRAPH_NONE;
		if (!has_path(q) || matches_path(g, item, q))
			return item;
		from = item + 1;
	}
	return GRAPH_NONE;
}

/* Returns the last matching item in [from, end). */
static uint32_t last_match(const struct graph *g, const struct query *q, uint32_t from,
			   uint32_t end)
{
	uint32_t last = GRAPH_NONE;
	for (uint32_t i = from; (i = next_match(g, q, i, end)) != GRAPH_NONE; i++)
		last = i;
	return last;
}

uint32_t graph_search(const struct graph *g, const char *text, uint32_t from, int direction)
{
	struct query q = query_of(text);
	if (direction > 0) {
		uint32_t after = next_match(g, &q, from + 1, g->n_items);
		return after != GRAPH_NONE ? after : next_match(g, &q, 1, from + 1);
	}
	uint32_t before = last_match(g, &q, 1, from);
	return before != GRAPH_NONE ? before : last_match(g, &q, from, g->n_items);
}

uint32_t graph_count_matches(const struct graph *g, const char *text, uint32_t item,
			     uint32_t *number)
{
	struct query q = query_of(text);
	uint32_t n = 0;
	*number = 0;
	for (uint32_t i = 1; (i = next_match(g, &q, i, g->n_items)) != GRAPH_NONE; i++) {
		n++;
		if (i == item)
			*number = n;
	}
	return n;
}
