/* summary: the histogram of a decoded value. */
#ifndef TFE_SUMMARY_HISTOGRAM_VALUE_H
#define TFE_SUMMARY_HISTOGRAM_VALUE_H

#include <tfevents/event.h>
#include <tfevents/histogram.h>

/* Fills `h`, initialised by the caller, from a value of a histogram series. Returns TFE_E_DAMAGED
 * if the value is not a histogram, or TFE_E_NOMEM. */
tfe_status tfe__histogram_fill(tfe_histogram *h, const tfe_value *value) TFE_MUST_CHECK;

/* Why tfe__histogram_fill returned TFE_E_DAMAGED for a value: a sentence. Static. */
const char *tfe__histogram_damage(const tfe_value *value);

#endif
