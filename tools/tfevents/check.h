/* tfevents: what check.c and its two reports share. */
#ifndef TFE_TFEVENTS_CHECK_H
#define TFE_TFEVENTS_CHECK_H

#include <stddef.h>

#include <tfevents/health.h>
#include <stdbool.h>
#include <stddef.h>

#include <tfevents/logdir.h>

#include "common/out.h"

/* One thing found, in the data or in a file. */
struct trouble {
	const char *run, *tag; /* tag "" for a file */
	const tfe_finding *finding;
};

/* Finds damage of files and findings of the rules; worst first within each run, runs by name. */
struct check {
	const tfe_logdir *logdir;
	struct trouble *trouble;
	size_t troubles, capacity;
	bool unread; /* a file could not be read, or memory had no room for something */
};

/* Appends a finding for each damage of the log directory. Pair with damage_release. */
struct damage_findings;
struct damage_findings *damage_find(struct check *check);
void damage_release(struct damage_findings *findings);

/* One JSON object a line. */
void check_json(struct out *out, const struct check *check);

/* For people: a paragraph a rule and run, layers collapsed. */
void check_text(struct out *out, const struct check *check, bool colour);

#endif
