/* model: the visible parts of x axes. Each chart has its own zoom; linked zooms are shared by the
 * charts of a view that have the same x axis. */
#ifndef TBTOP_MODEL_ZOOM_H
#define TBTOP_MODEL_ZOOM_H

#include <stdbool.h>
#include <stddef.h>

#include <tfevents/series.h>

struct model;
struct tag;
struct extent;

/* The charts that a zoom is for. */
enum zoom_scope { ZOOM_OF_TAG, ZOOM_OF_SCALARS, ZOOM_OF_HISTOGRAMS };

struct zoom {
	const struct tag *tag; /* the tag whose chart was zoomed */
	enum zoom_scope scope;
	tfe_axis axis; /* on other axes, all points are visible */
	double x0, x1;
	double at; /* when it was set, in seconds since 1970 */
};

/* At most one zoom of each tag, and one of each other scope. */
enum { ZOOMS_MOST = 128 };
struct zooms {
	struct zoom item[ZOOMS_MOST];
	size_t n;
};

/* Returns the zoom of a tag, or that of another scope, for which the tag does not matter; or
 * NULL. */
const struct zoom *zooms_find(const struct zooms *zooms, const struct tag *tag,
			      enum zoom_scope scope);

/* Adds a zoom in place of the one for the same charts. Of too many, the oldest is dropped. */
void zooms_put(struct zooms *zooms, const struct zoom *zoom);

void zooms_remove(struct zooms *zooms, const struct tag *tag, enum zoom_scope scope);

/* Returns whether charts that were zoomed are not any more. */
bool zooms_ended(const struct zooms *before, const struct zooms *now);

/* Adds those zooms of `from` whose charts have none. */
void zooms_add_missing(struct zooms *zooms, const struct zooms *from);

/* Returns the scope of the zooms that keys set in the view of the model. */
enum zoom_scope zoom_scope(const struct model *m);

/* Returns the zoom that the chart of a tag may show (see zoom_applies) in the view of the model; or
 * NULL, also while a tag is the x axis. */
const struct zoom *zoom_of(const struct model *m, const struct tag *tag);

/* Returns whether a zoom applies to a chart: the chart has the same x axis as the zoomed one, which
 * extends over `home`, and the zoom shows a part of its extent. */
bool zoom_applies(const struct zoom *zoom, const struct extent *home, const struct extent *chart);

/* Returns the length of the smallest part of an x axis that a zoom shows. */
double zoom_least(tfe_axis axis);

#endif
