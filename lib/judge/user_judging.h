/* judge: the rules of the user applied to the runs of a training. */
#ifndef TFE_JUDGE_USER_JUDGING_H
#define TFE_JUDGE_USER_JUDGING_H

#include <stdbool.h>

#include "judge/training.h"

/* Evaluates all rules at the new points, until the deadline. Returns whether that is done; a
 * failure becomes the status of the training. */
bool tfe__user_rules_judge(struct tfe__training *training, double deadline);

/* Frees the watches of a run. */
void tfe__user_rules_forget(const struct tfe__training *training, struct tfe__member *member);

#endif
