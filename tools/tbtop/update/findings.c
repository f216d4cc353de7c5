/* update: what the health rules found becomes the model's findings. */
#include "tbtop/update/findings.h"

#include <string.h>

/* The index of the run; n_runs when the model does not have it yet. */
static size_t run_named(const struct model *m, const char *name)
{
	size_t i = 0;
	while (i < m->n_runs && strcmp(m->runs[i]->name, name) != 0)
		i++;
	return i;
}

bool findings_sync(struct judge *judge, struct model *m, unsigned long *generation)
{
	size_t n;
	unsigned long now;
	const struct judged *list = judge_findings(judge, &n, &now);
	if (now == *generation)
		return false;
	*generation = now;
	model_clear_findings(m);
	for (size_t i = 0; i < n; i++) {
		size_t run = run_named(m, list[i].run);
		tfe_finding finding = *list[i].finding;
		finding.tag = list[i].tag;
		if (run < m->n_runs)
			model_add_finding(m, run, &finding);
	}
	model_count_findings(m);
	if (m->finding_focus >= m->findings.n)
		m->finding_focus = m->findings.n ? m->findings.n - 1 : 0;
	return true;
}
