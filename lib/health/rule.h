/* health: what a rule is. One file each, rule_NAME.c; the table in rules.c lists them. */
#ifndef TFE_HEALTH_RULE_H
#define TFE_HEALTH_RULE_H

#include "health/report.h"
#include "health/run.h"

struct tfe__rule {
	const char *name;
	/* Looks at the run as it is and reports. Keeps no state: what it finds is a function of the histories, so
	 * that it does not matter how points were fed. */
	void (*judge)(const struct tfe__run *run, struct tfe__report *report);
	const char *const *causes, *const *actions; /* NULL-terminated */
};

extern const struct tfe__rule tfe__rule_nonfinite;
extern const struct tfe__rule tfe__rule_divergence;
extern const struct tfe__rule tfe__rule_large_weights;
extern const struct tfe__rule tfe__rule_weight_collapse;
extern const struct tfe__rule tfe__rule_constant_weights;
extern const struct tfe__rule tfe__rule_non_gaussian;
extern const struct tfe__rule tfe__rule_unchanged_layer;
extern const struct tfe__rule tfe__rule_vanishing_gradient;
extern const struct tfe__rule tfe__rule_exploding_gradient;
extern const struct tfe__rule tfe__rule_dead_relu;
extern const struct tfe__rule tfe__rule_saturated;
extern const struct tfe__rule tfe__rule_unnormalised_input;

/* Runs all rules, drops what another finding explains, and sorts. */
void tfe__judge(const struct tfe__run *run, struct tfe__report *report);

#endif
