/* health: what a rule is. One file each, rule_NAME.c; the table in rules.c lists them. */
#ifndef TFE_HEALTH_RULE_H
#define TFE_HEALTH_RULE_H

#include "health/report.h"
#include "health/health_run.h"

struct tfe__rule {
	const char *name;
	/* Looks at the run as it is and reports. Keeps no state: what it finds is a function of the
	 * histories, so that it does not matter how points were fed. */
	void (*judge)(const struct tfe__health_run *run, struct tfe__report *report);
	const char *const *causes, *const *actions; /* NULL-terminated */
};

/* All rules, in the order in which they are asked. A new one is a file and a line here. */
#define TFE__RULES(X)                                                                              \
	X(nonfinite)                                                                               \
	X(divergence)                                                                              \
	X(large_weights)                                                                           \
	X(weight_collapse)                                                                         \
	X(constant_weights)                                                                        \
	X(non_gaussian)                                                                            \
	X(unchanged_layer)                                                                         \
	X(vanishing_gradient)                                                                      \
	X(exploding_gradient)                                                                      \
	X(dead_relu)                                                                               \
	X(saturated)                                                                               \
	X(unnormalised_input)                                                                      \
	X(plateau)                                                                                 \
	X(overfit)                                                                                 \
	X(spike)                                                                                   \
	X(oscillation)

#define TFE__RULE_DECLARE(name) extern const struct tfe__rule tfe__rule_##name;
TFE__RULES(TFE__RULE_DECLARE)
#undef TFE__RULE_DECLARE

/* Runs all rules, drops what another finding explains, and sorts. */
void tfe__judge(const struct tfe__health_run *run, struct tfe__report *report);

#endif
