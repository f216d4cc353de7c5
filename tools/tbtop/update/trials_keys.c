/* update: keys of the table of trials. */
#include <string.h>

#include <tfevents/direction.h>

#include "tbtop/model/run_colours.h"
#include "tbtop/update/group_choice.h"
#include "tbtop/update/search.h"
#include "tbtop/update/update.h"

static void move_row(struct model *m, const struct geometry *seen, enum action action)
{
	struct trials *t = &m->trials;
	size_t page = seen->list_rows > 1 ? (size_t)seen->list_rows - 1 : 10;
	size_t at = trials_position(t), last = t->n_shown ? t->n_shown - 1 : 0;
	switch (action) {
	case DO_UP:
		at -= at > 0;
		break;
	case DO_DOWN:
		at += at < last;
		break;
	case DO_PAGE_UP:
		at -= at < page ? at : page;
		break;
	case DO_PAGE_DOWN:
		at = last - at < page ? last : at + page;
		break;
	case DO_FIRST:
		at = 0;
		break;
	case DO_LAST:
		at = last;
		break;
	default:
		return;
	}
	if (t->n_shown)
		t->row = t->shown[at];
}

static void move_column(struct trials *t, int direction)
{
	if (direction > 0 && t->column + 1 < t->n_columns)
		t->column++;
	else if (direction < 0 && t->column)
		t->column--;
}

/* Sorts by the focused column; a second time in the other direction. Metrics that are better when
 * they are higher begin with the highest. */
static void sort_rows(struct model *m)
{
	struct trials *t = &m->trials;
	if (t->column >= t->n_columns)
		return;
	if (t->sort == t->column) {
		t->descending = !t->descending;
	} else {
		const char *name = t->columns[t->column].name;
		t->sort = t->column;
		t->descending =
			t->column >= t->n_params && tfe_tag_direction(name) == TFE_DIRECTION_HIGHER;
	}
	trials_arrange(m);
}

static void change_colour(struct model *m)
{
	struct trials *t = &m->trials;
	char title[TRIAL_TEXT_BYTES];
	if (t->column >= t->n_columns)
		return;
	t->colour = t->colour == t->column ? NO_COLUMN : t->column;
	model_colour_runs(m);
	trial_title(&t->columns[t->column], title);
	if (t->colour == NO_COLUMN)
		say(m, false, "runs have their own colours");
	else
		say(m, false, "all views colour the runs by %s; # ends it", title);
}

void trials_group(struct model *m)
{
	const struct trials *t = &m->trials;
	const struct grouping *g = &m->grouping;
	if (t->column >= t->n_params) {
		say(m, false, "runs are grouped by a hyperparameter; h leads to its column");
		return;
	}
	const char *name = t->columns[t->column].name;
	bool same = g->on && g->rule == GROUP_COLUMN && !strcmp(g->text, name);
	group_runs(m, !same, GROUP_COLUMN, name);
}

static void change_way(struct model *m)
{
	static const char *const names[METRIC_WAYS] = {"last value", "minimum", "maximum",
						       "best smoothed value"};
	char error[160];
	m->trials.way = (m->trials.way + 1) % METRIC_WAYS;
	trials_filter(&m->trials, error);
	trials_arrange(m);
	model_colour_runs(m);
	say(m, false, "metrics are the %s of each session", names[m->trials.way]);
}

/* Shows or hides the runs of the focused row. */
static void toggle_runs(struct model *m)
{
	const struct trials *t = &m->trials;
	bool drawn = false;
	for (size_t i = 0; i < t->n_row_of; i++)
		drawn |= t->row_of[i] == t->row && m->runs[i]->selected;
	for (size_t i = 0; i < t->n_row_of; i++)
		if (t->row_of[i] == t->row)
			m->runs[i]->selected = !drawn;
}

/* Shows the curves of the focused row only. */
static void open_row(struct model *m)
{
	struct trials *t = &m->trials;
	if (t->row >= t->n_rows)
		return;
	for (size_t i = 0; i < t->n_row_of; i++)
		if (t->row_of[i] == t->row)
			m->runs[i]->selected = true;
	t->opened = t->row;
	update_filters(m);
	m->view = VIEW_SCALARS;
	m->focused = m->crosshair = false;
	say(m, false, "the curves of %s; Esc leads back", trials_name(t, t->row));
}

void trials_return(struct model *m)
{
	m->trials.opened = NO_ROW;
	update_filters(m);
	m->view = VIEW_HPARAMS;
	m->focused = m->crosshair = false;
}

void update_trials(struct model *m, const struct geometry *seen, enum action action)
{
	struct trials *t = &m->trials;
	if (search_again(m, seen, action))
		return;
	switch (action) {
	case DO_LEFT:
	case DO_RIGHT:
		move_column(t, action == DO_RIGHT ? 1 : -1);
		break;
	case DO_ORDER:
		sort_rows(m);
		break;
	case DO_COLOUR:
		change_colour(m);
		break;
	case DO_WAY:
		change_way(m);
		break;
	case DO_MODE:
		t->type = (t->type + 1) % TRIALS_TYPES;
		break;
	case DO_TOGGLE_RUN:
		toggle_runs(m);
		break;
	case DO_ENTER:
		open_row(m);
		break;
	default:
		move_row(m, seen, action);
	}
}
