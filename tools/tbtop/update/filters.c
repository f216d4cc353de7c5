/* update: the filters of runs and tags. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/filter.h"
#include "common/memory.h"
#include "tbtop/model/run_groups.h"
#include "tbtop/model/runs_table.h"
#include "tbtop/update/update.h"

static bool run_matches(struct filter *filter, const struct run *run)
{
	if (run->moved)
		return false;
	return run->data ? filter_matches_run(filter, run->data)
			 : filter_matches(filter, run->name);
}

/* The result of the filters for each run and each tag. The model changes only after all of them are
 * known. */
struct matches {
	bool *run, *tag[TAG_KINDS];
};

static void find_matches(const struct model *m, struct filter *runs, struct filter *tags,
			 struct matches *a)
{
	a->run = need_zeroed(m->n_runs, sizeof *a->run);
	for (size_t i = 0; i < m->n_runs; i++)
		a->run[i] = run_matches(runs, m->runs[i]);
	for (int k = 0; k < TAG_KINDS; k++) {
		a->tag[k] = need_zeroed(m->tags[k].n, sizeof *a->tag[k]);
		for (size_t i = 0; i < m->tags[k].n; i++)
			a->tag[k][i] = filter_matches(tags, m->tags[k].tags[i]->name);
	}
}

static void store_matches(struct model *m, const struct matches *a)
{
	for (size_t i = 0; i < m->n_runs; i++)
		m->runs[i]->named = a->run[i];
	for (size_t i = 0; i < m->n_runs; i++)
		m->runs[i]->matches = a->run[i] && trials_admit(m, i) && !m->runs[i]->hidden;
	for (int k = 0; k < TAG_KINDS; k++)
		for (size_t i = 0; i < m->tags[k].n; i++)
			m->tags[k].tags[i]->matches = a->tag[k][i];
}

static void resolve_runs(const struct model *m, struct filter *filter)
{
	if (!filter_needs_names(filter))
		return;
	for (size_t i = 0; i < m->n_runs; i++)
		if (m->runs[i]->data)
			filter_offer_run(filter, m->runs[i]->data);
		else
			filter_offer(filter, m->runs[i]->name);
	filter_resolve(filter);
}

static void resolve_tags(const struct model *m, struct filter *filter)
{
	if (!filter_needs_names(filter))
		return;
	for (int k = 0; k < TAG_KINDS; k++)
		for (size_t i = 0; i < m->tags[k].n; i++)
			filter_offer(filter, m->tags[k].tags[i]->name);
	filter_resolve(filter);
}

bool update_filters(struct model *m)
{
	struct matches matches = {0};
	char expression_error[160];
	struct filter *runs = filter_compile(m->run_filter), *tags = filter_compile(m->tag_filter);
	resolve_runs(m, runs);
	resolve_tags(m, tags);
	const char *error = *filter_error(runs) ? filter_error(runs) : filter_error(tags);
	if (!*error)
		find_matches(m, runs, tags, &matches);
	if (!trials_filter(&m->trials, expression_error) && !*error)
		error = expression_error;
	if (filter_gave_up(runs) || filter_gave_up(tags))
		error = filter_gave_up_text;
	bool good = !*error;
	if (good) {
		store_matches(m, &matches);
		m->run_filter_is_name = filter_is_name(runs);
		m->tag_filter_is_name = filter_is_name(tags);
	} else {
		say(m, true, "%s", error);
	}
	filter_release(runs);
	filter_release(tags);
	free(matches.run);
	for (int k = 0; k < TAG_KINDS; k++)
		free(matches.tag[k]);
	const char *wrong = run_groups_update(m);
	if (wrong) {
		say(m, true, "%s", wrong);
		m->grouping.on = false;
		run_groups_update(m);
	}
	runs_table_choose(m);
	model_arrange(m);
	trials_arrange(m);
	return good;
}
