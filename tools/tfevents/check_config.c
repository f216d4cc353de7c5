/* tfevents check: the rules file of --config, an INI file (inih). */
#include "tfevents/check_config.h"

#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "common/complain.h"
#include "common/filter.h"
#include "common/ini_file.h"
#include "common/memory.h"
#include "common/timer.h"
#include "common/user_path.h"
#include "tfevents/check_rules.h"
#include "tfevents/check_user_rule.h"

enum { MOST_MUTES = 1000, MOST_RULES = 1000, DATE_BYTES = sizeof "2027-01-31" };

/* The processor time for all expressions together is limited: a constant, and one for each
 * finding. */
static const double patience_s = 1, patience_of_finding_s = 1e-4;

static const size_t every_rule = SIZE_MAX;

/* A section [mute]. */
struct mute {
	size_t line; /* of the head of the section */
	struct filter *run, *tag;
	size_t rule; /* by index in the names; or every_rule */
	char *reason;
	char until[DATE_BYTES]; /* the last day */
	bool expired;
};

static const char rule_section[] = "rule ";

struct check_config {
	const char *path, *program;
	struct check_names *names;    /* of the table, then those of `rule` */
	struct check_user_rule *rule; /* also those that are only mentioned so far */
	size_t rules, rule_capacity;
	int *severity;     /* by index of the name; -1: the rule's own */
	double *threshold; /* by index; NaN: the usual value */
	struct mute *mute;
	size_t mutes, capacity;
	double left_s; /* the processor time that is left for regular expressions */
	size_t slow;   /* the line of the section at which it was used up; 0: none */
	struct ini_file ini;
	size_t wrong; /* the line with the last error that was reported; 0: none */
};

/* Reports an error in a line. Returns 0, which ends reading. */
static int tell(struct check_config *c, size_t line, const char *problem, const char *detail)
{
	complain(c->program, NULL, "%s:%zu: %s%s", c->path, line, problem, detail);
	c->wrong = line;
	return 0;
}

/* Finds the rule with a name. One that is unknown so far may follow in the file. Returns false
 * after a message. */
static bool find_rule(struct check_config *c, const char *name, size_t *rule)
{
	*rule = check_names_find(c->names, name, strlen(name));
	if (*rule < c->names->n)
		return true;
	if (c->rules == MOST_RULES) {
		tell(c, c->ini.line, "the file has more than 1000 rules", "");
		return false;
	}
	check_names_add(c->names, name);
	c->rule = need_room(c->rule, c->rules, &c->rule_capacity, sizeof *c->rule);
	c->rule[c->rules++] = (struct check_user_rule){
		.name = need_copy(name), .mentioned = c->ini.line, .severity = -1};
	return true;
}

static int set_severity(struct check_config *c, const char *name, const char *value)
{
	size_t rule;
	if (!find_rule(c, name, &rule))
		return 0;
	if (c->severity[rule] >= 0)
		return tell(c, c->ini.line, "a second severity of the rule ", name);
	for (int s = TFE_SEVERITY_INFO; s <= TFE_SEVERITY_ERROR; s++)
		if (!strcmp(value, tfe_severity_name((tfe_severity)s)))
			c->severity[rule] = s;
	return c->severity[rule] >= 0 ||
	       tell(c, c->ini.line, "a severity is error, warning or info, not ", value);
}

/* Sets the threshold RULE.NAME to a number in its range. */
static int set_threshold(struct check_config *c, const char *name, const char *value)
{
	char range[64], *end;
	tfe_threshold t = TFE_THRESHOLD_INIT;
	size_t i = 0;
	while (!tfe_threshold_get(i, &t) && strcmp(t.name, name))
		i++;
	if (i == tfe_threshold_count())
		return tell(c, c->ini.line,
			    "unknown threshold (check --explain RULE lists them): ", name);
	if (!isnan(c->threshold[i]))
		return tell(c, c->ini.line, "a second value of the threshold ", name);
	double number = strtod(value, &end);
	if (end == value || *end)
		return tell(c, c->ini.line, "a threshold is a number, not ", value);
	if (!(number >= t.lowest && number <= t.highest)) {
		snprintf(range, sizeof range, "this threshold is from %g to %g, not ", t.lowest,
			 t.highest);
		return tell(c, c->ini.line, range, value);
	}
	c->threshold[i] = number;
	return 1;
}

static int set_filter(struct check_config *c, struct filter **filter, const char *value)
{
	if (*filter)
		return tell(c, c->ini.line, "a second expression in one mute: ", value);
	*filter = filter_compile(value);
	const char *error = filter_error(*filter);
	return !*error || tell(c, c->ini.line, "not a regular expression: ", error);
}

static int days_of(int year, int month)
{
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return month == 2 ? 28 + leap : 30 + ((month + month / 8) & 1);
}

