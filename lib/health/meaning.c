/* health: the meaning of a tag, by the naming conventions of Keras, TensorFlow, PyTorch and
 * hand-written loggers. */
#include "health/meaning.h"

#include <stdint.h>
#include <string.h>

#include <tfevents/direction.h>

#include "health/policy.h"
#include "health/words.h"

static enum tfe__parameter parameter_of(uint32_t all)
{
	if (all & W_CONSTANT)
		return TFE__PARAMETER_ADAPTER;
	if (all & (W_NORM | W_MAGNITUDE))
		return TFE__PARAMETER_NORM;
	if (all & W_BIAS)
		return TFE__PARAMETER_BIAS;
	if (all & W_EMBEDDING)
		return TFE__PARAMETER_EMBEDDING;
	if (all & W_KERNEL)
		return TFE__PARAMETER_KERNEL;
	return all & W_ADAPTER ? TFE__PARAMETER_ADAPTER : TFE__PARAMETER_UNKNOWN;
}

static enum tfe__role histogram_role(uint32_t all, uint32_t last)
{
	const uint32_t parameter = W_KERNEL | W_BIAS | W_NORM | W_EMBEDDING;
	if (all & W_OPTIMIZER)
		return TFE__ROLE_OTHER;
	if (all & W_GRADIENT)
		return TFE__ROLE_GRADIENT;
	if (all & W_ACTIVATION && !(last & parameter))
		return TFE__ROLE_ACTIVATION;
	if (all & (parameter | W_ADAPTER))
		return TFE__ROLE_WEIGHT;
	if (all & W_INPUT)
		return TFE__ROLE_INPUT;
	return TFE__ROLE_OTHER;
}

/* A metric is a loss or an accuracy only if it improves in that direction: "lr_loss" is a loss,
 * "losses/explained_variance" and "loss_weight" are not. */
static enum tfe__role scalar_role(const char *tag, uint32_t all)
{
	bool rate =
		(all & W_LEARNING_RATE) || (all & (W_LEARNING | W_RATE)) == (W_LEARNING | W_RATE);
	bool metric = all & (W_LOSS | W_CROSS | W_ACCURACY);
	if (!rate && !metric && !(all & W_GRADIENT))
		return TFE__ROLE_OTHER;
	tfe_direction direction = metric ? tfe_tag_direction(tag) : TFE_DIRECTION_UNKNOWN;
	if (rate && direction == TFE_DIRECTION_UNKNOWN)
		return TFE__ROLE_LEARNING_RATE;
	if (all & W_GRADIENT)
		return all & W_MAGNITUDE ? TFE__ROLE_GRADIENT_NORM : TFE__ROLE_OTHER;
	bool cross_entropy = (all & (W_CROSS | W_ENTROPY)) == (W_CROSS | W_ENTROPY);
	bool side = (all & W_SIDE_LOSS) || (all & W_ENTROPY && !cross_entropy);
	bool loss = cross_entropy || all & W_LOSS;
	/* The dictionary has losses without a direction, such as an objective. */
	bool falls = direction == TFE_DIRECTION_LOWER ||
		     (direction == TFE_DIRECTION_UNKNOWN && !(all & W_LOWER));
	if (loss && falls)
		return side ? TFE__ROLE_OTHER : TFE__ROLE_LOSS;
	if (all & W_ACCURACY && direction == TFE_DIRECTION_HIGHER)
		return TFE__ROLE_ACCURACY;
	return TFE__ROLE_OTHER;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Returns the contribution of a word to the name of the layer. Words for role and parameter
 * contribute only their number (W1 and b1), so that a kernel and its bias have the same layer. */
static const char *layer_word(const char *word, uint32_t bits)
{
	if (!(bits & (W_KERNEL | W_BIAS | W_GRADIENT | W_FILLER)))
		return word;
	while (*word && !is_digit(*word))
		word++;
	return word;
}

static void add_to_layer(char layer[TFE__LAYER_BYTES], const char *word)
{
	size_t used = strlen(layer), more = strlen(word);
	if (more == 0 || used + more + 2 > TFE__LAYER_BYTES)
		return;
	if (used)
		layer[used++] = '/';
	memcpy(layer + used, word, more + 1);
}

void tfe__meaning_of(const char *tag, bool histogram, struct tfe__meaning *m,
		     char layer[TFE__LAYER_BYTES])
{
	memset(m, 0, sizeof *m);
	*layer = '\0';
	char word[TFE__WORD_BYTES];
	size_t length;
	uint32_t all = 0, last = 0;
	for (const char *rest = tag; tfe__next_word(&rest, word, &length);) {
		uint32_t bits = tfe__bits_of(word, length);
		uint32_t own = bits & ~(uint32_t)(W_DIRECTION | W_FILLER);
		all |= bits;
		last = own ? own : last;
		if (histogram)
			add_to_layer(layer, layer_word(word, bits));
	}
	m->role = histogram ? histogram_role(all, last) : scalar_role(tag, all);
	m->parameter = histogram ? parameter_of(all) : TFE__PARAMETER_UNKNOWN;
	m->classifier = m->role == TFE__ROLE_ACCURACY && !(all & W_DISTANCE);
	m->regression = m->role == TFE__ROLE_LOSS && (all & W_DISTANCE);
	m->rectifier = m->role == TFE__ROLE_ACTIVATION && (last & W_RECTIFIER);
	m->probability = all & W_PROBABILITY;
	m->validation = all & W_VALIDATION;
	m->contested = (all & W_GAME) || (m->role == TFE__ROLE_LOSS && (all & W_CONTESTED));
	if (!histogram && m->role == TFE__ROLE_OTHER)
		tfe__policy_meaning(tag, m);
}
