/* judge: the public list of findings: those that are wanted, merged by run and illness, and
 * sorted. */
#ifndef TFE_JUDGE_FINDING_MERGE_H
#define TFE_JUDGE_FINDING_MERGE_H

#include <stdbool.h>
#include <stddef.h>

#include <tfevents/judge.h>

#include "base/arena.h"
#include "judge/single.h"

/* A finding of the public list, and the number of its worst single finding in the order of the
 * additions. */
struct tfe__listed {
	tfe_judge_finding finding;
	size_t nth;
	bool is_file;
};

/* The findings in the order of tfe_judge_get_finding. */
struct tfe__public_list {
	struct tfe__listed *item;
	size_t n;
	struct tfe__arena texts; /* of the merged findings */
	tfe_allocator allocator;
};

void tfe__public_list_init(struct tfe__public_list *list, const tfe_allocator *allocator);
void tfe__public_list_release(struct tfe__public_list *list);

/* The choice of the findings of the public list. */
struct tfe__choice {
	bool pending; /* list pending findings */
	/* As in tfe_judge_choose; NULL: all are wanted. */
	bool (*wanted)(void *context, tfe_judge_finding *finding);
	void *context;
};

/* Builds the list from the n single findings that are wanted: merges those of layers and sorts
 * them. Returns TFE_E_NOMEM; then the list is empty. */
tfe_status tfe__public_list_build(struct tfe__public_list *list, const struct tfe__single *single,
				  size_t n, const struct tfe__choice *choice) TFE_MUST_CHECK;

#endif
