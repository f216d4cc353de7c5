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

/* The names of all rules: those of the table, then those of the rules file. */
struct check_names {
	char **name;
	bool *chosen; /* whether the findings of a rule are wanted */
	size_t n, capacity, chosen_capacity;
};

/* Initialises the names with those of the table. Pair with check_names_release. */
void check_names_init(struct check_names *names);
void check_names_release(struct check_names *names);

/* Adds the name of a rule. */
void check_names_add(struct check_names *names, const char *name);

/* Returns the index of the rule whose name is the first n bytes of `name`; names->n if there is
 * none. */
size_t check_names_find(const struct check_names *names, const char *name, size_t n);

/* Chooses the rules of --rules, separated by commas; a list of NULL is every rule. Returns false,
 * after a message that lists the rules, if a name is unknown. */
bool check_names_choose(struct check_names *names, const char *list, const char *program);

/* Prints the explanation of a rule. Returns the exit status: 2, after a message, if the rule is
 * unknown. */
int check_rule_explain(const char *name, const char *program);

#endif
