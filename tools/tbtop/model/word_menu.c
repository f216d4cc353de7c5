/* model: the words that Tab offers, one after the other in a buffer. */
#include "tbtop/model/word_menu.h"

#include <string.h>

const char *word_menu_at(const struct word_menu *c, size_t i)
{
	const char *word = c->words;
	for (; i > 0; i--)
		word += strlen(word) + 1;
	return word;
}

void word_menu_clear(struct word_menu *c)
{
	c->n = c->stored = c->used = 0;
}

void word_menu_add(struct word_menu *c, const char *word)
{
	size_t bytes = strlen(word) + 1;
	if (c->stored == c->n && c->used + bytes <= sizeof c->words) {
		memcpy(c->words + c->used, word, bytes);
		c->used += bytes;
		c->stored++;
	}
	c->n++;
}

bool word_menu_is_shown(const struct word_menu *c, const struct line *line)
{
	return c->n > 1 && !strcmp(c->line, line->text);
}
