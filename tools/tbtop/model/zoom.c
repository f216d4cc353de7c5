/* model: the visible parts of x axes, and the charts that they apply to. */
#include "tbtop/model/zoom.h"

#include <math.h>
#include <string.h>

#include "tbtop/model/model.h"

/* The least part of the longer extent that two charts with the same x axis have in common. Epochs
 * and steps both begin at 0, but epochs end early. */
static const double common_least = 0.05;

/* --- the list --------------------------------------------------------------------------------- */

/* Returns zooms->n without a zoom for these charts. */
static size_t find(const struct zooms *zooms, const struct tag *tag, enum zoom_scope scope)
{
	size_t i = 0;
	for (; i < zooms->n; i++) {
		const struct zoom *z = &zooms->item[i];
		if (z->scope == scope && (scope != ZOOM_OF_TAG || z->tag == tag))
			break;
	}
	return i;
}

const struct zoom *zooms_find(const struct zooms *zooms, const struct tag *tag,
			      enum zoom_scope scope)
{
	size_t i = find(zooms, tag, scope);
	return i < zooms->n ? &zooms->item[i] : NULL;
}

static void remove_at(struct zooms *zooms, size_t i)
{
	zooms->n--;
	memmove(&zooms->item[i], &zooms->item[i + 1], (zooms->n - i) * sizeof *zooms->item);
}

static size_t oldest(const struct zooms *zooms)
{
	size_t at = 0;
	for (size_t i = 1; i < zooms->n; i++)
		if (zooms->item[i].at < zooms->item[at].at)
			at = i;
	return at;
}

void zooms_put(struct zooms *zooms, const struct zoom *zoom)
{
	size_t i = find(zooms, zoom->tag, zoom->scope);
	const struct zoom *z = &zooms->item[i];
	if (i < zooms->n && z->tag == zoom->tag && z->axis == zoom->axis && z->x0 == zoom->x0 &&
	    z->x1 == zoom->x1)
		return;
	if (i < zooms->n)
		remove_at(zooms, i);
	else if (zooms->n == ZOOMS_MOST)
		remove_at(zooms, oldest(zooms));
	zooms->item[zooms->n++] = *zoom;
}

void zooms_remove(struct zooms *zooms, const struct tag *tag, enum zoom_scope scope)
{
	size_t i = find(zooms, tag, scope);
	if (i < zooms->n)
		remove_at(zooms, i);
}

bool zooms_ended(const struct zooms *before, const struct zooms *now)
{
	for (size_t i = 0; i < before->n; i++)
		if (!zooms_find(now, before->item[i].tag, before->item[i].scope))
			return true;
	return false;
}

void zooms_add_missing(struct zooms *zooms, const struct zooms *from)
{
	for (size_t i = 0; i < from->n; i++)
		if (!zooms_find(zooms, from->item[i].tag, from->item[i].scope))
			zooms_put(zooms, &from->item[i]);
}

/* --- charts ----------------------------------------------------------------------------------- */

double zoom_least(tfe_axis axis)
{
	return axis == TFE_AXIS_STEP ? 4 : 1e-3;
}

enum zoom_scope zoom_scope(const struct model *m)
{
	if (!m->settings.link_zoom)
		return ZOOM_OF_TAG;
	return model_kind(m) == TAG_HISTOGRAMS ? ZOOM_OF_HISTOGRAMS : ZOOM_OF_SCALARS;
}

const struct zoom *zoom_of(const struct model *m, const struct tag *tag)
{
	const struct zoom *zoom = zooms_find(&m->zooms, tag, zoom_scope(m));
	if (m->x_tag && model_kind(m) != TAG_HISTOGRAMS)
		return NULL;
	return zoom && zoom->axis == m->settings.axis ? zoom : NULL;
}

static bool share_axis(const struct extent *a, const struct extent *b)
{
	double common = fmin(a->x1, b->x1) - fmax(a->x0, b->x0);
	double longer = fmax(a->x1 - a->x0, b->x1 - b->x0);
	return common >= common_least * longer;
}

bool zoom_applies(const struct zoom *zoom, const struct extent *home, const struct extent *chart)
{
	if (!chart->is)
		return false;
	if (home->is && !share_axis(home, chart))
		return false;
	if (chart->x0 >= zoom->x0 && chart->x1 <= zoom->x1) /* all points are visible anyway */
		return false;
	return chart->x0 < zoom->x1 && chart->x1 > zoom->x0;
}
