/* tools: damage of an event file in words. */
#ifndef TFE_COMMON_DAMAGE_TEXT_H
#define TFE_COMMON_DAMAGE_TEXT_H

#include <tfevents/logdir.h>

/* The text of tfe_damage_get_text; release with free. */
char *damage_words(const tfe_damage *damage);

/* Reports a damage on stderr after `program`, with its path. */
void damage_report(const tfe_damage *damage, const char *program);

#endif
