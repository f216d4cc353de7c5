/* update: the commands on runs: their titles and notes, hiding, marking, copying, deleting. */
#include "tbtop/update/run_commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/filter.h"
#include "common/format.h"
#include "common/memory.h"
#include "tbtop/model/run_notes.h"
#include "tbtop/update/run_deletion.h"
#include "tbtop/update/update.h"

struct run *commanded_run(const struct model *m)
{
	if (m->run_focus < m->n_runs)
		return m->runs[m->run_focus];
	const struct curve *followed = tag_followed(m, model_focus(m));
	if (followed)
		return m->runs[followed->run];
	return m->n_run_rows ? m->runs[m->run_rows[0]] : NULL;
}

/* Says that there is no run. */
static struct run *need_run(struct model *m)
{
	struct run *run = commanded_run(m);
	if (!run)
		say(m, true, "there is no run");
	return run;
}

void command_note(struct model *m, const char *argument)
{
	struct run *run = need_run(m);
	if (!run)
		return;
	run_set_note(run, argument);
	say(m, false, run->note ? "noted for %.150s" : "no note for %.150s", run_title(run));
}

void command_name(struct model *m, const char *argument)
{
	struct run *run = need_run(m);
	if (!run)
		return;
	run_set_title(run, argument);
	if (run->title)
		say(m, false, "%.100s is shown as %.100s", run->name, run->title);
	else
		say(m, false, "%.150s has its own name", run->name);
}

/* --- hiding and marking ----------------------------------------------------------------------- */

/* Calls a function for each run that matches an expression. Returns their number, or SIZE_MAX after
 * a message. */
static size_t for_matching(struct model *m, const char *expression, void (*act)(struct run *run))
{
	struct filter *filter = filter_compile(expression);
	size_t n = 0;
	if (*filter_error(filter)) {
		say(m, true, "%s", filter_error(filter));
		filter_release(filter);
		return SIZE_MAX;
	}
	for (size_t i = 0; i < m->n_runs; i++)
		if (!m->runs[i]->moved && filter_matches(filter, m->runs[i]->name)) {
			act(m->runs[i]);
			n++;
		}
	filter_release(filter);
	return n;
}

/* Calls a function for the marked runs, or for the commanded one. Returns their number. */
static size_t for_chosen(struct model *m, void (*act)(struct run *run))
{
	size_t n = 0;
	for (size_t i = 0; i < m->n_runs; i++)
		if (m->runs[i]->marked) {
			act(m->runs[i]);
			n++;
		}
	struct run *run = n ? NULL : need_run(m);
	if (run)
		act(run);
	return run ? 1 : n;
}

static void hide(struct run *run)
{
	run->hidden = true;
	run->marked = false;
}

static void mark(struct run *run)
{
	run->marked = true;
}

/* Focuses the row that has the place of a run that was hidden. */
static void keep_place(struct model *m, size_t row)
{
	bool listed = m->run_focus < m->n_runs && m->runs[m->run_focus]->matches;
	if (listed || m->run_focus >= m->n_runs)
		return;
	m->run_focus = !m->n_run_rows        ? m->n_runs
		       : row < m->n_run_rows ? m->run_rows[row]
					     : m->run_rows[m->n_run_rows - 1];
}

void command_hide(struct model *m, const char *argument)
{
	size_t row = 0;
	for (size_t i = 0; i < m->n_run_rows; i++)
		if (m->run_rows[i] == m->run_focus)
			row = i;
	size_t n = *argument ? for_matching(m, argument, hide) : for_chosen(m, hide);
	if (n == SIZE_MAX)
		return;
	update_filters(m);
	keep_place(m, row);
	if (n)
		say(m, false, "%zu %s hidden; :unhide shows all again", n,
		    format_noun(n, "run is", "runs are"));
	else if (*argument)
		say(m, true, "no run matches");
}

void command_unhide(struct model *m, const char *argument)
{
	size_t n = model_hidden_count(m);
	(void)argument;
	for (size_t i = 0; i < m->n_runs; i++)
		m->runs[i]->hidden = false;
	update_filters(m);
	say(m, false, n ? "%zu %s back" : "no run was hidden", n,
	    format_noun(n, "run is", "runs are"));
}

void command_mark(struct model *m, const char *argument)
{
	bool none = !strcmp(argument, "none");
	struct run *run = *argument ? NULL : need_run(m);
	for (size_t i = 0; none && i < m->n_runs; i++)
		m->runs[i]->marked = false;
	if (run)
		run->marked = !run->marked;
	if (*argument && !none && for_matching(m, argument, mark) == SIZE_MAX)
		return;
	size_t n = model_marked_count(m);
	if (run || *argument)
		say(m, false,
		    n ? "%zu marked: D shows the commands that delete them, H hides them"
		      : "no run is marked",
		    n);
}

/* --- copying ---------------------------------------------------------------------------------- */

/* Appends a line to the text of the wish, if it fits. */
static bool add_line(struct model *m, const char *line)
{
	size_t n = strlen(m->wish.text), more = strlen(line) + 1;
	if (n + more >= sizeof m->wish.text)
		return false;
	snprintf(m->wish.text + n, sizeof m->wish.text - n, "%s%s", n ? "\n" : "", line);
	return true;
}

static bool copy_run(struct model *m, const struct run *run, bool path)
{
	char *where = path ? run_real_directory(run) : NULL;
	bool fits = add_line(m, where ? where : path ? "" : run->name);
	free(where);
	return fits;
}

void command_copy(struct model *m, const char *argument)
{
	static const char *const words[] = {"path", "name", NULL};
	int which = *argument ? word_choice(m, words, argument) : 0;
	struct run *run = which < 0 ? NULL : need_run(m);
	bool all = true;
	if (!run)
		return;
	m->wish = (struct wish){.kind = WISH_COPY_TEXT, .number = m->wish.number + 1};
	size_t n = model_marked_count(m);
	for (size_t i = 0; i < m->n_runs && n; i++)
		if (m->runs[i]->marked)
			all &= copy_run(m, m->runs[i], which == 0);
	if (!n)
		all &= copy_run(m, run, which == 0);
	if (!*m->wish.text || !all) {
		m->wish.kind = WISH_NONE;
		say(m, true, all ? "its files are gone" : "too long to be copied");
	}
}

/* --- deleting --------------------------------------------------------------------------------- */

void command_delete(struct model *m, const char *argument)
{
	(void)argument;
	if (!model_marked_count(m)) {
		struct run *run = need_run(m);
		if (!run)
			return;
		run->marked = true;
	}
	deletion_compose(m);
	m->wish = (struct wish){.kind = WISH_COPY_DELETION, .number = m->wish.number + 1};
	if (m->view != VIEW_DELETION)
		view_toggle_overlay(m, VIEW_DELETION);
}
