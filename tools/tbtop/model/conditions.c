/* model: what the user wants to be notified of, and how. */
#include "tbtop/model/conditions.h"

#include <stdio.h>
#include <string.h>

#include <tfevents/judge.h>

#include "common/word_distance.h"

static const char prefix[] = "notify-";

void condition_rule(size_t i, char rule[CONDITION_RULE])
{
	snprintf(rule, CONDITION_RULE, "%s%u", prefix, (unsigned)i + 1);
}

const char *condition_of_rule(const struct model *m, const char *rule)
{
	char name[CONDITION_RULE];
	for (size_t i = 0; i < m->n_conditions; i++) {
		condition_rule(i, name);
		if (!strcmp(rule, name))
			return m->conditions[i];
	}
	return NULL;
}

bool condition_check(const char *expression, char wrong[160])
{
	tfe_user_rule rule = TFE_USER_RULE_INIT;
	tfe_error error = TFE_ERROR_INIT;
	size_t n = strlen(expression);
	rule.name = "notify-1";
	rule.expression = expression;
	if (n >= LINE_BYTES) {
		snprintf(wrong, 160, "the condition has %zu bytes; at most %d are possible", n,
			 LINE_BYTES - 1);
		return false;
	}
	if (tfe_user_rule_check(&rule, &error)) {
		snprintf(wrong, 160, "%.150s", error.message);
		return false;
	}
	return true;
}

/* Returns whether a path ends with n bytes that are whole parts of it, as val/loss does with
 * loss. */
static bool ends_with_parts(const char *path, const char *end, size_t n)
{
	size_t all = strlen(path);
	return n <= all && !memcmp(path + all - n, end, n) &&
	       (n == all || path[all - n - 1] == '/');
}

/* Returns whether a tag of scalars is meant by a name of a condition: its own name, or that of a
 * run, or of its last parts, and of one of its tags. */
static bool is_known(const struct model *m, const char *name)
{
	if (model_find_tag(m, TAG_SCALARS, name))
		return true;
	for (const char *slash = strchr(name, '/'); slash; slash = strchr(slash + 1, '/')) {
		const struct tag *tag = model_find_tag(m, TAG_SCALARS, slash + 1);
		for (size_t i = 0; tag && i < tag->n_curves; i++)
			if (ends_with_parts(m->runs[tag->curves[i].run]->name, name,
					    (size_t)(slash - name)))
				return true;
	}
	return false;
}

bool condition_has_unknown_tag(const struct model *m, const char *expression, char text[160])
{
	tfe_user_rule rule = TFE_USER_RULE_INIT;
	const struct tag_list *tags = &m->tags[TAG_SCALARS];
	char name[LINE_BYTES];
	rule.name = "notify-1";
	rule.expression = expression;
	for (size_t i = 0; tfe_user_rule_tag(&rule, i, name, sizeof name); i++) {
		struct near_word near = {.given = name};
		if (is_known(m, name))
			continue;
		for (size_t k = 0; k < tags->n; k++)
			near_word_offer(&near, tags->tags[k]->name);
		for (size_t k = 0; k < tags->n && !near.word; k++)
			if (ends_with_parts(tags->tags[k]->name, name, strlen(name)))
				near.word = tags->tags[k]->name;
		if (near.word)
			snprintf(text, 160, "no tag is named \"%.50s\" now; \"%.50s\" is near",
				 name, near.word);
		else
			snprintf(text, 160, "no tag is named \"%.60s\" now", name);
		return true;
	}
	return false;
}

bool condition_add(struct model *m, const char *expression, char wrong[160])
{
	if (m->n_conditions == CONDITIONS_MOST) {
		snprintf(wrong, 160, "there are %d conditions already; :notify off removes them",
			 CONDITIONS_MOST);
		return false;
	}
	if (!condition_check(expression, wrong))
		return false;
	snprintf(m->conditions[m->n_conditions++], LINE_BYTES, "%s", expression);
	m->conditions_changed = true;
	return true;
}

bool notify_ways_parse(const char *text, unsigned *ways)
{
	static const char *const words[] = {"bell", "osc9", "osc777", "command"};
	*ways = 0;
	if (!strcmp(text, "off") || !*text)
		return true;
	for (const char *at = text;; at++) {
		size_t n = strcspn(at, ","), i = 0;
		while (i < 4 && (strlen(words[i]) != n || strncmp(words[i], at, n) != 0))
			i++;
		if (i == 4)
			return false;
		*ways |= 1U << i;
		at += n;
		if (!*at)
			return true;
	}
}
