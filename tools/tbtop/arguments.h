/* tbtop: the options of the command line. */
#ifndef TBTOP_ARGUMENTS_H
#define TBTOP_ARGUMENTS_H

#include <stdbool.h>
#include <stddef.h>

#include <tfevents/logdir.h>

#include "common/metric_log.h"
#include "tbtop/config.h"
#include "tbtop/model/model.h"
#include "tbtop/state/log_state.h"

enum output_format { FORMAT_AUTO, FORMAT_TEXT_ONLY, FORMAT_ANSI, FORMAT_SVG };

struct options {
	const char *const *paths;
	size_t n_paths;
	bool once;
	bool lines;             /* --lines */
	double every_s;         /* the least time between two lines of a series */
	bool pipe;              /* --pipe: standard input is the log of a program */
	const char *piped_from; /* the name of the first path for the user; NULL: the path */
	const char *logdir;     /* of --pipe: the directory to write; NULL: a temporary one */
	enum metric_format input;
	const char *const *patterns;
	size_t n_patterns;
	const char *step_column, *time_column; /* NULL: found by their names */
	int w, h;                              /* --size; 0: not given */
	int other_rows; /* of the terminal, for the prompt and a note; the frame has the others */
	enum output_format format;
	enum view_id view; /* VIEWS: not given */
	const char *keys;  /* pressed before the frame is printed */
	double now;        /* NaN: use the clock */
	double smoothing;
	const char *runs, *tags;    /* filters; "": none */
	enum colour_tier colours;   /* COLOUR_TIERS: choose by the terminal */
	enum background background; /* BACKGROUNDS: that of the terminal */
	enum theme theme;
	unsigned notify;            /* a set of the ways of notifier.h */
	const char *notify_command; /* NULL: none */
	const char *notify_when;    /* a condition; "": none */
	int total_steps;            /* of a whole run; 0: not given */
	bool mouse_off;             /* the mouse is left to the terminal */
	bool utc;                   /* times are shown in UTC, not in local time */
	enum glyph_tier glyphs;     /* GLYPH_TIERS: choose by the terminal */
	tfe_restarts restarts;
	bool per_file;
	size_t memory_bytes; /* 0: the default of the library */
	bool no_state, reset;
	struct config *config;    /* of the user */
	char *kept[MOST_OPTIONS]; /* texts of the config to which options point */
	struct state_given given; /* on the command line, not in the config */
};

/* Returns -1 if the program should continue. Otherwise it has printed the help, the version or an
 * error, and returns the exit status. */
int options_read(struct options *o, int argc, char **argv);
void options_release(struct options *o);

#endif
