/* tfevents: the rules with their explanations, and the choice of --rules. The table of rules is
 * generated from docs/health.md (docs/rules.awk). */
#ifndef TFE_TFEVENTS_CHECK_RULES_H
#define TFE_TFEVENTS_CHECK_RULES_H

#include <stdbool.h>
#include <stddef.h>

struct check_rule {
	const char *name, *title; /* the title contains the severities: "spike (warning)" */
	const char *const *text; /* lines without line ends, at most 100 columns; NULL-terminated */
};

/* All rules, in the order of docs/health.md. */
extern const struct check_rule check_rules[];
extern const size_t check_rule_count;

/* Returns the index of the rule whose name is the first n bytes of `name`; check_rule_count if
 * there is none. */
size_t check_rule_find(const char *name, size_t n);

/* Reports on standard error that an option names an unknown rule, and lists the known ones. */
void check_rule_tell_unknown(const char *name, size_t n, const char *option, const char *program);

/* Parses the names of --rules, separated by commas. Returns whether each rule is among them, by
 * index; NULL, after a message, if a name is unknown. A list of NULL contains every rule.
 * Ownership: release with free. */
bool *check_rules_choose(const char *list, const char *program);

/* Prints the explanation of a rule. Returns the exit status: 2, after a message, if the rule is
 * unknown. */
int check_rule_explain(const char *name, const char *program);

#endif
