/* wire: tensors (TensorProto). */
#ifndef TFE_WIRE_TENSOR_H
#define TFE_WIRE_TENSOR_H

#include <tfevents/event.h>

#include "base/arena.h"

/* Whether a tensor is one real number. */
bool tfe__tensor_is_scalar(const tfe_tensor *tensor);

/* Why a bad tensor has no elements: a sentence. Static. */
const char *tfe__tensor_damage(const tfe_tensor *tensor);

/* Decodes a complete TensorProto message; its bytes stay borrowed. */
tfe_status tfe__tensor_decode(struct tfe__arena *arena, tfe_bytes message,
			      tfe_tensor *tensor) TFE_MUST_CHECK;

#endif
