/* model: the words that Tab offers for the end of a line of input. */
#ifndef TBTOP_MODEL_WORD_MENU_H
#define TBTOP_MODEL_WORD_MENU_H

#include "tbtop/model/choices.h"

/* Returns the i-th stored word, i < stored. */
const char *word_menu_at(const struct word_menu *c, size_t i);

/* Forgets all words. */
void word_menu_clear(struct word_menu *c);

/* Adds a word; beyond the memory that there is, words are only counted. */
void word_menu_add(struct word_menu *c, const char *word);

/* Returns whether there are several words, and the line is the one that Tab made. */
bool word_menu_is_shown(const struct word_menu *c, const struct line *line);

#endif
