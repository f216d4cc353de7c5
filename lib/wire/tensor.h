/* wire: tensors (TensorProto). */
#ifndef TFE_WIRE_TENSOR_H
#define TFE_WIRE_TENSOR_H

#include <tfevents/event.h>

#include "base/arena.h"

/* Decodes a complete TensorProto message; its bytes stay borrowed. */
tfe_status tfe__tensor_decode(struct tfe__arena *arena, tfe_bytes message,
			      tfe_tensor *tensor) TFE_MUST_CHECK;

#endif
