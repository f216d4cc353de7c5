/* common: reports damage of an event file as text. */
#ifndef TFE_COMMON_DAMAGE_REPORT_H
#define TFE_COMMON_DAMAGE_REPORT_H

#include <tfevents/logdir.h>

/* The number of damaged places of a file that are reported on standard error one by one. Of the
 * others only the number is reported. */
enum { DAMAGE_REPORTED_MAX = 20 };

/* Returns the text of tfe_damage_get_text. Ownership: the caller releases it with free. */
char *damage_words(const tfe_damage *damage);

/* Reports a damage with its path on standard error, after `program`. */
void damage_report(const tfe_damage *damage, const char *program);

#endif