/* Returns whether a text is a day as YYYY-MM-DD. */
static bool is_date(const char *text)
{
	static const char form[] = "dddd-dd-dd";
	for (size_t i = 0; i < sizeof form; i++)
		if (form[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != form[i])
			return false;
	int year = (int)strtol(text, NULL, 10), month = (int)strtol(text + 5, NULL, 10);
	long day = strtol(text + 8, NULL, 10);
	return month >= 1 && month <= 12 && day >= 1 && day <= days_of(year, month);
}

static int set_in_mute(struct check_config *c, struct mute *m, const char *name, const char *value)
{
	if (!strcmp(name, "run"))
		return set_filter(c, &m->run, value);
	if (!strcmp(name, "tag"))
		return set_filter(c, &m->tag, value);
	if (!strcmp(name, "rule"))
		return m->rule != every_rule
			       ? tell(c, c->ini.line, "a second rule in one mute: ", value)
			       : find_rule(c, value, &m->rule);
	if (!strcmp(name, "reason")) {
		if (m->reason)
			return tell(c, c->ini.line, "a second reason in one mute: ", value);
		m->reason = need_copy(value);
		return 1;
	}
	if (!strcmp(name, "until")) {
		if (*m->until || !is_date(value))
			return tell(c, c->ini.line,
				    "not the one day of the form YYYY-MM-DD: ", value);
		memcpy(m->until, value, sizeof m->until);
		return 1;
	}
	return tell(c, c->ini.line, "a mute has run, tag, rule, reason and until, not ", name);
}

/* Returns the mute of the section that is being read, which it may begin. NULL after a message. */
static struct mute *current_mute(struct check_config *c)
{
	if (c->mutes && c->mute[c->mutes - 1].line == c->ini.head)
		return &c->mute[c->mutes - 1];
	if (c->mutes == MOST_MUTES) {
		tell(c, c->ini.line, "the file has more than 1000 mutes", "");
		return NULL;
	}
	c->mute = need_room(c->mute, c->mutes, &c->capacity, sizeof *c->mute);
	c->mute[c->mutes] = (struct mute){.line = c->ini.head, .rule = every_rule};
	return &c->mute[c->mutes++];
}

/* Sets NAME = VALUE of the section [rule RULE] that is being read. Returns 0 after a message. */
static int set_in_rule(struct check_config *c, const char *rule, const char *name,
		       const char *value)
{
	size_t i;
	if (!find_rule(c, rule, &i))
		return 0;
	if (i < check_rule_count)
		return tell(c, c->ini.head, "this is the name of a built-in rule: ", rule);
	struct check_user_rule *r = &c->rule[i - check_rule_count];
	if (r->line && r->line != c->ini.head)
		return tell(c, c->ini.head, "a second section of the rule ", rule);
	r->line = c->ini.head;
	const char *detail = value, *problem = check_user_rule_set(r, name, &detail, c->ini.line);
	return !problem || tell(c, c->ini.line, problem, detail);
}

static bool tell_problem(struct ini_file *ini, size_t line, const char *problem)
{
	return tell(ini->user, line, problem, "");
}

/* Handles one NAME = VALUE. Returns false after a message. */
static bool handle(struct ini_file *ini, const char *section, const char *name, const char *value)
{
	struct check_config *c = ini->user;
	if (!*value)
		return tell(c, c->ini.line, "no value: ", name);
	if (!strcmp(section, "severity"))
		return set_severity(c, name, value);
	if (!strcmp(section, "threshold"))
		return set_threshold(c, name, value);
	if (!strncmp(section, rule_section, sizeof rule_section - 1))
		return set_in_rule(c, section + sizeof rule_section - 1, name, value);
	if (strcmp(section, "mute"))
		return tell(
			c, c->ini.line,
			"the sections are [rule NAME], [threshold], [severity] and [mute], not ",
			*section ? section : "a line before them");
	struct mute *m = current_mute(c);
	return m && set_in_mute(c, m, name, value);
}

/* Checks that mutes are complete. Reports those that ended before `today`. */
static void finish_mutes(struct check_config *c, const char *today)
{
	for (size_t i = 0; i < c->mutes && !c->wrong; i++) {
		struct mute *m = &c->mute[i];
		if (!m->run && !m->tag && m->rule == every_rule)
			tell(c, m->line, "a mute needs a run, a tag or a rule", "");
		else if (!m->reason)
			tell(c, m->line, "a mute needs a reason", "");
		else if (!*m->until)
			tell(c, m->line, "a mute needs its last day: until = YYYY-MM-DD", "");
		m->expired = strcmp(m->until, today) < 0;
		if (m->expired && !c->wrong)
			complain(c->program, NULL, "%s:%zu: the mute ended on %s: %s", c->path,
				 m->line, m->until, m->reason);
	}
}

/* Checks what only the whole file shows. */
static void finish(struct check_config *c)
{
	char today[32];
	struct tm now;
	time_t seconds = time(NULL);
	if (!localtime_r(&seconds, &now) || !strftime(today, sizeof today, "%Y-%m-%d", &now))
		*today = 0;
	for (size_t i = 0; i < c->rules && !c->wrong; i++)
		if (!check_user_rule_finish(&c->rule[i], c->path, c->program))
			c->wrong = c->rule[i].mentioned;
	finish_mutes(c, today);
}

struct check_config *check_config_read(const char *path, struct check_names *names,
				       const char *program)
{
	struct check_config *c = need_zeroed(1, sizeof *c);
	*c = (struct check_config){
		.path = path,
		.program = program,
		.names = names,
		.left_s = patience_s,
		.ini = {.path = path, .user = c, .value = handle, .problem = tell_problem}};
	c->severity = need_zeroed(names->n + MOST_RULES, sizeof *c->severity);
	for (size_t i = 0; i < names->n + MOST_RULES; i++)
		c->severity[i] = -1;
	c->threshold = need_zeroed(tfe_threshold_count(), sizeof *c->threshold);
	for (size_t i = 0; i < tfe_threshold_count(); i++)
		c->threshold[i] = NAN;
	if (!ini_file_read(&c->ini)) {
		complain(program, path, "cannot be read: %s", c->ini.reason);
		c->wrong = c->ini.line + 1;
	}
	finish(c);
	if (!c->wrong)
		return c;
	check_config_free(c);
	return NULL;
}

char *check_config_of_user(void)
{
	char *path = user_config_path("rules.ini");
	if (path && !access(path, F_OK))
		return path;
	free(path);
	return NULL;
}

void check_config_free(struct check_config *c)
{
	if (!c)
		return;
	for (size_t i = 0; i < c->mutes; i++) {
		filter_release(c->mute[i].run);
		filter_release(c->mute[i].tag);
		free(c->mute[i].reason);
	}
	for (size_t i = 0; i < c->rules; i++)
		check_user_rule_release(&c->rule[i]);
	free(c->mute);
	free(c->rule);
	free(c->severity);
	free(c->threshold);
	free(c);
}

/* The values are in range, so that only a failure of the library remains. */
void check_config_set(const struct check_config *c, tfe_judge *judge)
{
	tfe_threshold t = TFE_THRESHOLD_INIT;
	for (size_t i = 0; !tfe_threshold_get(i, &t); i++)
		if (!isnan(c->threshold[i]) &&
		    tfe_judge_set_threshold(judge, t.name, c->threshold[i]))
			need(NULL);
	for (size_t i = 0; i < c->rules; i++)
		check_user_rule_add(&c->rule[i], judge);
}

tfe_severity check_config_severity(const struct check_config *c, const tfe_judge_finding *f)
{
	size_t rule = check_names_find(c->names, f->rule, strlen(f->rule));
	bool is_set = rule < c->names->n && c->severity[rule] >= 0;
	return is_set ? (tfe_severity)c->severity[rule] : f->severity;
}

/* Returns whether the filters of the section at a line match the finding; the result is not valid
 * if the time is used up. */
static bool matches(struct check_config *c, size_t line, struct filter *run, struct filter *tag,
		    const tfe_judge_finding *f)
{
	double begin = clock_thread_s();
	bool matched = filter_matches(run, f->run) && filter_matches(tag, f->tag);
	c->left_s -= clock_thread_s() - begin;
	if (c->left_s < 0 || filter_gave_up(run) || filter_gave_up(tag))
		c->slow = line;
	return matched;
}

bool check_config_applies(struct check_config *c, const tfe_judge_finding *f)
{
	size_t rule = check_names_find(c->names, f->rule, strlen(f->rule));
	if (rule < check_rule_count || rule == c->names->n)
		return true;
	const struct check_user_rule *r = &c->rule[rule - check_rule_count];
	c->left_s += patience_of_finding_s;
	bool matched = !c->slow && matches(c, r->line, r->run, NULL, f);
	if (filter_exceeded(r->run))
		c->slow = r->line;
	return matched || c->slow;
}

bool check_config_mutes(struct check_config *c, const tfe_judge_finding *f)
{
	size_t rule = check_names_find(c->names, f->rule, strlen(f->rule));
	bool muted = false;
	c->left_s += patience_of_finding_s;
	for (size_t i = 0; i < c->mutes && !c->slow && !muted; i++) {
		const struct mute *m = &c->mute[i];
		if (!m->expired && (m->rule == every_rule || m->rule == rule))
			muted = matches(c, m->line, m->run, m->tag, f);
	}
	return muted && !c->slow;
}

void check_config_tell_unjudged(const struct check_config *c, const tfe_judge *judge)
{
	for (size_t i = 0; i < c->rules; i++) {
		const struct check_user_rule *r = &c->rule[i];
		if (c->names->chosen[check_rule_count + i] &&
		    !tfe_judge_rule_points(judge, r->name))
			complain(c->program, NULL,
				 "%s:%zu: the rule %s was judged at no point: no run has its tags, "
				 "or they have too few points",
				 c->path, r->line, r->name);
	}
}

bool check_config_tell_slow(const struct check_config *c, const char *program)
{
	if (c->slow)
		complain(program, NULL, "%s:%zu: %s", c->path, c->slow, filter_gave_up_text);
	return c->slow;
}
