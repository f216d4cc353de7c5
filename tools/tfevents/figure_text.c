/* tfevents: figures as text for other programs. Dots that cannot be drawn interrupt a curve. */
#include "tfevents/figure_text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "common/json.h"
#include "common/number.h"
#include "common/utf8_decode.h"

/* Appends a text for LaTeX. */
static void put_latex(struct out *out, const char *text)
{
	static const struct {
		char c;
		const char *latex;
	} special[] = {
		{'\\', "\\textbackslash{}"},
		{'{', "\\{"},
		{'}', "\\}"},
		{'$', "\\$"},
		{'&', "\\&"},
		{'#', "\\#"},
		{'_', "\\_"},
		{'%', "\\%"},
		{'^', "\\textasciicircum{}"},
		{'~', "\\textasciitilde{}"},
	};
	for (size_t left = strlen(text), n; left; text += n, left -= n) {
		uint32_t cp;
		n = utf8_step((const uint8_t *)text, left, &cp);
		size_t i = 0;
		while (i < sizeof special / sizeof *special && special[i].c != *text)
			i++;
		if (i < sizeof special / sizeof *special)
			out_text(out, special[i].latex);
		else if (cp == UTF8_NONE || cp < ' ' || (cp >= 0x7f && cp < 0xa0))
			out_text(out, "?");
		else
			out_bytes(out, text, n);
	}
}

static void put_option(struct out *out, const char *name, const char *text)
{
	out_format(out, "\t%s={", name);
	put_latex(out, text);
	out_text(out, "},\n");
}

static void put_plot(struct out *out, const struct figure *f, const struct figure_curve *c)
{
	char x[NUMBER_BYTES], y[NUMBER_BYTES];
	out_format(out, "\\addplot[c%u%s%s%s%s] coordinates {\n", c->colour % 8,
		   c->colour >= 8 ? ",dashed" : "", c->faint ? ",opacity=0.35" : ",thick",
		   c->filled ? ",fill,fill opacity=0.35" : "", *c->name ? "" : ",forget plot");
	for (size_t i = 0; i < c->n; i++) {
		struct dot d = c->dot[i];
		if (!isfinite(d.x))
			continue;
		number_exact(x, d.x);
		number_exact(y, figure_has(f, d) ? d.y : 0);
		out_format(out, "(%s,%s)\n", x, figure_has(f, d) ? y : "nan");
	}
	out_text(out, "};\n");
	if (!*c->name)
		return;
	out_text(out, "\\addlegendentry{");
	put_latex(out, c->name);
	out_text(out, "}\n");
}

void figure_put_pgfplots(struct out *out, const struct figure *f, double width, double height)
{
	out_text(out, "\\documentclass{standalone}\n\\usepackage{pgfplots}\n"
		      "\\pgfplotsset{compat=1.15}\n");
	for (unsigned i = 0; i < 8; i++)
		out_format(out, "\\definecolor{c%u}{HTML}{%06X}\n", i,
			   (unsigned)figure_colour(FIGURE_LIGHT, i));
	out_text(out, "\\begin{document}\n\\begin{tikzpicture}\n\\begin{axis}[\n");
	out_format(out, "\twidth=%.0fbp, height=%.0fbp, grid=major, unbounded coords=jump,\n",
		   width, height);
	put_option(out, "title", f->title);
	put_option(out, "xlabel", f->x_label);
	put_option(out, "ylabel", f->y_label);
	out_format(out, "\txmode=%s, ymode=%s, legend pos=outer north east]\n",
		   f->log_x ? "log" : "linear", f->log_y ? "log" : "linear");
	for (size_t i = 0; i < f->n; i++)
		put_plot(out, f, &f->curve[i]);
	out_text(out, "\\end{axis}\n\\end{tikzpicture}\n\\end{document}\n");
}

/* Curves with dots; `part` counts the pieces of a curve that NaN interrupts, so that the lines of
 * Vega-Lite do not join them. */
static void put_values(struct json *j, const struct figure *f, bool faint)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct figure_curve *c = &f->curve[i];
		/* A faint curve has the name of the smoothed one after it. */
		const char *name = c->faint ? c[1].name : c->name;
		int64_t part = 0;
		if (c->faint != faint)
			continue;
		for (size_t k = 0; k < c->n; k++) {
			if (!figure_has(f, c->dot[k])) {
				part++;
				continue;
			}
			json_begin(j, NULL);
			json_double(j, "x", c->dot[k].x);
			json_double(j, "y", c->dot[k].y);
			json_text(j, "series", name);
			json_int(j, "part", part);
			json_int(j, "order", (int64_t)k);
			json_end(j);
		}
	}
}

static void put_channel(struct json *j, const char *channel, const char *field, const char *title,
			bool log_scale)
{
	json_begin(j, channel);
	json_text(j, "field", field);
	json_text(j, "type", "quantitative");
	json_text(j, "title", title);
	json_begin(j, "scale");
	json_text(j, "type", log_scale ? "log" : "linear");
	json_bool(j, "zero", false);
	json_end(j);
	json_end(j);
}

static void put_nominal(struct json *j, const char *channel, const char *field)
{
	json_begin(j, channel);
	json_text(j, "field", field);
	json_text(j, "type", "nominal");
	json_end(j);
}

static void put_layer(struct json *j, const struct figure *f, bool faint)
{
	json_begin(j, NULL);
	json_begin(j, "data");
	json_begin_array(j, "values");
	put_values(j, f, faint);
	json_end_array(j);
	json_end(j);
	json_begin(j, "mark");
	json_text(j, "type", "line");
	json_bool(j, "point", false);
	json_double(j, "opacity", faint ? 0.35 : 1);
	json_end(j);
	json_begin(j, "encoding");
	put_channel(j, "x", "x", f->x_label, f->log_x);
	put_channel(j, "y", "y", f->y_label, f->log_y);
	json_begin(j, "color");
	json_text(j, "field", "series");
	json_text(j, "type", "nominal");
	json_null(j, "title");
	json_end(j);
	put_nominal(j, "detail", "part");
	json_begin(j, "order");
	json_text(j, "field", "order");
	json_text(j, "type", "quantitative");
	json_end(j);
	json_end(j);
	json_end(j);
}

void figure_put_vega_lite(struct out *out, const struct figure *f, double width, double height)
{
	struct json j = {.out = out};
	bool faint = false;
	for (size_t i = 0; i < f->n; i++)
		faint |= f->curve[i].faint;
	/* A key with "$" is no plain word, so it is written as any bytes. */
	json_begin(&j, NULL);
	json_name(&j, "$schema", 7);
	json_text(&j, NULL, "https://vega.github.io/schema/vega-lite/v5.json");
	json_text(&j, "title", f->title);
	json_double(&j, "width", floor(width));
	json_double(&j, "height", floor(height));
	json_begin_array(&j, "layer");
	if (faint)
		put_layer(&j, f, true);
	put_layer(&j, f, false);
	json_end_array(&j);
	json_end_line(&j);
}
