/* tbtop: what was asked for on the command line. */
#ifndef TBTOP_COMMAND_LINE_H
#define TBTOP_COMMAND_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include <tfevents/logdir.h>

#include "tbtop/model/model.h"

enum output_format { FORMAT_AUTO, FORMAT_TEXT_ONLY, FORMAT_ANSI, FORMAT_SVG };

struct options {
	const char *const *paths;
	size_t n_paths;
	bool once;
	int w, h; /* of --size; 0 where it was not given */
	enum output_format format;
	enum view_id view; /* VIEWS where none was given */
	const char *keys;  /* played before the frame is printed */
	double now;        /* NaN: the clock */
	double smoothing;
	const char *runs, *tags;  /* filters; "" all */
	enum colour_tier colours; /* COLOUR_TIERS: what the terminal has */
	enum glyph_tier glyphs;   /* GLYPH_TIERS: what the terminal has */
	tfe_restarts restarts;
	size_t memory_bytes; /* 0: the default */
};

/* Returns -1 when the program is to go on; else the status to exit with, after the help, the version or what
 * is wrong was printed. */
int options_read(struct options *o, int argc, char **argv);

#endif
