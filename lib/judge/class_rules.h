/* judge: rules class_imbalance and confused_pairs: the findings. */
#ifndef TFE_JUDGE_CLASS_RULES_H
#define TFE_JUDGE_CLASS_RULES_H

#include "judge/finding_list.h"
#include "judge/training.h"

/* Adds the findings of the last confusion matrices of a training. Returns TFE_E_NOMEM. */
tfe_status tfe__class_rules(struct tfe__finding_list *list,
			    const struct tfe__training *training) TFE_MUST_CHECK;

#endif
