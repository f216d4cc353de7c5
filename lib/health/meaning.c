/* health: what a tag is, judged by its name: the habits of Keras, TensorFlow, PyTorch and hand-made
 * loggers. */
#include "health/meaning.h"

#include <stdint.h>
#include <string.h>

#include "health/words.h"

/* As it stands, and where it means nothing so, without the digits at its end (bn1, act2,
 * conv2d). */
static uint32_t bits_of(char *word, size_t length)
{
	uint32_t bits = tfe__word_bits(word);
	if (bits)
		return bits;
	size_t cut = length;
	while (cut > 0 && word[cut - 1] >= '0' && word[cut - 1] <= '9')
		cut--;
	if (cut == length || cut == 0)
		return 0;
	char digit = word[cut];
	word[cut] = '\0';
	bits = tfe__word_bits(word);
	word[cut] = digit;
	return bits;
}

static bool is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}
static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}
static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

enum { WORD_BYTES = 40 };

/* Whether a capital at p begins a word: behind a digit or a small letter, but not behind a single
 * one (dW). */
static bool ends_word(const char *start, const char *p)
{
	return p > start && (is_digit(p[-1]) || (is_lower(p[-1]) && p - start > 1));
}

/* The next word of *tag, lower case; false at the end. Longer words are cut, which then mean
 * nothing. */
static bool next_word(const char **tag, char word[WORD_BYTES], size_t *length)
{
	const char *p = *tag;
	while (*p && !is_lower(*p) && !is_upper(*p) && !is_digit(*p))
		p++;
	size_t n = 0;
	for (const char *start = p; is_lower(*p) || is_upper(*p) || is_digit(*p); p++) {
		if (is_upper(*p) && ends_word(start, p))
			break;
		if (n + 1 < WORD_BYTES)
			word[n++] = is_upper(*p) ? (char)(*p - 'A' + 'a') : *p;
	}
	word[n] = '\0';
	*length = n;
	*tag = p;
	return n > 0;
}

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

static enum tfe__role scalar_role(uint32_t all)
{
	if ((all & W_LEARNING_RATE) || (all & (W_LEARNING | W_RATE)) == (W_LEARNING | W_RATE))
		return TFE__ROLE_LEARNING_RATE;
	if (all & W_GRADIENT)
		return all & W_MAGNITUDE ? TFE__ROLE_GRADIENT_NORM : TFE__ROLE_OTHER;
	bool cross_entropy = (all & (W_CROSS | W_ENTROPY)) == (W_CROSS | W_ENTROPY);
	bool side = (all & W_SIDE_LOSS) || (all & W_ENTROPY && !cross_entropy);
	if (cross_entropy || all & W_LOSS)
		return side ? TFE__ROLE_OTHER : TFE__ROLE_LOSS;
	if (all & W_ACCURACY)
		return TFE__ROLE_ACCURACY;
	return TFE__ROLE_OTHER;
}

/* What a word gives to the name of the layer: nothing where it tells role or part, which would keep
 * a kernel from its bias; of such a word its number (W1 and b1). */
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
	char word[WORD_BYTES];
	size_t length;
	uint32_t all = 0, last = 0;
	while (next_word(&tag, word, &length)) {
		uint32_t bits = bits_of(word, length);
		all |= bits;
		last = bits ? bits : last;
		if (histogram)
			add_to_layer(layer, layer_word(word, bits));
	}
	m->role = histogram ? histogram_role(all, last) : scalar_role(all);
	m->parameter = histogram ? parameter_of(all) : TFE__PARAMETER_UNKNOWN;
	m->regression = m->role == TFE__ROLE_LOSS && (all & W_DISTANCE);
	m->probability = all & W_PROBABILITY;
	m->validation = all & W_VALIDATION;
	m->contested = (all & W_GAME) || (m->role == TFE__ROLE_LOSS && (all & W_CONTESTED));
}
