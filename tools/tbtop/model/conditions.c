/* model: what the user wants to be notified of, and how. */
#include "tbtop/model/conditions.h"

#include <stdio.h>
#include <string.h>

#include <tfevents/judge.h>

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

bool condition_add(struct model *m, const char *expression, char wrong[160])
{
	tfe_user_rule rule = TFE_USER_RULE_INIT;
	tfe_error error = TFE_ERROR_INIT;
	rule.name = "notify-1";
	rule.expression = expression;
	if (m->n_conditions == CONDITIONS_MOST || strlen(expression) >= LINE_BYTES) {
		snprintf(wrong, 160, "at most %d conditions of %d bytes", CONDITIONS_MOST,
			 LINE_BYTES - 1);
		return false;
	}
	if (tfe_user_rule_check(&rule, &error)) {
		snprintf(wrong, 160, "%.150s", error.message);
		return false;
	}
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
