/* update: keys of the view of graphs: the rows of the tree, inputs and outputs, searching. */
#include <stdio.h>
#include <string.h>

#include "tbtop/graph/graph_links.h"
#include "tbtop/update/update.h"

static void focus(const struct graph *g, struct graph_place *p, uint32_t item)
{
	p->focus = g->items[item].id;
	p->hint = item;
	p->in_links = false;
	p->link = 0;
}

/* --- rows ------------------------------------------------------------------------------------- */

static uint32_t moved(const struct graph *g, const struct graph_place *p, uint32_t item, int by)
{
	for (int i = 0; i < (by < 0 ? -by : by); i++)
		item = graph_step(g, p, item, by);
	return item;
}

static void close_or_leave(const struct graph *g, struct graph_place *p, uint32_t item)
{
	if (graph_is_open(g, p, item))
		graph_set_open(g, p, item, false);
	else if (g->items[item].parent)
		focus(g, p, g->items[item].parent);
}

static void open_or_enter(struct model *m, const struct graph *g, uint32_t item)
{
	struct graph_place *p = &m->graph.place;
	if (g->items[item].size == 1)
		return;
	if (graph_is_open(g, p, item)) {
		focus(g, p, item + 1);
		return;
	}
	graph_set_open(g, p, item, true);
	if (!graph_is_open(g, p, item))
		say(m, true, "%d scopes are open: h closes one", GRAPH_OPEN);
}

static uint32_t link_count(const struct graph *g, uint32_t item)
{
	struct graph_links links;
	graph_links_init(&links, g, item);
	return graph_links_count(&links);
}

static void go_to_links(struct model *m, const struct graph *g, uint32_t item)
{
	if (link_count(g, item))
		m->graph.place.in_links = true;
	else
		say(m, false, "there are no inputs and outputs");
}

static void enter(struct model *m, const struct graph *g, uint32_t item)
{
	struct graph_place *p = &m->graph.place;
	if (g->items[item].size == 1)
		go_to_links(m, g, item);
	else if (graph_is_open(g, p, item))
		graph_set_open(g, p, item, false);
	else
		open_or_enter(m, g, item);
}

static void move_in_rows(struct model *m, const struct geometry *seen, uint32_t item,
			 enum action action)
{
	const struct graph *g = seen->graph;
	struct graph_place *p = &m->graph.place;
	int page = seen->list_rows > 1 ? seen->list_rows - 1 : 1;
	switch (action) {
	case DO_UP:
	case DO_DOWN:
		focus(g, p, moved(g, p, item, action == DO_DOWN ? 1 : -1));
		break;
	case DO_PAGE_UP:
	case DO_PAGE_DOWN:
		focus(g, p, moved(g, p, item, action == DO_PAGE_DOWN ? page : -page));
		break;
	case DO_FIRST:
		focus(g, p, 1);
		break;
	case DO_LAST:
		focus(g, p, graph_last_row(g, p));
		break;
	case DO_LEFT:
		close_or_leave(g, p, item);
		break;
	case DO_RIGHT:
		open_or_enter(m, g, item);
		break;
	default:
		enter(m, g, item);
	}
}

/* --- inputs and outputs ----------------------------------------------------------------------- */

static void remember(struct graph_place *p, uint64_t id)
{
	if (p->n_back == GRAPH_BACK)
		memmove(p->back, p->back + 1, --p->n_back * sizeof *p->back);
	p->back[p->n_back++] = id;
}

static void follow(struct model *m, const struct graph *g, uint32_t item)
{
	struct graph_place *p = &m->graph.place;
	struct graph_links links;
	graph_links_init(&links, g, item);
	struct graph_link link = graph_links_at(&links, p->link);
	if (link.node == GRAPH_NONE) {
		int n = link.name.n < 100 ? (int)link.name.n : 100;
		say(m, true, "the graph has no operation named %.*s", n, link.name.at);
		return;
	}
	remember(p, g->items[item].id);
	graph_reveal(g, p, g->nodes[link.node].item);
}

