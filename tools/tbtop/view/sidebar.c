/* view: the lists of runs and tags, and the legend that replaces them on narrow screens. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/format.h"
#include "common/memory.h"
#include "tbtop/model/run_groups.h"
#include "tbtop/model/run_notes.h"
#include "tbtop/model/run_scores.h"
#include "tbtop/model/view_facts.h"
#include "tbtop/view/frame.h"
#include "tbtop/view/layout.h"
#include "tbtop/view/names.h"
#include "tbtop/view/runs_list.h"

static void draw_title(struct grid *g, struct rect r, const char *text, bool active)
{
	struct style frame = {.fg = active ? ROLE_ACCENT : ROLE_FRAME};
	grid_fill(g, (struct rect){r.x, r.y, r.w, 1}, 0x2500, frame);
	struct style bold = {.fg = active ? ROLE_ACCENT : ROLE_TITLE, .attr = ATTR_BOLD};
	grid_text(g, r.x + 1, r.y, r.w - 2, text, bold);
	if (active)
		grid_char(g, r.x + 1, r.y, 0x25b8, bold);
}

/* Writes the age of the latest activity of all runs. */
static void latest_text(const struct model *m, char *text, size_t size)
{
	double seen = 0;
	char age[FORMAT_TEXT];
	for (size_t i = 0; i < m->n_runs; i++)
		seen = fmax(seen, run_seen_at(m->runs[i], m->now));
	format_age(age, m->now - seen);
	if (seen > 0)
		snprintf(text, size, " %s ago", age);
}

/* Draws the number of runs in each state right of the title, as far as there is space. Quiet runs
 * are summarized by the age of their latest activity. */
static void draw_states(const struct model *m, struct grid *g, struct rect r)
{
	size_t count[RUN_STATES] = {0};
	char text[64] = "";
	if (m->run_sort.order) {
		const char *order = run_order_text(m->run_sort.order);
		/* Where "best value" does not fit, the first word is shown. */
		int width = text_width(order) < r.w ? text_width(order) : (int)strcspn(order, " ");
		grid_printf(g, r.x, r.y, r.w, (struct style){.fg = ROLE_ACCENT}, "%*.*s ", r.w - 1,
			    width, order);
		return;
	}
	for (size_t i = 0; i < m->n_runs; i++)
		count[m->runs[i]->state]++;
	if (count[RUN_QUIET] && !count[RUN_LIVE] && !count[RUN_STALE] && !count[RUN_LOADING])
		latest_text(m, text, sizeof text);
	for (int s = 0; s < RUN_STATES; s++) {
		size_t n = strlen(text);
		if (!count[s] || s == RUN_QUIET)
			continue;
		snprintf(text + n, sizeof text - n, " %zu %s", count[s],
			 run_state_name((enum run_state)s));
		if ((int)strlen(text) + 1 > r.w)
			text[n] = '\0';
	}
	int width = (int)strlen(text) + 1;
	if (width > 1 && width <= r.w)
		grid_printf(g, r.x + r.w - width, r.y, width, (struct style){.fg = ROLE_FAINT},
			    "%s ", text);
}

/* Returns whether the states of the runs differ in words. Otherwise the title shows the state. */
static bool states_differ(const struct model *m)
{
	char first[RUN_STATE_TEXT] = "", next[RUN_STATE_TEXT];
	for (size_t i = 0; i < m->n_runs; i++) {
		run_state_text(m->runs[i], m->now, i ? next : first);
		if (i && strcmp(first, next) != 0)
			return true;
	}
	return m->n_runs < 2 && m->n_runs && m->runs[0]->state != RUN_QUIET;
}

/* Marks the ends of a list beyond which there are more rows. `end`: the row after the last visible
 * one. */
static void draw_more(struct grid *g, struct rect r, size_t end, size_t rows)
{
	size_t visible = r.h > 1 ? (size_t)r.h - 1 : 0;
	struct style style = {.fg = ROLE_ACCENT};
	if (end > visible && visible)
		grid_char(g, r.x, r.y + 1, 0x2191, style);
	if (end < rows && visible)
		grid_char(g, r.x, r.y + r.h - 1, 0x2193, style);
}

size_t runs_list_rows(const struct model *m)
{
	size_t n;
	free(list_rows(m, &n));
	return n;
}

void runs_draw(const struct model *m, struct grid *g, struct rect r)
{
	char title[64];
	size_t drawn = 0, focus = 0, n;
	struct list_row *rows = list_rows(m, &n);
	for (size_t i = 0; i < n; i++) {
		drawn += !rows[i].group && run_drawn(m->runs[rows[i].run]);
		if (!rows[i].group && rows[i].run == m->run_focus)
			focus = i;
	}
	size_t hidden = model_hidden_count(m);
	int used = snprintf(title, sizeof title, " Runs %zu/%zu ", drawn, m->n_runs - hidden);
	if (hidden)
		snprintf(title + used, sizeof title - (size_t)used, "+%zu hidden ", hidden);
	draw_title(g, r, title, m->pane == PANE_RUNS);
	draw_states(
		m, g,
		(struct rect){r.x + 1 + (int)strlen(title), r.y, r.w - 2 - (int)strlen(title), 1});
	bool words = states_differ(m);
	size_t first = layout_first_row(n, focus, r.h - 1);
	enum row_note note = m->run_sort.order ? NOTE_SCORE : words ? NOTE_STATE : NOTE_HIDDEN;
	for (int y = 1; y < r.h && first < n; y++, first++)
		runs_list_row_draw(m, g, (struct rect){r.x, r.y + y, r.w, 1}, &rows[first], note);
	draw_more(g, r, first, n);
	free(rows);
}

