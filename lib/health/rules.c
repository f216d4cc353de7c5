/* health: the table of rules, and the findings that explain other findings. */
#include "health/rule.h"

#include <string.h>

static const struct tfe__rule *const rules[] = {
#define RULE(name) &tfe__rule_##name,
	TFE__RULES(RULE)
#undef RULE
};

bool tfe__rule_exists(const char *name)
{
	for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
		if (!strcmp(rules[i]->name, name))
			return true;
	return false;
}

/* A finding of `cause` before a finding of `effect`, at the same step, or at any step, removes it,
 * if it is of the same series, or whatever its series. A plateau may begin before the divergence
 * that explains it; a spike may be the first point of the divergence. */
static const struct explained {
	const struct tfe__rule *cause, *effect;
	bool same_series;
	enum { BEFORE, NOT_AFTER, ANY_STEP } when;
} explained[] = {
	{&tfe__rule_constant_weights, &tfe__rule_weight_collapse, true, NOT_AFTER},
	{&tfe__rule_constant_weights, &tfe__rule_non_gaussian, true, NOT_AFTER},
	{&tfe__rule_large_weights, &tfe__rule_non_gaussian, true, NOT_AFTER},
	{&tfe__rule_weight_collapse, &tfe__rule_non_gaussian, true, NOT_AFTER},
	{&tfe__rule_divergence, &tfe__rule_plateau, false, ANY_STEP},
	{&tfe__rule_divergence, &tfe__rule_spike, false, BEFORE},
	{&tfe__rule_divergence, &tfe__rule_oscillation, false, NOT_AFTER},
	{&tfe__rule_divergence, &tfe__rule_overfit, false, NOT_AFTER},
	{&tfe__rule_divergence, &tfe__rule_distribution_shift, false, NOT_AFTER},
	{&tfe__rule_large_weights, &tfe__rule_distribution_shift, true, NOT_AFTER},
	{&tfe__rule_weight_collapse, &tfe__rule_distribution_shift, true, NOT_AFTER},
	{&tfe__rule_dead_relu, &tfe__rule_distribution_shift, true, NOT_AFTER},
	{&tfe__rule_saturated, &tfe__rule_distribution_shift, true, NOT_AFTER},
	{&tfe__rule_unnormalised_input, &tfe__rule_distribution_shift, true, NOT_AFTER},
	{&tfe__rule_vanishing_gradient, &tfe__rule_imbalanced_layers, false, ANY_STEP},
	{&tfe__rule_entropy_collapse, &tfe__rule_plateau, false, ANY_STEP},
	{&tfe__rule_reward_collapse, &tfe__rule_plateau, false, ANY_STEP},
};

static bool is_in_order(const struct explained *e, const tfe_finding *cause,
			const tfe_finding *effect)
{
	return e->when == ANY_STEP || cause->step < effect->step ||
	       (e->when == NOT_AFTER && cause->step == effect->step);
}

/* A hint about another series explains nothing, and neither does a pending finding. */
static bool explains(const struct explained *e, const struct tfe__report *r,
		     const tfe_finding *effect)
{
	for (size_t i = 0; i < r->n; i++) {
		const tfe_finding *cause = &r->found[i].finding;
		if (cause->rule == e->cause->name && is_in_order(e, cause, effect) &&
		    cause->state != TFE_FINDING_STATE_PENDING &&
		    (cause->tag == effect->tag ||
		     (!e->same_series && cause->severity != TFE_SEVERITY_INFO)))
			return true;
	}
	return false;
}

static bool is_explained(const struct tfe__report *r, const tfe_finding *effect)
{
	for (size_t i = 0; i < sizeof explained / sizeof explained[0]; i++)
		if (explained[i].effect->name == effect->rule && explains(&explained[i], r, effect))
			return true;
	return false;
}

/* An explained finding may explain another one, so that none is removed before all are checked. */
static void drop_explained(struct tfe__report *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (is_explained(r, &r->found[i].finding))
			r->found[i].finding.message = NULL;
	size_t kept = 0;
	for (size_t i = 0; i < r->n; i++)
		if (r->found[i].finding.message)
			r->found[kept++] = r->found[i];
	r->n = kept;
}

void tfe__judge(const struct tfe__health_run *run, struct tfe__report *r)
{
	for (size_t i = 0; i < sizeof rules / sizeof rules[0] && !r->status; i++) {
		r->rule = rules[i]->name;
		r->causes = rules[i]->causes;
		r->actions = rules[i]->actions;
		rules[i]->judge(run, r);
	}
	drop_explained(r);
}
