/* tools: all points of a series, one block after the other, whatever the memory budget had dropped. */
#include "common/exact.h"

#include "common/complain.h"

bool exact_begin(struct exact *e, const tfe_series *series)
{
	*e = (struct exact){.series = series, .view = tfe_series_view(series)};
	e->status = tfe_series_exact(series, 0, &e->view);
	return !e->status;
}

size_t exact_points(struct exact *e, tfe_point *points, size_t n)
{
	if (e->status || e->next >= e->view.count)
		return 0;
	/* Of a block that was dropped the first entry alone is there: enough to see that it is time to read again. */
	if (tfe_view_held(&e->view, e->next) != e->next) {
		e->status = tfe_series_exact(e->series, e->next, &e->view);
		if (e->status)
			return 0;
	}
	size_t got = tfe_view_get_points(&e->view, e->next, points, n);
	e->next += got;
	return got;
}

bool exact_tell(const struct exact *e, const char *program)
{
	if (!e->status)
		return false;
	complain(program, tfe_series_tag(e->series), "cannot be reread: %s (use a larger --memory)",
		 tfe_status_text(e->status));
	return true;
}
