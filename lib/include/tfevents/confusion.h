/* Confusion matrices: which class was taken for which. */
#ifndef TFEVENTS_CONFUSION_H
#define TFEVENTS_CONFUSION_H

#include <stddef.h>
#include <stdint.h>

#include <tfevents/status.h>

TFE_BEGIN_DECLS

/* Counts label/prediction pairs into counts[classes * classes] (added to what it holds): an example of class t that
 * was predicted as p is counted in counts[t * classes + p].
 * Returns TFE_E_ARG, and adds nothing, when a label or prediction is not in 0..classes-1. Threads: any; the counts
 * are the caller's. */
TFE_API TFE_MUST_CHECK tfe_status tfe_confusion_count(const int32_t *labels,
						      const int32_t *predictions, size_t n,
						      size_t classes, int64_t *counts);

TFE_END_DECLS

#endif
