/* update: the settings by name. A table describes those that are one number, a switch or one of
 * several words; functions describe the others. */
#include "tbtop/update/settings.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/number.h"
#include "tbtop/model/run_colours.h"
#include "tbtop/model/run_groups.h"
#include "tbtop/model/run_scores.h"
#include "tbtop/model/theme_names.h"
#include "tbtop/update/update.h"
#include "tbtop/update/zooming.h"

enum form {
	FORM_WORD,   /* an enum whose numbers are those of the words */
	FORM_SWITCH, /* a bool: words[0] is false */
	FORM_NUMBER, /* a double */
	FORM_COUNT,  /* an int: the first word is `least` */
	FORM_RANGE,  /* the range of the y axis */
	FORM_GROUP   /* the rule that groups runs */
};

#define WORDS(...)                                                                                 \
	(const char *const[])                                                                      \
	{                                                                                          \
		__VA_ARGS__, NULL                                                                  \
	}

static const char *const switch_words[] = {"off", "on", NULL};

/* The words of enums are in the order of their numbers. */
static const struct entry {
	struct setting setting;
	enum form form;
	size_t offset; /* in the model */
	double least, most;
} table[] = {
#define AT(member) offsetof(struct model, member)
	{{"smoothing", "weight of the smoothing of curves, as in TensorBoard", NULL, "0 to 0.9999"},
	 FORM_NUMBER,
	 AT(settings.smoothing),
	 0,
	 0.9999},
	{{"raw", "the curves without smoothing, faintly", switch_words, NULL},
	 FORM_SWITCH,
	 AT(settings.raw),
	 0,
	 0},
	{{"superseded", "the points that restarts superseded, dotted", WORDS("hidden", "shown"),
	  NULL},
	 FORM_SWITCH,
	 AT(settings.superseded),
	 0,
	 0},
	{{"outliers", "outliers on the y axis", WORDS("shown", "cut"), NULL},
	 FORM_SWITCH,
	 AT(settings.ignore_outliers),
	 0,
	 0},
	{{"scale", "the y axis", WORDS("linear", "log", "symlog"), NULL},
	 FORM_WORD,
	 AT(settings.y),
	 0,
	 0},
	{{"y", "the range of the y axis", WORDS("fit", "same"), "LOW..HIGH, LOW.., ..HIGH"},
	 FORM_RANGE,
	 0,
	 0,
	 0},
	{{"axis", "the x axis", WORDS("step", "relative", "wall"), NULL},
	 FORM_WORD,
	 AT(settings.axis),
	 0,
	 0},
	{{"logx", "a logarithmic axis of steps", switch_words, NULL},
	 FORM_SWITCH,
	 AT(settings.log_x),
	 0,
	 0},
	{{"zoom", "the zoom of charts with the same x axis", WORDS("each", "together"), NULL},
	 FORM_SWITCH,
	 AT(settings.link_zoom),
	 0,
	 0},
	{{"columns", "charts side by side", WORDS("auto"), "1 to 12"},
	 FORM_COUNT,
	 AT(settings.columns),
	 0,
	 12},
	{{"sidebar", "the lists of runs and tags", WORDS("auto", "off", "on"), NULL},
	 FORM_COUNT,
	 AT(settings.sidebar),
	 -1,
	 1},
	{{"glyphs", "the characters to draw with", WORDS("braille", "block", "ascii"), NULL},
	 FORM_WORD,
	 AT(settings.glyphs),
	 0,
	 0},
	{{"theme", "the colours", theme_names, NULL}, FORM_WORD, AT(settings.theme), 0, 0},
	{{"mouse", "the mouse works in tbtop; off: it selects text", switch_words, NULL},
	 FORM_SWITCH,
	 AT(settings.mouse),
	 0,
	 0},
	{{"total-steps", "the steps of a whole run, for the remaining time", WORDS("auto"),
	  "1 to 2000000000"},
	 FORM_COUNT,
	 AT(settings.total_steps),
	 0,
	 2000000000},
	{{"group", "runs as one curve", WORDS("off", "seeds"),
	  "column NAME, regex REGEX, NAME or REGEX"},
	 FORM_GROUP,
	 0,
	 0,
	 0},
	{{"middle", "the curve of a group", WORDS("mean", "median"), NULL},
	 FORM_WORD,
	 AT(grouping.middle),
	 0,
	 0},
	{{"band", "the band of a group", WORDS("std", "range", "stderr"), NULL},
	 FORM_WORD,
	 AT(grouping.band),
	 0,
	 0},
	{{"sort", "the list of runs, by name or by a value of the focused chart",
	  WORDS("name", "last", "min", "max", "best", "step", "time"), NULL},
	 FORM_WORD,
	 AT(run_sort.order),
	 0,
	 0},
	{{"runs-value", "the value of tags in the table of runs",
	  WORDS("last", "min", "max", "best"), NULL},
	 FORM_COUNT,
	 AT(runs_table.way),
	 RUNS_BY_LAST,
	 RUNS_BY_BEST},
	{{"layouts", "the charts that the log defines", switch_words, NULL},
	 FORM_SWITCH,
	 AT(custom),
	 0,
	 0},
	{{"histograms", "the type of histograms", WORDS("heat", "bars", "ridge", "overlay"), NULL},
	 FORM_WORD,
	 AT(hist),
	 0,
	 0},
	{{"confusion", "what shares of a confusion matrix are of",
	  WORDS("row", "column", "total", "none"), NULL},
	 FORM_WORD,
	 AT(share),
	 0,
	 0},
	{{"pr", "the type of PR curves", WORDS("curve", "roc", "f1"), NULL},
	 FORM_WORD,
	 AT(pr.type),
	 0,
	 0},
	{{"source", "texts as they are in the file", switch_words, NULL},
	 FORM_SWITCH,
	 AT(text_source),
	 0,
	 0},
	{{"graph", "what is coloured in graphs", WORDS("device", "time", "memory", "tpu"), NULL},
	 FORM_WORD,
	 AT(graph.colour),
	 0,
	 0},
	{{"trials", "the type of hyperparameters",
	  WORDS("table", "parallel", "scatter", "importance"), NULL},
	 FORM_WORD,
	 AT(trials.type),
	 0,
	 0},
	{{"metric", "which value of a metric hyperparameters are compared by",
	  WORDS("last", "min", "max", "best"), NULL},
	 FORM_WORD,
	 AT(trials.way),
	 0,
	 0},
#undef AT
};
const size_t n_settings = sizeof table / sizeof *table;

