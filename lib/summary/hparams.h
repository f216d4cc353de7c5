/* summary: the content of the plugin hparams, decoded. */
#ifndef TFE_SUMMARY_HPARAMS_H
#define TFE_SUMMARY_HPARAMS_H

#include <tfevents/hparams.h>

/* Makes one without any content. TFE_E_NOMEM. */
tfe_status tfe__hparams_new(const tfe_allocator *allocator, tfe_hparams **out) TFE_MUST_CHECK;

/* Adds a content, which replaces an earlier one of its sort: experiment, start or end. Returns what
 * tfe_hparams_open returns; on failure the hyperparameters are unchanged. */
tfe_status tfe__hparams_add(tfe_hparams *hparams, tfe_bytes content) TFE_MUST_CHECK;

#endif
