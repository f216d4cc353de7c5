/* update: the visible part of the x axis of charts: zooming, panning, linked zooms. */
#include "tbtop/update/zooming.h"

#include <math.h>

#include "tbtop/update/update.h"

/* --- the visible part ------------------------------------------------------------------------- */

static struct extent focused_extent(const struct model *m)
{
	const struct tag *tag = model_focus(m);
	return tag ? tag_extent(m, tag) : (struct extent){0};
}

/* Returns the zoom that the focused chart, whose extent is `all`, shows; or NULL. */
static const struct zoom *applied(const struct model *m, const struct extent *all)
{
	const struct zoom *zoom = zoom_of(m, model_focus(m));
	if (!zoom)
		return NULL;
	const struct extent home = tag_extent(m, zoom->tag);
	return zoom_applies(zoom, &home, all) ? zoom : NULL;
}

bool zoom_window(const struct model *m, double *x0, double *x1)
{
	const struct extent all = focused_extent(m);
	const struct zoom *zoom = applied(m, &all);
	*x0 = zoom ? zoom->x0 : all.x0;
	*x1 = zoom ? zoom->x1 : all.x1;
	return all.is && *x1 > *x0;
}

double zoom_middle(double x0, double x1)
{
	return isinf(x1 - x0) ? x0 / 2 + x1 / 2 : x0 + (x1 - x0) / 2;
}

double zoom_part(double x0, double x1, int parts)
{
	return isinf(x1 - x0) ? x1 / parts - x0 / parts : (x1 - x0) / parts;
}

/* --- changes ---------------------------------------------------------------------------------- */

static void put(struct model *m, enum zoom_scope scope, double x0, double x1)
{
	const struct zoom zoom = {.tag = model_focus(m),
				  .scope = scope,
				  .axis = m->settings.axis,
				  .x0 = x0,
				  .x1 = x1,
				  .at = m->now};
	zooms_put(&m->zooms, &zoom);
	m->touched = true; /* tags that are found later do not take the focus */
}

/* A zoom of another x axis stays. */
static void end(struct model *m)
{
	if (zoom_of(m, model_focus(m)))
		zooms_remove(&m->zooms, model_focus(m), zoom_scope(m));
}

void zoom_show(struct model *m, double a, double b)
{
	const struct extent all = focused_extent(m);
	if (!all.is)
		return;
	if (b - a >= all.x1 - all.x0) {
		end(m);
		return;
	}
	double by = b > all.x1 ? all.x1 - b : a < all.x0 ? all.x0 - a : 0;
	a += by;
	b += by;
	if (isfinite(a) && isfinite(b) && b - a >= zoom_least(m->settings.axis))
		put(m, zoom_scope(m), a, b);
}

void zoom_uncover(struct model *m, double x)
{
	const struct zoom *zoom = zoom_of(m, model_focus(m));
	if (zoom && (x < zoom->x0 || x > zoom->x1))
		end(m);
}

void zoom_linked(struct model *m)
{
	const struct tag *tag = model_focus(m);
	const struct zoom *found = zooms_find(&m->zooms, tag, ZOOM_OF_TAG);
	if (!m->settings.link_zoom || !tag)
		return;
	/* Removing another zoom moves this one. */
	const struct zoom own = found ? *found : (struct zoom){0};
	zooms_remove(&m->zooms, tag, zoom_scope(m));
	if (found && own.axis == m->settings.axis)
		put(m, zoom_scope(m), own.x0, own.x1);
}

static void zoom_by(struct model *m, double factor)
{
	double x0, x1;
	if (!zoom_window(m, &x0, &x1))
		return;
	double center = m->focused && m->crosshair ? m->cross_x : zoom_middle(x0, x1);
	zoom_show(m, center - (center - x0) * factor, center + (x1 - center) * factor);
}

static void pan(struct model *m, int direction)
{
	double x0, x1;
	const struct extent all = focused_extent(m);
	if (!applied(m, &all) || !zoom_window(m, &x0, &x1))
		return;
	double by = direction * zoom_part(x0, x1, 4);
	zoom_show(m, x0 + by, x1 + by);
}

static void toggle_link(struct model *m)
{
	m->settings.link_zoom = !m->settings.link_zoom;
	zoom_linked(m);
	say(m, false,
	    m->settings.link_zoom ? "charts with the same x axis are zoomed together"
				  : "each chart has its own zoom");
}

/* --- keys ------------------------------------------------------------------------------------- */

void update_zoom(struct model *m, enum action action)
{
	switch (action) {
	case DO_ZOOM_IN:
	case DO_ZOOM_OUT:
		zoom_by(m, action == DO_ZOOM_IN ? 0.5 : 2);
		break;
	case DO_PAN_LEFT:
	case DO_PAN_RIGHT:
		pan(m, action == DO_PAN_RIGHT ? 1 : -1);
		break;
	case DO_FIT:
		end(m);
		break;
	case DO_LINK_ZOOM:
		toggle_link(m);
		break;
	default:
		break;
	}
}
