/* judge: one training: runs that are judged together, and the number of their entries that were
 * fed to the rules. */
#ifndef TFE_JUDGE_TRAINING_H
#define TFE_JUDGE_TRAINING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/health.h>
#include <tfevents/logdir.h>
#include <tfevents/status.h>

#include "judge/class_report.h"
#include "judge/point_print.h"
#include "judge/rule_watch.h"
#include "judge/silence.h"
#include "judge/user_rules.h"

/* The progress of feeding a series to the rules. */
struct tfe__feed {
	const void *version; /* of the view; it changes when a restart removes points */
	uint64_t fed;        /* number of entries that were fed */
	char *tag;           /* with the prefix of the member; NULL: the tag of the series */
	struct tfe__point_print print;     /* of the entries of a scalar that were fed */
	int64_t first_step;                /* of these entries */
	struct tfe__class_report *classes; /* of the last confusion matrix; NULL: there is none */
	bool telling; /* the print is evidence against its run: see tfe__similar_runs */
};

/* A run of a training. */
struct tfe__member {
	const tfe_run *run;
	const char *name;
	char *prefix; /* precedes its tags, such as "train/"; NULL: the run is judged alone */
	struct tfe__feed *feed;
	size_t feeds, capacity;
	/* For each rule of the user, NULL if it does not apply to this run. The array is NULL until
	 * the first rule applies. */
	struct tfe__rule_watch **watch;
};

struct tfe__training {
	const tfe_allocator *allocator; /* of the judge */
	const double *limit;            /* by enum tfe__threshold; of the judge */
	/* The common beginning of the names of its runs, "x/" of "x/train"; the name of a single
	 * run. */
	char *name;
	struct tfe__member *member;
	size_t members, capacity;
	struct tfe__silence silence;
	const struct tfe__user_rules *rules;
	size_t at_rule;              /* the rule of the user to be evaluated next */
	tfe_health *health;          /* NULL: not open; all points have to be fed */
	size_t at_member, at_series; /* the member and the series to be fed next */
	bool reread;                 /* reread dropped points; else they are not judged */
	bool stale;                  /* points were fed since it was last judged */
	bool changed;                /* the findings changed since this was last cleared */
	size_t unread_series;        /* of this pass: see tfe_judge_progress */
	size_t findings;             /* number of single findings of `health` when last judged */
	tfe_status status;           /* of this pass: the first failure */
};

/* Initialises a training. Its name is the first `length` bytes of `name`. Returns TFE_E_NOMEM; then
 * nothing has to be released. */
tfe_status tfe__training_init(struct tfe__training *training, const tfe_allocator *allocator,
			      const char *name, size_t length) TFE_MUST_CHECK;
void tfe__training_release(struct tfe__training *training);

/* Adds a run. `part` and a slash precede its tags; NULL: no prefix. Returns TFE_E_NOMEM; then
 * nothing has changed. */
tfe_status tfe__training_add(struct tfe__training *training, const tfe_run *run, const char *name,
			     const char *part) TFE_MUST_CHECK;

/* Begins a pass: clears the failures of the last one. */
void tfe__training_begin_pass(struct tfe__training *training, bool reread);

/* Feeds the new entries of its runs, then judges the training. Stops at the deadline, a time of
 * tfe__monotonic_seconds. Returns whether the training is judged; `status` has a failure. Threads:
 * different trainings in different threads, unless they reread. */
bool tfe__training_step(struct tfe__training *training, double deadline);

#endif
