/* model: the conditions of the user of which a notification is wanted. */
#include "tbtop/model/conditions.h"

#include <stdio.h>
#include <string.h>

#include <tfevents/judge.h>

static const char prefix[] = "notify-";

void condition_rule(size_t i, char rule[CONDITION_RULE])
{
	snprintf(rule, CONDITION_RULE, "%s%u", prefix, (unsigned)i + 1);
}

bool condition_of_rule(const char *rule)
{
	return !strncmp(rule, prefix, sizeof prefix - 1);
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
