/* health: splits a component of a tag into words and looks each of them up. */
#include "health/component_words.h"

#include <stddef.h>
#include <string.h>

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static uint32_t bits_of(char *text)
{
	return tfe__bits_of(text, strlen(text)) & W_DIRECTION;
}

/* Returns the bits of a word that has another word attached: "valacc", "100rew", "diceloss". */
static uint32_t bits_of_compound(char *text)
{
	static const char *const before[] = {"train", "validation", "valid", "val",  "test",
					     "eval",  "avg",        "mean",  "best", "total"};
	static const char *const after[] = {"loss",   "losses", "error",   "errors",
					    "reward", "score",  "accuracy"};
	size_t length = strlen(text), digits = strspn(text, "0123456789");
	if (digits && digits < length)
		return bits_of_compound(text + digits);
	uint32_t bits = bits_of(text);
	for (size_t i = 0; i < sizeof before / sizeof *before && !bits; i++) {
		size_t n = strlen(before[i]);
		if (n < length && !strncmp(text, before[i], n))
			bits = bits_of_compound(text + n);
	}
	for (size_t i = 0; i < sizeof after / sizeof *after && !bits; i++) {
		size_t n = strlen(after[i]);
		if (n < length && !strcmp(text + length - n, after[i]))
			bits = bits_of(text + length - n);
	}
	return bits;
}

static void add_word(struct tfe__tag_words *words, char *text)
{
	if (words->count == TFE__TAG_WORDS_MAX)
		return;
	words->bits[words->count] = bits_of_compound(text);
	memcpy(words->text[words->count++], text, strlen(text) + 1);
}

/* Adds a run of letters and digits: as one word if the dictionary has it (mIoU, BLEU), otherwise as
 * the words that its capital letters separate (AverageReturn). A small letter before a capital is
 * an abbreviation (mAcc). */
static void add_token(struct tfe__tag_words *words, const char *token, size_t length)
{
	char text[TFE__WORD_BYTES], word[TFE__WORD_BYTES];
	if (length >= sizeof text)
		return;
	for (size_t i = 0; i < length; i++)
		text[i] = is_upper(token[i]) ? (char)(token[i] - 'A' + 'a') : token[i];
	text[length] = '\0';
	if (bits_of(text)) {
		add_word(words, text);
		return;
	}
	memcpy(text, token, length);
	const char *rest = text + (length > 1 && is_lower(text[0]) && is_upper(text[1]));
	size_t n;
	while (tfe__next_word(&rest, word, &n))
		add_word(words, word);
}

void tfe__tag_words_split(struct tfe__tag_words *words, const char *component, const char *end)
{
	words->count = 0;
	while (component < end) {
		const char *token = component;
		char at[] = "at";
		if (*component == '@')
			add_word(words, at);
		while (component < end &&
		       (is_lower(*component) || is_upper(*component) || is_digit(*component)))
			component++;
		if (component > token)
			add_token(words, token, (size_t)(component - token));
		else
			component++;
	}
}

bool tfe__tag_word_is(const struct tfe__tag_words *words, size_t i, const char *text)
{
	return i < words->count && !strcmp(words->text[i], text);
}

bool tfe__tag_word_in(const struct tfe__tag_words *words, size_t i, const char *list)
{
	if (i >= words->count)
		return false;
	size_t length = strlen(words->text[i]);
	while (*list) {
		size_t n = strcspn(list, " ");
		if (n == length && !memcmp(list, words->text[i], n))
			return true;
		list += n + (list[n] == ' ');
	}
	return false;
}
