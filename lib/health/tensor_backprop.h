/* health: the inputs of a layer, as the gradients of its kernel and bias show them. */
#ifndef TFE_HEALTH_TENSOR_BACKPROP_H
#define TFE_HEALTH_TENSOR_BACKPROP_H

#include "health/health_run.h"

/* Backpropagation gives dW = sum d x^T and db = sum d over the examples of a batch, with the inputs
 * x of the layer and the errors d of its outputs. So rms(dW) / rms(db) is about the root mean
 * square of the inputs, and an input that is 0 in all examples makes a column of zeros in dW. After
 * a normalisation db is 0, so nothing follows there (tfe__has_normalisation). */

/* The root mean square of the inputs of a layer, from histogram i of the gradient of its kernel.
 * NaN if the gradient of its bias is unknown or 0. */
double tfe__backprop_input_rms(const struct tfe__health_run *run,
			       const struct tfe__health_series *gradient, size_t i);

/* The share of the inputs that are 0 in all examples. NaN if all units have a gradient of 0. */
double tfe__backprop_idle_inputs(const struct tfe__health_run *run,
				 const struct tfe__health_series *gradient, size_t i);

/* Returns the gradient of the next kernel, if the outputs of this layer can be its inputs by their
 * number. NULL otherwise. */
const struct tfe__health_series *tfe__backprop_next(const struct tfe__health_run *run,
						    const struct tfe__health_series *gradient);

/* Returns the gradient of the bias of a layer with values, by the gradient of its kernel. NULL if
 * there is none. */
const struct tfe__health_series *tfe__backprop_bias(const struct tfe__health_run *run,
						    const struct tfe__health_series *gradient);

/* Whether a parameter of a normalisation is logged. */
bool tfe__has_normalisation(const struct tfe__health_run *run);

/* Returns the digest of a step. NULL if there is none. `likely` is its probable index. */
const struct tfe__tensor_digest *tfe__digest_at(const struct tfe__health_series *s, int64_t step,
						size_t likely);

#endif
