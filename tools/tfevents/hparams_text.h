/* tfevents: values of hyperparameters for people. */
#ifndef TFE_TFEVENTS_HPARAMS_TEXT_H
#define TFE_TFEVENTS_HPARAMS_TEXT_H

#include <tfevents/hparams.h>

/* Space for any value, which is cut to fit. */
enum { HPARAM_TEXT = 64 };

/* A value in a few characters; it may contain control bytes. */
void hparam_text(char text[HPARAM_TEXT], const tfe_hparam *value);

#endif