const struct setting *setting_at(size_t i)
{
	return &table[i].setting;
}

size_t setting_find(const char *name, size_t n)
{
	size_t found = n_settings, matches = 0;
	for (size_t i = 0; i < n_settings && n; i++) {
		if (strncmp(table[i].setting.name, name, n))
			continue;
		if (!table[i].setting.name[n])
			return i;
		found = i;
		matches++;
	}
	return matches == 1 ? found : n_settings;
}

void setting_values(size_t i, char *text, size_t size)
{
	const struct setting *s = &table[i].setting;
	size_t n = 0;
	*text = '\0';
	for (size_t w = 0; s->words && s->words[w] && n < size; w++)
		n += (size_t)snprintf(text + n, size - n, "%s%s", w ? ", " : "", s->words[w]);
	if (s->form && n < size)
		snprintf(text + n, size - n, "%s%s", n ? ", " : "", s->form);
}

/* --- values ----------------------------------------------------------------------------------- */

/* Members of the model by their offset. Enums and ints have the size of an int. */
static void *member(struct model *m, const struct entry *e)
{
	return (char *)m + e->offset;
}

static const void *member_of(const struct model *m, const struct entry *e)
{
	return (const char *)m + e->offset;
}

/* Returns the index of a word or of the first word that it abbreviates; -1 without one. */
static int word_index(const char *const *words, const char *word)
{
	for (int i = 0; words && words[i]; i++)
		if (!strcmp(words[i], word))
			return i;
	for (int i = 0; words && words[i] && *word; i++)
		if (!strncmp(words[i], word, strlen(word)))
			return i;
	return -1;
}

static bool read_number(const char *text, double least, double most, double *value)
{
	char *end;
	double number = strtod(text, &end);
	if (end == text || *end || !(number >= least && number <= most))
		return false;
	*value = number;
	return true;
}

static bool set_count(int *count, const struct entry *e, const char *text)
{
	double number;
	int word = word_index(e->setting.words, text);
	if (word >= 0)
		*count = (int)e->least + word;
	else if (e->setting.form && read_number(text, e->least + 1, e->most, &number) &&
		 number == floor(number))
		*count = (int)number;
	else
		return false;
	return true;
}

static bool set_range(struct settings *s, const char *text)
{
	double lo, hi;
	if (!strcmp(text, "fit") || !strcmp(text, "same")) {
		s->range = *text == 'f' ? RANGE_FIT : RANGE_SAME;
		return true;
	}
	if (!number_range(text, &lo, &hi))
		return false;
	bool from_0 = lo == 0 && isnan(hi);
	s->range = from_0 ? RANGE_FROM_0 : lo == 0 && hi == 1 ? RANGE_UNIT : RANGE_HAND;
	s->y_lo = lo;
	s->y_hi = hi;
	return true;
}

/* Returns whether it is a hyperparameter, or a column in the name of a run. */
static bool is_column(const struct model *m, const char *text)
{
	size_t from, to;
	if (trials_param(&m->trials, text) != NO_COLUMN)
		return true;
	for (size_t i = 0; i < m->n_runs; i++)
		if (run_column(m->runs[i]->name, text, &from, &to))
			return true;
	return false;
}

