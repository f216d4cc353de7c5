/* common: figures as documents of LaTeX that use pgfplots. Dots that cannot be drawn interrupt a
 * curve. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "common/figure_draw.h"
#include "common/figure_matrix.h"
#include "common/figure_text.h"
#include "common/number.h"
#include "common/utf8_decode.h"

/* --- texts ------------------------------------------------------------------------------------ */

/* Returns whether the fonts of pdflatex have a character: most letters of European languages. */
static bool has_letter(uint32_t cp)
{
	static const uint32_t missing[] = {0x126, 0x127, 0x138, 0x13f, 0x140, 0x149, 0x166, 0x167};
	for (size_t i = 0; i < sizeof missing / sizeof *missing; i++)
		if (cp == missing[i])
			return false;
	return cp >= ' ' && cp < 0x17f && !(cp >= 0x7f && cp <= 0xa0) && cp != 0xad;
}

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
		{'<', "\\textless{}"},
		{'>', "\\textgreater{}"},
		{'|', "\\textbar{}"},
		{'"', "\\textquotedbl{}"},
	};
	for (size_t left = strlen(text), n; left; text += n, left -= n) {
		uint32_t cp;
		n = utf8_step((const uint8_t *)text, left, &cp);
		size_t i = 0;
		while (i < sizeof special / sizeof *special && special[i].c != *text)
			i++;
		if (i < sizeof special / sizeof *special)
			out_text(out, special[i].latex);
		else if (!has_letter(cp))
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

static void put_head(struct out *out, double font)
{
	out_format(out,
		   "\\documentclass[border=2pt]{standalone}\n"
		   "\\usepackage[T1]{fontenc}\n\\usepackage{lmodern}\n\\usepackage{pgfplots}\n"
		   "\\pgfplotsset{compat=1.15, every axis/.append style={"
		   "font=\\fontsize{%.4g}{%.4g}\\selectfont}}\n",
		   font, 1.2 * font);
}

static void put_colour(struct out *out, const char *name, unsigned number, uint32_t colour)
{
	out_format(out, "\\definecolor{%s%u}{HTML}{%06X}\n", name, number, (unsigned)colour);
}

static void put_foot(struct out *out)
{
	out_text(out, "\\end{axis}\n\\end{tikzpicture}\n\\end{document}\n");
}

/* --- curves ----------------------------------------------------------------------------------- */

/* The numbers of TeX have about six digits, so that times are hours since the first one. */
struct axes {
	double x_first, x_unit;
};

static void put_dot(struct out *out, const struct axes *axes, double x, double y, bool shown)
{
	char text[2][NUMBER_BYTES];
	number_exact(text[0], axes->x_unit == 1 ? x : (x - axes->x_first) / axes->x_unit);
	number_exact(text[1], shown ? y : 0);
	out_format(out, "(%s,%s)\n", text[0], shown ? text[1] : "nan");
}

static void put_style(struct out *out, const struct figure *f, const struct figure_curve *c)
{
	static const char *const style[] = {
		[FIGURE_LINE] = ",thick",
		[FIGURE_FAINT] = ",opacity=0.35",
		[FIGURE_AREA] = ",thick,fill,fill opacity=0.35,area legend",
		[FIGURE_BAND] = ",draw=none,fill,fill opacity=0.2,area legend",
		[FIGURE_BAR] = ",draw=none,fill,fill opacity=0.9,area legend",
		[FIGURE_DASHED] = ",black,dashed",
		[FIGURE_POINTS] = ",only marks,mark size=1.5pt",
		[FIGURE_SUPERSEDED] = ",densely dashed,opacity=0.6",
	};
	static const char *const dashes[PEN_DASHES] = {"", ",dashed", ",dotted", ",dashdotted"};
	const unsigned colours = f->ramp ? f->ramp : FIGURE_COLOURS;
	out_format(out, "\\addplot[c%u%s%s%s] coordinates {\n", c->colour % colours,
		   style[c->shape], c->shape == FIGURE_LINE ? dashes[figure_dash(f, c)] : "",
		   *c->name ? "" : ",forget plot");
}

static void put_plot(struct out *out, const struct figure *f, const struct axes *axes,
		     const struct figure_curve *c)
{
	put_style(out, f, c);
	for (size_t i = 0; i < c->n; i++)
		if (isfinite(c->dot[i].x))
			put_dot(out, axes, c->dot[i].x, c->dot[i].y, figure_has(f, c, i));
	/* The outline of a band returns along its other side. */
	for (size_t i = c->high ? c->n : 0; i-- > 0;)
		if (isfinite(c->dot[i].x) && figure_has(f, c, i))
			put_dot(out, axes, c->dot[i].x, c->high[i], true);
	out_format(out, "}%s;\n",
		   c->high                   ? " -- cycle"
		   : c->shape == FIGURE_AREA ? " \\closedcycle"
					     : "");
	if (!*c->name)
		return;
	out_text(out, "\\addlegendentry{");
	put_latex(out, c->name);
	out_text(out, "}\n");
}

static void put_cells(struct out *out, const struct figure *f)
{
	for (size_t i = 0; i < f->cells; i++) {
		const struct figure_cell *c = &f->cell[i];
		out_format(out,
			   "\\fill[c0!%.0f] (axis cs:%.9g,%.9g) rectangle (axis cs:%.9g,%.9g);\n",
			   100 * c->share, c->x0, c->y0, c->x1, c->y1);
	}
}

/* Appends the names of an axis in place of ticks. */
static void put_names(struct out *out, const char *axis, const struct figure_names *names,
		      const struct figure_axis *a)
{
	out_format(out, "\t%smin=%.9g, %smax=%.9g, %stick={", axis, a->low, axis, a->high, axis);
	for (size_t i = 0; i < names->n; i++)
		out_format(out, "%s%zu", i ? "," : "", i);
	out_format(out, "}, %sticklabels={", axis);
	for (size_t i = 0; i < names->n; i++) {
		out_text(out, i ? ",{" : "{");
		put_latex(out, names->name[i]);
		out_text(out, "}");
	}
	out_text(out, "},\n");
}

static void put_notes(struct out *out, const struct figure *f)
{
	for (size_t i = 0; f->parallel && i < f->x_names.n; i++)
		out_format(out, "\\draw (axis cs:%zu,0) -- (axis cs:%zu,1);\n", i, i);
	for (size_t i = 0; i < f->notes; i++) {
		out_format(out, "\\node[anchor=west] at (axis cs:%.9g,%.9g) {", f->note[i].x,
			   f->note[i].y);
		put_latex(out, f->note[i].text);
		out_text(out, "};\n");
	}
}

/* Appends the ends, the ticks and their labels of an axis, which are those of the other formats. */
static void put_ticks(struct out *out, const char *axis, const struct figure_axis *a,
		      const struct axes *axes)
{
	const bool time = a->scale == FIGURE_TIME;
	const double first = time ? axes->x_first : 0, unit = time ? axes->x_unit : 1;
	out_format(out, "\t%smin=%.9g, %smax=%.9g, %stick={", axis, (a->low - first) / unit, axis,
		   (a->high - first) / unit, axis);
	for (size_t i = 0; i < a->n; i++)
		out_format(out, "%s%.9g", i ? "," : "", (a->tick[i] - first) / unit);
	out_format(out, "}, %sticklabels={", axis);
	for (size_t i = 0; i < a->n; i++)
		out_format(out, "%s{%s}", i ? "," : "", a->label[i]);
	out_text(out, "},\n");
}

static void put_axis(struct out *out, const struct figure *f, const struct axes *axes, double width,
		     double height)
{
	struct figure_axis x, y;
	figure_axes_make(f, &x, &y);
	figure_axis_ticks_along(&x, width / f->font, f->whole_x);
	figure_axis_ticks(&y, (size_t)(height / 4 / f->font), false);
	out_format(out,
		   "\\begin{axis}[\n\twidth=%.0fbp, height=%.0fbp, grid=major, "
		   "unbounded coords=jump, axis lines*=left,\n\tscaled ticks=false, "
		   "legend cell align=left, legend pos=outer north east,\n",
		   width, height);
	put_option(out, "title", f->title);
	put_option(out, "xlabel", f->x_label);
	put_option(out, "ylabel", f->y_label);
	out_format(out, "\txmode=%s, ymode=%s,\n", f->x_scale == FIGURE_LOG ? "log" : "linear",
		   f->y_scale == FIGURE_LOG ? "log" : "linear");
	if (y.scale == FIGURE_SYMLOG)
		out_format(out,
			   "\ty coord trafo/.code={\\pgfmathparse{sign(#1)*(abs(#1)>%.9g ? "
			   "1+log10(max(abs(#1),%.9g)/%.9g) : abs(#1)/%.9g)}},\n",
			   y.linear, y.linear, y.linear, y.linear);
	if (f->x_names.n)
		put_names(out, "x", &f->x_names, &x);
	else
		put_ticks(out, "x", &x, axes);
	if (f->y_names.n)
		put_names(out, "y", &f->y_names, &y);
	else if (f->parallel)
		out_format(out, "\tymin=%.9g, ymax=%.9g, hide y axis,\n", y.low, y.high);
	else
		put_ticks(out, "y", &y, axes);
	out_text(out, "]\n");
}

void figure_put_pgfplots(struct out *out, const struct figure *f, double width, double height)
{
	const bool time = f->x_scale == FIGURE_TIME;
	const struct axes axes = {time ? figure_extent_of(f).x0 : 0, time ? 3600 : 1};
	put_head(out, f->font);
	for (unsigned i = 0; i < (f->ramp ? f->ramp : FIGURE_COLOURS); i++)
		put_colour(out, "c", i, figure_curve_colour(f, i));
	out_text(out, "\\begin{document}\n\\begin{tikzpicture}\n");
	put_axis(out, f, &axes, width, height);
	put_cells(out, f);
	for (size_t i = 0; i < f->n; i++)
		put_plot(out, f, &axes, &f->curve[i]);
	put_notes(out, f);
	put_foot(out);
}

/* --- matrices --------------------------------------------------------------------------------- */

static void put_class_ticks(struct out *out, const struct figure_matrix *m)
{
	char text[FIGURE_CLASS];
	out_text(out, "\ttick style={draw=none}, xtick={");
	for (size_t i = 0; i < m->classes; i++)
		out_format(out, "%s%zu", i ? "," : "", i);
	out_text(out, "}, ytick={");
	for (size_t i = 0; i < m->classes; i++)
		out_format(out, "%s%zu", i ? "," : "", i);
	for (int axis = 0; axis < 2; axis++) {
		out_format(out, "},\n\t%cticklabels={", axis ? 'y' : 'x');
		for (size_t i = 0; i < m->classes; i++) {
			figure_class_name(m, i, text);
			out_text(out, i ? ",{" : "{");
			put_latex(out, text);
			out_text(out, "}");
		}
	}
	out_text(out, "},\n\tx tick label style={rotate=45, anchor=north east},\n");
}

void figure_put_pgfplots_matrix(struct out *out, const struct figure_matrix *m, double width,
				double height)
{
	const double side = fmin(width, height);
	put_head(out, m->font);
	for (unsigned i = 0; i < 2; i++)
		put_colour(out, "c", i, figure_colour(m->theme, i));
	out_format(out,
		   "\\begin{document}\n\\begin{tikzpicture}\n\\begin{axis}[\n"
		   "\twidth=%.0fbp, height=%.0fbp, enlargelimits=false, y dir=reverse,\n"
		   "\txmin=-0.5, xmax=%zu.5, ymin=-0.5, ymax=%zu.5,\n",
		   side, side, m->classes - 1, m->classes - 1);
	put_option(out, "title", m->title);
	put_option(out, "xlabel", "predicted class");
	put_option(out, "ylabel", "true class");
	put_class_ticks(out, m);
	out_text(out, "]\n");
	for (size_t i = 0; i < m->classes * m->classes; i++) {
		const size_t t = i / m->classes, k = i % m->classes;
		const double value = m->value[i], part = isnan(value) ? 0 : fabs(value) / m->full;
		const int colour = value < 0;
		const char *ink = part > 0.5 ? "white" : "black";
		char text[FIGURE_VALUE];
		figure_matrix_text(m, value, text);
		out_format(out,
			   "\\fill[c%d!%.0f] (axis cs:%zu.5,%zu.5) rectangle "
			   "++(axis direction cs:-1,-1);\n"
			   "\\node[%s] at (axis cs:%zu,%zu) {",
			   colour, 100 * part, k, t, ink, k, t);
		put_latex(out, text);
		out_text(out, "};\n");
	}
	put_foot(out);
}
