/* base: the words of a tag: val_loss, valLoss and val/loss have the same two. */
#ifndef TFE_BASE_TAG_WORDS_H
#define TFE_BASE_TAG_WORDS_H

#include <stdbool.h>
#include <stddef.h>

enum { TFE__WORD_BYTES = 40 };

/* Copies the next word of *tag in lower case, advances *tag and sets *length; false at the end.
 * Words end at anything except letters and digits, and where lower case turns upper. A longer word
 * is cut. */
bool tfe__next_word(const char **tag, char word[TFE__WORD_BYTES], size_t *length);

#endif
