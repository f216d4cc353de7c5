/* judge: the findings of the rules of the user. */
#ifndef TFE_JUDGE_USER_FINDINGS_H
#define TFE_JUDGE_USER_FINDINGS_H

#include <stdint.h>

#include "judge/finding_list.h"
#include "judge/training.h"

/* Adds the findings of all rules of the user in a training. Returns TFE_E_NOMEM. */
tfe_status tfe__user_findings(struct tfe__finding_list *list,
			      const struct tfe__training *training) TFE_MUST_CHECK;

/* Returns at how many points of a training the condition of a rule was known. */
uint64_t tfe__user_rule_points(const struct tfe__training *training, const char *rule);

#endif
