/* model: findings that the user has acknowledged. They stay in the list, but quiet: they are not
 * counted, and keys skip them. */
#ifndef TBTOP_MODEL_ACKNOWLEDGED_H
#define TBTOP_MODEL_ACKNOWLEDGED_H

#include <stdbool.h>
#include <stddef.h>

struct model;
struct finding;

/* What identifies a finding while the judge goes on: its worst tag and its steps may change. */
struct acknowledged {
	char *run, *rule; /* the name of the run; "" of no run */
	char *what;       /* one of its tags; about a file its message */
};

struct acknowledged_list {
	struct acknowledged *items;
	size_t n, capacity;
};

/* Returns whether a finding is about a tag, among others. */
bool finding_has_tag(const struct finding *f, const char *tag);

/* Acknowledges a finding, or takes that back. The caller counts the findings again. */
void finding_acknowledge(struct model *m, struct finding *f, bool acknowledged);

/* Adds to the list what a former session acknowledged, and to the findings that are there. */
void acknowledged_add(struct model *m, const char *run, const char *rule, const char *what);
/* Takes back all. */
void acknowledged_clear(struct model *m);

/* Returns whether the finding is on the list. */
bool finding_was_acknowledged(const struct model *m, const struct finding *f);

/* Returns whether a finding is quiet: acknowledged, or pending. */
bool finding_is_quiet(const struct finding *f);

void acknowledged_release(struct acknowledged_list *list);

#endif
