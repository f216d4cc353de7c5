/* view: a table of all findings, errors first, and the focused one in full. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "common/format.h"
#include "common/line_wrap.h"
#include "common/whole.h"
#include "tbtop/model/run_notes.h"
#include "tbtop/view/finding_card.h"
#include "tbtop/view/frame.h"
#include "tbtop/view/wrap.h"

/* --- the table -------------------------------------------------------------------------------- */

enum column {
	COLUMN_SEVERITY,
	COLUMN_RUN,
	COLUMN_TAG,
	COLUMN_RULE,
	COLUMN_STEPS,
	COLUMN_EVIDENCE,
	COLUMNS
};

static const struct {
	const char *title;
	int least, most;
} table[COLUMNS] = {
	[COLUMN_SEVERITY] = {"", 1, 1},    [COLUMN_RUN] = {"run", 6, 24},
	[COLUMN_TAG] = {"tag", 12, 40},    [COLUMN_RULE] = {"rule", 9, 20},
	[COLUMN_STEPS] = {"steps", 5, 50}, [COLUMN_EVIDENCE] = {"what", 24, 1000},
};

static const struct finding *row(const struct model *m, size_t i)
{
	return &m->findings.items[m->findings.rows[i]];
}

/* Returns a message about damage without the path of the file, which the card shows. */
static const char *without_path(const char *message)
{
	const char *slash = strrchr(message, '/');
	const char *reason = strstr(slash ? slash : message, ": ");
	return reason ? reason + 2 : message;
}

static void cell_text(const struct model *m, const struct finding *f, enum column c, char *text,
		      size_t size)
{
	text[0] = '\0';
	switch (c) {
	case COLUMN_RUN:
		if (f->follows)
			snprintf(text, size, "\u2514 same cause");
		else
			snprintf(text, size, "%s",
				 f->run < m->n_runs ? run_title(m->runs[f->run]) : "");
		break;
	case COLUMN_TAG:
		if (f->n_tags > 1)
			snprintf(text, size, "%s +%zu", f->tag, f->n_tags - 1);
		else
			snprintf(text, size, "%s", f->tag);
		break;
	case COLUMN_RULE:
		snprintf(text, size, "%s", f->rule);
		break;
	case COLUMN_STEPS:
		if (*f->tag)
			snprintf(text, size,
				 f->last_step == f->step ? "%" PRId64 : "%" PRId64 "-%" PRId64,
				 f->step, f->last_step);
		break;
	case COLUMN_EVIDENCE:
		snprintf(text, size, "%s%s",
			 f->acknowledged                         ? "acknowledged: "
			 : f->state == TFE_FINDING_STATE_PENDING ? "pending: "
								 : "",
			 *f->tag ? f->message : without_path(f->message));
		break;
	default:
		break;
	}
}

/* Computes the widths of the columns from their contents, within limits. If the table is too wide,
 * the tag is shortened first, then the run and the rule. The steps, which are numbers, are complete
 * or omitted. The evidence gets the remaining width, or is omitted. */
static void choose_widths(const struct model *m, size_t first, size_t rows, int w,
			  int width[COLUMNS])
{
	static const enum column give_way[] = {COLUMN_TAG, COLUMN_RUN, COLUMN_RULE};
	for (int c = 0; c < COLUMN_EVIDENCE; c++)
		width[c] = text_width(table[c].title);
	width[COLUMN_SEVERITY] = 1;
	for (size_t i = first; i < m->findings.n_rows && i < first + rows; i++)
		for (int c = COLUMN_RUN; c < COLUMN_EVIDENCE; c++) {
			char text[512];
			cell_text(m, row(m, i), (enum column)c, text, sizeof text);
			int wide = text_width(text);
			wide = wide < table[c].most ? wide : table[c].most;
			width[c] = wide > width[c] ? wide : width[c];
		}
	int left = w - 2;
	for (int c = 0; c < COLUMN_EVIDENCE; c++)
		left -= width[c] + 2;
	width[COLUMN_EVIDENCE] = left >= table[COLUMN_EVIDENCE].least ? left : 0;
	left += 2; /* without evidence, the gap before it is not needed */
	for (size_t i = 0; left < 0 && i < sizeof give_way / sizeof *give_way; i++) {
		enum column c = give_way[i];
		int most = width[c] - table[c].least;
		int by = most < -left ? (most > 0 ? most : 0) : -left;
		width[c] -= by;
		left += by;
	}
	if (left < 0) {
		left += width[COLUMN_STEPS] + 2;
		width[COLUMN_STEPS] = 0;
	}
	if (left < 0)
		width[COLUMN_TAG] += left;
}

