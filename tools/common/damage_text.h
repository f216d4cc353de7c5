/* tools: damage of an event file in words, and as a finding. */
#ifndef TFE_COMMON_DAMAGE_TEXT_H
#define TFE_COMMON_DAMAGE_TEXT_H

#include <stdbool.h>

#include <tfevents/health.h>
#include <tfevents/logdir.h>

/* "data fail their checksum, at offset 40, 22 bytes passed over", or of a limit, with the first
 * path: "3 directories not searched: ...; first: a/b"; release with free. */
char *damage_words(const tfe_damage *damage);

/* Whether something that is there was not read: it cannot be, or the memory limit left it out. */
bool damage_is_unread(const tfe_damage *damage);

/* Fills the finding: rule "damaged_file" or "clock", no tag. Returns its message, which the caller frees
 * when it is done with the finding. */
char *damage_finding(const tfe_damage *damage, tfe_finding *finding);

#endif
