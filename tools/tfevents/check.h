/* tfevents: the interface of check.c to its reports. */
#ifndef TFE_TFEVENTS_CHECK_H
#define TFE_TFEVENTS_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <tfevents/judge.h>

#include "common/out.h"
#include "tfevents/check_rules.h"

struct check_baseline;
struct check_config;
struct check_hooks;
struct json;

/* The findings, by run; within a run by descending severity. */
struct check {
	tfe_logdir *logdir;       /* NULL if it could not be loaded */
	tfe_judge *judge;         /* its findings have the strings of `finding` */
	const char *problem;      /* the reason why data were not judged; NULL if there is none */
	struct check_names names; /* of the rules, and those that are chosen */
	struct check_baseline *baseline; /* the findings that are known; NULL: none */
	struct check_config *config;     /* of the rules file; NULL: none */
	struct check_hooks *hooks;       /* NULL: none */
	char *config_of_user;            /* the path of the user's rules file, if that is the one */
	int level;      /* the lowest severity that makes the exit status 1; above all: none */
	bool unread;    /* some data could not be read, whether that finding is wanted or not */
	uint64_t known; /* number of findings that are only in the baseline, not in `finding` */
	uint64_t muted; /* number of findings that the config mutes */
	tfe_judge_finding *finding;
	size_t findings;
};

/* Returns whether a finding is about a place in a file: damage, or a value that cannot be used. */
static inline bool check_is_damage(const tfe_judge_finding *finding)
{
	return !*finding->tag || !strcmp(finding->rule, "damaged_file");
}

static inline bool check_is_pending(const tfe_judge_finding *finding)
{
	return finding->state == TFE_FINDING_STATE_PENDING;
}

/* Returns whether a finding makes the exit status 1. */
static inline bool check_counts(const struct check *check, const tfe_judge_finding *finding)
{
	return (int)finding->severity >= check->level && !check_is_pending(finding);
}

/* Returns the number of findings, from number i on, that are one paragraph or annotation: those of
 * one run, rule and severity with the same causes and remedies, of which none is about several
 * layers. */
size_t check_alike(const struct check *check, size_t i);

/* Prints the members of the JSON object of a finding. */
void check_json_members(struct json *json, const tfe_judge_finding *finding);

/* Prints one JSON object per line. */
void check_json(struct out *out, const struct check *check);

/* Prints a workflow command of GitHub per line. */
void check_github(struct out *out, const struct check *check);

/* Prints text for people: one paragraph for each rule and run; findings of several layers are
 * combined. */
void check_text(struct out *out, const struct check *check, bool colour);

/* Prints the line that ends the text: the numbers of findings by severity, and of runs. */
void check_summary(struct out *out, const struct check *check);

#endif
