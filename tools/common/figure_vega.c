/* common: figures as specifications of Vega-Lite with their data. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "common/figure_draw.h"
#include "common/figure_text.h"
#include "common/json.h"

/* --- data ------------------------------------------------------------------------------------- */

/* Returns the name whose colour a curve has. A faint curve and a band have that of the curve after
 * them, superseded points that of the line of the same colour. */
static const char *series_of(const struct figure *f, size_t curve)
{
	const struct figure_curve *c = &f->curve[curve];
	for (size_t i = 0; i < f->n && c->shape == FIGURE_SUPERSEDED; i++)
		if (f->curve[i].shape == FIGURE_LINE && f->curve[i].colour == c->colour)
			return f->curve[i].name;
	return *c->name || curve + 1 == f->n ? c->name : c[1].name;
}

/* Appends the dots of a curve. `part` counts the pieces that dots without a place interrupt, so
 * that lines do not join them. */
static void put_values(struct json *j, const struct figure *f, size_t curve, int64_t *part)
{
	const struct figure_curve *c = &f->curve[curve];
	const char *name = series_of(f, curve);
	const double unit = f->x_scale == FIGURE_TIME ? 1000 : 1;
	++*part;
	for (size_t k = 0; k < c->n; k++) {
		if (!figure_has(f, c, k)) {
			++*part;
			continue;
		}
		json_begin(j, NULL);
		json_double(j, "x", c->dot[k].x * unit);
		json_double(j, "y", c->dot[k].y);
		if (c->high)
			json_double(j, "high", c->high[k]);
		json_text(j, "series", name);
		json_int(j, "part", *part);
		json_int(j, "order", (int64_t)k);
		json_end(j);
	}
}

static void put_cells(struct json *j, const struct figure *f)
{
	for (size_t i = 0; i < f->cells; i++) {
		const struct figure_cell *c = &f->cell[i];
		json_begin(j, NULL);
		json_double(j, "x", c->x0);
		json_double(j, "x2", c->x1);
		json_double(j, "y", c->y0);
		json_double(j, "y2", c->y1);
		json_double(j, "share", c->share);
		json_end(j);
	}
}

/* --- encoding --------------------------------------------------------------------------------- */

/* A channel of a position; its range is that of the other formats. */
static void put_channel(struct json *j, const char *channel, const char *title,
			const struct figure_axis *axis)
{
	static const char *const words[] = {
		[FIGURE_LINEAR] = "linear",
		[FIGURE_LOG] = "log",
		[FIGURE_SYMLOG] = "symlog",
		[FIGURE_TIME] = "time",
	};
	const double unit = axis->scale == FIGURE_TIME ? 1000 : 1;
	json_begin(j, channel);
	json_text(j, "field", channel);
	json_text(j, "type", axis->scale == FIGURE_TIME ? "temporal" : "quantitative");
	json_text(j, "title", title);
	json_null(j, "stack");
	json_begin(j, "scale");
	json_text(j, "type", words[axis->scale]);
	json_begin_array(j, "domain");
	json_double(j, NULL, axis->low * unit);
	json_double(j, NULL, axis->high * unit);
	json_end_array(j);
	json_bool(j, "nice", false);
	if (axis->scale == FIGURE_LINEAR)
		json_bool(j, "zero", false);
	if (axis->scale == FIGURE_SYMLOG)
		json_double(j, "constant", axis->linear);
	json_end(j);
	json_end(j);
}

static void put_positions(struct json *j, const struct figure *f)
{
	struct figure_axis x, y;
	figure_axes_make(f, &x, &y);
	put_channel(j, "x", f->x_label, &x);
	put_channel(j, "y", f->y_label, &y);
}

static void put_field(struct json *j, const char *channel, const char *field, const char *type)
{
	json_begin(j, channel);
	json_text(j, "field", field);
	if (type)
		json_text(j, "type", type);
	json_end(j);
}

static void put_hex(struct json *j, const char *key, uint32_t colour)
{
	char text[16];
	snprintf(text, sizeof text, "#%06x", (unsigned)(colour & 0xffffff));
	json_text(j, key, text);
}

/* The name of superseded points is that of their dashes. */
static bool has_colour_name(const struct figure_curve *c)
{
	return *c->name && c->shape != FIGURE_SUPERSEDED;
}

/* The colours of the names, in the order of the curves. */
static void put_colours(struct json *j, const struct figure *f)
{
	json_begin(j, "color");
	json_text(j, "field", "series");
	json_text(j, "type", "nominal");
	json_null(j, "title");
	json_begin(j, "scale");
	json_begin_array(j, "domain");
	for (size_t i = 0; i < f->n; i++)
		if (has_colour_name(&f->curve[i]))
			json_text(j, NULL, f->curve[i].name);
	json_end_array(j);
	json_begin_array(j, "range");
	for (size_t i = 0; i < f->n; i++)
		if (has_colour_name(&f->curve[i]))
			put_hex(j, NULL, figure_curve_colour(f, f->curve[i].colour));
	json_end_array(j);
	json_end(j);
	json_end(j);
}

