/* health: the interface of a rule. Each rule has a file, rule_NAME.c, and an entry in
 * TFE__RULES. */
#ifndef TFE_HEALTH_RULE_H
#define TFE_HEALTH_RULE_H

#include "health/report.h"
#include "health/health_run.h"

struct tfe__rule {
	const char *name;
	/* Judges the run and adds findings to the report. It keeps no state: the findings are a
	 * function of the histories, however the points were divided among calls. */
	void (*judge)(const struct tfe__health_run *run, struct tfe__report *report);
	const char *const *causes, *const *actions; /* NULL-terminated */
};

/* All rules, in the order in which they run. A new rule needs a file and a line here. */
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
	X(oscillation)                                                                             \
	X(learning_rate)                                                                           \
	X(distribution_shift)                                                                      \
	X(imbalanced_layers)                                                                       \
	X(reward_collapse)                                                                         \
	X(entropy_collapse)                                                                        \
	X(zero_loss)                                                                               \
	X(loss_scale)                                                                              \
	X(unbalanced_gan)

#define TFE__RULE_DECLARE(name) extern const struct tfe__rule tfe__rule_##name;
TFE__RULES(TFE__RULE_DECLARE)
#undef TFE__RULE_DECLARE

/* Whether one of them has this name. */
bool tfe__rule_exists(const char *name);

/* Runs all rules, and removes findings that other findings explain. */
void tfe__judge(const struct tfe__health_run *run, struct tfe__report *report);

#endif
