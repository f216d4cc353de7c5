/* update: keys that compare: the baseline, the second cursor, the order of the table. */
#include "tbtop/model/table_columns.h"
#include "tbtop/update/update.h"

/* Sets the second cursor to the crosshair, or removes it if it is there. */
static void set_second(struct model *m)
{
	if (!m->crosshair) {
		say(m, false, "h and l set the crosshair first");
		return;
	}
	m->second.on = !m->second.on || m->second.x != m->cross_x;
	m->second.x = m->cross_x;
}

static void next_sort(struct model *m)
{
	const struct tag *tag = model_focus(m);
	unsigned shown = tag ? table_columns_wanted(m, tag) << 1 | 1U : 1U;
	do
		m->table_sort = (m->table_sort + 1) % (COLUMNS + 1);
	while (!(shown >> m->table_sort & 1));
	say(m, false, "the table is sorted by %s",
	    m->table_sort ? table_column_titles[m->table_sort - 1] : "name");
}

void pin_baseline(struct model *m)
{
	size_t run = m->run_focus;
	const struct curve *followed = tag_followed(m, model_focus(m));
	if (run >= m->n_runs && followed)
		run = followed->run;
	if (run >= m->n_runs)
		return;
	m->baseline = m->baseline == run ? NO_RUN : run;
	if (m->baseline == NO_RUN)
		say(m, false, "no baseline");
	else
		say(m, false, "the baseline is %.200s", m->runs[run]->name);
}

void update_compare(struct model *m, enum action action)
{
	if (action == DO_MARK)
		set_second(m);
	else if (action == DO_PIN)
		pin_baseline(m);
	else if (action == DO_SORT)
		next_sort(m);
}
