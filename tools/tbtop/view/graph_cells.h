/* view: parts of the view of graphs: the details of an item, and texts that both parts draw. */
#ifndef TBTOP_VIEW_GRAPH_CELLS_H
#define TBTOP_VIEW_GRAPH_CELLS_H

#include "tbtop/graph/graph_walk.h"
#include "tbtop/view/frame.h"

/* Writes microseconds as "12 us", "1.21 ms", "3.4 s". */
void graph_time_text(char text[32], int64_t us);

/* Returns the part of a device's name that tells devices apart: "GPU:0". */
struct graph_text graph_device_name(const struct graph *graph, uint16_t device);

/* Returns the colour of a device. */
colour graph_device_colour(uint16_t device);

/* Draws the properties of an item, its attributes, inputs and outputs. */
void graph_details_draw(const struct frame *f, struct rect r, const struct graph *graph,
			uint32_t item);

#endif
