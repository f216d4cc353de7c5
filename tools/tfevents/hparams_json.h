/* tfevents: hyperparameters as JSON. */
#ifndef TFE_TFEVENTS_HPARAMS_JSON_H
#define TFE_TFEVENTS_HPARAMS_JSON_H

#include <tfevents/hparams.h>

#include "common/json.h"

/* The values of the session as an object: {"lr": 0.1, ...}. */
void hparams_values_json(struct json *j, const char *key, const tfe_hparams *h);

/* The domains and the metrics of the experiment as arrays of objects. */
void hparams_domains_json(struct json *j, const char *key, const tfe_hparams *h);
void hparams_metrics_json(struct json *j, const char *key, const tfe_hparams *h);

/* All of one content as an object: its experiment, or the start or the end of its session. */
void hparams_content_json(struct json *j, const char *key, const tfe_hparams *h);

#endif
