/* tbtop: what was asked for on the command line. */
#define _DEFAULT_SOURCE
#define _XOPEN_SOURCE 700
#include "tbtop/command_line.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/complain.h"
#include "common/completion.h"
#include "common/filter.h"
#include "common/command_line.h"
#include "common/out.h"
#include "common/size.h"
#include "tbtop/model/key_names.h"

enum {
	OPT_VIEW,
	OPT_RUNS,
	OPT_TAGS,
	OPT_SMOOTHING,
	OPT_RESTARTS,
	OPT_MEMORY,
	OPT_COLOR,
	OPT_GLYPHS,
	OPT_ONCE,
	OPT_SIZE,
	OPT_FORMAT,
	OPT_KEYS,
	OPT_NOW,
	OPT_COMPLETION,
	OPT_HELP,
	OPT_VERSION
};

static const struct option table[] = {
	[OPT_VIEW] = {"view", "NAME", "begin with scalars, histograms or findings", 0,
		      "scalars histograms findings"},
	[OPT_RUNS] = {"runs", "REGEX", "only runs that match; !REGEX: those that do not", 0},
	[OPT_TAGS] = {"tags", "REGEX", "only tags that match; !REGEX: those that do not", 0},
	[OPT_SMOOTHING] = {"smoothing", "WEIGHT", "0 to 0.999, as in TensorBoard (0.6)", 0},
	[OPT_RESTARTS] = {"restarts", "HOW",
			  "points before a restart: supersede, keep or tensorboard", 0,
			  "supersede keep tensorboard"},
	[OPT_MEMORY] = {"memory", "SIZE", MEMORY_HELP, 0},
	[OPT_COLOR] = {"color", "WHICH", "auto, true, 256, 16 or never", 0,
		       "auto true 256 16 never"},
	[OPT_GLYPHS] = {"glyphs", "WHICH", "auto, braille, block or ascii", 0,
			"auto braille block ascii"},
	[OPT_ONCE] = {"once", NULL,
		      "print one frame and exit: 0, or 1 when there is nothing to show", 0},
	[OPT_SIZE] = {"size", "WxH", "of that frame (120x40, on a terminal its size)", 0},
	[OPT_FORMAT] = {"format", "WHICH", "of that frame: text, ansi or svg (on a terminal ansi)",
			0, "text ansi svg"},
	[OPT_KEYS] = {"keys", "KEYS", "play these first, such as \"j j Enter\"", 0},
	[OPT_NOW] = {"now", "TIME", "what time it is: seconds since 1970 or 2026-01-31T12:00:00Z",
		     0},
	[OPT_COMPLETION] = {"completion", "SHELL",
			    "print what bash, zsh or fish need to complete a command line", 0,
			    "bash zsh fish"},
	[OPT_HELP] = {"help", NULL, "this", 'h'},
	[OPT_VERSION] = {"version", NULL, "the version", 'V'},
	{0},
};

static void print_help(void)
{
	puts("usage: tbtop [options] LOGDIR...\n"
	     "\n"
	     "Watches TensorBoard logs in the terminal. LOGDIR is a directory with runs or an "
	     "event file;\n"
	     "NAME:DIR gives its runs the prefix NAME/. Press ? for the keys.\n");
	options_help(stdout, table);
}

/* The place of a word in a list that ends with NULL; -1 when it is not there. */
static int word_of(const char *word, const char *const *list)
{
	for (int i = 0; list[i]; i++)
		if (!strcmp(word, list[i]))
			return i;
	return -1;
}

static bool parse_number(const char *text, double low, double high, double *out)
{
	char *end;
	*out = strtod(text, &end);
	return end != text && !*end && *out >= low && *out <= high;
}

static bool parse_time(const char *text, double *out)
{
	struct tm tm = {0};
	if (parse_number(text, 0, 1e11, out))
		return true;
	const char *end = strptime(text, "%Y-%m-%dT%H:%M:%S", &tm);
	if (!end)
		end = strptime(text, "%Y-%m-%d", &tm);
	if (!end || (*end && strcmp(end, "Z") != 0))
		return false;
	tm.tm_isdst = -1;
	*out = (double)(*end == 'Z' ? timegm(&tm) : mktime(&tm));
	return true;
}

