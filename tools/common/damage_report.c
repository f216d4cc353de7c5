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

size_t damage_places(const tfe_run *run)
{
	size_t places = 0;
	for (size_t i = 0, n = tfe_run_damage_count(run); i < n; i++) {
		tfe_damage damage = TFE_DAMAGE_INIT;
		tfe_run_get_damage(run, i, &damage);
		places += damage.kind != TFE_DAMAGE_KIND_CLOCK &&
			  damage.kind != TFE_DAMAGE_KIND_SEVERAL_WRITERS;
	}
	return places;
}

void damage_report(const tfe_damage *d, const char *program)
{
	char *words = damage_words(d);
	complain(program, d->count ? NULL : d->path, "%s", words);
	free(words);
}
