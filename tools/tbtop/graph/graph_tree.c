/* graph: the tree of scopes.
 *
 * First, names are split at '/' into branches: nodes of a tree with lists of children. A branch has
 * a hash of its structure, which is equal for branches that are alike. Then branches are emitted as
 * items in preorder, with groups of those that are alike between them and their scope. */
#include "tbtop/graph/graph_tree.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "tbtop/graph/graph_table.h"

enum { ALIKE = 3 };

struct branch {
	struct graph_text label;
	uint64_t path;      /* hash of its path: the id of its item */
	uint64_t structure; /* equal for branches that are alike */
	uint32_t node, parent, first, last, next;
	uint32_t group; /* index of its group */
	uint32_t next_alike;
};

/* Siblings that are alike, chained by next_alike. */
struct group {
	uint32_t first, last, n;
};

struct builder {
	struct graph *g;
	struct branch *branches; /* a parent comes before its children; the first is the graph */
	size_t n, capacity;
	struct group *groups;
	size_t n_groups, groups_capacity;
	struct graph_table labels; /* branches by parent and label */
};

static const uint64_t path_seed = 1;

/* --- branches --------------------------------------------------------------------------------- */

static uint32_t add_branch(struct builder *b, uint32_t parent, struct graph_text label)
{
	b->branches = need_room(b->branches, b->n, &b->capacity, sizeof *b->branches);
	uint32_t i = (uint32_t)b->n++;
	struct branch *branch = &b->branches[i];
	*branch = (struct branch){.label = label,
				  .node = GRAPH_NONE,
				  .parent = parent,
				  .first = GRAPH_NONE,
				  .last = GRAPH_NONE,
				  .next = GRAPH_NONE,
				  .next_alike = GRAPH_NONE};
	if (parent == GRAPH_NONE)
		return i;
	struct branch *above = &b->branches[parent];
	branch->path = graph_hash(above->path + path_seed, label.at, label.n);
	if (above->last == GRAPH_NONE)
		above->first = i;
	else
		b->branches[above->last].next = i;
	above->last = i;
	return i;
}

static uint32_t find_branch(struct builder *b, uint32_t parent, struct graph_text label)
{
	uint64_t hash = graph_hash(graph_mix(b->g->seed, parent), label.at, label.n);
	size_t at = 0;
	for (uint32_t i; (i = graph_table_next(&b->labels, hash, &at)) != GRAPH_NONE;) {
		const struct branch *branch = &b->branches[i];
		if (branch->parent == parent && branch->label.n == label.n &&
		    !memcmp(branch->label.at, label.at, label.n))
			return i;
	}
	uint32_t added = add_branch(b, parent, label);
	graph_table_add(&b->labels, hash, added);
	return added;
}

/* Returns the length of the first component of a name. Slashes at its begin belong to it. The last
 * component that is allowed is the whole rest. */
static uint32_t component(struct graph_text name, uint32_t from, int number)
{
	uint32_t at = from;
	while (at < name.n && name.at[at] == '/')
		at++;
	const char *slash = number + 1 < GRAPH_COMPONENTS && at < name.n
				    ? memchr(name.at + at, '/', name.n - at)
				    : NULL;
	if (!slash || slash + 1 == name.at + name.n)
		return name.n - from;
	return (uint32_t)(slash - name.at) - from;
}

/* Where the components of the last name end, and their branches: names that follow each other begin
 * with the same scopes. */
struct trail {
	struct graph_text name;
	uint32_t end[GRAPH_COMPONENTS], branch[GRAPH_COMPONENTS];
	int n;
};

/* Returns the number of scopes that a name shares with the last one. */
static int shared(const struct trail *t, struct graph_text name)
{
	uint32_t n = 0, most = name.n < t->name.n ? name.n : t->name.n;
	while (n < most && name.at[n] == t->name.at[n])
		n++;
	int scopes = 0;
	while (scopes < t->n - 1 && t->end[scopes] < n && name.at[t->end[scopes]] == '/' &&
	       t->end[scopes] + 1 < name.n)
		scopes++;
	return scopes;
}

static void add_name(struct builder *b, struct trail *t, uint32_t node)
{
	struct graph_text name = b->g->nodes[node].name;
	int k = shared(t, name);
	uint32_t parent = k ? t->branch[k - 1] : 0, from = k ? t->end[k - 1] + 1 : 0;
	t->name = name;
	for (;; k++) {
		uint32_t n = component(name, from, k);
		struct graph_text label = {name.at + from, n};
		uint32_t branch = find_branch(b, parent, label);
		t->branch[k] = branch;
		t->end[k] = from + n;
		t->n = k + 1;
		if (from + n < name.n) {
			parent = branch;
			from += n + 1;
			continue;
		}
		/* The second node of a name gets a branch of its own, which no name finds. */
		if (b->branches[branch].node != GRAPH_NONE) {
			branch = add_branch(b, parent, label);
			b->branches[branch].path = graph_mix(b->branches[branch].path, node);
		}
		b->branches[branch].node = node;
		return;
	}
}

/* --- what is alike ---------------------------------------------------------------------------- */

