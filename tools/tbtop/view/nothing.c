/* view: explanations in place of content. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "common/format.h"
#include "tbtop/model/keymap.h"
#include "tbtop/model/view_facts.h"
#include "tbtop/view/frame.h"
#include "tbtop/view/wrap.h"

/* Draws wrapped text from a row on, in lines of similar length in the middle of the area. Returns
 * the row after it. */
static int centred(struct grid *g, struct rect area, int row, const char *text, struct style style)
{
	enum { RAGGED = 10 }; /* the end of a line that a long word leaves empty */
	int width = text_width(text), room = area.w > 2 ? area.w - 2 : area.w;
	if (width > room) {
		int lines = (width + room - RAGGED - 1) / (room > RAGGED ? room - RAGGED : 1);
		width = width / lines + RAGGED < room ? width / lines + RAGGED : room;
	}
	int x = area.x + (area.w - width) / 2;
	if (row < 0 || row >= area.h)
		return row;
	return row + wrap_text(g, (struct rect){x, area.y + row, width, area.h - row}, text, style);
}

/* Returns the digit of the view that shows a kind of tags, or 0. */
static char digit_of(const struct model *m, enum tag_kind kind)
{
	if (kind == TAG_HPARAMS)
		return keymap_digit(m->keymap, VIEW_HPARAMS);
	for (int v = 0; v < TABS; v++)
		if (view_facts[v].kind == kind && v != VIEW_FINDINGS && v != VIEW_EMBEDDINGS)
			return keymap_digit(m->keymap, (enum view_id)v);
	return 0;
}

/* Adds "images 4 (4), " to the list of what the log contains. */
static void add_content(char *text, size_t size, const char *noun, uint64_t count, char digit)
{
	size_t n = strlen(text);
	const char *comma = n && text[n - 1] != ' ' ? ", " : "";
	if (!count)
		return;
	if (digit)
		snprintf(text + n, size - n, "%s%s %" PRIu64 " (key %c)", comma, noun, count,
			 digit);
	else
		snprintf(text + n, size - n, "%s%s %" PRIu64, comma, noun, count);
}

/* Writes what the log contains besides tags of this kind, and which key shows it. */
static void content_text(const struct model *m, char *text, size_t size)
{
	static const char *const nouns[TAG_KINDS] = {
		[TAG_SCALARS] = "scalars",     [TAG_HISTOGRAMS] = "histograms",
		[TAG_IMAGES] = "images",       [TAG_AUDIO] = "sounds",
		[TAG_TEXTS] = "texts",         [TAG_GRAPHS] = "graphs",
		[TAG_PR_CURVES] = "PR curves", [TAG_CONFUSION] = "confusion matrices",
		[TAG_HPARAMS] = "hparams",     [TAG_LAYOUTS] = "layouts",
	};
	char list[256] = "";
	for (int k = 0; k < TAG_KINDS; k++)
		if (k != (int)model_kind(m) || model_view(m) == VIEW_HPARAMS ||
		    model_view(m) == VIEW_EMBEDDINGS)
			add_content(list, sizeof list, nouns[k], m->tags[k].n,
				    digit_of(m, (enum tag_kind)k));
	char findings = keymap_digit(m->keymap, VIEW_FINDINGS);
	add_content(list, sizeof list, "damaged places", m->damages, findings);
	if (!m->damages)
		add_content(list, sizeof list, "findings", m->findings.n, findings);
	if (*list)
		snprintf(text, size, "the log has: %s", list);
	else if (m->progress.loaded)
		snprintf(text, size, "the event files have no values yet");
}

/* Returns whether filters hide all content. */
static bool is_hidden(const struct model *m)
{
	return view_count(m, model_view(m)) > 0;
}

void nothing_draw(const struct model *m, struct grid *g, struct rect area, const char *what)
{
	char first[160], second[320];
	second[0] = '\0';
	if (!m->n_runs && !m->progress.loaded) {
		snprintf(first, sizeof first, "looking for event files");
	} else if (!m->n_runs) {
		snprintf(first, sizeof first, "no event files under %s", m->title);
		if (m->damages)
			snprintf(second, sizeof second,
				 "some files cannot be read: press 0 for the list");
		else
			snprintf(second, sizeof second,
				 "searched %llu %s for files with \"tfevents\" in "
				 "their names; new ones are shown when they appear",
				 (unsigned long long)m->progress.directories,
				 format_noun(m->progress.directories, "directory", "directories"));
	} else if (is_hidden(m)) {
		snprintf(first, sizeof first, "nothing matches the filters");
		snprintf(second, sizeof second, "Esc clears them, / and f change them");
	} else {
		snprintf(first, sizeof first, "no %s%s", what,
			 m->progress.loaded ? " in these runs" : " yet");
		content_text(m, second, sizeof second);
	}
	int row = centred(g, area, area.h / 2, first, (struct style){.fg = ROLE_TITLE});
	centred(g, area, row, second, (struct style){.fg = ROLE_FAINT});
}
