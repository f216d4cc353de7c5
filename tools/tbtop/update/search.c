/* update: searching in the lines of a text, in the rows of trials, in findings and in the list of
 * views. */
#include "tbtop/update/search.h"

#include <string.h>

#include "common/find_text.h"
#include "common/text_page.h"
#include "tbtop/model/view_facts.h"
#include "tbtop/update/update.h"

/* --- the rows of a view ----------------------------------------------------------------------- */

/* Returns the view whose rows are searched: the list of views, or the current view. */
static enum view_id searched(const struct model *m)
{
	return m->view == VIEW_LIST ? VIEW_LIST : model_view(m);
}

static size_t count_rows(const struct model *m, const struct geometry *seen)
{
	switch (searched(m)) {
	case VIEW_TEXTS:
		return seen->text ? seen->text->n_lines : 0;
	case VIEW_HPARAMS:
		return m->trials.n_shown;
	case VIEW_LIST:
		return TABS;
	default:
		return m->findings.n_rows;
	}
}

static bool has(const char *text, const char *part)
{
	size_t n = strlen(text);
	return find_text(text, n, part) < n;
}

static bool trial_matches(const struct trials *t, size_t row, const char *part)
{
	char text[TRIAL_TEXT_BYTES];
	if (has(trials_name(t, row), part))
		return true;
	for (size_t c = 0; c < t->n_columns; c++) {
		struct trial_value v = trials_value(t, row, c);
		trial_text(&v, c >= t->n_params, text);
		if (has(v.type == TRIAL_TEXT ? v.text : text, part))
			return true;
	}
	return false;
}

static bool finding_matches(const struct model *m, const struct finding *f, const char *part)
{
	for (size_t i = 0; i < f->n_tags; i++)
		if (has(f->tags[i], part))
			return true;
	return has(f->rule, part) || has(f->message, part) || has(f->causes, part) ||
	       has(f->actions, part) || has(tfe_severity_name(f->severity), part) ||
	       (f->run < m->n_runs && has(m->runs[f->run]->name, part));
}

static bool matches(const struct model *m, const struct geometry *seen, size_t i)
{
	const char *part = m->search.query;
	size_t n;
	switch (searched(m)) {
	case VIEW_TEXTS: {
		const char *line = text_line_bytes(seen->text, i, &n);
		return find_text(line, n, part) < n;
	}
	case VIEW_HPARAMS:
		return trial_matches(&m->trials, m->trials.shown[i], part);
	case VIEW_LIST:
		return has(view_facts[i].title[TITLE_LONG], part);
	default:
		return finding_matches(m, &m->findings.items[m->findings.rows[i]], part);
	}
}

static size_t position(const struct model *m)
{
	switch (searched(m)) {
	case VIEW_TEXTS:
		return m->search.line;
	case VIEW_HPARAMS:
		return trials_position(&m->trials);
	case VIEW_LIST:
		return m->view_row;
	default:
		return model_finding_row(m);
	}
}

static void go_to(struct model *m, const struct geometry *seen, size_t i)
{
	switch (searched(m)) {
	case VIEW_TEXTS:
		m->search.line = i;
		m->text_scroll = i < seen->text_end ? i : seen->text_end;
		break;
	case VIEW_HPARAMS:
		m->trials.row = m->trials.shown[i];
		break;
	case VIEW_LIST:
		m->view_row = i;
		break;
	default:
		m->finding_focus = m->findings.rows[i];
	}
}

/* --- searching -------------------------------------------------------------------------------- */

/* Goes to the first match after `from` rows in a direction, and reports which one it is. */
static void search(struct model *m, const struct geometry *seen, size_t from, int direction)
{
	size_t n = count_rows(m, seen), found = n, number = 0, all = 0;
	for (size_t k = 1; k <= n && found == n; k++) {
		size_t i = direction > 0 ? (from + k) % n : (from + n - k) % n;
		if (matches(m, seen, i))
			found = i;
	}
	if (found == n) {
		say(m, true, "nothing here contains this");
		return;
	}
	for (size_t i = 0; i < n; i++) {
		bool match = matches(m, seen, i);
		all += match;
		number += match && i <= found;
	}
	go_to(m, seen, found);
	say(m, false, "%zu of %zu", number, all);
}

bool search_is_active(const struct model *m)
{
	bool place = m->search.view == searched(m) && (m->view != VIEW_TEXTS || m->focused);
	return place && *m->search.query;
}

void search_begin(struct model *m)
{
	struct search *s = &m->search;
	if (s->view != searched(m))
		memset(s->query, 0, sizeof s->query);
	s->view = searched(m);
	s->scroll_before = s->line = m->text_scroll;
	s->row_before = m->trials.row;
	s->finding_before = m->finding_focus;
	s->view_before = m->view_row;
}

void search_restore(struct model *m)
{
	const struct search *s = &m->search;
	m->text_scroll = m->search.line = s->scroll_before;
	m->trials.row = s->row_before;
	m->finding_focus = s->finding_before;
	m->view_row = s->view_before;
}

/* Searches from where the search began, so that more characters do not skip matches. */
void search_typed(struct model *m, const struct geometry *seen)
{
	memcpy(m->search.query, m->prompt.line.text, sizeof m->search.query);
	m->message[0] = '\0';
	search_restore(m);
	size_t n = count_rows(m, seen);
	if (n && *m->search.query)
		search(m, seen, (position(m) + n - 1) % n, 1);
}

bool search_again(struct model *m, const struct geometry *seen, enum action action)
{
	bool repeats = action == DO_NEXT_CHART || action == DO_PREVIOUS_CHART;
	if (!repeats || !search_is_active(m))
		return false;
	if (count_rows(m, seen))
		search(m, seen, position(m), action == DO_NEXT_CHART ? 1 : -1);
	return true;
}
