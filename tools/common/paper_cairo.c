/* common: figures as PDF and PNG, drawn by cairo. */
#include "common/paper.h"

#include <stdio.h>

#ifdef HAVE_CAIRO

#include <stdint.h>
#include <string.h>

#include <cairo-pdf.h>
#include <cairo.h>

#include "common/utf8_decode.h"

/* Pixels of a PNG for one point. */
enum { PNG_SCALE = 2 };

enum { TEXT_BYTES = 1024 };

/* Copies a text so that bytes that are not UTF-8 become U+FFFD: cairo draws nothing after such a
 * byte. A longer text is cut. Returns the copy. */
static const char *valid_text(const char *text, char copy[TEXT_BYTES])
{
	size_t left = strlen(text), used = 0;
	while (left && used + 4 < TEXT_BYTES) {
		uint32_t cp;
		size_t n = utf8_step((const uint8_t *)text, left, &cp);
		const char *from = cp == UTF8_NONE ? "\xef\xbf\xbd" : text;
		size_t bytes = cp == UTF8_NONE ? 3 : n;
		memcpy(copy + used, from, bytes);
		used += bytes;
		text += n;
		left -= n;
	}
	copy[used] = '\0';
	return copy;
}

static void set_colour(cairo_t *c, uint32_t colour, double opacity)
{
	cairo_set_source_rgba(c, (colour >> 16 & 255) / 255.0, (colour >> 8 & 255) / 255.0,
			      (colour & 255) / 255.0, opacity);
}

static void trace(cairo_t *c, const struct dot *dot, size_t n)
{
	cairo_new_path(c);
	for (size_t i = 0; i < n; i++)
		cairo_line_to(c, dot[i].x, dot[i].y);
}

static void cairo_line(struct paper *p, const struct dot *dot, size_t n, const struct pen *pen)
{
	double dashes[PEN_PARTS];
	int parts = 0;
	cairo_t *c = p->cairo;
	for (; pen->dash && parts < PEN_PARTS && pen_dashes[pen->dash][parts] > 0; parts++)
		dashes[parts] = pen_dashes[pen->dash][parts] * pen->width;
	set_colour(c, pen->colour, pen->opacity);
	cairo_set_line_width(c, pen->width);
	cairo_set_line_join(c, CAIRO_LINE_JOIN_ROUND);
	cairo_set_dash(c, dashes, parts, 0);
	trace(c, dot, n);
	cairo_stroke(c);
}

static void cairo_fill_polygon(struct paper *p, const struct dot *dot, size_t n, uint32_t colour,
			       double opacity)
{
	cairo_t *c = p->cairo;
	set_colour(c, colour, opacity);
	trace(c, dot, n);
	cairo_close_path(c);
	cairo_fill(c);
}

static void cairo_put_text(struct paper *p, double x, double y, const char *text,
			   const struct lettering *how)
{
	cairo_t *c = p->cairo;
	cairo_text_extents_t extents;
	char copy[TEXT_BYTES];
	text = valid_text(text, copy);
	cairo_save(c);
	cairo_select_font_face(c, "Helvetica", CAIRO_FONT_SLANT_NORMAL,
			       how->bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
	cairo_set_font_size(c, how->size);
	cairo_text_extents(c, text, &extents);
	cairo_translate(c, x, y);
	if (how->upwards)
		cairo_rotate(c, -1.5707963267948966);
	cairo_move_to(c, -how->anchor * extents.x_advance, 0);
	set_colour(c, how->colour, 1);
	cairo_show_text(c, text);
	cairo_restore(c);
}

static double cairo_measure(const struct paper *p, const char *text, double size)
{
	cairo_t *c = p->cairo;
	cairo_text_extents_t extents;
	char copy[TEXT_BYTES];
	cairo_select_font_face(c, "Helvetica", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
	cairo_set_font_size(c, size);
	cairo_text_extents(c, valid_text(text, copy), &extents);
	return extents.x_advance;
}

static cairo_status_t write_bytes(void *out, const unsigned char *data, unsigned n)
{
	out_bytes(out, data, n);
	return CAIRO_STATUS_SUCCESS;
}

static void cairo_clip_box(struct paper *p, double x, double y, double width, double height)
{
	cairo_save(p->cairo);
	cairo_rectangle(p->cairo, x, y, width, height);
	cairo_clip(p->cairo);
}

static void cairo_unclip(struct paper *p)
{
	cairo_restore(p->cairo);
}

static bool cairo_end(struct paper *p)
{
	cairo_t *c = p->cairo;
	cairo_surface_t *surface = cairo_surface_reference(cairo_get_target(c));
	cairo_status_t status = cairo_status(c);
	if (cairo_surface_get_type(surface) == CAIRO_SURFACE_TYPE_IMAGE && !status)
		status = cairo_surface_write_to_png_stream(surface, write_bytes, p->out);
	cairo_destroy(c);
	cairo_surface_finish(surface);
	if (!status)
		status = cairo_surface_status(surface);
	cairo_surface_destroy(surface);
	if (status)
		snprintf(p->error, sizeof p->error, "cannot draw: %s",
			 cairo_status_to_string(status));
	return !status;
}

bool paper_begin_cairo(struct paper *p, enum paper_format format)
{
	cairo_surface_t *surface;
	if (format == PAPER_PDF) {
		surface = cairo_pdf_surface_create_for_stream(write_bytes, p->out, p->width,
							      p->height);
		/* The same figure has the same bytes. */
		cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE,
					       "1970-01-01T00:00:00Z");
	} else {
		surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)p->width * PNG_SCALE,
						     (int)p->height * PNG_SCALE);
	}
	p->cairo = cairo_create(surface);
	if (format == PAPER_PNG)
		cairo_scale(p->cairo, PNG_SCALE, PNG_SCALE);
	cairo_surface_destroy(surface);
	p->line = cairo_line;
	p->fill = cairo_fill_polygon;
	p->text = cairo_put_text;
	p->measure = cairo_measure;
	p->clip = cairo_clip_box;
	p->unclip = cairo_unclip;
	p->end = cairo_end;
	if (!cairo_status(p->cairo))
		return true;
	return cairo_end(p);
}

#else

bool paper_begin_cairo(struct paper *p, enum paper_format format)
{
	snprintf(p->error, sizeof p->error,
		 "%s needs cairo, which this program was built without; svg does not",
		 format == PAPER_PDF ? "pdf" : "png");
	return false;
}

#endif