/* Returns the number of lines that the evidence of a finding takes. */
static int count_lines(const struct model *m, const struct finding *f, int width)
{
	char text[512];
	int lines = 0;
	cell_text(m, f, COLUMN_EVIDENCE, text, sizeof text);
	for (size_t at = 0, n = strlen(text); at < n; lines++)
		at += line_wrap(text + at, n - at, width);
	return lines > 1 ? lines : 1;
}

/* Returns the height of the table with its heading. The card has the rest of the area. If all
 * findings fit in half of it with their whole evidence, they are *wrapped. */
static int table_height(const struct model *m, struct rect area, bool *wrapped)
{
	int n = (int)whole_within((double)m->findings.n_rows, 0, 10000), width[COLUMNS];
	int most = area.h >= 15 && area.h < 30 ? area.h * 2 / 5 : area.h / 2, lines = 1;
	*wrapped = false;
	if (n + 1 > most)
		return most;
	choose_widths(m, 0, (size_t)n, area.w, width);
	for (int i = 0; i < n && width[COLUMN_EVIDENCE]; i++)
		lines += count_lines(m, row(m, (size_t)i), width[COLUMN_EVIDENCE]);
	*wrapped = width[COLUMN_EVIDENCE] && lines <= most;
	return *wrapped ? lines : n + 1;
}

static void draw_row(const struct model *m, struct grid *g, struct rect r, const int width[COLUMNS],
		     const struct finding *f)
{
	bool focus = f == &m->findings.items[m->finding_focus];
	bool quiet = finding_is_quiet(f);
	struct style bad = {.fg = quiet ? ROLE_FAINT : severity_colour(f->severity),
			    .attr = quiet ? 0 : ATTR_BOLD};
	int x = r.x + 1;
	for (int c = 0; c < COLUMNS; c++) {
		char text[512];
		struct style style = {0};
		if (c == COLUMN_SEVERITY)
			grid_char(g, x, r.y, f->acknowledged ? 0x2713 : severity_glyph(f->severity),
				  bad);
		if (c == COLUMN_RUN && f->run < m->n_runs)
			style.fg = ROLE_RUN + m->runs[f->run]->colour;
		if (c == COLUMN_RULE)
			style = bad;
		if (c == COLUMN_STEPS || c == COLUMN_EVIDENCE)
			style.fg = ROLE_FAINT;
		if (focus) /* a uniform style */
			style = (struct style){.attr = ATTR_BOLD};
		cell_text(m, f, (enum column)c, text, sizeof text);
		if (c == COLUMN_EVIDENCE && r.h > 1)
			wrap_text(g, (struct rect){x, r.y, width[c], r.h}, text, style);
		else if ((c == COLUMN_RUN && !f->follows) || c == COLUMN_TAG)
			grid_text_tail(g, x, r.y, width[c], text, style);
		else
			grid_text(g, x, r.y, width[c], text, style);
		x += width[c] ? width[c] + 2 : 0;
	}
	if (focus && m->pane == PANE_MAIN)
		grid_tint(g, r, (struct style){.attr = ATTR_REVERSE});
}

