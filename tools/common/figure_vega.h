/* common: parts of specifications of Vega-Lite; for figure_vega.c and figure_vega_matrix.c. */
#ifndef COMMON_FIGURE_VEGA_H
#define COMMON_FIGURE_VEGA_H

#include <stdbool.h>
#include <stdint.h>

#include "common/figure.h"
#include "common/json.h"

/* Begins the object of the line. */
void vega_begin(struct json *j, const char *title, double width, double height);
void vega_config(struct json *j, enum figure_theme theme, double font);

/* A channel with a field; type may be NULL. */
void vega_field(struct json *j, const char *channel, const char *field, const char *type);
void vega_hex(struct json *j, const char *key, uint32_t colour);

/* The colours of values from 0, or with negative ones from -most, to `most`. */
void vega_shades(struct json *j, enum figure_theme theme, double most, bool negative);

#endif
