/* judge: the findings of the rules of the user, with their messages. */
#include "judge/user_findings.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"

static const char *const no_causes[] = {NULL};

/* Returns the tag of a finding: that whose points count, or the first one if all are absent. */
static const char *tag_of(const struct tfe__rule_watch *w)
{
	size_t main = tfe__rule_watch_main(w);
	return main + 1 < w->inputs ? tfe_series_tag(w->input[main].series)
				    : w->rule->expression->tag[0].name;
}

static tfe_finding_state state_of(const struct tfe__holding *h)
{
	return h->is_long ? TFE_FINDING_STATE_FIRING
	       : h->held  ? TFE_FINDING_STATE_CLEARED
			  : TFE_FINDING_STATE_PENDING;
}

/* Writes the message of a rule without one: the expression, and the two sides where they differ
 * most. */
static void write_message(char *text, size_t size, const struct tfe__user_rule *rule,
			  const struct tfe__holding *h)
{
	bool pending = !h->held;
	const struct tfe__sides *w = pending ? &h->most : &h->worst;
	int n = snprintf(text, size, "%s: holds at %llu of %llu points, first at step %lld",
			 tfe__error_show(rule->expression->text).text,
			 (unsigned long long)(pending ? h->true_points : h->held),
			 (unsigned long long)h->evaluations,
			 (long long)(pending ? h->since : h->first_step));
	if (n > 0 && (size_t)n < size && !(isnan(w->value) && isnan(w->limit)))
		snprintf(text + n, size - (size_t)n, "; most at step %lld: %.6g against %.6g",
			 (long long)w->step, w->value, w->limit);
}

/* Adds the finding of a rule. It is pending if the condition holds, but has never held for long
 * enough. */
static tfe_status add(struct tfe__finding_list *list, const struct tfe__member *m,
		      const struct tfe__rule_watch *w)
{
	const struct tfe__user_rule *rule = w->rule;
	const struct tfe__holding *h = &w->present->holding;
	const struct tfe__sides *worst = h->held ? &h->worst : &h->most;
	char text[512];
	write_message(text, sizeof text, rule, h);
	const struct tfe__found found = {
		.finding = {.size = sizeof(tfe_finding),
			    .rule = rule->name,
			    .severity = rule->severity,
			    .step = h->held ? h->first_step : h->since,
			    .last_step = h->held ? h->last_step : h->until,
			    .active = h->is_long,
			    .value = worst->value,
			    .limit = worst->limit,
			    .message = rule->message ? rule->message : text,
			    .causes = no_causes,
			    .actions = rule->actions,
			    .state = state_of(h)},
		.subject = TFE__SUBJECT_OTHER,
	};
	return tfe__finding_list_add_found(list, m, tag_of(w), &found);
}

static bool is_finding(const struct tfe__rule_watch *w)
{
	return w && (w->present->holding.held || w->present->holding.is_true);
}

tfe_status tfe__user_findings(struct tfe__finding_list *list, const struct tfe__training *t)
{
	tfe_status status = TFE_OK;
	for (size_t k = 0; k < t->members; k++) {
		const struct tfe__member *m = &t->member[k];
		for (size_t i = 0; m->watch && i < t->rules->n && !status; i++)
			if (is_finding(m->watch[i]))
				status = add(list, m, m->watch[i]);
	}
	return status;
}

uint64_t tfe__user_rule_points(const struct tfe__training *t, const char *rule)
{
	uint64_t points = 0;
	for (size_t k = 0; k < t->members; k++) {
		struct tfe__rule_watch **watch = t->member[k].watch;
		for (size_t i = 0; watch && i < t->rules->n; i++)
			if (watch[i] && !strcmp(t->rules->rule[i].name, rule))
				points += watch[i]->present->holding.known;
	}
	return points;
}