/* The colours of shares from 0 to 1. */
static void put_shades(struct json *j, enum figure_theme theme)
{
	json_begin(j, "scale");
	json_text(j, "interpolate", "rgb");
	json_begin_array(j, "domain");
	json_int(j, NULL, 0);
	json_int(j, NULL, 1);
	json_end_array(j);
	json_begin_array(j, "range");
	put_hex(j, NULL, figure_background(theme));
	put_hex(j, NULL, figure_colour(theme, 0));
	json_end_array(j);
	json_end(j);
}

static bool has_names(const struct figure *f)
{
	for (size_t i = 0; i < f->n; i++)
		if (has_colour_name(&f->curve[i]))
			return true;
	return false;
}

/* Appends the dashes of superseded points, which have a legend of their own. */
static void put_dashes(struct json *j)
{
	json_begin(j, "strokeDash");
	json_text(j, "field", "kind");
	json_text(j, "type", "nominal");
	json_null(j, "title");
	json_begin(j, "scale");
	json_begin_array(j, "domain");
	json_text(j, NULL, figure_superseded);
	json_end_array(j);
	json_begin_array(j, "range");
	json_begin_array(j, NULL);
	json_int(j, NULL, 2);
	json_int(j, NULL, 2);
	json_end_array(j);
	json_end_array(j);
	json_end(j);
	json_end(j);
}

static void put_encoding(struct json *j, const struct figure *f, enum figure_shape shape)
{
	json_begin(j, "encoding");
	put_positions(j, f);
	if (shape == FIGURE_BAND)
		put_field(j, "y2", "high", NULL);
	if (shape == FIGURE_AREA) {
		json_begin(j, "y2");
		json_double(j, "datum", 0);
		json_end(j);
	}
	if (shape != FIGURE_DASHED && has_names(f))
		put_colours(j, f);
	if (shape == FIGURE_SUPERSEDED)
		put_dashes(j);
	put_field(j, "detail", "part", "nominal");
	if (shape != FIGURE_BAND && shape != FIGURE_POINTS)
		put_field(j, "order", "order", "quantitative");
	json_end(j);
}

static void put_mark(struct json *j, const struct figure *f, enum figure_shape shape)
{
	static const struct {
		const char *type;
		double opacity;
	} marks[] = {
		[FIGURE_LINE] = {"line", 1},         [FIGURE_FAINT] = {"line", 0.35},
		[FIGURE_AREA] = {"area", 0.35},      [FIGURE_BAND] = {"area", 0.2},
		[FIGURE_DASHED] = {"line", 1},       [FIGURE_POINTS] = {"point", 1},
		[FIGURE_SUPERSEDED] = {"line", 0.6},
	};
	json_begin(j, "mark");
	json_text(j, "type", marks[shape].type);
	json_double(j, "opacity", marks[shape].opacity);
	json_bool(j, "clip", true);
	if (shape == FIGURE_AREA)
		json_bool(j, "line", true);
	if (shape == FIGURE_DASHED) {
		put_hex(j, "color", figure_foreground(f->theme));
		json_begin_array(j, "strokeDash");
		json_int(j, NULL, 4);
		json_int(j, NULL, 3);
		json_end_array(j);
	}
	json_end(j);
}

/* Names the kind of all dots of the layer. */
static void put_kind(struct json *j)
{
	char calculate[64];
	snprintf(calculate, sizeof calculate, "'%s'", figure_superseded);
	json_begin_array(j, "transform");
	json_begin(j, NULL);
	json_text(j, "calculate", calculate);
	json_text(j, "as", "kind");
	json_end(j);
	json_end_array(j);
}

static void put_layer(struct json *j, const struct figure *f, enum figure_shape shape,
		      int64_t *part)
{
	json_begin(j, NULL);
	json_begin(j, "data");
	json_begin_array(j, "values");
	for (size_t i = 0; i < f->n; i++)
		if (f->curve[i].shape == shape)
			put_values(j, f, i, part);
	json_end_array(j);
	json_end(j);
	if (shape == FIGURE_SUPERSEDED)
		put_kind(j);
	put_mark(j, f, shape);
	put_encoding(j, f, shape);
	json_end(j);
}

static void put_heat(struct json *j, const struct figure *f)
{
	json_begin(j, NULL);
	json_begin(j, "data");
	json_begin_array(j, "values");
	put_cells(j, f);
	json_end_array(j);
	json_end(j);
	json_text(j, "mark", "rect");
	json_begin(j, "encoding");
	put_positions(j, f);
	put_field(j, "x2", "x2", NULL);
	put_field(j, "y2", "y2", NULL);
	json_begin(j, "color");
	json_text(j, "field", "share");
	json_text(j, "type", "quantitative");
	json_null(j, "legend");
	put_shades(j, f->theme);
	json_end(j);
	json_end(j);
	json_end(j);
}

