/* tbtop: what was asked for on the command line. */
#define _DEFAULT_SOURCE
#define _XOPEN_SOURCE 700
#include "tbtop/options.h"

#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/filter.h"
#include "tbtop/model/keys.h"

static const char help[] =
	"usage: tbtop [options] LOGDIR...\n"
	"\n"
	"Watches TensorBoard logs in the terminal. LOGDIR is a directory with runs or an event "
	"file; NAME:DIR gives\n"
	"its runs the prefix NAME/. Press ? for the keys.\n"
	"\n"
	"  --view NAME         begin with scalars, histograms or findings\n"
	"  --runs REGEX        only runs that match; !REGEX: that do not\n"
	"  --tags REGEX        only tags that match; !REGEX: that do not\n"
	"  --smoothing WEIGHT  0 to 0.999, as in TensorBoard (0.6)\n"
	"  --restarts HOW      points that a restart goes back over: supersede, keep or "
	"tensorboard\n"
	"  --color WHICH       auto, true, 256, 16 or never\n"
	"  --glyphs WHICH      auto, braille, block or ascii\n"
	"\n"
	"  --once              print one frame and exit: 0, or 1 when there is nothing to show\n"
	"  --size WxH          of that frame (120x40, on a terminal its size)\n"
	"  --format WHICH      of that frame: text, ansi (on a terminal ansi)\n"
	"  --keys \"j j Enter\"  play these keys first\n"
	"  --now TIME          what time it is: seconds since 1970 or 2026-01-31T12:00:00Z\n"
	"\n"
	"  --help, --version\n";

enum {
	OPT_VIEW = 256,
	OPT_RUNS,
	OPT_TAGS,
	OPT_SMOOTHING,
	OPT_RESTARTS,
	OPT_COLOR,
	OPT_GLYPHS,
	OPT_ONCE,
	OPT_SIZE,
	OPT_FORMAT,
	OPT_KEYS,
	OPT_NOW,
	OPT_HELP,
	OPT_VERSION
};

static const struct option names[] = {
	{"view", required_argument, NULL, OPT_VIEW},
	{"runs", required_argument, NULL, OPT_RUNS},
	{"tags", required_argument, NULL, OPT_TAGS},
	{"smoothing", required_argument, NULL, OPT_SMOOTHING},
	{"restarts", required_argument, NULL, OPT_RESTARTS},
	{"color", required_argument, NULL, OPT_COLOR},
	{"glyphs", required_argument, NULL, OPT_GLYPHS},
	{"once", no_argument, NULL, OPT_ONCE},
	{"size", required_argument, NULL, OPT_SIZE},
	{"format", required_argument, NULL, OPT_FORMAT},
	{"keys", required_argument, NULL, OPT_KEYS},
	{"now", required_argument, NULL, OPT_NOW},
	{"help", no_argument, NULL, OPT_HELP},
	{"version", no_argument, NULL, OPT_VERSION},
	{0},
};

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
	static const char *const formats[] = {"auto", "text", "ansi", NULL};
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
	fprintf(stderr, "tbtop: %s%s%s; `tbtop --help` lists what there is\n", what,
		*detail ? ": " : "", detail);
	return 2;
}

int options_parse(struct options *o, int argc, char **argv)
{
	*o = (struct options){.keys = "",
			      .now = NAN,
			      .smoothing = 0.6,
			      .runs = "",
			      .tags = "",
			      .colours = COLOUR_TIERS,
			      .glyphs = GLYPH_TIERS};
	int option, index = 0;
	while ((option = getopt_long(argc, argv, "h", names, &index)) != -1) {
		char error[160] = "", what[128];
		if (option == OPT_HELP || option == 'h') {
			fputs(help, stdout);
			return 0;
		}
		if (option == OPT_VERSION) {
			printf("tbtop %s\n", tfe_version());
			return 0;
		}
		if (option == '?') {
			fprintf(stderr, "`tbtop --help` lists the options\n");
			return 2;
		}
		if (!parse_option(option, optarg, o, error, sizeof error)) {
			snprintf(what, sizeof what, "--%s %.60s is not understood",
				 names[index].name, optarg);
			return wrong(what, error);
		}
	}
	if (optind >= argc)
		return wrong("which log directory?", "");
	o->paths = (const char *const *)(argv + optind);
	o->n_paths = (size_t)(argc - optind);
	return -1;
}
