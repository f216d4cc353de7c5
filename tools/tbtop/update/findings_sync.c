/* update: copies findings of the health rules and damage of files into the model. */
#include "tbtop/update/findings_sync.h"

#include <string.h>

#include "common/memory.h"
#include "tbtop/model/conditions.h"

enum { DAMAGES = 100 }; /* maximum per run that is listed; a file may have any number */

/* Adds the conditions of the user as rules. They were checked before. */
static void add_conditions(tfe_judge *judge, const struct model *m)
{
	for (size_t i = 0; i < m->n_conditions; i++) {
		char name[CONDITION_RULE];
		tfe_user_rule rule = TFE_USER_RULE_INIT;
		condition_rule(i, name);
		rule.name = name;
		rule.expression = m->conditions[i];
		rule.severity = TFE_SEVERITY_INFO;
		if (tfe_judge_add_rule(judge, &rule, NULL))
			need(NULL);
	}
}

tfe_judge *findings_open(const tfe_logdir *logdir, const struct model *m)
{
	tfe_judge_options options = TFE_JUDGE_OPTIONS_INIT;
	tfe_judge *judge = NULL;
	options.damages_per_run_max = DAMAGES;
	options.list_pending = true;
	if (tfe_judge_open(logdir, &options, &judge, NULL))
		need(NULL);
	add_conditions(judge, m);
	return judge;
}

/* Adds a finding that the model has a run for, or that is about a file of no run. A pending one has
 * no meaning in a run that does not go on. */
static void add_finding(struct model *m, const tfe_judge_finding *f)
{
	const struct run *run = *f->run ? model_find_run(m, f->run) : NULL;
	const tfe_finding finding = {
		.size = sizeof finding,
		.tag = f->tag,
		.rule = f->rule,
		.severity = f->severity,
		.step = f->step,
		.last_step = f->last_step,
		.active = f->active,
		.value = f->value,
		.limit = f->limit,
		.message = f->message,
		.causes = f->causes,
		.actions = f->actions,
		.tags = f->tags,
		.tag_count = f->tag_count,
		.state = f->state,
		.tag_step = f->tag_step,
	};
	bool shown = f->state != TFE_FINDING_STATE_PENDING || (run && run->state == RUN_LIVE);
	if (shown && (run || !*f->run))
		model_add_finding(m, run ? run->index : NO_RUN, &finding);
}

static void add_findings(const tfe_judge *judge, struct model *m)
{
	size_t n = tfe_judge_finding_count(judge);
	for (size_t i = 0; i < n; i++) {
		tfe_judge_finding finding = TFE_JUDGE_FINDING_INIT;
		if (!tfe_judge_get_finding(judge, i, &finding))
			add_finding(m, &finding);
	}
}

/* Keeps the focus on the same finding when the list changes, also if another layer is the worst one
 * now. If the first row has the focus, the first row keeps it. */
static void keep_focus(struct model *m, const struct finding *was)
{
	for (size_t i = 0; i < m->findings.n; i++) {
		const struct finding *f = &m->findings.items[i];
		if (f->run == was->run && !strcmp(f->rule, was->rule) &&
		    (*was->tag ? finding_has_tag(f, was->tag)
			       : !*f->tag && !strcmp(f->message, was->message)))
			m->finding_focus = i;
	}
}

static void add_all(const tfe_judge *judge, struct model *m)
{
	struct finding_list before = m->findings;
	m->findings = (struct finding_list){0};
	model_clear_findings(m);
	add_findings(judge, m);
	model_count_findings(m);
	bool top = !before.n_rows || m->finding_focus == before.rows[0];
	if (top)
		m->finding_focus = 0;
	else if (m->finding_focus < before.n)
		keep_focus(m, &before.items[m->finding_focus]);
	model_arrange_findings(m);
	finding_list_release(&before);
}

static size_t count_live(const struct model *m)
{
	size_t n = 0;
	for (size_t i = 0; i < m->n_runs; i++)
		n += m->runs[i]->state == RUN_LIVE;
	return n;
}

bool findings_sync(const tfe_judge *judge, struct model *m, struct findings_seen *seen)
{
	uint64_t generation = tfe_judge_generation(judge);
	size_t live = count_live(m);
	m->judged = true;
	if (generation == seen->generation && live == seen->live)
		return false;
	*seen = (struct findings_seen){generation, live};
	add_all(judge, m);
	return true;
}
