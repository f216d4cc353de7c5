/* common: reports damage of an event file as text. */
#include "common/damage_report.h"

#include <stdlib.h>

#include "common/complain.h"
#include "common/memory.h"

char *damage_words(const tfe_damage *d)
{
	size_t bytes = tfe_damage_get_text(d, NULL, 0) + 1;
	char *words = need_zeroed(bytes, 1);
	tfe_damage_get_text(d, words, bytes);
	return words;
}

void damage_report(const tfe_damage *d, const char *program)
{
	char *words = damage_words(d);
	complain(program, d->count && d->offset < 0 ? NULL : d->path, "%s", words);
	free(words);
}
