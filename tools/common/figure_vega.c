/* common: figures as specifications of Vega-Lite with their data. */
#include <stdint.h>
#include <math.h>
#include <stdio.h>

#include "common/figure_draw.h"
#include "common/figure_text.h"
#include "common/figure_vega.h"

/* --- data ------------------------------------------------------------------------------------- */

/* The name of superseded points is that of their dashes. */
static bool has_colour_name(const struct figure_curve *c)
{
	return *c->name && c->shape != FIGURE_SUPERSEDED;
}

static bool has_names(const struct figure *f)
{
	for (size_t i = 0; i < f->n; i++)
		if (has_colour_name(&f->curve[i]))
			return true;
	return false;
}

/* Returns the name whose colour a curve has: superseded points that of the line of the same colour;
 * a faint curve, a band and a bar that of the next curve that has a name. */
static const char *series_of(const struct figure *f, size_t curve)
{
	const struct figure_curve *c = &f->curve[curve];
	for (size_t i = 0; i < f->n && c->shape == FIGURE_SUPERSEDED; i++)
		if (f->curve[i].shape == FIGURE_LINE && f->curve[i].colour == c->colour)
			return f->curve[i].name;
	while (!*f->curve[curve].name && curve + 1 < f->n)
		curve++;
	return f->curve[curve].name;
}

/* Appends the dots of a curve. `part` counts the pieces that dots without a place interrupt, so
 * that lines do not join them. */
static void put_values(struct json *j, const struct figure *f, size_t curve, int64_t *part)
{
	const bool named = has_names(f);
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
		if (named)
			json_text(j, "series", name);
		else
			vega_hex(j, "colour", figure_curve_colour(f, c->colour));
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
			const struct figure_axis *axis, bool labels)
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
	if (!labels) {
		json_begin(j, "axis");
		json_bool(j, "labels", false);
		json_bool(j, "ticks", false);
		json_bool(j, "grid", false);
		json_end(j);
	}
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

/* Puts the channel of an axis, 'x' or 'y'. */
static void put_position(struct json *j, const struct figure *f, char axis)
{
	struct figure_axis x, y;
	figure_axes_make(f, &x, &y);
	if (axis == 'x')
		put_channel(j, "x", f->x_label, &x, !f->x_names.n);
	else
		put_channel(j, "y", f->y_label, &y, !f->y_names.n && !f->parallel);
}

static void put_positions(struct json *j, const struct figure *f)
{
	put_position(j, f, 'x');
	put_position(j, f, 'y');
}

static void put_full_line(struct json *j)
{
	json_int(j, NULL, 1);
	json_int(j, NULL, 0);
}

/* The patterns of the lines with names, in the order of the curves. */
static void put_dashes(struct json *j, const struct figure *f)
{
	json_begin(j, "strokeDash");
	json_text(j, "field", "series");
	json_text(j, "type", "nominal");
	json_null(j, "legend");
	json_begin(j, "scale");
	json_begin_array(j, "domain");
	for (size_t i = 0; i < f->n; i++)
		if (has_colour_name(&f->curve[i]))
			json_text(j, NULL, f->curve[i].name);
	json_end_array(j);
	json_begin_array(j, "range");
	for (size_t i = 0; i < f->n; i++) {
		if (!has_colour_name(&f->curve[i]))
			continue;
		const double *part = pen_dashes[figure_dash(f, &f->curve[i])];
		json_begin_array(j, NULL);
		for (int k = 0; k < PEN_PARTS && part[k] > 0; k++)
			json_double(j, NULL, 2 * part[k]);
		if (!(*part > 0))
			put_full_line(j);
		json_end_array(j);
	}
	json_end_array(j);
	json_end(j);
	json_end(j);
}

static bool has_dashes(const struct figure *f)
{
	for (size_t i = 0; i < f->n; i++)
		if (has_colour_name(&f->curve[i]) && figure_dash(f, &f->curve[i]))
			return true;
	return false;
}

/* The colours of the names, in the order of the curves; without names those of the values. */
static void put_colours(struct json *j, const struct figure *f)
{
	json_begin(j, "color");
	if (!has_names(f)) {
		json_text(j, "field", "colour");
		json_text(j, "type", "nominal");
		json_null(j, "scale");
		json_end(j);
		return;
	}
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
			vega_hex(j, NULL, figure_curve_colour(f, f->curve[i].colour));
	json_end_array(j);
	json_end(j);
	json_end(j);
}

/* Appends the dashes of superseded points, which have a legend of their own. */
static void put_superseded_dashes(struct json *j)
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
	if (shape == FIGURE_BAND || shape == FIGURE_BAR)
		vega_field(j, "y2", "high", NULL);
	if (shape == FIGURE_AREA) {
		json_begin(j, "y2");
		json_double(j, "datum", 0);
		json_end(j);
	}
	if (shape != FIGURE_DASHED)
		put_colours(j, f);
	if (shape == FIGURE_LINE && has_dashes(f))
		put_dashes(j, f);
	if (shape == FIGURE_SUPERSEDED)
		put_superseded_dashes(j);
	vega_field(j, "detail", "part", "nominal");
	if (shape != FIGURE_BAND && shape != FIGURE_BAR && shape != FIGURE_POINTS)
		vega_field(j, "order", "order", "quantitative");
	json_end(j);
}

