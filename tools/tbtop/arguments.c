/* tbtop: the options of the command line. */
#define _DEFAULT_SOURCE
#define _XOPEN_SOURCE 700
#include "tbtop/arguments.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <tfevents/judge.h>
#include <tfevents/version.h>

#include "common/complain.h"
#include "common/completion.h"
#include "common/filter.h"
#include "common/command_line.h"
#include "common/log_options.h"
#include "common/memory.h"
#include "common/out.h"
#include "common/size.h"
#include "common/user_path.h"
#include "common/word_distance.h"
#include "tbtop/model/conditions.h"
#include "tbtop/model/key_names.h"

enum {
	OPT_VIEW,
	OPT_RUNS,
	OPT_TAGS,
	OPT_SMOOTHING,
	OPT_RESTARTS,
	OPT_PER_FILE,
	OPT_MEMORY,
	OPT_COLOR,
	OPT_BACKGROUND,
	OPT_GLYPHS,
	OPT_THEME,
	OPT_MOUSE,
	OPT_UTC,
	OPT_TOTAL_STEPS,
	OPT_NOTIFY,
	OPT_NOTIFY_COMMAND,
	OPT_NOTIFY_WHEN,
	OPT_NO_STATE,
	OPT_RESET,
	OPT_CONFIG,
	OPT_PRINT_CONFIG,
	OPT_ONCE,
	OPT_SIZE,
	OPT_FORMAT,
	OPT_KEYS,
	OPT_NOW,
	OPT_LINES,
	OPT_EVERY,
	OPT_PIPE,
	OPT_LOGDIR,
	OPT_INPUT,
	OPT_PATTERN,
	OPT_STEP,
	OPT_WALL_TIME,
	OPT_COMPLETION,
	OPT_HELP,
	OPT_VERSION
};

static const struct option_word view_words[] = {
	{"auto", VIEWS}, /* the first one that has data */
#define VIEW_WORD(id, name, ...) {name, id},
	VIEW_MAP(VIEW_WORD)
#undef VIEW_WORD
		{0},
};
static const struct option_word color_words[] = {
	{"auto", COLOUR_TIERS}, {"true", COLOURS_TRUE},  {"256", COLOURS_256},
	{"16", COLOURS_16},     {"never", COLOURS_MONO}, {0},
};
static const struct option_word background_words[] = {
	{"auto", BACKGROUNDS}, {"dark", BACKGROUND_DARK}, {"light", BACKGROUND_LIGHT}, {0}};
static const struct option_word glyph_words[] = {
	{"auto", GLYPH_TIERS},
	{"braille", GLYPHS_BRAILLE},
	{"block", GLYPHS_BLOCK},
	{"ascii", GLYPHS_ASCII},
	{0},
};
static const struct option_word theme_words[] = {
	{"auto", THEME_AUTO},
	{"dark", THEME_DARK},
	{"light", THEME_LIGHT},
	{"high-contrast", THEME_HIGH_CONTRAST},
	{"colour-blind", THEME_COLOUR_BLIND},
	{"monochrome", THEME_MONOCHROME},
	{0},
};
static const struct option_word mouse_words[] = {{"on", false}, {"off", true}, {0}};
static const struct option_word format_words[] = {
	{"auto", FORMAT_AUTO},
	{"text", FORMAT_TEXT_ONLY},
	{"ansi", FORMAT_ANSI},
	{"svg", FORMAT_SVG},
	{0},
};

static const struct option_word input_words[] = {{"auto", METRIC_AUTO},
						 {"text", METRIC_TEXT},
						 {"csv", METRIC_CSV},
						 {"jsonl", METRIC_JSONL},
						 {0}};

