/* tools: damage of an event file in words. */
#include "common/damage_text.h"

#include "common/memory.h"

char *damage_words(const tfe_damage *d)
{
	size_t bytes = tfe_damage_get_text(d, NULL, 0) + 1;
	char *words = need_zeroed(bytes, 1);
	tfe_damage_get_text(d, words, bytes);
	return words;
}
