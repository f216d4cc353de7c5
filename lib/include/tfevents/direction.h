/* The direction in which a metric improves, decided by the words of its tag. */
#ifndef TFEVENTS_DIRECTION_H
#define TFEVENTS_DIRECTION_H

#include <tfevents/api.h>

TFE_BEGIN_DECLS

/* The direction in which a metric improves. */
typedef enum tfe_direction {
	TFE_DIRECTION_UNKNOWN, /* the tag has no known word: learning rates, norms, step counts */
	TFE_DIRECTION_HIGHER,  /* the maximum is best: accuracies, rewards, throughput */
	TFE_DIRECTION_LOWER    /* the minimum is best: losses, errors, distances, times */
} tfe_direction;

/* Returns the direction in which the values of `tag` improve. The last component of the tag decides
 * ("eval/accuracy"); if it has no known word, the one before it does ("loss/train"). `loss` and
 * `error` win over other metrics ("top1_error"). docs/health.md lists the words and the rule.
 * Threads: any. */
TFE_API tfe_direction tfe_tag_direction(const char *tag);

TFE_END_DECLS

#endif
