/* judge: the rules that the user added, with their compiled expressions. */
#ifndef TFE_JUDGE_USER_RULES_H
#define TFE_JUDGE_USER_RULES_H

#include <stddef.h>

#include <tfevents/judge.h>

#include "health/expression.h"

/* Copies of the strings of a tfe_user_rule. */
struct tfe__user_rule {
	char *name, *message; /* message: NULL if there is none */
	tfe_severity severity;
	const char **actions; /* NULL-terminated */
	struct tfe__expression *expression;
};

struct tfe__user_rules {
	const tfe_allocator *allocator; /* of the judge */
	struct tfe__user_rule *rule;
	size_t n, capacity;
};

void tfe__user_rules_init(struct tfe__user_rules *rules, const tfe_allocator *allocator);
void tfe__user_rules_release(struct tfe__user_rules *rules);

/* Adds a rule: see tfe_judge_add_rule. */
tfe_status tfe__user_rules_add(struct tfe__user_rules *rules, const tfe_user_rule *rule,
			       tfe_error *error) TFE_MUST_CHECK;

#endif
