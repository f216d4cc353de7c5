/* tfevents check: the rules file of --config: thresholds, severities, and findings that are muted
 * for a time. */
#ifndef TFE_TFEVENTS_CHECK_CONFIG_H
#define TFE_TFEVENTS_CHECK_CONFIG_H

#include <stdbool.h>

#include <tfevents/judge.h>

#include "tfevents/check_rules.h"

struct check_config;

/* Reads a rules file, adds the names of its rules, and reports mutes that have expired. `names` is
 * borrowed. Returns NULL, after messages with the file and the line, if something in it is wrong.
 * Ownership: release with check_config_free. */
struct check_config *check_config_read(const char *path, struct check_names *names,
				       const char *program);

/* Returns the path of the user's rules file, tfevents/rules.ini in $XDG_CONFIG_HOME or ~/.config;
 * NULL if there is none. Ownership: release with free. */
char *check_config_of_user(void);

/* Frees a config. NULL is a no-op. */
void check_config_free(struct check_config *config);

/* Sets the thresholds of the config, and adds its rules, in a judge that has not begun. */
void check_config_set(const struct check_config *config, tfe_judge *judge);

/* Returns the severity of a finding by the config. */
tfe_severity check_config_severity(const struct check_config *config,
				   const tfe_judge_finding *finding);

/* Returns whether the rule of a finding, if the config has it, applies to the run. */
bool check_config_applies(struct check_config *config, const tfe_judge_finding *finding);

/* Returns whether a mute that has not expired matches the finding of a single tag. */
bool check_config_mutes(struct check_config *config, const tfe_judge_finding *finding);

/* Reports the chosen rules of the config whose conditions were never true or false. */
void check_config_tell_unjudged(const struct check_config *config, const tfe_judge *judge);

/* Reports a mute or a rule whose regular expressions took too long, so that none was applied after
 * it. Returns whether there is one. */
bool check_config_tell_slow(const struct check_config *config, const char *program);

#endif
