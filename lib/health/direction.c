/* health: the direction in which a metric improves, from the words of its tag. health/words.c has
 * the dictionary of words. */
#include <string.h>

#include <tfevents/direction.h>

#include "health/words.h"

/* Words of a component beyond this many are ignored. */
enum { WORDS_MAX = 16 };

struct words {
	size_t count;
	char text[WORDS_MAX][TFE__WORD_BYTES];
	uint32_t bits[WORDS_MAX];
};

static bool is_alphanumeric(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static void add_word(struct words *words, char text[TFE__WORD_BYTES], size_t length)
{
	if (words->count == WORDS_MAX)
		return;
	words->bits[words->count] = tfe__bits_of(text, length) & W_DIRECTION;
	memcpy(words->text[words->count++], text, length + 1);
}

/* Adds a sequence of letters and digits: as one word if the dictionary has it (mIoU, BLEU), else as
 * the words that its capital letters separate (AverageReturn). */
static void add_token(struct words *words, const char *token, size_t length)
{
	char text[TFE__WORD_BYTES];
	if (length >= sizeof text)
		return;
	for (size_t i = 0; i < length; i++)
		text[i] = token[i] >= 'A' && token[i] <= 'Z' ? (char)(token[i] - 'A' + 'a')
							     : token[i];
	text[length] = '\0';
	if (tfe__bits_of(text, length) & W_DIRECTION) {
		add_word(words, text, length);
		return;
	}
	memcpy(text, token, length);
	const char *rest = text;
	char word[TFE__WORD_BYTES];
	size_t n;
	while (tfe__next_word(&rest, word, &n))
		add_word(words, word, n);
}

static void split(const char *component, const char *end, struct words *words)
{
	words->count = 0;
	while (component < end) {
		const char *token = component;
		while (component < end && is_alphanumeric(*component))
			component++;
		if (component > token)
			add_token(words, token, (size_t)(component - token));
		else
			component++;
	}
}

static bool word_is(const struct words *words, size_t i, const char *text)
{
	return i < words->count && !strcmp(words->text[i], text);
}

static bool is_number(const struct words *words, size_t i)
{
	return i < words->count && words->text[i][strspn(words->text[i], "0123456789")] == '\0';
}

static bool is_unit_of_time(const struct words *words, size_t i)
{
	static const char *const units[] = {"second", "seconds", "sec", "secs",
					    "s",      "minute",  "min", "hour"};
	for (size_t k = 0; k < sizeof units / sizeof units[0]; k++)
		if (word_is(words, i, units[k]))
			return true;
	return false;
}

/* The numbered forms of top-k metrics: top1, top_5, R@1, P@5. */
static bool is_top_k(const struct words *words, size_t i)
{
	const char *text = words->text[i];
	if (!strncmp(text, "top", 3) && text[3])
		return text[3 + strspn(text + 3, "0123456789")] == '\0';
	return (word_is(words, i, "top") || word_is(words, i, "r") || word_is(words, i, "p") ||
		word_is(words, i, "hit")) &&
	       (is_number(words, i + 1) || word_is(words, i + 1, "k"));
}

/* Sets the bits of pairs of words that have a common meaning. */
static void mark_pairs(struct words *words)
{
	for (size_t i = 0; i < words->count; i++) {
		uint32_t *bits = &words->bits[i];
		bool negative =
			i &&
			(word_is(words, i - 1, "neg") || word_is(words, i - 1, "negative") ||
			 (i > 1 && word_is(words, i - 1, "log") &&
			  (word_is(words, i - 2, "neg") || word_is(words, i - 2, "negative"))));
		if (word_is(words, i, "per") && is_unit_of_time(words, i + 1)) {
			*bits = W_HIGHER | W_STRONG;
			words->bits[i + 1] = 0;
		} else if (word_is(words, i, "exact") && word_is(words, i + 1, "match"))
			*bits = W_HIGHER;
		else if (word_is(words, i, "cross") && word_is(words, i + 1, "entropy")) {
			*bits = W_LOWER;
			words->bits[i + 1] = 0;
		} else if (word_is(words, i, "explained") && word_is(words, i + 1, "variance")) {
			*bits = W_HIGHER;
			words->bits[i + 1] = 0;
		} else if (word_is(words, i, "bits") && word_is(words, i + 1, "per"))
			*bits = W_LOWER;
		else if ((word_is(words, i, "loss") || word_is(words, i, "grad")) &&
			 (word_is(words, i + 1, "scale") || word_is(words, i + 1, "scaler")))
			*bits = W_NEUTRAL | W_STRONG;
		else if (is_top_k(words, i))
			*bits = W_HIGHER;
		else if (negative && *bits & W_HIGHER)
			*bits = W_LOWER;
	}
}

/* Returns the bits of the word that decides: the last one of the strongest kind. */
static uint32_t decide(const struct words *words)
{
	static const struct {
		uint32_t mask, bits;
	} kinds[] = {{W_STRONG, W_STRONG}, {W_NEUTRAL, W_NEUTRAL}, {W_WEAK, 0}, {W_WEAK, W_WEAK}};
	for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++)
		for (size_t i = words->count; i-- > 0;)
			if (words->bits[i] && (words->bits[i] & kinds[k].mask) == kinds[k].bits)
				return words->bits[i];
	return 0;
}

tfe_direction tfe_tag_direction(const char *tag)
{
	struct words words;
	const char *end = tag + strlen(tag);
	for (bool last = true;; last = false) {
		const char *begin = end;
		while (begin > tag && begin[-1] != '/')
			begin--;
		split(begin, end, &words);
		mark_pairs(&words);
		uint32_t bits = decide(&words);
		/* A time before a slash is the name of a group of tags ("time/iterations"). */
		if (bits && !last && (bits & (W_WEAK | W_LOWER)) == (W_WEAK | W_LOWER))
			bits = W_NEUTRAL;
		if (bits)
			return bits & W_HIGHER  ? TFE_DIRECTION_HIGHER
			       : bits & W_LOWER ? TFE_DIRECTION_LOWER
						: TFE_DIRECTION_UNKNOWN;
		if (begin == tag)
			return TFE_DIRECTION_UNKNOWN;
		end = begin - 1;
	}
}