/* Hashes a label without its numbers: "layer_3" and "layer_11" are equal, and so are "MatMul" and
 * "MatMul_1". */
static uint64_t hash_base(struct graph_text label)
{
	enum { LONGEST = 200 };
	char base[LONGEST];
	size_t n = 0;
	for (uint32_t i = 0; i < label.n && n < LONGEST; i++) {
		bool digit = isdigit((unsigned char)label.at[i]);
		if (digit && n && base[n - 1] == '0')
			continue;
		base[n++] = digit ? '0' : label.at[i];
	}
	if (n > 2 && base[n - 1] == '0' && base[n - 2] == '_')
		n -= 2;
	return graph_hash(label.n > LONGEST ? label.n : 0, base, n);
}

/* Children come after their parents, so one pass from the end sums up all structures. */
static void hash_structures(struct builder *b)
{
	for (size_t i = b->n; i-- > 1;) {
		struct branch *branch = &b->branches[i];
		const struct graph_node *node =
			branch->node == GRAPH_NONE ? NULL : &b->g->nodes[branch->node];
		uint64_t hash = graph_mix(branch->structure, hash_base(branch->label));
		if (node) {
			hash = graph_hash(hash, (const char *)node->source.op.data,
					  node->source.op.size);
			hash = graph_hash(hash, node->shape, strlen(node->shape));
		}
		branch->structure = hash;
		b->branches[branch->parent].structure += graph_mix(hash, 7);
	}
}

/* Groups the branches by parent and structure. */
static void find_groups(struct builder *b)
{
	struct graph_table table;
	graph_table_init(&table, b->n);
	for (uint32_t i = 1; i < b->n; i++) {
		struct branch *branch = &b->branches[i];
		uint64_t key = graph_mix(graph_mix(b->g->seed, branch->parent), branch->structure);
		size_t at = 0;
		uint32_t k = graph_table_next(&table, key, &at);
		if (k == GRAPH_NONE) {
			b->groups = need_room(b->groups, b->n_groups, &b->groups_capacity,
					      sizeof *b->groups);
			k = (uint32_t)b->n_groups++;
			b->groups[k] = (struct group){i, i, 0};
			graph_table_add(&table, key, k);
		}
		struct group *group = &b->groups[k];
		if (group->n++)
			b->branches[group->last].next_alike = i;
		group->last = i;
		branch->group = k;
	}
	graph_table_release(&table);
}

static bool is_alike(const struct builder *b, uint32_t branch)
{
	return branch && b->groups[b->branches[branch].group].n >= ALIKE;
}

/* --- items ------------------------------------------------------------------------------------ */

static bool is_digit(char c)
{
	return isdigit((unsigned char)c) != 0;
}

/* Returns "layer_3 ... 11" for a group, or both names if they differ in more than their last
 * number. */
static struct graph_text group_label(struct builder *b, const struct group *group)
{
	struct graph_text first = b->branches[group->first].label;
	struct graph_text last = b->branches[group->last].label;
	static const char dots[] = " \u2026 ";
	uint32_t same = 0, number = last.n;
	while (same < first.n && same < last.n && first.at[same] == last.at[same])
		same++;
	while (number && is_digit(last.at[number - 1]))
		number--;
	if (number && number <= same && number < last.n && number < first.n)
		last = (struct graph_text){last.at + number, last.n - number};
	struct graph_text begin = graph_copy(b->g, first.at, first.n, dots, strlen(dots));
	return graph_copy(b->g, begin.at, begin.n, last.at, last.n);
}

static uint32_t add_item(struct builder *b, uint32_t parent, const struct graph_item *item)
{
	struct graph *g = b->g;
	uint32_t i = g->n_items++;
	g->items[i] = *item;
	g->items[i].parent = parent;
	g->items[i].depth = parent == GRAPH_NONE ? 0 : (uint8_t)(g->items[parent].depth + 1);
	if (item->node != GRAPH_NONE)
		g->nodes[item->node].item = i;
	return i;
}

static uint32_t add_branch_item(struct builder *b, uint32_t parent, uint32_t i)
{
	const struct branch *branch = &b->branches[i];
	return add_item(b, parent,
			&(struct graph_item){
				.id = branch->path, .label = branch->label, .node = branch->node});
}

/* An item whose children are being emitted. */
struct open_item {
	uint32_t item, next; /* next: the branch to emit, GRAPH_NONE after the last one */
	bool in_group;       /* the children are the members of a group */
};

/* Emits a branch, or the group that it is the first of. Returns whether it has children. */
static bool emit(struct builder *b, const struct open_item *in, uint32_t i, struct open_item *out)
{
	if (!in->in_group && is_alike(b, i)) {
		const struct group *group = &b->groups[b->branches[i].group];
		if (group->first != i)
			return false;
		struct graph_item item = {.id = graph_mix(b->branches[i].path, ALIKE),
					  .label = group_label(b, group),
					  .node = GRAPH_NONE,
					  .alike = group->n};
		*out = (struct open_item){add_item(b, in->item, &item), i, true};
		return true;
	}
	*out = (struct open_item){add_branch_item(b, in->item, i), b->branches[i].first, false};
	if (out->next != GRAPH_NONE)
		return true;
	b->g->items[out->item].size = 1;
	return false;
}

