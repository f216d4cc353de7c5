/* health: the texts of rule non_gaussian for each shape. */
#ifndef TFE_HEALTH_TENSOR_SHAPE_TEXTS_H
#define TFE_HEALTH_TENSOR_SHAPE_TEXTS_H

#include "health/tensor_shape.h"

struct tfe__shape_texts {
	/* Why the finding is no more than info: the shape is often wanted, or a slow change. */
	const char *excuse;
	const char *const *causes, *const *actions; /* NULL-terminated */
};

extern const struct tfe__shape_texts tfe__shape_texts[TFE__SHAPE_COUNT];

/* Writes a sentence about the shape of a digest, with numbers, and with those of the start. */
void tfe__shape_describe(enum tfe__shape shape, const struct tfe__tensor_digest *start,
			 const struct tfe__tensor_digest *d, char *text, size_t bytes);

#endif
