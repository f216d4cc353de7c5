/* model: what the user wants to be notified of, and how. Conditions are expressions of the rules of
 * <tfevents/judge.h>. */
#ifndef TBTOP_MODEL_CONDITIONS_H
#define TBTOP_MODEL_CONDITIONS_H

#include "tbtop/model/model.h"

/* The ways of a notification, a set of bits. */
enum notify_way { NOTIFY_BELL = 1, NOTIFY_OSC9 = 2, NOTIFY_OSC777 = 4, NOTIFY_COMMAND = 8 };

/* Parses ways that are separated by commas: bell, osc9, osc777, command; or off. Returns false for
 * any other text. */
bool notify_ways_parse(const char *text, unsigned *ways);

/* Writes the name of the rule of condition i. */
enum { CONDITION_RULE = 24 };
void condition_rule(size_t i, char rule[CONDITION_RULE]);
/* Returns the expression of the condition that a rule is, or NULL for another rule. */
const char *condition_of_rule(const struct model *m, const char *rule);

/* Returns whether a text is a condition; `wrong` gets the reason if it is not. */
bool condition_check(const char *expression, char wrong[160]);

/* Returns whether a condition is about a tag of scalars that no run has now, with a text that names
 * it and a tag whose name is nearly the same. The condition waits for the tag. */
bool condition_has_unknown_tag(const struct model *m, const char *expression, char text[160]);

/* Adds a condition. Returns false, with the reason in `wrong`, if it is none, or without space for
 * it. */
bool condition_add(struct model *m, const char *expression, char wrong[160]);

#endif