static void move_in_links(struct model *m, const struct geometry *seen, uint32_t item,
			  enum action action)
{
	struct graph_place *p = &m->graph.place;
	uint32_t n = link_count(seen->graph, item);
	uint32_t page = seen->list_rows > 2 ? (uint32_t)seen->list_rows / 2 : 1;
	p->link = p->link < n ? p->link : n - 1;
	switch (action) {
	case DO_UP:
		p->link -= p->link > 0;
		break;
	case DO_DOWN:
		p->link += p->link + 1 < n;
		break;
	case DO_PAGE_UP:
		p->link -= page < p->link ? page : p->link;
		break;
	case DO_PAGE_DOWN:
		p->link = n - 1 - p->link > page ? p->link + page : n - 1;
		break;
	case DO_FIRST:
		p->link = 0;
		break;
	case DO_LAST:
		p->link = n - 1;
		break;
	case DO_LEFT:
		p->in_links = false;
		break;
	default:
		follow(m, seen->graph, item);
	}
}

static void go_back(struct model *m, const struct graph *g)
{
	struct graph_place *p = &m->graph.place;
	while (p->n_back) {
		uint32_t item = graph_find(g, p->back[--p->n_back], 0);
		p->back[p->n_back] = 0;
		if (item != GRAPH_NONE) {
			graph_reveal(g, p, item);
			return;
		}
	}
	say(m, false, "nothing was followed yet: i goes to the inputs, Enter follows one");
}

/* --- searching -------------------------------------------------------------------------------- */

static void report_match(struct model *m, const struct graph *g, uint32_t item)
{
	uint32_t number, n = graph_count_matches(g, m->graph.query, item, &number);
	say(m, false, "%u of %u", (unsigned)number, (unsigned)n);
}

static void search(struct model *m, const struct graph *g, uint32_t from, int direction)
{
	uint32_t item = graph_search(g, m->graph.query, from, direction);
	if (item == GRAPH_NONE) {
		say(m, true, "no name or operation contains this");
		return;
	}
	graph_reveal(g, &m->graph.place, item);
	report_match(m, g, item);
}

bool graph_leave(struct model *m)
{
	bool in_links = m->graph.place.in_links, searching = *m->graph.query != '\0';
	m->graph.place.in_links = false;
	if (!in_links)
		memset(m->graph.query, 0, sizeof m->graph.query);
	return in_links || searching;
}

/* Searches from where the search began, so that more characters do not skip matches. */
void search_nodes(struct model *m, const struct graph *g)
{
	memcpy(m->graph.query, m->prompt.line.text, sizeof m->graph.query);
	m->graph.place = m->graph.before;
	m->message[0] = '\0';
	uint32_t from = g ? graph_focus(g, &m->graph.place) : GRAPH_NONE;
	if (from != GRAPH_NONE && *m->graph.query)
		search(m, g, from - 1, 1);
}

/* --- the whole -------------------------------------------------------------------------------- */

static bool is_movement(enum action action)
{
	return action == DO_UP || action == DO_DOWN || action == DO_LEFT || action == DO_RIGHT ||
	       action == DO_FIRST || action == DO_LAST || action == DO_PAGE_UP ||
	       action == DO_PAGE_DOWN || action == DO_ENTER;
}

/* Returns whether the action is one of the graph that is drawn. */
static bool handled(struct model *m, const struct geometry *seen, enum action action)
{
	const struct graph *g = seen->graph;
	struct graph_place *p = &m->graph.place;
	uint32_t item = graph_focus(g, p);
	if (item == GRAPH_NONE)
		return false;
	p->in_links = p->in_links && link_count(g, item) > 0;
	if (is_movement(action)) {
		if (p->in_links)
			move_in_links(m, seen, item, action);
		else
			move_in_rows(m, seen, item, action);
		return true;
	}
	bool next = action == DO_NEXT_CHART || action == DO_PREVIOUS_CHART;
	if (next && *m->graph.query)
		search(m, g, item, action == DO_NEXT_CHART ? 1 : -1);
	else if (action == DO_LINKS && p->in_links)
		p->in_links = false;
	else if (action == DO_LINKS)
		go_to_links(m, g, item);
	else if (action == DO_RETURN)
		go_back(m, g);
	else
		return false;
	return true;
}

void update_graph(struct model *m, const struct geometry *seen, enum action action)
{
	if (seen->graph && handled(m, seen, action))
		return;
	if (action == DO_MODE)
		m->graph.colour = (m->graph.colour + 1) % GRAPH_COLOURS;
	else if (action == DO_SAVE)
		wish_for(m, WISH_DOT);
	else if (!is_movement(action))
		update_steps(m, seen, action);
}
