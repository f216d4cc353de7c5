/* view: explanations in place of content. */
#include <stdio.h>
#include <string.h>

#include "common/format.h"
#include "tbtop/view/frame.h"
#include "tbtop/view/wrap.h"

/* Draws centred, wrapped text from a row on. Returns the row after it. */
static int centred(struct grid *g, struct rect area, int row, const char *text, struct style style)
{
	int width = text_width(text), room = area.w > 2 ? area.w - 2 : area.w;
	int x = area.x + (area.w > width + 2 ? (area.w - width) / 2 : 1);
	if (row < 0 || row >= area.h)
		return row;
	return row + wrap_text(g, (struct rect){x, area.y + row, room, area.h - row}, text, style);
}

/* Returns whether filters hide all content. */
static bool is_hidden(const struct model *m, const char *what)
{
	return strcmp(what, "findings") ? m->tags[model_kind(m)].n > 0 : m->findings.n > 0;
}

void nothing_draw(const struct model *m, struct grid *g, struct rect area, const char *what)
{
	char first[160], second[160];
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
	} else if (is_hidden(m, what)) {
		snprintf(first, sizeof first, "nothing matches the filters");
		snprintf(second, sizeof second, "Esc clears them, / and f change them");
	} else {
		snprintf(first, sizeof first, "no %s%s", what,
			 m->progress.loaded ? " in these runs" : " yet");
	}
	int row = centred(g, area, area.h / 2, first, (struct style){.fg = ROLE_TITLE});
	centred(g, area, row, second, (struct style){.fg = ROLE_FAINT});
}
