/* Layouts of TensorBoard's Custom Scalars dashboard: charts that show several series. */
#ifndef TFEVENTS_LAYOUT_H
#define TFEVENTS_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

#include <tfevents/event.h>
#include <tfevents/status.h>

TFE_BEGIN_DECLS

/* The tags of a curve with a margin around it. */
typedef struct tfe_margin {
	const char *value, *lower, *upper;
} tfe_margin;

/* A chart: either of all series whose tag begins with a match of one of the regular expressions
 * `tags`, or of curves with margins. */
typedef struct tfe_chart {
	const char *title;
	const char *const *tags;
	size_t n_tags;
	const tfe_margin *margins;
	size_t n_margins;
} tfe_chart;

/* A group of charts with a heading; `closed`: it is shown folded. */
typedef struct tfe_chart_category {
	const char *title;
	const tfe_chart *charts;
	size_t n;
	bool closed;
} tfe_chart_category;

/* A decoded layout. Ownership: everything that is reached through it lives until tfe_layout_close.
 * All texts are UTF-8, terminated by NUL. Threads: any, once it is open. */
typedef struct tfe_layout tfe_layout;

/* Decodes a layout: the element of a tensor of the plugin "custom_scalars". `allocator` is copied;
 * NULL is malloc. Returns TFE_E_DAMAGED (it is no layout), TFE_E_LIMIT (more than 1 MiB, or than
 * 32 times its size in memory), TFE_E_NOMEM; then *out is NULL. Ownership: *out is the caller's. */
TFE_API TFE_MUST_CHECK tfe_status tfe_layout_open(tfe_bytes message, const tfe_allocator *allocator,
						  tfe_layout **out);

/* Frees a layout. NULL is a no-op. */
TFE_API void tfe_layout_close(tfe_layout *layout);

/* The categories of a layout. NULL for an index at or above the count. */
TFE_API size_t tfe_layout_category_count(const tfe_layout *layout);
TFE_API const tfe_chart_category *tfe_layout_category_at(const tfe_layout *layout, size_t i);

TFE_END_DECLS

#endif
