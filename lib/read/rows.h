/* read: the rows of a histogram out of a value of a file. */
#ifndef TFE_READ_ROWS_H
#define TFE_READ_ROWS_H

#include <tfevents/event.h>
#include <tfevents/histogram.h>

/* Makes `h` (initialised by the caller) what a value of a histogram series says. TFE_E_DAMAGED: that is no histogram;
 * TFE_E_NOMEM. */
tfe_status tfe__histogram_fill(tfe_histogram *h, const tfe_value *value) TFE_MUST_CHECK;

#endif
