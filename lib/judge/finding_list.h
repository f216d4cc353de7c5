/* judge: the findings of a log directory, with copies of all texts that may be freed before
 * them. */
#ifndef TFE_JUDGE_FINDING_LIST_H
#define TFE_JUDGE_FINDING_LIST_H

#include <stddef.h>
#include <stdint.h>

#include <tfevents/judge.h>

#include "base/arena.h"
#include "judge/finding_merge.h"
#include "judge/single.h"
#include "judge/training.h"

/* The findings, those of a series in the order of the rules and series. */
struct tfe__finding_list {
	struct tfe__arena texts;
	struct tfe__single *single;
	size_t singles, capacity;
	struct tfe__public_list listed; /* merged from `single` */
	double due; /* the time at which there may be more findings without new data */
	tfe_allocator allocator;
};

void tfe__finding_list_init(struct tfe__finding_list *list, const tfe_allocator *allocator);
void tfe__finding_list_release(struct tfe__finding_list *list);

/* Adds a finding in a tag of a run, firing if it is active, else cleared. It copies the texts,
 * except rule, causes and actions. Returns TFE_E_NOMEM. */
tfe_status tfe__finding_list_add(struct tfe__finding_list *list, const struct tfe__member *member,
				 const char *tag, const tfe_finding *finding) TFE_MUST_CHECK;

/* Adds a finding, which has its state and subject, in a tag of a run, as tfe__finding_list_add
 * does. */
tfe_status tfe__finding_list_add_found(struct tfe__finding_list *list,
				       const struct tfe__member *member, const char *tag,
				       const struct tfe__found *found) TFE_MUST_CHECK;

/* Adds the findings of the rules in a training. Returns TFE_E_NOMEM. */
tfe_status tfe__finding_list_add_training(struct tfe__finding_list *list,
					  const struct tfe__training *training) TFE_MUST_CHECK;

/* Adds the damage of all runs and of the log directory itself, for each at most `max` findings; 0:
 * all. Returns TFE_E_NOMEM. */
tfe_status tfe__finding_list_add_damage(struct tfe__finding_list *list, const tfe_logdir *logdir,
					size_t max) TFE_MUST_CHECK;

/* Returns a number that changes when tfe__finding_list_add_damage would add different findings. */
uint64_t tfe__damage_fingerprint(const tfe_logdir *logdir);

#endif