static void draw_table(const struct model *m, struct grid *g, struct rect r, bool wrapped)
{
	int width[COLUMNS], x = r.x + 1, y = r.y + 1;
	size_t rows = r.h > 1 ? (size_t)r.h - 1 : 0;
	size_t first = layout_first_row(m->findings.n_rows, model_finding_row(m), (int)rows);
	choose_widths(m, first, rows, r.w, width);
	for (int c = 0; c < COLUMNS; c++) {
		grid_text(g, x, r.y, width[c], table[c].title,
			  (struct style){.fg = ROLE_TITLE, .attr = ATTR_BOLD | ATTR_UNDERLINE});
		x += width[c] ? width[c] + 2 : 0;
	}
	for (size_t i = first; i < m->findings.n_rows && y < r.y + r.h; i++) {
		const struct finding *f = row(m, i);
		int lines = wrapped ? count_lines(m, f, width[COLUMN_EVIDENCE]) : 1;
		struct rect place = {r.x, y, r.w, lines};
		grid_target(g, place, (struct target){.kind = TARGET_ROW, .index = i});
		draw_row(m, g, place, width, f);
		y += lines;
	}
}

/* --- nothing ---------------------------------------------------------------------------------- */

/* Draws a centred text, wrapped where it does not fit. Returns the row after it. */
static int centred(struct grid *g, struct rect r, int y, const char *text, struct style style)
{
	int width = text_width(text), x = r.x + (r.w > width ? (r.w - width) / 2 : 0);
	return y + wrap_text(g, (struct rect){x, y, r.x + r.w - x, r.y + r.h - y}, text, style);
}

/* Draws the numbers of runs, tags and files that were judged, or that judging goes on. */
static void draw_nothing(const struct model *m, struct grid *g, struct rect r)
{
	char text[160];
	struct style faint = {.fg = ROLE_FAINT};
	int y = r.y + r.h / 2 - 1;
	if (!m->judged || !m->progress.loaded) {
		centred(g, r, y, "reading and judging", (struct style){.fg = ROLE_TITLE});
		return;
	}
	y = centred(g, r, y, "\u2713 no findings",
		    (struct style){.fg = ROLE_GOOD, .attr = ATTR_BOLD});
	snprintf(text, sizeof text, "judged %zu %s by %zu scalar and %zu histogram %s", m->n_runs,
		 format_noun(m->n_runs, "run", "runs"), m->tags[TAG_SCALARS].n,
		 m->tags[TAG_HISTOGRAMS].n, format_noun(m->tags[TAG_HISTOGRAMS].n, "tag", "tags"));
	y = centred(g, r, y, text, faint);
	snprintf(text, sizeof text, "no damage in %" PRIu64 " %s", m->progress.files,
		 format_noun(m->progress.files, "file", "files"));
	centred(g, r, y, text, faint);
}

/* --- the whole -------------------------------------------------------------------------------- */

static void measure(const struct model *m, struct rect area, struct geometry *out)
{
	bool wrapped;
	if (m->findings.n_rows)
		out->list_rows = table_height(m, area, &wrapped) - 1;
}

static void draw(const struct frame *f, struct rect area, struct geometry *out)
{
	const struct model *m = f->model;
	(void)out;
	if (!m->findings.n_rows) {
		if (m->findings.n || !m->n_runs)
			nothing_draw(m, f->grid, area, "findings");
		else
			draw_nothing(m, f->grid, area);
		return;
	}
	bool wrapped;
	int rows = table_height(m, area, &wrapped), gap = area.h >= 15;
	draw_table(m, f->grid, (struct rect){area.x, area.y, area.w, rows}, wrapped);
	struct rect card = {area.x, area.y + rows + gap, area.w, area.h - rows - gap};
	if (card.h > 2)
		finding_card_draw(f, card, &m->findings.items[m->finding_focus]);
}

const struct view_entry findings_view = {measure, draw, NULL};