static void emit_all(struct builder *b)
{
	struct open_item stack[GRAPH_DEPTH + 1];
	int depth = 1;
	b->g->items = need_zeroed(b->n + b->n_groups, sizeof *b->g->items);
	stack[0] =
		(struct open_item){add_branch_item(b, GRAPH_NONE, 0), b->branches[0].first, false};
	while (depth) {
		struct open_item *top = &stack[depth - 1];
		uint32_t i = top->next;
		if (i == GRAPH_NONE) {
			b->g->items[top->item].size = b->g->n_items - top->item;
			depth--;
			continue;
		}
		top->next = top->in_group ? b->branches[i].next_alike : b->branches[i].next;
		depth += emit(b, top, i, &stack[depth]);
	}
}

/* --- sums ------------------------------------------------------------------------------------- */

static bool ends_with(tfe_bytes text, const char *end)
{
	size_t n = strlen(end);
	return text.size >= n && !memcmp(text.data + text.size - n, end, n);
}

/* TensorBoard draws constants and summaries inside of other nodes and does not count them. */
static bool is_embedded(const struct graph_node *node)
{
	tfe_bytes op = node->source.op;
	bool constant = op.size == 5 && !memcmp(op.data, "Const", 5);
	return (constant && !node->n_inputs) || ends_with(op, "Summary");
}

static void set_own(const struct graph *g, struct graph_item *item)
{
	if (item->node == GRAPH_NONE)
		return;
	const struct graph_node *node = &g->nodes[item->node];
	item->ops = 1;
	item->embedded = is_embedded(node);
	item->fits_tpu = node->fits_tpu;
	item->start_us = node->start_us;
	item->end_us = node->end_us;
	item->memory_bytes = node->memory_bytes;
	item->device = node->device;
}

static void add_sums(struct graph_item *to, const struct graph_item *from)
{
	if (!to->ops)
		to->device = from->device;
	else if (from->ops && to->device != from->device)
		to->device = GRAPH_MIXED;
	to->ops += from->ops;
	to->embedded += from->embedded;
	to->fits_tpu += from->fits_tpu;
	if (from->end_us && (!to->end_us || from->start_us < to->start_us))
		to->start_us = from->start_us;
	to->end_us = from->end_us > to->end_us ? from->end_us : to->end_us;
	if (from->memory_bytes <= INT64_MAX - to->memory_bytes)
		to->memory_bytes += from->memory_bytes;
}

/* Children come after their parents, so one pass from the end computes all sums. */
static void sum_up(struct graph *g)
{
	for (uint32_t i = 0; i < g->n_items; i++)
		set_own(g, &g->items[i]);
	for (uint32_t i = g->n_items; i-- > 1;)
		add_sums(&g->items[g->items[i].parent], &g->items[i]);
}

/* Opens the graph, and scopes that have no sibling. */
static void open_first(struct graph *g)
{
	uint32_t i = 0;
	g->items[0].open_at_first = true;
	while (i + 1 < g->n_items && g->items[i + 1].size == g->items[i].size - 1 &&
	       !g->items[i + 1].alike)
		g->items[++i].open_at_first = true;
}

static char *add_lower(char *to, const char *text, size_t n)
{
	*to++ = '\n';
	for (size_t i = 0; i < n; i++)
		*to++ = (char)tolower((unsigned char)text[i]);
	return to;
}

static void index_texts(struct graph *g)
{
	size_t n = 1;
	for (uint32_t i = 0; i < g->n_items; i++)
		n += 2 + (size_t)g->items[i].label.n +
		     (g->items[i].node == GRAPH_NONE ? 0
						     : g->nodes[g->items[i].node].source.op.size);
	if (n >= GRAPH_NONE) /* too large for a search */
		n = 1;
	char *to = g->search = need_zeroed(1, n);
	for (uint32_t i = 0; i < g->n_items && n > 1; i++) {
		struct graph_item *item = &g->items[i];
		item->search_at = (uint32_t)(to - g->search);
		if (item->alike || !i)
			continue;
		to = add_lower(to, item->label.at, item->label.n);
		if (item->node == GRAPH_NONE)
			continue;
		tfe_bytes op = g->nodes[item->node].source.op;
		to = add_lower(to, (const char *)op.data, op.size);
	}
	g->search_bytes = (size_t)(to - g->search);
}

void graph_build_tree(struct graph *g)
{
	struct builder b = {.g = g};
	struct trail trail = {{"", 0}, {0}, {0}, 0};
	graph_table_init(&b.labels, g->n_nodes);
	add_branch(&b, GRAPH_NONE, (struct graph_text){"", 0});
	for (uint32_t i = 0; i < g->n_nodes; i++)
		add_name(&b, &trail, i);
	graph_table_release(&b.labels);
	hash_structures(&b);
	find_groups(&b);
	emit_all(&b);
	free(b.branches);
	free(b.groups);
	sum_up(g);
	open_first(g);
	index_texts(g);
}
