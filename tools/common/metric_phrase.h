/* common: phrases of a line of text: the words that may be the name of a number. */
#ifndef COMMON_METRIC_PHRASE_H
#define COMMON_METRIC_PHRASE_H

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <strings.h>

/* A part of a text. */
struct phrase {
	const char *p;
	size_t n;
};

static inline bool text_is_letter(char c)
{
	return isalpha((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

static inline bool text_is_word(char c)
{
	return text_is_letter(c) || isdigit((unsigned char)c);
}

static inline bool text_is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Returns whether n > 0 characters are a word of lower-case letters, in any case of letters; fast
 * for words that begin with another letter. */
static inline bool text_equals(const char *p, size_t n, const char *word)
{
	return !((*p ^ *word) & 0xdf) && !strncasecmp(p, word, n) && !word[n];
}

/* Returns whether n characters are one of such words; NULL ends the words. */
static inline bool text_is_one_of(const char *p, size_t n, const char *const *words)
{
	for (; n && *words; words++)
		if (text_equals(p, n, *words))
			return true;
	return false;
}

static inline bool phrase_is_one_of(struct phrase word, const char *const *words)
{
	return text_is_one_of(word.p, word.n, words);
}

/* Returns whether the character at `i` separates phrases. */
bool phrase_separates(struct phrase text, size_t i);

/* Returns the number of words, which blanks separate. */
size_t phrase_words(struct phrase text);

/* Returns the text without blanks at its end, and without all but letters at its beginning. */
struct phrase phrase_trim(struct phrase text);
struct phrase phrase_last_word(struct phrase text);

/* Returns the phrase at the end of a text, which begins after the last separator. */
struct phrase phrase_last(struct phrase text);

/* Returns the name of a part of the data, "train", "val", "test" and the like, if a text of a few
 * words contains one; otherwise NULL. */
const char *phrase_section(struct phrase text);

/* Returns whether the text is a word. */
bool phrase_is(struct phrase text, const char *word);

/* Returns whether the text contains a word in any case of letters. */
bool phrase_contains(struct phrase text, const char *word);

/* Returns whether a word of the name begins with the name of such a part: "val_loss" and
 * "validation", not "value". */
bool phrase_has_section(struct phrase name);

/* Removes the end of a text such as "loss of 'output' for minibatches 0-9 is" that is not its
 * name. */
struct phrase phrase_without_verb(struct phrase text);

/* Returns the last word of a name such as "validation loss at iteration", which names the step;
 * otherwise the name. */
struct phrase phrase_after_at(struct phrase name);

/* Returns whether it has only words such as "of" and "the", which are no name. */
bool phrase_is_preposition(struct phrase name);

/* Returns the name without such words before it: "with best_epoch". */
struct phrase phrase_without_prepositions(struct phrase name);

/* Returns whether a phrase at the end of a text is after a comma: it is a name as a whole. */
bool phrase_is_after_comma(struct phrase text, struct phrase phrase);

#endif
