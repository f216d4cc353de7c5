/* tfevents check: the choice among the findings of the judge. */
#ifndef TFE_TFEVENTS_CHECK_CHOICE_H
#define TFE_TFEVENTS_CHECK_CHOICE_H

#include "tfevents/check.h"

/* Replaces the findings of a check by those of the last pass of its judge that are wanted, and
 * counts those that are muted or known. Their strings belong to the judge. */
void check_take_findings(struct check *check);

#endif
