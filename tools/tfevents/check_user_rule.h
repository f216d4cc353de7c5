/* tfevents check: a rule of the user, a section [rule NAME] of the rules file. */
#ifndef TFE_TFEVENTS_CHECK_USER_RULE_H
#define TFE_TFEVENTS_CHECK_USER_RULE_H

#include <stdbool.h>
#include <stddef.h>

#include <tfevents/judge.h>

#include "common/filter.h"

struct check_user_rule {
	char *name;
	size_t mentioned;       /* the first line with its name */
	size_t line;            /* of the head of its section; 0: not read */
	size_t expression_line; /* 0: there is none */
	char *expression, *message;
	int severity; /* -1: not given */
	struct filter *run;
	char **action; /* NULL-terminated; NULL: none */
	size_t actions, capacity;
};

/* Sets NAME = VALUE of the section. Returns NULL, or the beginning of a message that ends with
 * *value, which may then be the name. */
const char *check_user_rule_set(struct check_user_rule *rule, const char *name, const char **value,
				size_t line);

/* Checks a section that was read to its end. Returns false after a message; if the expression is
 * wrong, the expression follows with a mark at the character. */
bool check_user_rule_finish(const struct check_user_rule *rule, const char *path,
			    const char *program);

/* Adds the rule to a judge that has not begun. */
void check_user_rule_add(const struct check_user_rule *rule, tfe_judge *judge);

void check_user_rule_release(struct check_user_rule *rule);

#endif
