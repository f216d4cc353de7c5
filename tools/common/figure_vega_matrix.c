/* common: confusion matrices as specifications of Vega-Lite, and what all specifications share. */
#include "common/figure_vega.h"

#include <math.h>
#include <stdio.h>

#include "common/figure_text.h"

/* --- shared ----------------------------------------------------------------------------------- */

void vega_field(struct json *j, const char *channel, const char *field, const char *type)
{
	json_begin(j, channel);
	json_text(j, "field", field);
	if (type)
		json_text(j, "type", type);
	json_end(j);
}

void vega_hex(struct json *j, const char *key, uint32_t colour)
{
	char text[16];
	snprintf(text, sizeof text, "#%06x", (unsigned)(colour & 0xffffff));
	json_text(j, key, text);
}

void vega_shades(struct json *j, enum figure_theme theme, double most, bool negative)
{
	json_begin(j, "scale");
	json_text(j, "interpolate", "rgb");
	json_begin_array(j, "domain");
	if (negative)
		json_double(j, NULL, -most);
	json_int(j, NULL, 0);
	json_double(j, NULL, most);
	json_end_array(j);
	json_begin_array(j, "range");
	if (negative)
		vega_hex(j, NULL, figure_colour(theme, 1));
	vega_hex(j, NULL, figure_background(theme));
	vega_hex(j, NULL, figure_colour(theme, 0));
	json_end_array(j);
	json_end(j);
}

void vega_config(struct json *j, enum figure_theme theme, double font)
{
	const uint32_t front = figure_foreground(theme);
	vega_hex(j, "background", figure_background(theme));
	json_begin(j, "config");
	json_begin(j, "axis");
	json_double(j, "labelFontSize", font);
	json_double(j, "titleFontSize", font);
	vega_hex(j, "labelColor", front);
	vega_hex(j, "titleColor", front);
	json_end(j);
	json_begin(j, "legend");
	json_double(j, "labelFontSize", font);
	vega_hex(j, "labelColor", front);
	json_end(j);
	json_begin(j, "title");
	json_double(j, "fontSize", 1.2 * font);
	vega_hex(j, "color", front);
	json_end(j);
	json_end(j);
}

void vega_begin(struct json *j, const char *title, double width, double height)
{
	/* A key with "$" is no plain word, so it is written as any bytes. */
	json_begin(j, NULL);
	json_name(j, "$schema", 7);
	json_text(j, NULL, "https://vega.github.io/schema/vega-lite/v5.json");
	json_begin(j, "title");
	json_text(j, "text", title);
	json_text(j, "frame", "bounds");
	json_double(j, "limit", floor(width));
	json_end(j);
	json_double(j, "width", floor(width));
	json_double(j, "height", floor(height));
	json_begin(j, "autosize");
	json_text(j, "type", "fit");
	json_text(j, "contains", "padding");
	json_end(j);
}

/* --- matrices --------------------------------------------------------------------------------- */

static void put_counts(struct json *j, const struct figure_matrix *m)
{
	json_begin(j, "data");
	json_begin_array(j, "values");
	for (size_t t = 0; t < m->classes; t++)
		for (size_t k = 0; k < m->classes; k++) {
			char name[2][FIGURE_CLASS], text[FIGURE_VALUE];
			const double value = m->value[t * m->classes + k];
			figure_class_name(m, t, name[0]);
			figure_class_name(m, k, name[1]);
			figure_matrix_text(m, value, text);
			json_begin(j, NULL);
			json_text(j, "true", name[0]);
			json_text(j, "predicted", name[1]);
			json_int(j, "count", m->counts[t * m->classes + k]);
			json_double(j, "value", isnan(value) ? 0 : value);
			json_text(j, "text", text);
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
	json_text(j, "field", "value");
	json_text(j, "type", "quantitative");
	json_text(j, "title", figure_matrix_meaning(m));
	if (m->share != SHARE_NONE) {
		json_begin(j, "legend");
		json_text(j, "format", ".0%");
		json_end(j);
	}
	vega_shades(j, m->theme, m->full, m->from != NULL);
	json_end(j);
	json_end(j);
	json_end(j);
}

static void put_numbers(struct json *j, const struct figure_matrix *m)
{
	char test[60];
	json_begin(j, NULL);
	json_begin(j, "mark");
	json_text(j, "type", "text");
	json_double(j, "fontSize", m->font);
	json_end(j);
	json_begin(j, "encoding");
	vega_field(j, "text", "text", "nominal");
	json_begin(j, "color");
	json_begin(j, "condition");
	snprintf(test, sizeof test, "abs(datum.value) > %.9g", m->full / 2);
	json_text(j, "test", test);
	vega_hex(j, "value", figure_background(m->theme));
	json_end(j);
	vega_hex(j, "value", figure_foreground(m->theme));
	json_end(j);
	json_end(j);
	json_end(j);
}

void figure_put_vega_lite_matrix(struct out *out, const struct figure_matrix *m, double width,
				 double height)
{
	struct json j = {.out = out};
	vega_begin(&j, m->title, width, height);
	vega_config(&j, m->theme, m->font);
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