static const struct option table[] = {
	[OPT_VIEW] = {"view", "NAME", "the view to begin with", 0, view_words},
	[OPT_RUNS] = {"runs", "REGEX", "only runs that match; !REGEX: those that do not", 0},
	[OPT_TAGS] = {"tags", "REGEX", "only tags that match; !REGEX: those that do not", 0},
	[OPT_SMOOTHING] = {"smoothing", "WEIGHT", "0 to 0.999, as in TensorBoard (0.6)", 0},
	[OPT_RESTARTS] = RESTARTS_OPTION,
	[OPT_PER_FILE] = PER_FILE_OPTION,
	[OPT_MEMORY] = MEMORY_OPTION,
	[OPT_COLOR] = {"color", "WHICH", "the colours to use", 0, color_words},
	[OPT_BACKGROUND] = {"background", "WHICH", "the background of the terminal", 0,
			    background_words},
	[OPT_GLYPHS] = {"glyphs", "WHICH", "the characters to draw with", 0, glyph_words},
	[OPT_THEME] = {"theme", "NAME", "the colours of its elements", 0, theme_words},
	[OPT_MOUSE] = {"mouse", "WHICH", "the mouse works in tbtop; off: it selects text", 0,
		       mouse_words},
	[OPT_UTC] = {"utc", NULL, "show times in UTC, not in local time", 0},
	[OPT_TOTAL_STEPS] = {"total-steps", "N", "the steps of a whole run, for the remaining time",
			     0},
	[OPT_NOTIFY] = {"notify", "WAYS",
			"notify findings and ends of runs by bell, osc9, osc777, command", 0},
	[OPT_NOTIFY_COMMAND] = {"notify-command", "PROGRAM",
				"the program of --notify=command, run without a shell", 0},
	[OPT_NOTIFY_WHEN] = {"notify-when", "EXPR",
			     "notify when a condition such as \"val/loss < 0.1\" first holds", 0},
	[OPT_NO_STATE] = {"no-state", NULL,
			  "neither use nor store the settings of this log directory", 0},
	[OPT_RESET] = {"reset", NULL, "forget the stored settings of this log directory", 0},
	[OPT_CONFIG] = {"config", "FILE", "the file with defaults of options, and keys", 0},
	[OPT_PRINT_CONFIG] = {"print-config", NULL, "print such a file with all defaults", 0,
			      .alone = true},
	[OPT_ONCE] = {"once", NULL,
		      "print one frame and exit: 0, or 1 when there is nothing to show", 0},
	[OPT_SIZE] = {"size", "WxH", "of that frame (120x40, on a terminal its size)", 0},
	[OPT_FORMAT] = {"format", "WHICH", "of that frame; auto is ansi on a terminal, else text",
			0, format_words},
	[OPT_KEYS] = {"keys", "KEYS", "play these first, such as \"j j Enter\"", 0},
	[OPT_NOW] = {"now", "TIME", "what time it is: seconds since 1970 or 2026-01-31T12:00:00Z",
		     0},
	[OPT_LINES] = {"lines", NULL,
		       "print lines of plain text instead: the state, then one line per change", 0},
	[OPT_EVERY] = {"every", "SECONDS", "the least time between two lines of a tag (10)", 0},
	[OPT_PIPE] = {"pipe", NULL,
		      "watch the log of a program: ./train | tbtop --pipe [LOGDIR...]",
		      .alone = true},
	[OPT_LOGDIR] = {"logdir", "DIR", "with --pipe: keep the run in this directory", 0},
	[OPT_INPUT] = {"input", "FORMAT", "with --pipe: the format of the input", 0, input_words},
	[OPT_PATTERN] = {"pattern", "REGEX", "with --pipe: as in tfevents import; may be repeated",
			 .repeats = true},
	[OPT_STEP] = {"step", "COLUMN", "with --pipe: the column of CSV and JSON with the step", 0},
	[OPT_WALL_TIME] = {"wall-time", "COLUMN",
			   "with --pipe: the column of CSV and JSON with the time", 0},
	[OPT_COMPLETION] = {"completion", "SHELL",
			    "print what a shell needs to complete a command line", 0,
			    completion_shells, true},
	[OPT_HELP] = {"help", NULL, "print this help", 'h'},
	[OPT_VERSION] = {"version", NULL, "the version", 'V'},
	{0},
};
OPTIONS_FIT(table);

