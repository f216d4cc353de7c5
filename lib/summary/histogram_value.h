/* summary: the rows of a histogram from a decoded value. */
#ifndef TFE_SUMMARY_HISTOGRAM_VALUE_H
#define TFE_SUMMARY_HISTOGRAM_VALUE_H

#include <tfevents/event.h>
#include <tfevents/histogram.h>

/* Makes `h` (initialised by the caller) what a value of a histogram series says. TFE_E_DAMAGED: that is no histogram;
 * TFE_E_NOMEM. */
tfe_status tfe__histogram_fill(tfe_histogram *h, const tfe_value *value) TFE_MUST_CHECK;

#endif