static bool set_group(struct model *m, const char *text)
{
	static const char column[] = "column ", regex[] = "regex ";
	struct grouping *g = &m->grouping;
	if (!*text || !strcmp(text, "on") || !strcmp(text, "off")) {
		g->on = strcmp(text, "off") != 0;
		return true;
	}
	if (strlen(text) >= sizeof g->text)
		return false;
	bool is_named = !strncmp(text, column, sizeof column - 1);
	bool is_regex = !is_named && !strncmp(text, regex, sizeof regex - 1);
	text += is_named ? sizeof column - 1 : is_regex ? sizeof regex - 1 : 0;
	g->on = true;
	if (!is_named && !is_regex && !strcmp(text, "seeds"))
		g->rule = GROUP_SEEDS;
	else
		g->rule = is_named || (!is_regex && is_column(m, text)) ? GROUP_COLUMN
									: GROUP_PATTERN;
	if (text != g->text)
		snprintf(g->text, sizeof g->text, "%s", text);
	return true;
}

static bool set_value(struct model *m, const struct entry *e, const char *text)
{
	int word = word_index(e->setting.words, text);
	switch (e->form) {
	case FORM_WORD:
		if (word >= 0)
			*(int *)member(m, e) = word;
		return word >= 0;
	case FORM_SWITCH:
		if (word >= 0)
			*(bool *)member(m, e) = word;
		return word >= 0;
	case FORM_NUMBER:
		return read_number(text, e->least, e->most, member(m, e));
	case FORM_COUNT:
		return set_count(member(m, e), e, text);
	case FORM_RANGE:
		return set_range(&m->settings, text);
	default:
		return set_group(m, text);
	}
}

bool setting_set(struct model *m, size_t i, const char *value, char error[160])
{
	char all[96];
	const struct entry *e = &table[i];
	tfe_axis axis = m->settings.axis;
	bool linked = m->settings.link_zoom;
	enum run_order order = m->run_sort.order;
	if (!set_value(m, e, value)) {
		setting_values(i, all, sizeof all);
		snprintf(error, 160, "%s is %s; not \"%.30s\"", e->setting.name, all, value);
		return false;
	}
	if (m->settings.axis != axis) /* a place on the axis has no meaning on another one */
		m->crosshair = m->second.on = false;
	if (m->settings.link_zoom != linked)
		zoom_linked(m);
	if (m->run_sort.order != order)
		m->run_sort = (struct run_sort){.order = m->run_sort.order};
	return true;
}

static void range_text(const struct settings *s, char text[SETTING_BYTES])
{
	static const char *const words[Y_RANGES] = {"fit", "0..", "0..1", "same", ""};
	char lo[NUMBER_BYTES] = "", hi[NUMBER_BYTES] = "";
	if (!isnan(s->y_lo))
		number_exact(lo, s->y_lo);
	if (!isnan(s->y_hi))
		number_exact(hi, s->y_hi);
	if (s->range == RANGE_HAND)
		snprintf(text, SETTING_BYTES, "%s..%s", lo, hi);
	else
		snprintf(text, SETTING_BYTES, "%s", words[s->range]);
}

static void group_text(const struct grouping *g, char text[SETTING_BYTES])
{
	static const char *const rules[] = {"", "column ", "regex "};
	if (!g->on)
		snprintf(text, SETTING_BYTES, "off");
	else if (g->rule == GROUP_SEEDS)
		snprintf(text, SETTING_BYTES, "seeds");
	else
		snprintf(text, SETTING_BYTES, "%s%s", rules[g->rule], g->text);
}

void setting_get(const struct model *m, size_t i, char text[SETTING_BYTES])
{
	const struct entry *e = &table[i];
	const char *const *words = e->setting.words;
	int least = (int)e->least, count;
	switch (e->form) {
	case FORM_WORD:
		snprintf(text, SETTING_BYTES, "%s", words[*(const int *)member_of(m, e)]);
		break;
	case FORM_SWITCH:
		snprintf(text, SETTING_BYTES, "%s", words[*(const bool *)member_of(m, e)]);
		break;
	case FORM_NUMBER:
		number_exact(text, *(const double *)member_of(m, e));
		break;
	case FORM_COUNT:
		count = *(const int *)member_of(m, e);
		if (!e->setting.form || count == least)
			snprintf(text, SETTING_BYTES, "%s", words[count - least]);
		else
			snprintf(text, SETTING_BYTES, "%d", count);
		break;
	case FORM_RANGE:
		range_text(&m->settings, text);
		break;
	default:
		group_text(&m->grouping, text);
	}
}

const char *settings_applied(struct model *m)
{
	char error[160];
	const char *wrong = run_groups_update(m);
	if (wrong)
		m->grouping.on = false;
	if (wrong)
		run_groups_update(m);
	model_order_runs(m, m->run_sort);
	trials_filter(&m->trials, error); /* it may depend on which value of a metric counts */
	trials_arrange(m);
	model_colour_runs(m);
	return wrong;
}
