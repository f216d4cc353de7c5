/* update: the mouse in a matrix, a picture, a PR curve, a sound or an embedding: their cursors move
 * to the pointer. */
#include "tbtop/update/pointing.h"

#include <math.h>

#include "tbtop/embed/embedding.h"

/* Returns the thing of a range that is drawn at a cell, at the middle of those that share it. */
static size_t at_cell(const struct target_range *r, int cell, int cells)
{
	size_t n = r->to - r->from;
	size_t from = (size_t)cell * n / (size_t)cells, to = ((size_t)cell + 1) * n / (size_t)cells;
	return r->from + (to > from ? (from + to) / 2 : from);
}

/* A matrix that is drawn in part moves with its cell, so that a pointer at rest would go on. */
static bool point_at_cell(struct model *m, const struct geometry *seen, const struct target *t,
			  int x, int y, bool hovers)
{
	size_t n = seen->matrix.classes;
	bool whole = t->across.to - t->across.from == n && t->down.to - t->down.from == n;
	const struct chosen_cell cell = {.on = true,
					 .label = at_cell(&t->down, y - t->y, t->h),
					 .prediction = at_cell(&t->across, x - t->x, t->w)};
	bool same =
		m->cell.on && m->cell.label == cell.label && m->cell.prediction == cell.prediction;
	if (same || !n || (hovers && !whole))
		return false;
	m->cell = cell;
	return true;
}

static bool point_at_pixel(struct looking *l, const struct target *t, int x, int y)
{
	uint32_t column = (uint32_t)at_cell(&t->across, x - t->x, t->w);
	uint32_t row = (uint32_t)at_cell(&t->down, y - t->y, t->h);
	bool same = l->cursor && l->x == column && l->y == row;
	l->cursor = true;
	l->x = column;
	l->y = row;
	return !same;
}

static bool point_at_time(struct listening *l, const struct target *t, int x)
{
	double at = t->x0 + (t->x1 - t->x0) * (x - t->x + 0.5) / t->w;
	bool same = l->cursor_on && l->cursor == at;
	l->cursor_on = true;
	l->cursor = at;
	return !same;
}

static bool point_at_threshold(struct pr_choice *pr, const struct target *t)
{
	bool same = pr->threshold == t->x0;
	pr->threshold = t->x0;
	return !same;
}

/* Chooses the point that is nearest to the middle of the cell. */
static bool point_in_cloud(struct model *m, const struct embedding *e, const struct target *t,
			   int x, int y)
{
	double at_x = t->x0 + (t->x1 - t->x0) * (x - t->x + 0.5) / t->w;
	double at_y = t->y1 - (t->y1 - t->y0) * (y - t->y + 0.5) / t->h;
	size_t nearest = 0;
	double least = INFINITY;
	for (size_t i = 0; e && i < e->n; i++) {
		double far = hypot(e->place[2 * i] - at_x, e->place[2 * i + 1] - at_y);
		nearest = far < least ? i : nearest;
		least = fmin(far, least);
	}
	if (isinf(least) || m->embeddings.row == e->row[nearest])
		return false;
	m->embeddings.row = e->row[nearest];
	return true;
}

bool point_at(struct model *m, const struct geometry *seen, const struct target *t, int x, int y,
	      bool hovers)
{
	switch (t ? t->kind : TARGET_ACTION) {
	case TARGET_CELLS:
		return point_at_cell(m, seen, t, x, y, hovers);
	case TARGET_PIXELS:
		return point_at_pixel(&m->looking, t, x, y);
	case TARGET_THRESHOLD:
		return point_at_threshold(&m->pr, t);
	case TARGET_SOUND:
		return point_at_time(&m->listening, t, x);
	case TARGET_CLOUD:
		return !hovers && point_in_cloud(m, seen->embedding, t, x, y);
	default:
		return false;
	}
}
