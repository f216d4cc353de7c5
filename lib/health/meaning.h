/* health: the meaning of a tag: role, parameter and layer, by its words. */
#ifndef TFE_HEALTH_MEANING_H
#define TFE_HEALTH_MEANING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The role of a series. */
enum tfe__role {
	TFE__ROLE_OTHER, /* checked for values that are not finite only */
	TFE__ROLE_LOSS,
	TFE__ROLE_ACCURACY, /* a metric in [0, 1] or [0, 100] whose maximum is best */
	TFE__ROLE_LEARNING_RATE,
	TFE__ROLE_GRADIENT_NORM,
	TFE__ROLE_WEIGHT,
	TFE__ROLE_GRADIENT,
	TFE__ROLE_ACTIVATION,
	TFE__ROLE_INPUT,
	TFE__ROLE_LOSS_SCALE, /* the factor of a float16 loss */
	/* Of a policy (reinforcement learning). */
	TFE__ROLE_RETURN, /* a reward, return or score, whose maximum is best */
	TFE__ROLE_EPISODE_LENGTH,
	TFE__ROLE_POLICY_ENTROPY,
	TFE__ROLE_POLICY_KL,     /* between the policies before and after an update */
	TFE__ROLE_CLIP_FRACTION, /* the share of an update that was clipped */
	TFE__ROLE_LESSON,        /* the level of a curriculum */
};

/* The parameter of a layer to which a weight or a gradient belongs. */
enum tfe__parameter {
	TFE__PARAMETER_UNKNOWN,
	TFE__PARAMETER_KERNEL,
	TFE__PARAMETER_BIAS,
	TFE__PARAMETER_NORM, /* gain, offset or running statistics of a normalisation */
	TFE__PARAMETER_EMBEDDING,
	/* A parameter that begins with a constant on purpose: LoRA, positions, scales, masks. */
	TFE__PARAMETER_ADAPTER,
};

enum { TFE__LAYER_BYTES = 96 };

struct tfe__meaning {
	enum tfe__role role;
	enum tfe__parameter parameter;
	bool validation; /* of held-out data */
	bool contested;  /* of a game or a policy (GAN, reinforcement learning): it need not fall */
	bool classifier; /* an accuracy of classes, not of boxes, pixels, texts or ranks */
	bool regression; /* a loss with the name of a distance: its scale is that of its targets */
	bool rectifier;  /* an activation of the ReLU family, which cannot saturate */
	bool probability;  /* softmax, attention, gates: values near 0 and 1 are normal */
	bool negated;      /* minus an entropy */
	uint8_t strangers; /* number of words of a return or entropy that may name a part of it */
};

/* Gets the meaning of a tag. Words are separated by characters other than letters and digits, and
 * by a capital after a small letter. `layer` becomes the tag without the words for role and
 * parameter, in lower case, with '/' between words: it is equal for the kernel and the bias of a
 * layer and for their gradients. It is truncated if it is too long, and "" for scalars or if no
 * word is left. */
void tfe__meaning_of(const char *tag, bool histogram, struct tfe__meaning *meaning,
		     char layer[TFE__LAYER_BYTES]);

#endif
