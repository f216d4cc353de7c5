/* model: the conditions of the user of which a notification is wanted: expressions of the rules of
 * <tfevents/judge.h>. */
#ifndef TBTOP_MODEL_CONDITIONS_H
#define TBTOP_MODEL_CONDITIONS_H

#include "tbtop/model/model.h"

/* Writes the name of the rule of condition i. */
enum { CONDITION_RULE = 24 };
void condition_rule(size_t i, char rule[CONDITION_RULE]);
/* Returns whether a rule is a condition. */
bool condition_of_rule(const char *rule);

/* Adds a condition. Returns false, with the reason in `wrong`, if it is no expression, or without
 * space for it. */
bool condition_add(struct model *m, const char *expression, char wrong[160]);

#endif
