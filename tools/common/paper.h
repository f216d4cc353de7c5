/* common: what figures are drawn on: SVG, or PDF and PNG through cairo. Units are points of 1/72
 * inch (in PNG: 1/144, two pixels); y grows downwards. */
#ifndef COMMON_PAPER_H
#define COMMON_PAPER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/out.h"

struct dot {
	double x, y;
};

/* How a line is drawn; colours are 0xRRGGBB. */
struct pen {
	uint32_t colour;
	double width, opacity;
	unsigned dash; /* 0: a full line; others: patterns */
};

/* The lengths of dashes and gaps of each pattern, in widths of the line; a length of 0 ends
 * them. */
enum { PEN_DASHES = 4, PEN_PARTS = 4 };
extern const double pen_dashes[PEN_DASHES][PEN_PARTS];

/* How a text is drawn. `anchor`: the part of its width that is left of x: 0, 0.5 or 1. */
struct lettering {
	uint32_t colour;
	double size, anchor;
	bool bold, upwards; /* upwards: rotated by 90 degrees to the left */
};

enum paper_format { PAPER_SVG, PAPER_PDF, PAPER_PNG };

/* A page. Each function may be called until `end`, which completes the file in `out`. */
struct paper {
	struct out *out;
	double width, height;
	void (*line)(struct paper *paper, const struct dot *dot, size_t n, const struct pen *pen);
	/* Fills a polygon. */
	void (*fill)(struct paper *paper, const struct dot *dot, size_t n, uint32_t colour,
		     double opacity);
	void (*text)(struct paper *paper, double x, double y, const char *text,
		     const struct lettering *how);
	/* Returns the width of a text that is not bold. */
	double (*measure)(const struct paper *paper, const char *text, double size);
	/* Until `unclip`, nothing is drawn outside a box. */
	void (*clip)(struct paper *paper, double x, double y, double width, double height);
	void (*unclip)(struct paper *paper);
	/* Returns false if the file cannot be made; then `error` has the reason. */
	bool (*end)(struct paper *paper);
	char error[120];
	void *cairo; /* the context, except for SVG */
	uint32_t background;
};

/* Begins a page of `width` times `height` with a background. `inner`: an SVG that is a part of a
 * page of HTML, named `title`. Returns false if the format was not built in; then `error` has the
 * reason. */
bool paper_begin(struct paper *paper, enum paper_format format, struct out *out, double width,
		 double height, uint32_t background, const char *title, bool inner);

/* The part of paper_begin for SVG, and for PDF and PNG. */
void paper_begin_svg(struct paper *paper, const char *title, bool inner);
bool paper_begin_cairo(struct paper *paper, enum paper_format format);

void paper_fill_box(struct paper *paper, double x, double y, double width, double height,
		    uint32_t colour, double opacity);

#endif
