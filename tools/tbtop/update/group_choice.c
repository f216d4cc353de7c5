/* update: the rule that groups runs. */
#include "tbtop/update/group_choice.h"

#include <stdio.h>

#include "tbtop/model/run_groups.h"
#include "tbtop/update/update.h"

/* Says how many groups and single runs there are. */
static void say_groups(struct model *m)
{
	size_t groups = 0;
	for (size_t i = 0; i < m->n_runs; i++)
		groups += m->runs[i]->group == i;
	if (groups == m->n_runs)
		say(m, false, "no two runs belong to one group; :group REGEX with ( ) names them");
	else
		say(m, false, "%zu runs in %zu group%s", m->n_runs, groups, groups > 1 ? "s" : "");
}

void group_runs(struct model *m, bool on, enum group_rule rule, const char *text)
{
	struct grouping before = m->grouping;
	struct grouping *g = &m->grouping;
	g->on = on;
	g->rule = rule;
	if (text != g->text)
		snprintf(g->text, sizeof g->text, "%s", text);
	const char *wrong = run_groups_update(m);
	if (wrong) {
		m->grouping = before;
		say(m, true, "%s", wrong);
	} else if (g->on) {
		model_arrange(m);
		say_groups(m);
	} else {
		model_arrange(m);
		say(m, false, "each run has a curve of its own");
	}
}
