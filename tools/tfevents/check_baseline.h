/* tfevents check: the findings that are already known, from the file of --baseline. */
#ifndef TFE_TFEVENTS_CHECK_BASELINE_H
#define TFE_TFEVENTS_CHECK_BASELINE_H

#include <stdbool.h>

#include <tfevents/judge.h>

#include "tfevents/check_rules.h"

/* Known findings, by run, tag and rule. */
struct check_baseline;

/* Reads JSON lines as `check --json` prints them; other members than run, tag, tags and rule are
 * ignored. Each tag of a line is known.
 * Returns NULL, after a message with the file and the line, if one cannot be used. Ownership:
 * release with check_baseline_free. */
struct check_baseline *check_baseline_read(const char *path, const char *program);

/* Frees a baseline. NULL is a no-op. */
void check_baseline_free(struct check_baseline *baseline);

/* Returns whether a finding of a single tag is known. Its entry is then not stale. */
bool check_baseline_has(struct check_baseline *baseline, const tfe_judge_finding *finding);

/* Lists on standard error the entries that no finding had, in the order of their lines. Entries of
 * rules that are not chosen (check_names_choose) are skipped. */
void check_baseline_tell_stale(struct check_baseline *baseline, const struct check_names *names,
			       const char *program);

#endif
