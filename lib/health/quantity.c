/* health: the quantity that a scalar measures. */
#include "health/quantity.h"

#include <stddef.h>
#include <string.h>

#include "base/tag_words.h"

/* What a word says about a quantity. All of these words but those of O_KEPT are left out of its
 * key. */
enum {
	O_LOSS = 1 << 0,
	O_TOTAL = 1 << 1,
	O_EPOCH = 1 << 2,
	O_BATCH = 1 << 3,
	O_ASPECT = 1 << 4,
	O_OTHER = 1 << 5, /* the data, the form of the log */
	O_NUMBER = 1 << 6,
	O_PERPLEXITY = 1 << 7,
	O_HALF = 1 << 8,
	O_KEPT = O_NUMBER | O_PERPLEXITY | O_HALF,
};

static const struct {
	unsigned says;
	const char *words;
} lists[] = {
	{O_LOSS, " loss losses cost costs objective "},
	{O_TOTAL, " total overall sum summed combined full "},
	{O_EPOCH, " epoch epochs "},
	{O_BATCH, " step steps batch batches iter iters iteration iterations minibatch "},
	{O_ASPECT,
	 " low lower high higher upper min minimum max maximum ema smooth smoothed best "},
	{O_OTHER, " train training learn tr val valid validation test testing eval evaluation dev "
		  "heldout holdout value values mean avg average per vs metrics metric scalars "
		  "scalar charts stats logs log summary "},
	{O_PERPLEXITY, " perplexity perplexities ppl "},
	{O_HALF, " precision recall prec rec sensitivity specificity "},
};

/* Whether a list has a word; each word of the list is between spaces. */
static bool in_list(const char *list, const char *word, size_t length)
{
	for (const char *at = list; (at = strstr(at, word)); at++)
		if (at[-1] == ' ' && at[length] == ' ')
			return true;
	return false;
}

static unsigned says(const char *word, size_t length)
{
	if (word[strspn(word, "0123456789")] == '\0')
		return O_NUMBER;
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		if (in_list(lists[i].words, word, length))
			return lists[i].says;
	return 0;
}

static void add_word(char key[TFE__QUANTITY_BYTES], const char *word, size_t length)
{
	size_t used = strlen(key);
	if (used + length + 2 > TFE__QUANTITY_BYTES)
		return;
	if (used)
		key[used++] = '/';
	memcpy(key + used, word, length + 1);
}

/* Whether a word is one with its number: "epoch12". */
static bool is_numbered_epoch(const char *word)
{
	return !strncmp(word, "epoch", 5) && word[5] && !word[5 + strspn(word + 5, "0123456789")];
}

static enum tfe__loss_rank rank_of(unsigned all, bool key)
{
	if (all & O_PERPLEXITY)
		return TFE__LOSS_PERPLEXITY;
	if (!(all & O_LOSS))
		return TFE__LOSS_NAMED;
	if (key)
		return TFE__LOSS_PART;
	return all & O_TOTAL ? TFE__LOSS_TOTAL : TFE__LOSS_PLAIN;
}

void tfe__quantity_of(const char *tag, bool validation, struct tfe__quantity *q,
		      char key[TFE__QUANTITY_BYTES])
{
	char word[TFE__WORD_BYTES];
	size_t length;
	unsigned all = 0, before = 0;
	bool numbered = false; /* an epoch has a number */
	*key = '\0';
	for (const char *rest = tag; tfe__next_word(&rest, word, &length);) {
		unsigned now = is_numbered_epoch(word) ? O_EPOCH : says(word, length);
		numbered |= is_numbered_epoch(word) || (before == O_EPOCH && now == O_NUMBER);
		if (!now || now & O_KEPT)
			add_word(key, word, length);
		all |= now;
		before = now;
	}
	q->rank = rank_of(all, *key);
	q->epoch = all & O_EPOCH && !numbered;
	q->batch = all & O_BATCH;
	q->aspect = all & O_ASPECT;
	q->pass = validation && numbered;
	q->half = all & O_HALF;
}

bool tfe__names_codebook(const char *tag)
{
	static const char codebook[] = " vq vqvae codebook codebooks commitment commit quantizer ",
			  of_codes[] = " code codes prob ";
	char word[TFE__WORD_BYTES];
	size_t length;
	bool perplexity = false, codes = false;
	while (tfe__next_word(&tag, word, &length)) {
		if (in_list(codebook, word, length))
			return true;
		perplexity |= says(word, length) == O_PERPLEXITY;
		codes |= in_list(of_codes, word, length);
	}
	return perplexity && codes;
}