static void print_help(void)
{
	puts("usage: tbtop [options] LOGDIR...\n"
	     "       ./train | tbtop --pipe [options] [LOGDIR...]\n"
	     "\n"
	     "Watches TensorBoard logs in the terminal. LOGDIR is a directory with runs or an "
	     "event file;\n"
	     "NAME:DIR gives its runs the prefix NAME/. Press ? for the keys.\n");
	options_help(stdout, table);
}

static bool parse_number(const char *text, double low, double high, double *out)
{
	char *end;
	*out = strtod(text, &end);
	return end != text && !*end && *out >= low && *out <= high;
}

/* 0 means "auto": hyperparameters tell it. */
static bool parse_steps(const char *text, int *out)
{
	double number = 0;
	bool good = !strcmp(text, "auto") ||
		    (parse_number(text, 1, 2000000000, &number) && number == floor(number));
	*out = good ? (int)number : 0;
	return good;
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
	struct filter *filter = filter_compile(text);
	snprintf(error, size, "%s", filter_error(filter));
	filter_release(filter);
	*out = text;
	return !*error && strlen(text) < sizeof((struct model *)0)->run_filter;
}

static bool parse_keys(const char *text, const char **out, char *error, size_t size)
{
	const char *at = text;
	int key;
	while ((key = key_parse(&at)) != KEY_NONE)
		if (key == TK_IGNORED) {
			size_t n = 0; /* the length of the last word before `at` */
			while (at - n > text && !strchr(" \t\n", at[-1 - (ptrdiff_t)n]))
				n++;
			snprintf(error, size, "\"%.*s\" is no key", n < 40 ? (int)n : 40, at - n);
			return false;
		}
	*out = text;
	return true;
}

/* An empty condition is none, which overrides that of the config. */
static bool parse_condition(const char *text, char *error, size_t size)
{
	char wrong[160];
	if (!*text || condition_check(text, wrong))
		return true;
	snprintf(error, size, "%s", wrong);
	return false;
}

/* Applies an option. `word`: the value of its word. Returns false if the text is wrong. */
static bool parse_option(int option, const char *text, int word, struct options *o, char *error,
			 size_t size)
{
	switch (option) {
	case OPT_VIEW:
		o->view = (enum view_id)word;
		return true;
	case OPT_RESTARTS:
		o->restarts = (tfe_restarts)word;
		return true;
	case OPT_COLOR:
		o->colours = (enum colour_tier)word;
		return true;
	case OPT_BACKGROUND:
		o->background = (enum background)word;
		return true;
	case OPT_GLYPHS:
		o->glyphs = (enum glyph_tier)word;
		return true;
	case OPT_THEME:
		o->theme = (enum theme)word;
		return true;
	case OPT_MOUSE:
		o->mouse_off = word;
		return true;
	case OPT_NOTIFY:
		return notify_ways_parse(text, &o->notify);
	case OPT_NOTIFY_COMMAND:
		o->notify_command = *text ? text : NULL;
		return true;
	case OPT_NOTIFY_WHEN:
		o->notify_when = text;
		return parse_condition(text, error, size);
	case OPT_TOTAL_STEPS:
		return parse_steps(text, &o->total_steps);
	case OPT_UTC:
		o->utc = true;
		return true;
	case OPT_FORMAT:
		o->format = (enum output_format)word;
		return true;
	case OPT_PER_FILE:
		o->per_file = true;
		return true;
	case OPT_NO_STATE:
		o->no_state = true;
		return true;
	case OPT_RESET:
		o->reset = true;
		return true;
	case OPT_ONCE:
		o->once = true;
		return true;
	case OPT_LINES:
		o->lines = true;
		return true;
	case OPT_EVERY:
		return parse_number(text, 0, 86400, &o->every_s);
	case OPT_RUNS:
		return parse_filter(text, &o->runs, error, size);
	case OPT_TAGS:
		return parse_filter(text, &o->tags, error, size);
	case OPT_SMOOTHING:
		return parse_number(text, 0, 0.9999, &o->smoothing);
	case OPT_SIZE:
		return parse_size(text, o);
	case OPT_MEMORY:
		return !strcmp(text, "auto") || size_parse(text, &o->memory_bytes);
	case OPT_KEYS:
		return parse_keys(text, &o->keys, error, size);
	case OPT_NOW:
		return parse_time(text, &o->now);
	default:
		return true;
	}
}

