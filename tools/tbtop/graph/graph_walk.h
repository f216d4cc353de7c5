/* graph: moving in the rows of a tree of which some items are open. */
#ifndef TBTOP_GRAPH_GRAPH_WALK_H
#define TBTOP_GRAPH_GRAPH_WALK_H

#include "tbtop/graph/graph_items.h"

enum { GRAPH_OPEN = 1500, GRAPH_BACK = 64, GRAPH_QUERY = 256 };

/* Where a person is in a graph. Items are named by their id, so that the place survives a reading
 * of a graph that has changed. Plain data. */
struct graph_place {
	uint64_t focus;               /* the id of an item; 0: the first row */
	uint32_t hint;                /* its index, unless the graph has changed */
	uint64_t toggled[GRAPH_OPEN]; /* ids of items that are not as at first, sorted */
	uint32_t n_toggled;
	uint64_t back[GRAPH_BACK]; /* the items from which links were followed */
	uint32_t n_back;
	bool in_links; /* the focus is in the list of inputs and outputs */
	uint32_t link;
};

/* Returns the focused item, or the nearest open scope of it; GRAPH_NONE if the graph is empty. */
uint32_t graph_focus(const struct graph *g, const struct graph_place *p);

bool graph_is_open(const struct graph *g, const struct graph_place *p, uint32_t item);

/* Returns the row below (1) or above (-1) an item, or the item itself at the end. */
uint32_t graph_step(const struct graph *g, const struct graph_place *p, uint32_t item,
		    int direction);
/* Returns the last row. */
uint32_t graph_last_row(const struct graph *g, const struct graph_place *p);

/* Opens or closes an item that has children. */
void graph_set_open(const struct graph *g, struct graph_place *p, uint32_t item, bool open);

/* Focuses an item and opens what it is in. */
void graph_reveal(const struct graph *g, struct graph_place *p, uint32_t item);

/* Returns the next item (direction 1) or the previous one whose label or operation contains a text,
 * in any case, starting after `from`, around the end. If the text contains '/', it is the end of a
 * path. Returns GRAPH_NONE if there is none. */
uint32_t graph_search(const struct graph *g, const char *text, uint32_t from, int direction);

/* Counts the items that match, and sets *number to the position of an item among them, from 1 on;
 * 0: it does not match. */
uint32_t graph_count_matches(const struct graph *g, const char *text, uint32_t item,
			     uint32_t *number);

/* Returns the item with an id, or GRAPH_NONE. `hint` is its probable index. */
uint32_t graph_find(const struct graph *g, uint64_t id, uint32_t hint);

#endif
