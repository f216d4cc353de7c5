/* tools: judging one training: the runs of a log directory that are judged together. */
#ifndef COMMON_JUDGE_GROUP_H
#define COMMON_JUDGE_GROUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/health.h>
#include <tfevents/logdir.h>

/* How far a series has been fed. */
struct feed {
	const void *version; /* of the view; another one means that a restart took points back */
	uint64_t fed;
	char *tag; /* as the health knows it; NULL where it is the series' own */
};

struct member {
	const tfe_run *run;
	const char *name;
	char *prefix; /* "train/", before its tags; NULL for a run that is judged alone */
	struct feed *feed;
	size_t feeds, capacity;
};

/* Runs judged as one. */
struct group {
	char *name; /* what their names have in common, "x/" of "x/train"; of a run judged alone its own */
	size_t length;
	struct member *member;
	size_t members, capacity;
	tfe_health *health;
	size_t at_member, at_series; /* what is fed next */
	bool exact;   /* what the memory budget dropped is read again; else it is not judged */
	bool missed;  /* something could not be read again */
	bool stale;   /* fed since it was judged */
	bool changed; /* the findings below are others than when this was last cleared */
	tfe_finding *finding; /* when it was last judged */
	size_t findings, finding_capacity;
};

/* The name is the first `length` bytes. */
void group_init(struct group *group, const char *name, size_t length);
void group_free(struct group *group);

/* Feeds what is new in its runs, and judges it then. Stops at the deadline (of clock_monotonic_s). Returns whether it came to
 * the end. Different groups may be worked on in different threads,
 * unless they are exact. */
bool group_step(struct group *group, double deadline);

#endif