static void draw_tag(const struct model *m, struct grid *g, struct rect r, const struct tag *tag,
		     const struct tag *above)
{
	bool focus = tag == model_focus(m);
	grid_target(g, r, (struct target){.kind = TARGET_TAG, .tag = tag});
	int x = r.x + 1, right = r.x + r.w - 1;
	right -= badge_draw(g, right, r.y, tag->findings, 0);
	const char *rest = tag->name;
	char fold[64];
	if (tag->pinned)
		grid_char(g, --right, r.y, 'P', (struct style){.fg = ROLE_ACCENT});
	if (tag_is_fold(tag)) {
		snprintf(fold, sizeof fold, "%.*s/ \u2026", tag->group < 50 ? (int)tag->group : 50,
			 tag->name);
		rest = fold;
	} else if (tag->group && above && above->group == tag->group &&
		   !memcmp(above->name, tag->name, tag->group)) {
		x += 2; /* a line above shows the group */
		rest += tag->group + 1;
	}
	size_t skipped = rest == fold ? tag->differs : (size_t)(rest - tag->name);
	name_draw(g, (struct rect){x, r.y, right - x, 1}, rest,
		  tag->differs > skipped ? tag->differs - skipped : 0,
		  (struct style){.fg = focus ? ROLE_ACCENT : COLOUR_DEFAULT});
	if (focus)
		grid_tint(g, r,
			  (struct style){.attr = m->pane == PANE_TAGS ? ATTR_REVERSE : ATTR_BOLD});
}

void tags_draw(const struct model *m, struct grid *g, struct rect r, size_t focus_row)
{
	char title[64];
	const struct tag_list *list = &m->tags[model_kind(m)];
	snprintf(title, sizeof title, " Tags %zu/%zu ", list->n_rows, list->n);
	draw_title(g, r, title, m->pane == PANE_TAGS);
	size_t first = layout_first_row(list->n_rows, focus_row, r.h - 1);
	for (int y = 1; y < r.h && first < list->n_rows; y++, first++)
		draw_tag(m, g, (struct rect){r.x, r.y + y, r.w, 1}, list->rows[first],
			 y > 1 ? list->rows[first - 1] : NULL);
	draw_more(g, r, first, list->n_rows);
}

static bool is_sick(const struct run *run)
{
	return run->findings[TFE_SEVERITY_ERROR] || run->findings[TFE_SEVERITY_WARNING];
}

/* Draws one run with its state, or a group of `n` runs. Returns the number of columns used, or 0 if
 * it does not fit before `end`. */
static int draw_legend_run(const struct model *m, struct grid *g, int x, int end, int y,
			   const struct run *run, size_t n)
{
	char state[RUN_STATE_TEXT];
	bool group = n > 1;
	const char *text = group ? run->group_name : run_title(run);
	if (group)
		snprintf(state, sizeof state, "x%zu", n);
	else
		run_state_text(run, m->now, state);
	bool bad = run->findings[TFE_SEVERITY_ERROR] > 0, sick = is_sick(run);
	struct style style = {.fg = run_list_colour(run), .attr = ATTR_BOLD};
	int start = x, name = text_width(text);
	name = name > 20 ? 20 : name;
	if (x + name + (int)strlen(state) + 3 + 2 * sick > end)
		return 0;
	x += run_letter_draw(m, g, x, y, run) + 1;
	x += name_draw(g, (struct rect){x, y, name, 1}, text, group ? 0 : run_title_differs(run),
		       style) +
	     1;
	style.fg = bad ? ROLE_ERROR : ROLE_WARNING;
	if (sick)
		x += grid_text(g, x, y, 2, "! ", style);
	colour fg = group ? ROLE_FAINT : run_state_colour(run);
	x += grid_text(g, x, y, end - x, state, (struct style){.fg = fg}) + 2;
	if (!group)
		grid_target(g, (struct rect){start, y, x - start, 1},
			    (struct target){.kind = TARGET_LETTER, .index = run->index});
	return x - start;
}

/* Draws runs with findings first, so that they are not omitted. The first run of a group stands for
 * it. */
void legend_draw(const struct model *m, struct grid *g, struct rect r)
{
	int x = r.x + 1, end = r.x + r.w - 1;
	size_t *members = run_group_sizes(m), left = 0;
	for (size_t i = 0; i < m->n_runs; i++)
		left += members[i] > 0;
	bool fits = true;
	for (int healthy = 0; healthy < 2; healthy++)
		for (size_t i = 0; i < m->n_run_rows && fits && left; i++) {
			const struct run *run = m->runs[m->run_rows[i]];
			size_t *n = &members[run->group];
			if (is_sick(run) == healthy || !*n)
				continue;
			int took = draw_legend_run(m, g, x, left > 1 ? end - 9 : end, r.y, run, *n);
			fits = took > 0;
			x += took;
			left -= fits;
			*n = 0;
		}
	if (!fits)
		grid_printf(g, x, r.y, end - x, (struct style){.fg = ROLE_FAINT}, "+%zu more",
			    left);
	free(members);
}
