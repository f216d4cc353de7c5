/* health: reinforcement learning: the roles of its tags, and the series that judge a run. */
#ifndef TFE_HEALTH_POLICY_H
#define TFE_HEALTH_POLICY_H

#include "health/health_run.h"
#include "health/meaning.h"

/* Sets the role of a scalar whose tag belongs to reinforcement learning, or to a loss scale, by the
 * conventions of Stable-Baselines3, RLlib, CleanRL, ML-Agents, Dopamine, TRL and others. Leaves *m
 * unchanged for other tags. */
void tfe__policy_meaning(const char *tag, struct tfe__meaning *m);

/* Returns the series of a role, of training or of held-out episodes, that stands for the whole: the
 * one whose tag has the fewest words that name a part. NULL if there is none, or if several parts
 * are logged without their sum. */
const struct tfe__health_series *tfe__policy_series(const struct tfe__health_run *run,
						    enum tfe__role role, bool validation);

/* A series in up to TFE__COURSE_MAX means of successive blocks of equal length. Returns may be only
 * 0 or 1, so that a median would jump where the mean hardly changes. */
enum { TFE__COURSE_MAX = 32 };
struct tfe__course {
	double block[TFE__COURSE_MAX];
	size_t n;
	double start; /* the lesser of the first block and the median of the first three */
	double error; /* standard error of a block, from the changes between points */
	/* The same, or the deviation of near blocks if that is more: the points of a moving average
	 * change less than it wanders. */
	double scatter;
	/* What two blocks of a steady series may differ by: several standard errors, and several
	 * times the median change between near blocks. */
	double noise;
};

void tfe__course_of(const struct tfe__health_series *s, struct tfe__course *course);

/* The highest level that the series kept for two blocks; *block becomes the first of them. */
double tfe__course_best(const struct tfe__course *course, size_t *block);

/* Whether a lesson of the curriculum began at or after `step`: then a lower reward may mean a
 * harder task. */
bool tfe__has_new_lesson(const struct tfe__health_run *run, int64_t step);

/* The index of the first point of a block. */
size_t tfe__course_point(const struct tfe__health_series *s, const struct tfe__course *course,
			 size_t block);

/* The median of the last fifth of the blocks. */
double tfe__course_end(const struct tfe__course *course);

#endif
