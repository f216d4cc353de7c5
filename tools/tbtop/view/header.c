/* view: the header, the tabs with the current settings, and the footer with keys. */
#include <stdio.h>
#include <string.h>

#include "common/format.h"
#include "tbtop/model/keymap.h"
#include "tbtop/model/offers.h"
#include "tbtop/model/run_notes.h"
#include "tbtop/model/run_pace.h"
#include "tbtop/model/view_facts.h"
#include "tbtop/view/frame.h"

/* Names the runs with findings of a severity, if the text is short: " in lr=10 and 2 more". */
static void name_sick_runs(const struct model *m, int severity, char *text, size_t size)
{
	const struct run *first = NULL;
	size_t n = 0;
	for (size_t i = 0; i < m->n_runs; i++)
		if (m->runs[i]->findings[severity] && !m->runs[i]->hidden && n++ == 0)
			first = m->runs[i];
	text[0] = '\0';
	if (!first || strlen(run_title(first)) > 24)
		return;
	if (n == 1)
		snprintf(text, size, " in %s", run_title(first));
	else
		snprintf(text, size, " in %s and %zu more", run_title(first), n - 1);
}

/* Returns whether all listed damage was acknowledged. */
static bool damage_acknowledged(const struct model *m)
{
	size_t n = 0;
	for (size_t i = 0; i < m->findings.n; i++) {
		const struct finding *f = &m->findings.items[i];
		if (!*f->tag && !f->acknowledged)
			return false;
		n += !*f->tag;
	}
	return n > 0;
}

static void add_findings(const struct model *m, struct pieces *p)
{
	static const enum role roles[] = {ROLE_INFO, ROLE_WARNING, ROLE_ERROR};
	static const char *const words[][2] = {
		{"info", "info"}, {"warning", "warnings"}, {"error", "errors"}};
	for (int s = TFE_SEVERITY_ERROR; s >= TFE_SEVERITY_INFO; s--) {
		char text[96], names[64] = "";
		unsigned n = m->findings.count[s];
		if (!n)
			continue;
		if (s == TFE_SEVERITY_ERROR ||
		    (s == TFE_SEVERITY_WARNING && !m->findings.count[TFE_SEVERITY_ERROR]))
			name_sick_runs(m, s, names, sizeof names);
		snprintf(text, sizeof text, "%s%u %s%s", s == TFE_SEVERITY_ERROR ? "!" : "", n,
			 format_noun(n, words[s][0], words[s][1]), names);
		pieces_add(p,
		    (struct style){.fg = roles[s], .attr = s == TFE_SEVERITY_ERROR ? ATTR_BOLD : 0},
		    text);
	}
	if (m->damages && !damage_acknowledged(m)) {
		char text[64];
		snprintf(text, sizeof text, "%llu damaged", (unsigned long long)m->damages);
		pieces_add(p, (struct style){.fg = ROLE_WARNING}, text);
	}
}

static void add_progress(const struct model *m, struct pieces *p)
{
	char text[64], rate[FORMAT_TEXT];
	const tfe_progress *now = &m->progress;
	if (!now->loaded) {
		double share =
			now->bytes_total ? (double)now->bytes_read / (double)now->bytes_total : 0;
		snprintf(text, sizeof text, "loading %d %%", (int)(100 * (share < 1 ? share : 1)));
		pieces_add(p, (struct style){.fg = ROLE_ACCENT, .attr = ATTR_BOLD}, text);
	} else if (m->points_per_s > 0) {
		format_count(rate, m->points_per_s);
		snprintf(text, sizeof text, "live +%s/s", rate);
		pieces_add(p, (struct style){.fg = ROLE_GOOD, .attr = ATTR_BOLD}, text);
	}
}

/* Adds the pace of a run, on narrow screens only the time that remains. */
static void add_pace(const struct model *m, struct pieces *p, int w)
{
	char text[PACE_TEXT];
	const struct run *run = run_with_pace(m);
	if (!run || !run_pace_text(m, run, text))
		return;
	char *at = strstr(text, " at ");
	if (w < 100 && at)
		*at = '\0';
	pieces_add(p, (struct style){.fg = ROLE_GOOD}, text);
}

/* Adds the effects of the memory budget: the number of points that are drawn from summaries, or
 * that are not drawn. */
static void add_memory(const struct model *m, struct pieces *p)
{
	char text[96], budget[FORMAT_TEXT], count[FORMAT_TEXT];
	const tfe_progress *now = &m->progress;
	if (!now->dropped && !now->left_out)
		return;
	format_bytes(budget, now->memory_budget_bytes);
	uint64_t n = now->left_out ? now->left_out : now->dropped;
	format_count(count, (double)n);
	snprintf(text, sizeof text, "%s %s %s, --memory %s",
		 now->left_out ? "without" : "coarse:", count, format_noun(n, "point", "points"),
		 budget);
	pieces_add(p, (struct style){.fg = ROLE_WARNING}, text);
}

/* The numbers of runs, tags, points and bytes. Each is shown completely or not at all. */
struct totals {
	char text[4][96];
	int n;
};

