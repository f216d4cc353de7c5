/* update: keys of the view of confusion matrices: the cell, and what its number is a share of. */
#include "tbtop/update/update.h"

enum { PAGE = 10 };

/* Returns a class `by` places further, among n. */
static size_t moved(size_t class, long by, size_t n)
{
	class = class < n ? class : n - 1;
	size_t far = (size_t)(by < 0 ? -by : by);
	if (by < 0)
		return class > far ? class - far : 0;
	return class + far < n ? class + far : n - 1;
}

static void move_cell(struct model *m, const struct geometry *seen, long down, long right)
{
	if (!seen->matrix.classes) /* it was not drawn yet */
		return;
	if (!m->cell.on)
		m->cell = (struct chosen_cell){true, seen->matrix.label, seen->matrix.prediction};
	m->cell.label = moved(m->cell.label, down, seen->matrix.classes);
	m->cell.prediction = moved(m->cell.prediction, right, seen->matrix.classes);
}

/* Returns whether the action moves the cell of a matrix in full size. */
static bool moved_cell(struct model *m, const struct geometry *seen, enum action action)
{
	long all = (long)seen->matrix.classes;
	switch (action) {
	case DO_UP:
	case DO_DOWN:
		move_cell(m, seen, action == DO_DOWN ? 1 : -1, 0);
		return true;
	case DO_LEFT:
	case DO_RIGHT:
		move_cell(m, seen, 0, action == DO_RIGHT ? 1 : -1);
		return true;
	case DO_PAGE_UP:
	case DO_PAGE_DOWN:
		move_cell(m, seen, action == DO_PAGE_DOWN ? PAGE : -PAGE, 0);
		return true;
	case DO_PAN_LEFT:
	case DO_PAN_RIGHT:
		move_cell(m, seen, 0, action == DO_PAN_RIGHT ? PAGE : -PAGE);
		return true;
	case DO_FIRST:
	case DO_LAST:
		move_cell(m, seen, action == DO_LAST ? all : -all, action == DO_LAST ? all : -all);
		return true;
	default:
		return false;
	}
}

void update_matrices(struct model *m, const struct geometry *seen, enum action action)
{
	const struct tag *before = model_focus(m);
	if (m->focused && moved_cell(m, seen, action))
		return;
	if (action == DO_MODE)
		m->share = (m->share + 1) % SHARES;
	else
		update_steps(m, seen, action);
	if (model_focus(m) != before)
		m->cell.on = false;
}