static void put_mark(struct json *j, const struct figure *f, enum figure_shape shape)
{
	static const struct {
		const char *type;
		double opacity;
	} marks[] = {
		[FIGURE_LINE] = {"line", 1},    [FIGURE_FAINT] = {"line", 0.35},
		[FIGURE_AREA] = {"area", 0.35}, [FIGURE_BAND] = {"area", 0.2},
		[FIGURE_BAR] = {"area", 0.9},   [FIGURE_DASHED] = {"line", 1},
		[FIGURE_POINTS] = {"point", 1}, [FIGURE_SUPERSEDED] = {"line", 0.6},
	};
	json_begin(j, "mark");
	json_text(j, "type", marks[shape].type);
	json_double(j, "opacity", marks[shape].opacity);
	json_bool(j, "clip", true);
	if (shape == FIGURE_AREA)
		json_bool(j, "line", true);
	if (shape == FIGURE_DASHED) {
		vega_hex(j, "color", figure_foreground(f->theme));
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
	vega_field(j, "x2", "x2", NULL);
	vega_field(j, "y2", "y2", NULL);
	json_begin(j, "color");
	json_text(j, "field", "share");
	json_text(j, "type", "quantitative");
	json_null(j, "legend");
	vega_shades(j, f->theme, 1, false);
	json_end(j);
	json_end(j);
	json_end(j);
}

/* --- the whole -------------------------------------------------------------------------------- */

/* The names of an axis are at the end of the plot. */
static void put_outside(struct json *j, char axis)
{
	json_begin(j, axis == 'x' ? "y" : "x");
	if (axis == 'x')
		json_text(j, "value", "height");
	else
		json_int(j, "value", 0);
	json_end(j);
}

/* Appends texts: the notes of a figure, or the names of an axis ('x' or 'y'). */
static void put_texts(struct json *j, const struct figure *f, char axis)
{
	const struct figure_names *names = axis == 'x' ? &f->x_names : &f->y_names;
	json_begin(j, NULL);
	json_begin(j, "data");
	json_begin_array(j, "values");
	for (size_t i = 0; i < (axis ? names->n : f->notes); i++) {
		json_begin(j, NULL);
		json_double(j, "x", axis ? (double)i : f->note[i].x);
		json_double(j, "y", axis ? (double)i : f->note[i].y);
		json_text(j, "text", axis ? names->name[i] : f->note[i].text);
		json_end(j);
	}
	json_end_array(j);
	json_end(j);
	json_begin(j, "mark");
	json_text(j, "type", "text");
	json_text(j, "align", axis == 'x' ? "center" : axis ? "right" : "left");
	json_text(j, "baseline", axis == 'x' ? "top" : "middle");
	json_int(j, "dx", axis == 'x' ? 0 : axis ? -6 : 4);
	json_int(j, "dy", axis == 'x' ? 6 : 0);
	json_double(j, "fontSize", f->font);
	vega_hex(j, "color", figure_foreground(f->theme));
	json_end(j);
	json_begin(j, "encoding");
	if (axis != 'y')
		put_position(j, f, 'x');
	if (axis != 'x')
		put_position(j, f, 'y');
	if (axis)
		put_outside(j, axis);
	vega_field(j, "text", "text", "nominal");
	json_end(j);
	json_end(j);
}

/* The axes of parallel coordinates. */
static void put_rules(struct json *j, const struct figure *f)
{
	json_begin(j, NULL);
	json_begin(j, "data");
	json_begin_array(j, "values");
	for (size_t i = 0; i < f->x_names.n; i++) {
		json_begin(j, NULL);
		json_double(j, "x", (double)i);
		json_int(j, "y", 0);
		json_int(j, "y2", 1);
		json_end(j);
	}
	json_end_array(j);
	json_end(j);
	json_begin(j, "mark");
	json_text(j, "type", "rule");
	vega_hex(j, "color", figure_foreground(f->theme));
	json_end(j);
	json_begin(j, "encoding");
	put_positions(j, f);
	vega_field(j, "y2", "y2", NULL);
	json_end(j);
	json_end(j);
}

void figure_put_vega_lite(struct out *out, const struct figure *f, double width, double height)
{
	static const enum figure_shape order[] = {FIGURE_BAND,  FIGURE_BAR,        FIGURE_AREA,
						  FIGURE_FAINT, FIGURE_SUPERSEDED, FIGURE_DASHED,
						  FIGURE_LINE,  FIGURE_POINTS};
	struct json j = {.out = out};
	int64_t part = 0;
	vega_begin(&j, f->title, width, height);
	vega_config(&j, f->theme, f->font);
	json_begin_array(&j, "layer");
	if (f->cells)
		put_heat(&j, f);
	for (size_t i = 0; i < sizeof order / sizeof *order; i++)
		if (figure_has_shape(f, order[i]))
			put_layer(&j, f, order[i], &part);
	if (f->parallel)
		put_rules(&j, f);
	if (f->x_names.n)
		put_texts(&j, f, 'x');
	if (f->y_names.n)
		put_texts(&j, f, 'y');
	if (f->notes)
		put_texts(&j, f, 0);
	json_end_array(&j);
	json_end_line(&j);
}
