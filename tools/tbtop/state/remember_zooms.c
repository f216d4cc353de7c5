/* state: what is remembered of zooms: an entry "zoom KIND NAME" for each tag, and "zoom.linked KIND
 * NAME" for the charts that are zoomed together. The value is "AXIS FROM TO TIME": an axis of the
 * settings, two numbers, and when the zoom was set; earlier versions wrote no time. */
#include "tbtop/state/remember_zooms.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "common/number.h"
#include "tbtop/state/entry_names.h"

static const char own[] = "zoom", linked[] = "zoom.linked";

/* --- applying --------------------------------------------------------------------------------- */

static bool parse(const char *value, struct zoom *zoom)
{
	char *end, *last;
	long axis = strtol(value, &end, 10);
	zoom->x0 = strtod(end, &last);
	zoom->x1 = strtod(last, &end);
	zoom->at = strtod(end, &last);
	zoom->axis = (tfe_axis)axis;
	return !*last && isfinite(zoom->x0) && isfinite(zoom->x1) && zoom->x1 > zoom->x0 &&
	       zoom->at >= 0 && zoom->at < 1e15 && axis >= 0 && axis <= TFE_AXIS_WALL;
}

static enum recall recall_one(struct model *m, const char *name, const char *value, bool is_linked)
{
	struct zoom zoom = {0};
	const struct tag *tag = entry_chart(m, name);
	if (!parse(value, &zoom))
		return RECALL_WRONG;
	if (!tag || (!tag->n_curves && !tag->rule))
		return RECALL_LATER;
	bool histograms = model_find_tag(m, TAG_HISTOGRAMS, tag->name) == tag;
	zoom.tag = tag;
	zoom.scope = !is_linked ? ZOOM_OF_TAG : histograms ? ZOOM_OF_HISTOGRAMS : ZOOM_OF_SCALARS;
	if (!zooms_find(&m->zooms, tag, zoom.scope)) /* otherwise the user has zoomed */
		zooms_put(&m->zooms, &zoom);
	return RECALL_DONE;
}

enum recall recall_zoom(struct model *m, const char *name, const char *value)
{
	return recall_one(m, name, value, false);
}

enum recall recall_linked_zoom(struct model *m, const char *name, const char *value)
{
	return recall_one(m, name, value, true);
}

/* --- remembering ------------------------------------------------------------------------------ */

/* Returns the kind of a tag by its address; TAG_KINDS for none. */
static enum tag_kind kind_of(const struct model *m, const struct tag *tag)
{
	for (int k = 0; k < TAG_KINDS; k++)
		if (model_find_tag(m, (enum tag_kind)k, tag->name) == tag)
			return (enum tag_kind)k;
	return TAG_KINDS;
}

bool remember_zooms(const struct model *m, struct entries *e)
{
	char x0[NUMBER_BYTES], x1[NUMBER_BYTES], value[2 * NUMBER_BYTES + 40];
	bool all = true;
	for (size_t i = 0; i < m->zooms.n; i++) {
		const struct zoom *zoom = &m->zooms.item[i];
		enum tag_kind kind = kind_of(m, zoom->tag);
		if (kind == TAG_KINDS)
			continue;
		number_exact(x0, zoom->x0);
		number_exact(x1, zoom->x1);
		int n = snprintf(value, sizeof value, "%d %s %s", (int)zoom->axis, x0, x1);
		if (zoom->at > 0)
			snprintf(value + n, sizeof value - (size_t)n, " %.0f", zoom->at);
		all &= entry_add(e, zoom->scope == ZOOM_OF_TAG ? own : linked, entry_kind(kind),
				 zoom->tag->name, value);
	}
	return all;
}

/* --- the limit -------------------------------------------------------------------------------- */

static bool is_own(const struct entry *e)
{
	return !strncmp(e->name, own, sizeof own - 1) && e->name[sizeof own - 1] == ' ';
}

static double time_of(const struct entry *e)
{
	struct zoom zoom = {0};
	return parse(e->value, &zoom) ? zoom.at : 0;
}

static int by_value(const void *a, const void *b)
{
	const double *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

void drop_old_zooms(struct entries *e)
{
	double *times = need_zeroed(e->n + 1, sizeof *times);
	size_t n = 0, rest = 0;
	for (size_t i = 0; i < e->n; i++)
		if (is_own(&e->items[i]))
			times[n++] = time_of(&e->items[i]);
	if (n > ZOOMS_MOST) {
		rest = n - ZOOMS_MOST;
		qsort(times, n, sizeof *times, by_value);
	}
	/* Those that are as old as the newest one of the rest go last. */
	const double newest = rest ? times[rest - 1] : 0;
	for (int same = 0; same < 2; same++)
		for (size_t i = e->n; i-- > 0 && rest;) {
			const double time = time_of(&e->items[i]);
			if (is_own(&e->items[i]) && (same ? time == newest : time < newest)) {
				entries_remove(e, e->items[i].name);
				rest--;
			}
		}
	free(times);
}
