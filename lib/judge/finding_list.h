/* judge: the findings of a log directory as one list, with copies of all texts that could
 * change. */
#ifndef TFE_JUDGE_FINDING_LIST_H
#define TFE_JUDGE_FINDING_LIST_H

#include <stddef.h>
#include <stdint.h>

#include <tfevents/judge.h>

#include "base/arena.h"
#include "judge/training.h"

/* A finding, and its place among those that were added. */
struct tfe__listed {
	tfe_judge_finding finding;
	size_t nth;
};

struct tfe__finding_list {
	struct tfe__arena texts;
	struct tfe__listed *listed; /* in the order of the public list once sorted */
	size_t n, capacity;
	tfe_allocator allocator;
};

void tfe__finding_list_init(struct tfe__finding_list *list, const tfe_allocator *allocator);
void tfe__finding_list_release(struct tfe__finding_list *list);

/* Adds what the rules found in a training. TFE_E_NOMEM. */
tfe_status tfe__finding_list_add_training(struct tfe__finding_list *list,
					  const struct tfe__training *training) TFE_MUST_CHECK;

/* Adds the damage of all runs and of the log directory itself, of each at most `most`; 0: all.
 * TFE_E_NOMEM. */
tfe_status tfe__finding_list_add_damage(struct tfe__finding_list *list, const tfe_logdir *logdir,
					size_t most) TFE_MUST_CHECK;

void tfe__finding_list_sort(struct tfe__finding_list *list);

/* A number that changes when other damage would be added. */
uint64_t tfe__damage_fingerprint(const tfe_logdir *logdir);

#endif