/* --- the config ------------------------------------------------------------------------------- */

/* Returns the default of an option as text; NULL if it is no default but what to do. */
static const char *default_of(int option)
{
	switch (option) {
	case OPT_ONCE:
	case OPT_SIZE:
	case OPT_FORMAT:
	case OPT_KEYS:
	case OPT_NOW:
	case OPT_RESET:
	case OPT_CONFIG:
	case OPT_PRINT_CONFIG:
	case OPT_COMPLETION:
	case OPT_HELP:
	case OPT_VERSION:
	case OPT_LINES:
	case OPT_PIPE:
	case OPT_LOGDIR:
	case OPT_INPUT:
	case OPT_PATTERN:
	case OPT_STEP:
	case OPT_WALL_TIME:
		return NULL;
	case OPT_EVERY:
		return "10";
	case OPT_SMOOTHING:
		return "0.6";
	case OPT_MEMORY:
	case OPT_TOTAL_STEPS:
		return "auto";
	default:
		return table[option].words   ? table[option].words[0].word
		       : table[option].value ? ""
					     : "off";
	}
}

/* The options, and which of them the command line has. */
struct options_given {
	struct options *options;
	const struct arguments *arguments;
};

/* Finds the value of a word, or of a switch. Returns false for any other text. */
static bool find_word(const struct option *option, const char *text, int *word)
{
	static const struct option_word switches[] = {{"off", 0}, {"on", 1}, {0}};
	const struct option_word *w = option->words ? option->words : switches;
	while (w->word && strcmp(w->word, text) != 0)
		w++;
	*word = w->value;
	return w->word != NULL;
}

/* Returns the name of the option that was probably meant; "" without one. */
static const char *near_option(const char *name)
{
	struct near_word near = {.given = name};
	for (int i = 0; table[i].name; i++)
		if (default_of(i))
			near_word_offer(&near, table[i].name);
	return near.word ? near.word : "";
}

/* Applies an option of the config unless the command line has it. */
static bool config_option_set(void *user, const char *name, const char *value, char wrong[160])
{
	const struct options_given *given = user;
	struct options tried = *given->options;
	char error[100] = "";
	int i = 0, word = 0;
	while (table[i].name && strcmp(table[i].name, name) != 0)
		i++;
	if (!table[i].name || !default_of(i)) {
		snprintf(wrong, 160, "%s", near_option(name));
		return false;
	}
	bool worded = table[i].words || !table[i].value;
	if (worded && !find_word(&table[i], value, &word)) {
		snprintf(wrong, 160, "%s has no value \"%.40s\"; tbtop --help lists them", name,
			 value);
		return true;
	}
	char *copy = need_copy(value); /* the options point to it */
	bool good = (!table[i].value && !word) ||
		    parse_option(i, copy, word, &tried, error, sizeof error);
	if (!good)
		snprintf(wrong, 160, "%s = %.40s is not understood%s%s", name, value,
			 *error ? ": " : "", error);
	bool used = good && !given->arguments->option[i];
	if (used)
		*given->options = tried;
	char **kept = &given->options->kept[i], *unused = used ? *kept : copy;
	*kept = used ? copy : *kept;
	free(unused);
	return true;
}

