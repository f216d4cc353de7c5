/* health: the table of rules, and the findings that explain other findings. */
#include "health/rule.h"

#include <string.h>

static const struct tfe__rule *const rules[] = {
#define RULE(name) &tfe__rule_##name,
	TFE__RULES(RULE)
#undef RULE
};

/* A finding of `cause` at the same step or before (with `at_any_step` at any step) removes a
 * finding of `effect`, of the same series or of any. A plateau may begin before the divergence that
 * explains it. */
static const struct explained {
	const struct tfe__rule *cause, *effect;
	bool same_series, at_any_step;
} explained[] = {
	{&tfe__rule_constant_weights, &tfe__rule_weight_collapse, true, false},
	{&tfe__rule_constant_weights, &tfe__rule_non_gaussian, true, false},
	{&tfe__rule_large_weights, &tfe__rule_non_gaussian, true, false},
	{&tfe__rule_weight_collapse, &tfe__rule_non_gaussian, true, false},
	{&tfe__rule_divergence, &tfe__rule_plateau, false, true},
	{&tfe__rule_entropy_collapse, &tfe__rule_plateau, false, true},
	{&tfe__rule_reward_collapse, &tfe__rule_plateau, false, true},
	{&tfe__rule_divergence, &tfe__rule_spike, false, false},
	{&tfe__rule_divergence, &tfe__rule_oscillation, false, false},
	{&tfe__rule_divergence, &tfe__rule_overfit, false, false},
};

static bool explains(const struct explained *e, const struct tfe__report *r,
		     const tfe_finding *effect)
{
	for (size_t i = 0; i < r->n; i++) {
		const tfe_finding *cause = &r->finding[i];
		if (cause->rule == e->cause->name &&
		    (e->at_any_step || cause->step <= effect->step) &&
		    (!e->same_series || cause->tag == effect->tag))
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
		if (is_explained(r, &r->finding[i]))
			r->finding[i].message = NULL;
	size_t kept = 0;
	for (size_t i = 0; i < r->n; i++)
		if (r->finding[i].message)
			r->finding[kept++] = r->finding[i];
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
	tfe__report_sort(r);
}