static void count_totals(const struct model *m, struct totals *t, int w)
{
	char points[FORMAT_TEXT], superseded[FORMAT_TEXT];
	uint64_t hidden = m->progress.superseded, shown = m->progress.points - hidden;
	size_t tags = m->tags[model_kind(m)].n;
	format_count(points, (double)shown);
	format_count(superseded, (double)hidden);
	snprintf(t->text[0], sizeof t->text[0], "%zu %s", m->n_runs,
		 format_noun(m->n_runs, "run", "runs"));
	snprintf(t->text[1], sizeof t->text[1], "%zu %s", tags, format_noun(tags, "tag", "tags"));
	const char *noun = format_noun(shown, "point", "points");
	if (hidden)
		snprintf(t->text[2], sizeof t->text[2], "%s %s (%s superseded)", points, noun,
			 superseded);
	else
		snprintf(t->text[2], sizeof t->text[2], "%s %s", points, noun);
	format_bytes(t->text[3], m->progress.bytes_total);
	t->n = w >= 100 ? 4 : 3;
}

void header_draw(const struct model *m, struct grid *g, struct rect r)
{
	struct pieces right = {0};
	add_progress(m, &right);
	add_memory(m, &right);
	add_findings(m, &right);
	add_pace(m, &right, r.w);
	struct rect half = {r.x + 16, r.y, r.w - 16, 1};
	int end = pieces_draw(g, half, &right);

	struct totals t;
	count_totals(m, &t, r.w);
	int x = r.x + 1, width = 0, n = 0;
	x += grid_text(g, x, r.y, end - x, "tbtop ",
		       (struct style){.fg = ROLE_ACCENT, .attr = ATTR_BOLD});
	for (; n < t.n && width + text_width(t.text[n]) + 2 <= end - x; n++)
		width += text_width(t.text[n]) + 2;
	int room = end - x - width - 2;
	if (room >= 8)
		x += grid_text_tail(g, x, r.y, room, m->title, (struct style){.fg = ROLE_TITLE}) +
		     2;
	for (int i = 0; i < n; i++)
		x += grid_text(g, x, r.y, end - x, t.text[i], (struct style){0}) + 2;
}

/* --- the second line -------------------------------------------------------------------------- */

/* Draws a filter with its name, or with its key on narrow screens. Returns the column after it. */
static int draw_filter(struct grid *g, int x, struct rect r, const char *what, char key,
		       const char *filter)
{
	if (!*filter)
		return x;
	int left = r.x + r.w - x, most = left < 40 ? left * 2 / 3 : 24;
	if (left < 40)
		x += grid_printf(g, x, r.y, left, (struct style){.fg = ROLE_FAINT}, "%c ", key);
	else
		x += grid_text(g, x, r.y, left, what, (struct style){.fg = ROLE_FAINT});
	x += grid_text(g, x, r.y, most, filter, (struct style){.fg = ROLE_ACCENT});
	return x + 2;
}

void tabs_draw(const struct model *m, struct grid *g, struct rect r,
	       const struct geometry *geometry)
{
	struct pieces right = {0};
	settings_add(m, geometry, &right);
	int needed = pieces_width(&right, ROLE_FAINT);
	int x = tab_titles_draw(m, g, r, needed ? needed + 1 : 0) + 1;
	x = draw_filter(g, x, r, m->run_filter_is_name ? "run named " : "runs ", 'f',
			m->run_filter);
	x = draw_filter(g, x, r, m->tag_filter_is_name ? "tag named " : "tags ", '/',
			m->tag_filter);
	x = draw_filter(g, x, r, "where ", '&', m->trials.filter);
	if (m->search.view == model_view(m))
		x = draw_filter(g, x, r, "search ", '/', m->search.query);
	if (m->trials.opened != NO_ROW)
		x = draw_filter(g, x, r, "of ", '9', trials_name(&m->trials, m->trials.opened));
	if (r.x + r.w - x > 0)
		pieces_draw(g, (struct rect){x, r.y, r.x + r.w - x, 1}, &right);
}

/* --- the last line ---------------------------------------------------------------------------- */

/* Writes the first key of a binding, which the footer shows. */
static void first_key(const struct keymap *map, size_t binding, char keys[KEYS_TEXT])
{
	keymap_text(map, binding, keys);
	keys[strcspn(keys, " ")] = '\0';
}

/* Returns the width of a key with its word; 0 without a key. */
static int key_width(const struct keymap *map, size_t binding)
{
	char keys[KEYS_TEXT];
	first_key(map, binding, keys);
	return *keys ? text_width(keys) + 1 + text_width(bindings[binding].brief) : 0;
}

/* Returns the columns of a key that is always in the footer, with the gap before it. */
static int pinned_width(const struct model *m, size_t binding)
{
	int width = key_width(m->keymap, binding);
	return width && bindings[binding].where & binding_context(m) ? width + 2 : 0;
}

