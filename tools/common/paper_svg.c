/* common: figures as SVG, written without a library: lines and polygons with tenths of a point. */
#include <math.h>
#include <string.h>

#include "common/paper.h"
#include "common/xml.h"

/* Appends a number with at most one decimal. */
static void put_number(struct out *out, double v)
{
	double tenths = nearbyint(v * 10);
	if (fmod(tenths, 10) == 0)
		out_format(out, "%.0f", tenths / 10 + 0.0);
	else
		out_format(out, "%.1f", tenths / 10);
}

static void put_dots(struct out *out, const struct dot *dot, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		out_text(out, i ? " " : "");
		put_number(out, dot[i].x);
		out_text(out, ",");
		put_number(out, dot[i].y);
	}
}

static void put_opacity(struct out *out, const char *name, double opacity)
{
	if (opacity < 1)
		out_format(out, " %s=\"%.2g\"", name, opacity);
}

static void put_dashes(struct out *out, const struct pen *pen)
{
	const double *part = pen_dashes[pen->dash];
	if (!pen->dash)
		return;
	out_text(out, " stroke-dasharray=\"");
	for (int i = 0; i < PEN_PARTS && part[i] > 0; i++)
		out_format(out, "%s%.3g", i ? " " : "", part[i] * pen->width);
	out_text(out, "\"");
}

static void svg_line(struct paper *p, const struct dot *dot, size_t n, const struct pen *pen)
{
	out_format(p->out, "<polyline fill=\"none\" stroke=\"#%06x\" stroke-width=\"%.3g\"",
		   (unsigned)pen->colour, pen->width);
	put_opacity(p->out, "stroke-opacity", pen->opacity);
	put_dashes(p->out, pen);
	out_text(p->out, " points=\"");
	put_dots(p->out, dot, n);
	out_text(p->out, "\"/>\n");
}

static void svg_fill(struct paper *p, const struct dot *dot, size_t n, uint32_t colour,
		     double opacity)
{
	out_format(p->out, "<polygon fill=\"#%06x\"", (unsigned)colour);
	put_opacity(p->out, "fill-opacity", opacity);
	out_text(p->out, " points=\"");
	put_dots(p->out, dot, n);
	out_text(p->out, "\"/>\n");
}

static void svg_text(struct paper *p, double x, double y, const char *text,
		     const struct lettering *how)
{
	const char *anchor = how->anchor < 0.25 ? "start" : how->anchor < 0.75 ? "middle" : "end";
	out_text(p->out, "<text x=\"");
	put_number(p->out, x);
	out_text(p->out, "\" y=\"");
	put_number(p->out, y);
	out_format(p->out, "\" fill=\"#%06x\" font-size=\"%.3g\" text-anchor=\"%s\"%s",
		   (unsigned)how->colour, how->size, anchor,
		   how->bold ? " font-weight=\"bold\"" : "");
	if (how->upwards) {
		out_text(p->out, " transform=\"rotate(-90 ");
		put_number(p->out, x);
		out_text(p->out, " ");
		put_number(p->out, y);
		out_text(p->out, ")\"");
	}
	out_text(p->out, ">");
	xml_text(p->out, text);
	out_text(p->out, "</text>\n");
}

/* The widths of the characters from the blank to the tilde in Helvetica, in thousandths of the size
 * of the font. Arial, Liberation Sans and Nimbus Sans have the same. */
static const unsigned short helvetica[] = {
	278,  278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
	556,  556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
	1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
	667,  778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
	333,  556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
	556,  556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584};
enum { OTHER_LETTER = 600 };

/* Returns the width of the character that begins with a byte, 0 within one. */
static unsigned letter_width(unsigned char byte)
{
	if (byte >= ' ' && byte <= '~')
		return helvetica[byte - ' '];
	return (byte & 0xc0) == 0x80 ? 0 : OTHER_LETTER;
}

/* Other fonts may be wider: which one a viewer has is not known. */
static double svg_measure(const struct paper *p, const char *text, double size)
{
	unsigned long thousandths = 0;
	(void)p;
	for (; *text; text++)
		thousandths += letter_width((unsigned char)*text);
	return (double)thousandths / 1000 * size;
}

/* An inner image with the coordinates of the outer one shows nothing outside itself. It needs no
 * name, of which a page with several figures would have several. */
static void svg_clip(struct paper *p, double x, double y, double width, double height)
{
	out_format(p->out,
		   "<svg x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" viewBox=\"%.1f %.1f "
		   "%.1f %.1f\">\n",
		   x, y, width, height, x, y, width, height);
}

static void svg_unclip(struct paper *p)
{
	out_text(p->out, "</svg>\n");
}

static bool svg_end(struct paper *p)
{
	out_text(p->out, "</svg>\n");
	return true;
}

void paper_begin_svg(struct paper *p, const char *title, bool inner)
{
	p->line = svg_line;
	p->fill = svg_fill;
	p->text = svg_text;
	p->measure = svg_measure;
	p->clip = svg_clip;
	p->unclip = svg_unclip;
	p->end = svg_end;
	out_text(p->out, "<svg");
	if (!inner)
		out_text(p->out, " xmlns=\"http://www.w3.org/2000/svg\"");
	out_format(p->out, " width=\"%.0f%s\" height=\"%.0f%s\" viewBox=\"0 0 %.0f %.0f\"",
		   p->width, inner ? "" : "pt", p->height, inner ? "" : "pt", p->width, p->height);
	out_text(p->out, " font-family=\"Helvetica,Arial,sans-serif\" role=\"img\">\n<title>");
	xml_text(p->out, title);
	out_text(p->out, "</title>\n");
}
