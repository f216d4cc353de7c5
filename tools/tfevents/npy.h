/* tfevents: tensors as files of NumPy (format 1.0 or 2.0). */
#ifndef TFE_TFEVENTS_NPY_H
#define TFE_TFEVENTS_NPY_H

#include <stdbool.h>

#include <tfevents/event.h>

#include "common/out.h"

/* Returns whether a tensor can be an array of NumPy: its elements are numbers, and it is not bad.
 * bfloat16, which NumPy does not have, is written as float32 without loss. */
bool npy_can_have(const tfe_tensor *tensor);

/* Appends the whole file. */
void npy_write(struct out *out, const tfe_tensor *tensor);

#endif