/* Reads the given file, or the user's if the screen is live: a frame depends on its options only.
 * Returns false if the given file cannot be read. */
static bool read_config(struct options *o, const struct arguments *given)
{
	struct options_given target = {o, given};
	const char *path = given->option[OPT_CONFIG];
	bool keyboard = isatty(STDIN_FILENO) || o->pipe; /* with --pipe it is the terminal */
	bool live = !o->once && !o->lines && keyboard && isatty(STDOUT_FILENO);
	char *own = path || !live ? NULL : user_config_path("tbtop.ini");
	bool good = true;
	o->config = need_zeroed(1, sizeof *o->config);
	if ((path || own) &&
	    !config_read(o->config, path ? path : own, config_option_set, &target)) {
		good = !path;
		if (!path && o->config->missing)
			o->config->problem[0] = '\0';
		else
			complain("tbtop", NULL, "%s", o->config->problem);
	}
	free(own);
	return good;
}

static int wrong(const char *what, const char *detail)
{
	complain("tbtop", NULL, "%s%s%s; tbtop --help lists what there is", what,
		 *detail ? ": " : "", detail);
	return 2;
}

void options_release(struct options *o)
{
	for (size_t i = 0; i < MOST_OPTIONS; i++)
		free(o->kept[i]);
	if (o->config)
		config_release(o->config);
	free(o->config);
}

int options_read(struct options *o, int argc, char **argv)
{
	struct arguments given;
	static const char *patterns[MOST_REPEATS];
	*o = (struct options){.view = VIEWS,
			      .other_rows = 1,
			      .every_s = 10,
			      .colours = COLOUR_TIERS,
			      .background = BACKGROUNDS,
			      .glyphs = GLYPH_TIERS,
			      .keys = "",
			      .now = NAN,
			      .smoothing = SMOOTHING_DEFAULT,
			      .runs = "",
			      .tags = ""};
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
		completion_print(stdout, given.option[OPT_COMPLETION], &c);
		return out_finish_stdio("tbtop");
	}
	if (given.option[OPT_PRINT_CONFIG]) {
		config_print(stdout, table, default_of);
		return out_finish_stdio("tbtop");
	}
	o->given = (struct state_given){.view = given.option[OPT_VIEW] != NULL,
					.runs = given.option[OPT_RUNS] != NULL,
					.tags = given.option[OPT_TAGS] != NULL,
					.smoothing = given.option[OPT_SMOOTHING] != NULL,
					.theme = given.option[OPT_THEME] != NULL,
					.mouse = given.option[OPT_MOUSE] != NULL,
					.total_steps = given.option[OPT_TOTAL_STEPS] != NULL};
	for (int i = 0; table[i].name; i++) {
		char error[160] = "", what[128];
		if (!given.option[i] ||
		    parse_option(i, given.option[i], given.word[i], o, error, sizeof error))
			continue;
		snprintf(what, sizeof what, "--%s=%.60s is not understood", table[i].name,
			 given.option[i]);
		return wrong(what, error);
	}
	o->pipe = given.option[OPT_PIPE] != NULL;
	o->logdir = given.option[OPT_LOGDIR];
	o->input = (enum metric_format)given.word[OPT_INPUT];
	o->step_column = given.option[OPT_STEP];
	o->time_column = given.option[OPT_WALL_TIME];
	for (int i = 0; i < given.repeats; i++)
		patterns[i] = given.repeated[i];
	o->patterns = patterns;
	o->n_patterns = (size_t)given.repeats;
	if (!o->pipe && (o->logdir || o->n_patterns || o->step_column || o->time_column))
		return wrong("--logdir, --pattern, --step and --wall-time need --pipe", "");
	if (!given.operands && !o->pipe)
		return wrong("LOGDIR is missing", "");
	if (!read_config(o, &given)) {
		options_release(o);
		return 2;
	}
	o->paths = (const char *const *)given.operand;
	o->n_paths = (size_t)given.operands;
	return -1;
}
