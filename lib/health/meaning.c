/* health: what a tag is, judged by its name: the habits of Keras, TensorFlow, PyTorch and hand-made loggers. */
#include "health/meaning.h"

#include <stdint.h>
#include <string.h>

/* What a word of a tag says. Bits, for a tag has several words. */
enum word {
	W_LOSS = 1u << 0,
	W_SIDE_LOSS = 1u << 1, /* a part of a loss, which may do as it likes */
	W_ACCURACY = 1u << 2,
	W_RATE = 1u << 3,
	W_LEARNING = 1u << 4,
	W_LEARNING_RATE = 1u << 5,
	W_GRADIENT = 1u << 6,
	W_MAGNITUDE = 1u << 7, /* "norm" in grad_norm; a normalisation in a tensor's name */
	W_KERNEL = 1u << 8,
	W_BIAS = 1u << 9,
	W_NORM = 1u << 10,
	W_EMBEDDING = 1u << 11,
	W_ADAPTER = 1u << 12,
	W_ACTIVATION = 1u << 13,
	W_INPUT = 1u << 14,
	W_VALIDATION = 1u << 15,
	W_CONTESTED = 1u << 16,
	W_OPTIMIZER = 1u << 17,
	W_FILLER = 1u << 18, /* says nothing about the layer */
	W_GAME = 1u << 19,
	W_DISTANCE = 1u << 20,
	W_CONSTANT = 1u << 21, /* begins constant on purpose, whatever else its tag says */
	W_ENTROPY = 1u << 22,
	W_CROSS = 1u << 23,
	W_PROBABILITY = 1u << 24, /* belongs at its ends */
};

static const struct {
	uint32_t bits;
	const char *words; /* one space before and after each */
} dictionary[] = {
	{W_LOSS,
	 " loss losses cost nll crossentropy xent ce bce logloss perplexity ppl objective "},
	{W_LOSS | W_DISTANCE, " mse mae rmse mape msle huber error err "},
	{W_SIDE_LOSS, " kl kld reg regularization regularisation regularizer aux auxiliary l1 l2 "
		      "penalty decay commitment scale "},
	{W_ENTROPY, " entropy "},
	{W_CROSS, " cross "},
	{W_ACCURACY, " acc accuracy top1 top5 auc auroc f1 precision recall iou miou dice map bleu "
		     "ndcg jaccard "},
	{W_RATE, " rate "},
	{W_LEARNING, " learning "},
	{W_LEARNING_RATE, " lr lrs "},
	{W_GRADIENT, " grad grads gradient gradients "},
	{W_GRADIENT | W_KERNEL, " dw "},
	{W_GRADIENT | W_BIAS, " db "},
	{W_MAGNITUDE, " norm norms "},
	{W_KERNEL, " kernel kernels weight weights w filters "},
	{W_BIAS, " bias biases b "},
	{W_NORM, " bn batchnorm batchnormalization layernorm layernormalization groupnorm "
		 "instancenorm rmsnorm ln gn normalization normalisation gamma beta moving running "
		 "variance batches tracked scale scaling gain temperature "},
	{W_EMBEDDING, " embedding embeddings embed emb wte wpe lookup "},
	{W_ADAPTER, " pos position positional positions cls mask logit alpha gate prompt token "
		    "shift threshold ema "},
	{W_ADAPTER | W_CONSTANT, " lora adapter prelu "},
	{W_ACTIVATION, " act acts activation activations output outputs out relu tanh sigmoid gelu "
		       "hidden feature features logits "},
	{W_INPUT, " input inputs data x batch images image pixels "},
	{W_VALIDATION, " val valid validation eval evaluation test testing dev holdout heldout "},
	{W_CONTESTED, " d g gen disc dis generator discriminator adv adversarial critic actor "
		      "policy td q qf ppo advantage vf pg wgan "},
	{W_OPTIMIZER, " adam adamw sgd rmsprop optimizer optim momentum momentums velocity "
		      "velocities exp slots "},
	{W_FILLER, " histogram histograms hist param params parameter parameters var variable "
		   "variables summaries "},
	{W_GAME, " reward rewards rew return returns episodic episode "},
	{W_PROBABILITY, " softmax prob probs probability probabilities attention attn gate mask "
			"prediction predictions pred "},
};

static uint32_t look_up(const char *word, size_t length)
{
	uint32_t bits = 0;
	for (size_t i = 0; i < sizeof(dictionary) / sizeof(dictionary[0]); i++) {
		const char *p = dictionary[i].words;
		while ((p = strstr(p, word))) {
			if (p[-1] == ' ' && p[length] == ' ') {
				bits |= dictionary[i].bits;
				break;
			}
			p += length;
		}
	}
	return bits;
}

/* As it stands, and where it means nothing so, without the digits at its end (bn1, act2, conv2d). */
static uint32_t bits_of(char *word, size_t length)
{
	uint32_t bits = look_up(word, length);
	if (bits)
		return bits;
	size_t cut = length;
	while (cut > 0 && word[cut - 1] >= '0' && word[cut - 1] <= '9')
		cut--;
	if (cut == length || cut == 0)
		return 0;
	char digit = word[cut];
	word[cut] = '\0';
	bits = look_up(word, cut);
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

/* Whether a capital at p begins a word: behind a digit or a small letter, but not behind a single one (dW). */
static bool ends_word(const char *start, const char *p)
{
	return p > start && (is_digit(p[-1]) || (is_lower(p[-1]) && p - start > 1));
}

/* The next word of *tag, lower case; false at the end. Longer words are cut, which then mean nothing. */
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

static enum tfe__part part_of(uint32_t all)
{
	if (all & W_CONSTANT)
		return TFE__PART_ADAPTER;
	if (all & (W_NORM | W_MAGNITUDE))
		return TFE__PART_NORM;
	if (all & W_BIAS)
		return TFE__PART_BIAS;
	if (all & W_EMBEDDING)
		return TFE__PART_EMBEDDING;
	if (all & W_KERNEL)
		return TFE__PART_KERNEL;
	return all & W_ADAPTER ? TFE__PART_ADAPTER : TFE__PART_UNKNOWN;
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

/* What a word gives to the name of the layer: nothing where it tells role or part, which would keep a kernel from its
 * bias; of such a word its number (W1 and b1). */
static const char *layer_part(const char *word, uint32_t bits)
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

void tfe__meaning_of(const char *tag, bool histogram, struct tfe__meaning *m)
{
	memset(m, 0, sizeof(*m));
	char word[WORD_BYTES];
	size_t length;
	uint32_t all = 0, last = 0;
	while (next_word(&tag, word, &length)) {
		uint32_t bits = bits_of(word, length);
		all |= bits;
		last = bits ? bits : last;
		if (histogram)
			add_to_layer(m->layer, layer_part(word, bits));
	}
	m->role = histogram ? histogram_role(all, last) : scalar_role(all);
	m->part = histogram ? part_of(all) : TFE__PART_UNKNOWN;
	m->regression = m->role == TFE__ROLE_LOSS && (all & W_DISTANCE);
	m->probability = all & W_PROBABILITY;
	m->validation = all & W_VALIDATION;
	m->contested = (all & W_GAME) || (m->role == TFE__ROLE_LOSS && (all & W_CONTESTED));
}
