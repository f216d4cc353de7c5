/* model: the columns of the table of runs. */
#include "tbtop/model/runs_table.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/filter.h"
#include "common/memory.h"

struct run_columns run_columns_of(const struct model *m)
{
	const struct tag_list *list = &m->tags[TAG_SCALARS];
	struct run_columns c = {need_zeroed(list->n_rows + 1, sizeof(struct tag *)), 0};
	for (size_t i = 0; i < list->n_rows; i++)
		if (list->rows[i]->has_column && !tag_is_fold(list->rows[i]))
			c.tags[c.n++] = list->rows[i];
	return c;
}

bool runs_table_shown(const struct model *m)
{
	return m->runs_table.on && m->pane == PANE_RUNS && m->view < TABS;
}

const char *runs_table_choose(struct model *m)
{
	static char error[200];
	const struct tag_list *list = &m->tags[TAG_SCALARS];
	const char *text = m->runs_table.columns;
	struct filter *filter = *text ? filter_compile(text) : NULL;
	snprintf(error, sizeof error, "%s", filter_error(filter));
	for (size_t i = 0; i < list->n; i++)
		list->tags[i]->has_column =
			*error || !*text || filter_matches(filter, list->tags[i]->name);
	if (filter_gave_up(filter))
		snprintf(error, sizeof error, "%s", filter_gave_up_text);
	filter_release(filter);
	for (size_t i = 0; i < list->n && *error; i++)
		list->tags[i]->has_column = true;
	return *error ? error : NULL;
}
