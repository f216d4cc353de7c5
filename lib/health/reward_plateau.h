/* health: the part of rule plateau about rewards that never rise. */
#ifndef TFE_HEALTH_REWARD_PLATEAU_H
#define TFE_HEALTH_REWARD_PLATEAU_H

#include "health/report.h"

/* Reports a reward that stays at its first level, in a run of reinforcement learning. */
void tfe__reward_plateau(const struct tfe__health_run *run, struct tfe__report *report);

#endif
