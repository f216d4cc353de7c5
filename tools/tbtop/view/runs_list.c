/* view: the rows of lists of runs, with headings of groups. */
#include "tbtop/view/runs_list.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "tbtop/model/run_groups.h"
#include "tbtop/model/run_notes.h"
#include "tbtop/model/run_scores.h"
#include "tbtop/view/frame.h"
#include "tbtop/view/names.h"

static const struct {
	uint32_t glyph;
	colour fg;
} states[RUN_STATES] = {
	[RUN_LOADING] = {0x2026, ROLE_ACCENT},   [RUN_LIVE] = {0x25cf, ROLE_GOOD},
	[RUN_STALE] = {0x25cb, ROLE_WARNING},    [RUN_QUIET] = {0x25cb, ROLE_FAINT},
	[RUN_DONE] = {0x2713, ROLE_GOOD},        [RUN_GONE] = {0x2717, ROLE_ERROR},
	[RUN_UNREADABLE] = {0x2717, ROLE_ERROR},
};

colour run_list_colour(const struct run *run)
{
	return run_drawn(run) ? ROLE_RUN + run->colour : ROLE_FAINT;
}

colour run_state_colour(const struct run *run)
{
	return states[run->state].fg;
}

int badge_draw(struct grid *g, int right, int y, const unsigned findings[3], uint64_t damages)
{
	char text[32];
	colour fg = findings[TFE_SEVERITY_ERROR] ? ROLE_ERROR : ROLE_WARNING;
	unsigned n = findings[TFE_SEVERITY_ERROR] + findings[TFE_SEVERITY_WARNING];
	if (n)
		snprintf(text, sizeof text, "!%u", n);
	else if (damages)
		snprintf(text, sizeof text, "dmg");
	else
		return 0;
	int width = (int)strlen(text);
	grid_text(g, right - width, y, width, text, (struct style){.fg = fg, .attr = ATTR_BOLD});
	return width + 1;
}

int run_letter_draw(const struct model *m, struct grid *g, int x, int y, const struct run *run)
{
	int width = model_letters_width(m);
	grid_text(g, x, y, width, run_drawn(run) ? run->letter : "\u00b7",
		  (struct style){.fg = run_list_colour(run), .attr = ATTR_BOLD});
	return width;
}

/* Draws a note right of the name of a run, or a quote at the right edge where there is no space
 * for it. Returns the number of columns used at the right edge. */
static int draw_note(struct grid *g, struct rect r, const char *note, int name)
{
	enum { NOTE_LEAST = 8 };
	int room = r.w - name - 1;
	if (!note)
		return 0;
	if (room >= NOTE_LEAST || text_width(note) <= room) {
		grid_text(g, r.x + name + 1, r.y, room, note, (struct style){.fg = ROLE_FAINT});
		return 0;
	}
	grid_char(g, r.x + r.w - 1, r.y, '"', (struct style){.fg = ROLE_ACCENT});
	return 2;
}

static void draw_run(const struct model *m, struct grid *g, struct rect r, size_t index,
		     enum row_note note)
{
	bool word = note == NOTE_STATE, score = note == NOTE_SCORE;
	const struct run *run = m->runs[index];
	colour fg = run_list_colour(run);
	bool sick = run->findings[TFE_SEVERITY_ERROR] > 0;
	int x = r.x + 1, right = r.x + r.w - 1;
	grid_target(g, r, (struct target){.kind = TARGET_RUN, .index = index});
	grid_target(g, (struct rect){r.x, r.y, x + model_letters_width(m) - r.x, 1},
		    (struct target){.kind = TARGET_LETTER, .index = index});
	x += run_letter_draw(m, g, x, r.y, run) + 1;
	if (run->marked)
		grid_char(g, r.x, r.y, 0x2022, (struct style){.fg = ROLE_WARNING});
	grid_char(g, x, r.y, states[run->state].glyph, (struct style){.fg = states[run->state].fg});
	x += 2;
	if (index == m->baseline) {
		grid_char(g, --right, r.y, 'P', (struct style){.fg = ROLE_ACCENT});
		right--;
	}
	right -= badge_draw(g, right, r.y, run->findings, run->damages);
	/* The state in words is omitted if it would shorten the name; the symbol remains. */
	char state[RUN_STATE_TEXT] = "off";
	if (score)
		run_score_text(m, run, state);
	else if (run->selected)
		run_state_text(run, m->now, state);
	int width = (int)strlen(state), name = text_width(run_title(run));
	if (score || ((word || !run->selected) && name < right - x - width)) {
		grid_text(g, right - width, r.y, width, state, (struct style){.fg = ROLE_FAINT});
		right -= width + 1;
	}
	struct style style = {.fg = sick ? ROLE_ERROR : fg, .attr = sick ? ATTR_BOLD : 0};
	right -= draw_note(g, (struct rect){x, r.y, right - x, 1}, run->note, name);
	name_draw(g, (struct rect){x, r.y, right - x, 1}, run_title(run), run_title_differs(run),
		  style);
	if (index == m->run_focus)
		grid_tint(g, r,
			  (struct style){.attr = m->pane == PANE_RUNS ? ATTR_REVERSE : ATTR_BOLD});
}

/* Draws the heading of a group: its letter and colour, which are those of its curves, its name, and
 * the number of its runs. */
static void draw_group(const struct model *m, struct grid *g, struct rect r, size_t group, size_t n)
{
	const struct run *first = m->runs[group];
	struct style style = {.fg = ROLE_RUN + first->colour, .attr = ATTR_BOLD};
	int letters = model_letters_width(m), x = r.x + 2 + letters;
	char count[24];
	int width = snprintf(count, sizeof count, " x%zu", n);
	grid_text(g, r.x + 1, r.y, letters, first->letter, style);
	x += name_draw(g, (struct rect){x, r.y, r.x + r.w - 1 - x - width, 1}, first->group_name, 0,
		       style);
	grid_text(g, x, r.y, width, count, (struct style){.fg = ROLE_FAINT});
}

struct list_row *list_rows(const struct model *m, size_t *n)
{
	struct list_row *rows = need_zeroed(2 * m->n_run_rows + 1, sizeof *rows);
	size_t *sizes = run_group_sizes(m), last = m->n_runs;
	*n = 0;
	for (size_t i = 0; i < m->n_run_rows; i++) {
		size_t run = m->run_rows[i], group = m->runs[run]->group;
		if (sizes[group] > 1 && group != last)
			rows[(*n)++] = (struct list_row){group, sizes[group], false};
		rows[(*n)++] = (struct list_row){run, 0, sizes[group] > 1};
		last = group;
	}
	free(sizes);
	return rows;
}

void runs_list_row_draw(const struct model *m, struct grid *g, struct rect r,
			const struct list_row *row, enum row_note note)
{
	r.x += row->below;
	r.w -= row->below;
	if (row->group)
		draw_group(m, g, r, row->run, row->group);
	else
		draw_run(m, g, r, row->run, note);
}
