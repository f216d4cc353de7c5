/* tfevents: what check.c and its two reports share. */
#ifndef TFE_TFEVENTS_CHECK_H
#define TFE_TFEVENTS_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include <tfevents/judge.h>

#include "common/out.h"

/* What was found, by run; of each run worst first. */
struct check {
	const tfe_logdir *logdir;
	tfe_judge_finding *finding;
	size_t findings;
};

/* One JSON object a line. */
void check_json(struct out *out, const struct check *check);

/* For people: a paragraph a rule and run, layers collapsed. */
void check_text(struct out *out, const struct check *check, bool colour);

#endif
