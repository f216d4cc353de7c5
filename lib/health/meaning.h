/* health: what a tag is, judged by its name. */
#ifndef TFE_HEALTH_MEANING_H
#define TFE_HEALTH_MEANING_H

#include <stdbool.h>
#include <stddef.h>

/* What a series holds. */
enum tfe__role {
	TFE__ROLE_OTHER, /* nothing that a rule knows */
	TFE__ROLE_LOSS,
	TFE__ROLE_ACCURACY, /* of a metric that is better the higher, within [0, 1] or [0, 100] */
	TFE__ROLE_LEARNING_RATE,
	TFE__ROLE_GRADIENT_NORM,
	TFE__ROLE_WEIGHT,
	TFE__ROLE_GRADIENT,
	TFE__ROLE_ACTIVATION,
	TFE__ROLE_INPUT,
};

/* Which parameter of its layer a weight or a gradient belongs to. */
enum tfe__parameter {
	TFE__PARAMETER_UNKNOWN,
	TFE__PARAMETER_KERNEL,
	TFE__PARAMETER_BIAS,
	TFE__PARAMETER_NORM, /* gain, offset or running statistics of a normalisation */
	TFE__PARAMETER_EMBEDDING,
	/* what begins at a constant on purpose: LoRA, positions, scales, masks */
	TFE__PARAMETER_ADAPTER,
};

enum { TFE__LAYER_BYTES = 96 };

struct tfe__meaning {
	enum tfe__role role;
	enum tfe__parameter parameter;
	bool validation; /* of held-out data */
	bool contested;  /* of a game or a policy (GAN, reinforcement learning): it need not fall */
	bool regression; /* a loss named for distances: its scale is that of its targets */
	bool probability; /* softmax, attention, gates: belongs at 0 and 1 */
};

/* Reads a tag. Words are split at anything but letters and digits, and where lower case turns
 * upper. `layer` becomes the tag without the words for role and part, lower case, '/' between
 * words: equal for a layer's kernel, bias and their gradients. Cut when longer; "" when nothing is
 * left, and for scalars. */
void tfe__meaning_of(const char *tag, bool histogram, struct tfe__meaning *meaning,
		     char layer[TFE__LAYER_BYTES]);

#endif
