/* view: the title line of a chart, with notes at its right end. */
#include "tbtop/view/title.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "tbtop/model/run_groups.h"
#include "tbtop/model/run_notes.h"
#include "tbtop/view/names.h"

/* The line of the active chart is bright up to this column, so that to move the focus takes few
 * bytes. */
enum { TEXT_LEAST = 14, BRIGHT_MOST = 48 };

void title_init(struct title *t, const char *text, bool active)
{
	t->text = text;
	t->differs = 0;
	t->active = active;
	t->notes = 0;
}

void title_note(struct title *t, struct style style, const char *format, ...)
{
	if (t->notes == TITLE_NOTES)
		return;
	va_list args;
	va_start(args, format);
	vsnprintf(t->note[t->notes].text, sizeof t->note[0].text, format, args);
	va_end(args);
	t->note[t->notes].brief = 0;
	t->note[t->notes++].style = style;
}

static void note_findings(struct title *t, const unsigned findings[3])
{
	unsigned bad = findings[TFE_SEVERITY_ERROR] + findings[TFE_SEVERITY_WARNING];
	enum role role = findings[TFE_SEVERITY_ERROR] ? ROLE_ERROR : ROLE_WARNING;
	if (bad)
		title_note(t, (struct style){.fg = role, .attr = ATTR_BOLD}, "!%u", bad);
}

void title_findings(struct title *t, const struct tag *tag)
{
	note_findings(t, tag->findings);
}

void title_run_findings(struct title *t, const struct model *m, const struct tag *tag, size_t run)
{
	unsigned findings[3] = {0};
	for (size_t i = 0; i < m->findings.n; i++) {
		const struct finding *f = &m->findings.items[i];
		if (f->run == run && finding_has_tag(f, tag->name) && !finding_is_quiet(f))
			findings[f->severity]++;
	}
	note_findings(t, findings);
}

/* Adds which one of its group a run is. */
static void note_group(struct title *t, const struct model *m, const struct run *run)
{
	enum { NAME_MOST = 24 };
	struct group_place place = {0};
	if (m->grouping.on)
		place = run_group_place(m, run);
	if (place.n < 2)
		return;
	bool brief = text_width(run->group_name) > NAME_MOST;
	title_note(t, (struct style){.fg = ROLE_FAINT}, "%zu of %zu%s%s", place.at, place.n,
		   brief ? "" : " ", brief ? "" : run->group_name);
}

void title_run(struct title *t, const struct model *m, size_t run)
{
	struct style style = {.fg = ROLE_RUN + m->runs[run]->colour, .attr = ATTR_BOLD};
	if (m->n_run_rows < 2)
		return;
	bool known = text_width(run_title(m->runs[run])) >
		     24; /* a long name is replaced by the letter, which the sidebar explains */
	title_note(t, style, "%s %s", m->runs[run]->letter, known ? "" : run_title(m->runs[run]));
	t->note[t->notes - 1].brief = (int)strlen(m->runs[run]->letter);
	note_group(t, m, m->runs[run]);
}

void title_zoom(struct title *t, const struct model *m, const struct tag *tag, bool zoomed)
{
	if (zoomed && !m->focused && !m->settings.link_zoom)
		title_note(t, (struct style){.fg = ROLE_FAINT}, "zoomed");
	else if (!zoomed && zoom_of(m, tag))
		title_note(t, (struct style){.fg = ROLE_FAINT}, "not zoomed");
}

static int notes_width(const struct title *t)
{
	int width = 0;
	for (int i = 0; i < t->notes; i++)
		width += text_width(t->note[i].text) + 2;
	return width;
}

void title_draw(const struct title *t, struct grid *g, struct rect r)
{
	bool full = text_width(t->text) + notes_width(t) + 6 <= r.w;
	const struct style line = {.fg = ROLE_FRAME}, bright = {.fg = ROLE_ACCENT};
	struct style text = {.fg = t->active ? ROLE_ACCENT : ROLE_TITLE, .attr = ATTR_BOLD};
	int end = r.x + r.w - 1, x = r.x + 1;
	int bright_w = !t->active ? 0 : r.w < BRIGHT_MOST ? r.w : BRIGHT_MOST;
	grid_fill(g, (struct rect){r.x, r.y, bright_w, 1}, 0x2500, bright);
	grid_fill(g, (struct rect){r.x + bright_w, r.y, r.w - bright_w, 1}, 0x2500, line);
	for (int i = 0; i < t->notes; i++) {
		const char *note = t->note[i].text;
		int brief = t->note[i].brief;
		size_t bytes = !full && brief ? (size_t)brief : strlen(note);
		int width = (bytes == strlen(note) ? text_width(note) : brief) + 2;
		if (end - width - x < TEXT_LEAST)
			continue;
		end -= width;
		grid_char(g, end, r.y, ' ', line);
		grid_bytes(g, (struct rect){end + 1, r.y, width, 1}, note, bytes, t->note[i].style);
		grid_char(g, end + width - 1, r.y, ' ', line);
	}
	grid_char(g, x, r.y, t->active ? 0x25b8 : ' ', text);
	x += 1 + name_draw(g, (struct rect){x + 1, r.y, end - x - 3, 1}, t->text, t->differs, text);
	grid_char(g, x, r.y, ' ', text);
}