static bool parse_size(const char *text, struct options *o)
{
	char *end;
	long w = strtol(text, &end, 10);
	if (end == text || *end != 'x')
		return false;
	const char *height = end + 1;
	long h = strtol(height, &end, 10);
	if (end == height || *end || w < 1 || h < 1 || w > 1000 || h > 1000)
		return false;
	o->w = (int)w;
	o->h = (int)h;
	return true;
}

static bool parse_filter(const char *text, const char **out, char *error, size_t size)
{
	filter_release(filter_compile(text, error, size));
	*out = text;
	return !*error && strlen(text) < sizeof((struct model *)0)->run_filter;
}

static bool parse_keys(const char *text, const char **out)
{
	const char *at = text;
	int key;
	while ((key = key_parse(&at)) != KEY_NONE)
		if (key < KEY_NONE)
			return false;
	*out = text;
	return true;
}

static bool parse_word(int option, const char *text, struct options *o)
{
	static const char *const views[] = {"scalars", "histograms", "findings", NULL};
	static const char *const restarts[] = {"supersede", "keep", "tensorboard", NULL};
	static const char *const colours[] = {"true", "256", "16", "never", "auto", NULL};
	static const char *const glyphs[] = {"braille", "block", "ascii", "auto", NULL};
	static const char *const formats[] = {"auto", "text", "ansi", "svg", NULL};
	int i;
	switch (option) {
	case OPT_VIEW:
		o->view = (enum view_id)(i = word_of(text, views));
		break;
	case OPT_RESTARTS:
		o->restarts = (tfe_restarts)(i = word_of(text, restarts));
		break;
	case OPT_COLOR:
		o->colours = (enum colour_tier)(i = word_of(text, colours));
		break;
	case OPT_GLYPHS:
		o->glyphs = (enum glyph_tier)(i = word_of(text, glyphs));
		break;
	default:
		o->format = (enum output_format)(i = word_of(text, formats));
	}
	return i >= 0;
}

static bool parse_option(int option, const char *text, struct options *o, char *error, size_t size)
{
	switch (option) {
	case OPT_ONCE:
		o->once = true;
		return true;
	case OPT_RUNS:
		return parse_filter(text, &o->runs, error, size);
	case OPT_TAGS:
		return parse_filter(text, &o->tags, error, size);
	case OPT_SMOOTHING:
		return parse_number(text, 0, 0.9999, &o->smoothing);
	case OPT_SIZE:
		return parse_size(text, o);
	case OPT_MEMORY:
		return size_parse(text, &o->memory_bytes);
	case OPT_KEYS:
		return parse_keys(text, &o->keys);
	case OPT_NOW:
		return parse_time(text, &o->now);
	default:
		return parse_word(option, text, o);
	}
}

static int wrong(const char *what, const char *detail)
{
	complain("tbtop", NULL, "%s%s%s; tbtop --help lists what there is", what,
		 *detail ? ": " : "", detail);
	return 2;
}

int options_read(struct options *o, int argc, char **argv)
{
	struct arguments given;
	*o = (struct options){.view = VIEWS,
			      .keys = "",
			      .now = NAN,
			      .smoothing = 0.6,
			      .runs = "",
			      .tags = "",
			      .colours = COLOUR_TIERS,
			      .glyphs = GLYPH_TIERS};
	if (!options_parse(table, argc, argv, "tbtop", &given))
		return 2;
	if (given.option[OPT_HELP]) {
		print_help();
		return out_finish_stdio("tbtop");
	}
	if (given.option[OPT_VERSION]) {
		printf("tbtop %s\n", tfe_version());
		return out_finish_stdio("tbtop");
	}
	if (given.option[OPT_COMPLETION]) {
		const struct completion_verb only = {"", "", table};
		const struct completion c = {"tbtop", &only, 1};
		if (completion_print(stdout, given.option[OPT_COMPLETION], &c))
			return out_finish_stdio("tbtop");
		return wrong("--completion is for bash, zsh or fish", "");
	}
	for (int i = 0; table[i].name; i++) {
		char error[160] = "", what[128];
		if (!given.option[i] || parse_option(i, given.option[i], o, error, sizeof error))
			continue;
		snprintf(what, sizeof what, "--%s=%.60s is not understood", table[i].name,
			 given.option[i]);
		return wrong(what, error);
	}
	if (!given.operands)
		return wrong("which log directory?", "");
	o->paths = (const char *const *)given.operand;
	o->n_paths = (size_t)given.operands;
	return -1;
}
