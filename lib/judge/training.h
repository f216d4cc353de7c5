/* judge: one training: the runs that are judged together, and how far the rules have seen them. */
#ifndef TFE_JUDGE_TRAINING_H
#define TFE_JUDGE_TRAINING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/health.h>
#include <tfevents/logdir.h>
#include <tfevents/status.h>

/* How much of a series the rules have seen. */
struct tfe__feed {
	const void *version; /* of the view; another one means that a restart removed points */
	uint64_t fed;        /* entries */
	char *tag;           /* as the rules know it; NULL where it is the tag of the series */
};

/* A run of a training. */
struct tfe__member {
	const tfe_run *run;
	const char *name;
	char *prefix; /* "train/", in front of its tags; NULL for a run that is judged alone */
	struct tfe__feed *feed;
	size_t feeds, capacity;
};

struct tfe__training {
	const tfe_allocator *allocator; /* of the judge */
	/* What the names of its runs begin with, "x/" of "x/train"; the whole name of a single run. */
	char *name;
	struct tfe__member *member;
	size_t members, capacity;
	tfe_health *
		health; /* NULL: to be opened, for all points are to be fed from the first one on */
	size_t at_member, at_series; /* what is fed next */
	bool reread;                 /* dropped points are read again; else they are not judged */
	bool stale;                  /* fed since it was judged */
	bool changed;                /* the findings are others than when this was last cleared */
	size_t unread_series;        /* of this pass: see tfe_judge_progress */
	size_t findings;             /* of `health`, when it was last judged */
	tfe_status status;           /* of this pass: the first failure */
};

/* The name is the first `length` bytes. TFE_E_NOMEM leaves nothing to release. */
tfe_status tfe__training_init(struct tfe__training *training, const tfe_allocator *allocator,
			      const char *name, size_t length) TFE_MUST_CHECK;
void tfe__training_release(struct tfe__training *training);

/* Adds a run. `part`: what its tags are prefixed with; NULL: nothing. TFE_E_NOMEM changes
 * nothing. */
tfe_status tfe__training_add(struct tfe__training *training, const tfe_run *run, const char *name,
			     const char *part) TFE_MUST_CHECK;

/* A pass begins: forgets the failures of the last one. */
void tfe__training_begin_pass(struct tfe__training *training, bool reread);

/* Feeds what is new in its runs, then judges it. Stops at the deadline (of
 * tfe__monotonic_seconds). Returns whether it is through; what failed is in `status`. Threads:
 * different trainings may be worked on in different threads, unless they reread. */
bool tfe__training_step(struct tfe__training *training, double deadline);

#endif
