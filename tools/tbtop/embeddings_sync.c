/* tbtop: the list of embeddings follows the files of TensorBoard's projector. */
#include "tbtop/embeddings_sync.h"

#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "tbtop/cache/embedding_reads.h"
#include "tbtop/model/view_facts.h"

/* Returns whether the configuration of a run is due to be read: for the first time, after some
 * seconds, or while the view is shown when the run has grown. */
static bool is_due(const struct model *m, size_t run)
{
	static const double gap_s = 2;
	const struct embedding_check *check = &m->embeddings.checks[run];
	bool grown = check->records != m->runs[run]->records;
	if (check->waiting)
		return false;
	return !check->number || m->now - check->at >= gap_s ||
	       (grown && model_view(m) == VIEW_EMBEDDINGS);
}

static void add_checks(struct model *m)
{
	struct embeddings *e = &m->embeddings;
	if (e->n_checks == m->n_runs)
		return;
	e->checks = need_resize(e->checks, m->n_runs, sizeof *e->checks);
	for (; e->n_checks < m->n_runs; e->n_checks++)
		e->checks[e->n_checks] = (struct embedding_check){0};
}

/* Returns whether the items [at, at + n) are what the files list. */
static bool is_same(const struct embeddings *e, size_t at, size_t n,
		    const struct projector_files *files)
{
	if (n != files->config.n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (e->items[at + i].stamp != files->stamp[i] ||
		    strcmp(e->items[at + i].name, files->config.entry[i].name) != 0)
			return false;
	return true;
}

/* Replaces the items of a run. Returns false if they are the same. The shown item stays the same
 * one. */
static bool replace(struct embeddings *e, size_t run, const struct projector_files *files)
{
	size_t at = 0, old = 0, now = files->config.n;
	while (at < e->n && e->items[at].run < run)
		at++;
	while (at + old < e->n && e->items[at + old].run == run)
		old++;
	if (is_same(e, at, old, files))
		return false;
	for (size_t i = at; i < at + old; i++)
		free(e->items[i].name);
	size_t after = e->n - at - old;
	struct embedding_item *items = need_zeroed(at + now + after + 1, sizeof *items);
	if (at)
		memcpy(items, e->items, at * sizeof *items);
	if (after)
		memcpy(items + at + now, e->items + at + old, after * sizeof *items);
	for (size_t i = 0; i < now; i++)
		items[at + i] = (struct embedding_item){run, i, files->stamp[i],
							need_copy(files->config.entry[i].name)};
	if (e->n && e->shown >= at + old)
		e->shown += now - old;
	free(e->items);
	e->items = items;
	e->n = at + now + after;
	e->shown = e->shown < e->n ? e->shown : 0;
	return true;
}

/* Goes to the nearest neighbour when it is known, if a key asked for it before. */
static bool go_to_nearest(struct model *m, struct caches *caches)
{
	struct embeddings *e = &m->embeddings;
	double progress;
	e->to_nearest &= model_view(m) == VIEW_EMBEDDINGS && e->n;
	if (!e->to_nearest)
		return false;
	const struct embedding_item *item = &e->items[e->shown];
	const struct embedding_value *v = embedding_find(
		caches, m->runs[item->run]->data, item->entry, item->stamp, e->tsne, &progress);
	if (!v || !v->e.n)
		return false;
	const struct neighbours *known =
		embedding_neighbours(caches, v, embedding_point(&v->e, e->row), e->euclidean);
	if (!known)
		return false;
	e->to_nearest = false;
	e->row = known->n ? v->e.row[known->nearest[0].point] : e->row;
	m->message[0] = '\0';
	return true;
}

bool embeddings_sync(struct model *m, struct caches *caches)
{
	struct embeddings *e = &m->embeddings;
	bool changed = go_to_nearest(m, caches);
	add_checks(m);
	for (size_t i = 0; i < m->n_runs; i++) {
		struct embedding_check *check = &e->checks[i];
		if (is_due(m, i))
			*check = (struct embedding_check){check->number + 1, true, m->now,
							  m->runs[i]->records};
		const struct projector_files *files =
			check->waiting ? projector_find(caches, m->runs[i]->data, check->number)
				       : NULL;
		if (!files)
			continue;
		check->waiting = false;
		changed |= replace(e, i, files);
	}
	return changed;
}
