/* health: splits a component of a tag into words and looks each of them up. */
#ifndef TFE_HEALTH_COMPONENT_WORDS_H
#define TFE_HEALTH_COMPONENT_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "health/words.h"

/* Further words of a component are ignored. */
enum { TFE__TAG_WORDS_MAX = 16 };

struct tfe__tag_words {
	size_t count;
	char text[TFE__TAG_WORDS_MAX][TFE__WORD_BYTES]; /* in lower case */
	uint32_t bits[TFE__TAG_WORDS_MAX];              /* those of W_DIRECTION */
};

/* Replaces *words by the words from `component` to `end`. '@' is the word "at". */
void tfe__tag_words_split(struct tfe__tag_words *words, const char *component, const char *end);

/* Whether word i exists and equals `text`, or one of the words of `list`, which spaces separate. */
bool tfe__tag_word_is(const struct tfe__tag_words *words, size_t i, const char *text);
bool tfe__tag_word_in(const struct tfe__tag_words *words, size_t i, const char *list);

#endif
