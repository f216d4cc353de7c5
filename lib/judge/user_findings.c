/* judge: the findings of the rules of the user, with their messages. */
#include "judge/user_findings.h"

#include <math.h>
#include <stdio.h>

#include "base/error.h"

static const char *const no_causes[] = {NULL};

/* Returns the tag of a finding: that whose points count, or the first one if all are absent. */
static const char *tag_of(const struct tfe__rule_watch *w)
{
	size_t main = tfe__rule_watch_main(w);
	return main + 1 < w->inputs ? tfe_series_tag(w->input[main].series)
				    : w->rule->expression->tag[0].name;
}

/* Writes the message of a rule without one: the expression, and the two sides where they differ
 * most. */
static void write_message(char *text, size_t size, const struct tfe__user_rule *rule,
			  const struct tfe__holding *h)
{
	const struct tfe__sides *w = &h->worst;
	int n = snprintf(text, size, "%s: holds at %llu of %llu points, first at step %lld",
			 tfe__error_show(rule->expression->text).text, (unsigned long long)h->held,
			 (unsigned long long)h->evaluations, (long long)h->first_step);
	if (n > 0 && (size_t)n < size && !(isnan(w->value) && isnan(w->limit)))
		snprintf(text + n, size - (size_t)n, "; most at step %lld: %.6g against %.6g",
			 (long long)w->step, w->value, w->limit);
}

static tfe_status add(struct tfe__finding_list *list, const struct tfe__member *m,
		      const struct tfe__rule_watch *w)
{
	const struct tfe__user_rule *rule = w->rule;
	const struct tfe__holding *h = &w->present->holding;
	char text[512];
	write_message(text, sizeof text, rule, h);
	const tfe_finding f = {
		.size = sizeof f,
		.rule = rule->name,
		.severity = rule->severity,
		.step = h->first_step,
		.last_step = h->last_step,
		.active = h->is_long,
		.value = h->worst.value,
		.limit = h->worst.limit,
		.message = rule->message ? rule->message : text,
		.causes = no_causes,
		.actions = rule->actions,
	};
	return tfe__finding_list_add(list, m, tag_of(w), &f);
}

tfe_status tfe__user_findings(struct tfe__finding_list *list, const struct tfe__training *t)
{
	tfe_status status = TFE_OK;
	for (size_t k = 0; k < t->members; k++) {
		const struct tfe__member *m = &t->member[k];
		for (size_t i = 0; m->watch && i < t->rules->n && !status; i++)
			if (m->watch[i] && m->watch[i]->present->holding.held)
				status = add(list, m, m->watch[i]);
	}
	return status;
}
