/* update: keys that compare: the baseline, the second cursor, the order of the table. */
#include <inttypes.h>
#include <stdio.h>

#include "common/number.h"
#include "tbtop/model/run_notes.h"
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

void sort_table(struct model *m, int by)
{
	m->table_sort = by;
	say(m, false, "the table is sorted by %s", by ? table_column_titles[by - 1] : "name");
}

static void next_sort(struct model *m)
{
	const struct tag *tag = model_focus(m);
	unsigned shown = tag ? table_columns_wanted(m, tag) << 1 | 1U : 1U;
	int by = m->table_sort;
	do
		by = (by + 1) % (COLUMNS + 1);
	while (!(shown >> by & 1));
	sort_table(m, by);
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
		say(m, false, "the baseline is %.200s", run_title(m->runs[run]));
}

/* Asks for a copy of the value, the tag, the run and the step of the followed curve at the
 * crosshair, or of its last entry. */
static void copy_focus(struct model *m)
{
	const struct tag *tag = model_focus(m);
	const struct curve *curve = tag_followed(m, tag);
	tfe_point at;
	char value[NUMBER_BYTES];
	if (!curve) {
		say(m, false, "no curve is drawn here");
		return;
	}
	tfe_view view = tfe_series_view(curve->series);
	uint64_t i = view.count ? view.count - 1 : 0;
	if (m->focused && m->crosshair)
		i = tfe_view_nearest(&view, m->settings.axis, m->cross_x);
	if (tfe_view_get_points(&view, i, &at, 1) != 1)
		return;
	number_exact(value, at.value);
	m->wish = (struct wish){.kind = WISH_COPY_TEXT, .number = m->wish.number + 1};
	snprintf(m->wish.text, sizeof m->wish.text, "%s\t%.200s\t%.200s\tstep %" PRId64, value,
		 tag->name, m->runs[curve->run]->name, at.step);
}

/* Marks the run and the step whose histogram is shown. */
static void mark_histogram(struct model *m)
{
	const struct curve *curve = tag_followed(m, model_focus(m));
	tfe_point at;
	if (!curve)
		return;
	tfe_view view = tfe_series_view(curve->series);
	uint64_t i = view.count ? view.count - 1 : 0;
	if (m->crosshair)
		i = tfe_view_nearest(&view, m->settings.axis, m->cross_x);
	if (tfe_view_get_points(&view, i, &at, 1) != 1)
		return;
	m->mark = (struct mark){curve->run, {true, at.step, i}};
	m->difference = true;
	say(m, false, "marked step %" PRId64 " of %.150s; [ ] r choose another one", at.step,
	    run_title(m->runs[curve->run]));
}

void toggle_difference(struct model *m)
{
	if (m->mark.at.on)
		m->difference = !m->difference;
	else
		say(m, false, "no mark yet: m marks the step that is shown");
}

void update_compare(struct model *m, enum action action)
{
	bool histograms = model_kind(m) == TAG_HISTOGRAMS;
	if (action == DO_MARK && histograms)
		mark_histogram(m);
	else if (action == DO_DIFFERENCE)
		toggle_difference(m);
	else if (action == DO_COPY)
		copy_focus(m);
	else if (action == DO_MARK)
		set_second(m);
	else if (action == DO_PIN)
		pin_baseline(m);
	else if (action == DO_SORT)
		next_sort(m);
}