/* --- the whole -------------------------------------------------------------------------------- */

static void put_config(struct json *j, enum figure_theme theme, double font)
{
	const uint32_t front = figure_foreground(theme);
	put_hex(j, "background", figure_background(theme));
	json_begin(j, "config");
	json_begin(j, "axis");
	json_double(j, "labelFontSize", font);
	json_double(j, "titleFontSize", font);
	put_hex(j, "labelColor", front);
	put_hex(j, "titleColor", front);
	json_end(j);
	json_begin(j, "legend");
	json_double(j, "labelFontSize", font);
	put_hex(j, "labelColor", front);
	json_end(j);
	json_begin(j, "title");
	json_double(j, "fontSize", 1.2 * font);
	put_hex(j, "color", front);
	json_end(j);
	json_end(j);
}

static void begin_spec(struct json *j, const char *title, double width, double height)
{
	/* A key with "$" is no plain word, so it is written as any bytes. */
	json_begin(j, NULL);
	json_name(j, "$schema", 7);
	json_text(j, NULL, "https://vega.github.io/schema/vega-lite/v5.json");
	json_text(j, "title", title);
	json_double(j, "width", floor(width));
	json_double(j, "height", floor(height));
	json_begin(j, "autosize");
	json_text(j, "type", "fit");
	json_text(j, "contains", "padding");
	json_end(j);
}

void figure_put_vega_lite(struct out *out, const struct figure *f, double width, double height)
{
	static const enum figure_shape order[] = {FIGURE_BAND,       FIGURE_AREA,   FIGURE_FAINT,
						  FIGURE_SUPERSEDED, FIGURE_DASHED, FIGURE_LINE,
						  FIGURE_POINTS};
	struct json j = {.out = out};
	int64_t part = 0;
	begin_spec(&j, f->title, width, height);
	put_config(&j, f->theme, f->font);
	json_begin_array(&j, "layer");
	if (f->cells)
		put_heat(&j, f);
	for (size_t i = 0; i < sizeof order / sizeof *order; i++)
		if (figure_has_shape(f, order[i]))
			put_layer(&j, f, order[i], &part);
	json_end_array(&j);
	json_end_line(&j);
}

/* --- matrices --------------------------------------------------------------------------------- */

static void put_counts(struct json *j, const struct figure_matrix *m)
{
	json_begin(j, "data");
	json_begin_array(j, "values");
	for (size_t t = 0; t < m->classes; t++)
		for (size_t k = 0; k < m->classes; k++) {
			char name[2][FIGURE_CLASS];
			figure_class_name(m, t, name[0]);
			figure_class_name(m, k, name[1]);
			json_begin(j, NULL);
			json_text(j, "true", name[0]);
			json_text(j, "predicted", name[1]);
			json_int(j, "count", m->counts[t * m->classes + k]);
			json_double(j, "share", figure_matrix_share(m, t, k));
			json_end(j);
		}
	json_end_array(j);
	json_end(j);
}

static void put_class(struct json *j, const char *channel, const char *field, const char *title)
{
	json_begin(j, channel);
	json_text(j, "field", field);
	json_text(j, "type", "nominal");
	json_text(j, "title", title);
	json_null(j, "sort");
	json_end(j);
}

static void put_squares(struct json *j, const struct figure_matrix *m)
{
	json_begin(j, NULL);
	json_text(j, "mark", "rect");
	json_begin(j, "encoding");
	json_begin(j, "color");
	json_text(j, "field", "share");
	json_text(j, "type", "quantitative");
	json_text(j, "title", "share of the true class");
	put_shades(j, m->theme);
	json_end(j);
	json_end(j);
	json_end(j);
}

static void put_numbers(struct json *j, const struct figure_matrix *m)
{
	json_begin(j, NULL);
	json_begin(j, "mark");
	json_text(j, "type", "text");
	json_double(j, "fontSize", m->font);
	json_end(j);
	json_begin(j, "encoding");
	put_field(j, "text", "count", "quantitative");
	json_begin(j, "color");
	json_begin(j, "condition");
	json_text(j, "test", "datum.share > 0.5");
	put_hex(j, "value", figure_background(m->theme));
	json_end(j);
	put_hex(j, "value", figure_foreground(m->theme));
	json_end(j);
	json_end(j);
	json_end(j);
}

void figure_put_vega_lite_matrix(struct out *out, const struct figure_matrix *m, double width,
				 double height)
{
	struct json j = {.out = out};
	begin_spec(&j, m->title, width, height);
	put_config(&j, m->theme, m->font);
	put_counts(&j, m);
	json_begin(&j, "encoding");
	put_class(&j, "x", "predicted", "predicted class");
	put_class(&j, "y", "true", "true class");
	json_end(&j);
	json_begin_array(&j, "layer");
	put_squares(&j, m);
	put_numbers(&j, m);
	json_end_array(&j);
	json_end_line(&j);
}