static int draw_key(const struct keymap *map, struct grid *g, int x, int end, int y,
		    const struct binding *b)
{
	char keys[KEYS_TEXT];
	first_key(map, (size_t)(b - bindings), keys);
	int width = key_width(map, (size_t)(b - bindings));
	if (!width || x + width > end)
		return x;
	grid_target(g, (struct rect){x, y, width, 1},
		    (struct target){.kind = TARGET_ACTION, .index = b->action});
	x += grid_text(g, x, y, end - x, keys,
		       (struct style){.fg = ROLE_ACCENT, .attr = ATTR_BOLD});
	x += 1 + grid_text(g, x + 1, y, end - x - 1, b->brief, (struct style){.fg = ROLE_FAINT});
	return x + 2;
}

/* Draws the text so that the cursor is visible: reversed, as is selected text. Returns the number
 * of columns used. */
static int draw_line(struct grid *g, struct rect r, const struct line *line)
{
	size_t from = 0, n = strlen(line->text);
	char until[LINE_BYTES];
	snprintf(until, sizeof until, "%.*s", (int)line->cursor, line->text);
	while (text_width(until + from) > r.w - 2 && from < line->cursor)
		do
			from++;
		while (((unsigned char)until[from] & 0xc0) == 0x80);
	int used = grid_bytes(g, r, line->text + from, n - from, (struct style){0});
	int x = text_width(until + from);
	struct style reverse = {.attr = ATTR_REVERSE};
	grid_tint(g, (struct rect){r.x + (line->selected ? 0 : x), r.y, line->selected ? x : 1, 1},
		  reverse);
	return used > x + 1 ? used : x + 1;
}

static void draw_prompt(const struct model *m, struct grid *g, struct rect r)
{
	static const char *const titles[PROMPTS] = {[PROMPT_RUNS] = "runs matching: ",
						    [PROMPT_TAGS] = "tags matching: ",
						    [PROMPT_COMMAND] = ":",
						    [PROMPT_NODES] = "search: ",
						    [PROMPT_TRIALS] = "rows where: ",
						    [PROMPT_LABELS] = "search: ",
						    [PROMPT_FIND] = "search: ",
						    [PROMPT_HELP] = "search: "};
	static const char *const notes[PROMPTS] = {
		[PROMPT_RUNS] = "Enter keep  Esc undo  !REGEX leaves out",
		[PROMPT_TAGS] = "Enter keep  Esc undo  !REGEX leaves out",
		[PROMPT_COMMAND] = "Enter run  Esc leave  Tab commands",
		[PROMPT_NODES] = "Enter keep  Esc undo",
		[PROMPT_TRIALS] = "lr<1e-2 & optimizer=adam | run~seed1",
		[PROMPT_LABELS] = "Enter keep  Esc undo",
		[PROMPT_FIND] = "Enter keep  Esc undo",
		[PROMPT_HELP] = "Enter keep  Esc undo"};
	const char *what = titles[m->prompt.kind];
	int x = r.x + 1;
	x += grid_text(g, x, r.y, r.w, what, (struct style){.fg = ROLE_ACCENT, .attr = ATTR_BOLD});
	x += draw_line(g, (struct rect){x, r.y, r.x + r.w - x - 1, 1}, &m->prompt.line);
	const char *note = *m->message ? m->message : notes[m->prompt.kind];
	enum role role = *m->message && m->message_is_error ? ROLE_ERROR : ROLE_FAINT;
	grid_text(g, x + 2, r.y, r.x + r.w - x - 3, note, (struct style){.fg = role});
}

/* Returns whether a key has its meaning in most views. */
static bool is_common(const struct binding *b)
{
	return b->where & IN_VIEW(VIEW_SCALARS) && b->action != DO_FOLD;
}

void footer_draw(const struct model *m, struct grid *g, struct rect r,
		 const struct geometry *seen)
{
	if (m->prompt.kind) {
		draw_prompt(m, g, r);
		return;
	}
	int end = r.x + r.w - 1, pinned = end + 2;
	for (size_t i = n_bindings - PINNED_BINDINGS; i < n_bindings; i++)
		pinned -= pinned_width(m, i);
	int x = r.x + 1;
	if (*m->message) {
		enum role role = m->message_is_error ? ROLE_ERROR : COLOUR_DEFAULT;
		x += grid_text(g, x, r.y, end - x, m->message, (struct style){.fg = role});
		if (x + 2 > pinned) /* a long message is more important */
			return;
	}
	int first = pinned;
	for (size_t i = n_bindings - PINNED_BINDINGS; i < n_bindings; i++)
		if (pinned_width(m, i))
			pinned = draw_key(m->keymap, g, pinned, end, r.y, &bindings[i]);
	if (*m->message)
		return;
	/* The keys of few views come first. */
	for (int common = 0; common < 2; common++)
		for (size_t i = 0; i < n_bindings - PINNED_BINDINGS; i++) {
			const struct binding *b = &bindings[i];
			if (binding_is_offered(m, seen, b) && is_common(b) == common)
				x = draw_key(m->keymap, g, x, first - 2, r.y, b);
		}
}
