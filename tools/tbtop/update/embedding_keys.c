/* update: keys of the view of embeddings. */
#include <string.h>

#include "tbtop/embed/embedding.h"
#include "tbtop/update/update.h"

static void go_to(struct model *m, const struct embedding *e, size_t point)
{
	m->embeddings.row = e->row[point];
}

/* --- searching -------------------------------------------------------------------------------- */

static void search(struct model *m, const struct embedding *e, size_t from, int direction)
{
	char label[160];
	size_t found = embedding_search(e, m->embeddings.query, from, direction);
	if (found == e->n) {
		say(m, true, "no label contains this");
		return;
	}
	go_to(m, e, found);
	embedding_label(e, found, label, sizeof label);
	say(m, false, "point %u: %s", (unsigned)e->row[found], label);
}

/* Searches from where the search began, so that more characters do not skip labels. */
void search_labels(struct model *m, const struct embedding *e)
{
	struct embeddings *s = &m->embeddings;
	memcpy(s->query, m->prompt.line.text, sizeof s->query);
	s->row = s->row_before;
	m->message[0] = '\0';
	if (e && *s->query)
		search(m, e, (embedding_point(e, s->row) + e->n - 1) % e->n, 1);
}

/* --- movement --------------------------------------------------------------------------------- */

/* The neighbours may still be computed, also because keys came faster than frames. */
static void go_to_nearest(struct model *m, const struct embedding *e,
			  const struct neighbours *known)
{
	bool stale = !known || known->point != embedding_point(e, m->embeddings.row);
	m->embeddings.to_nearest = stale;
	if (stale)
		say(m, false, "the nearest point is being computed");
	else if (known->n)
		go_to(m, e, known->nearest[0].point);
}

static void move(struct model *m, const struct geometry *seen, enum action action)
{
	const struct embedding *e = seen->embedding;
	size_t at = embedding_point(e, m->embeddings.row);
	int direction = action == DO_NEXT_CHART ? 1 : -1;
	switch (action) {
	case DO_LEFT:
	case DO_RIGHT:
		go_to(m, e, embedding_beside(e, at, action == DO_RIGHT ? 1 : -1, 0));
		break;
	case DO_UP:
	case DO_DOWN:
		go_to(m, e, embedding_beside(e, at, 0, action == DO_UP ? 1 : -1));
		break;
	case DO_FIRST:
		go_to(m, e, 0);
		break;
	case DO_LAST:
		go_to(m, e, e->n - 1);
		break;
	case DO_NEXT_CHART:
	case DO_PREVIOUS_CHART:
		if (*m->embeddings.query)
			search(m, e, at, direction);
		else
			go_to(m, e, direction > 0 ? (at + 1) % e->n : (at + e->n - 1) % e->n);
		break;
	case DO_ENTER:
		go_to_nearest(m, e, seen->neighbours);
		break;
	default:
		break;
	}
}

/* Shows another embedding. */
static void change_shown(struct embeddings *e, int direction)
{
	if (e->n)
		e->shown = direction > 0 ? (e->shown + 1) % e->n : (e->shown + e->n - 1) % e->n;
}

void update_embeddings(struct model *m, const struct geometry *seen, enum action action)
{
	struct embeddings *e = &m->embeddings;
	e->to_nearest = false;
	if (action == DO_MODE)
		e->tsne = !e->tsne;
	else if (action == DO_MEASURE)
		e->euclidean = !e->euclidean;
	else if (action == DO_NEXT_RUN || action == DO_PREVIOUS_RUN)
		change_shown(e, action == DO_NEXT_RUN ? 1 : -1);
	else if (seen->embedding && seen->embedding->n)
		move(m, seen, action);
}
