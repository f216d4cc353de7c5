/* view: what is said where there is nothing to draw. */
#include <stdio.h>

#include "tbtop/view/frame.h"

static void centred(struct grid *g, struct rect area, int row, const char *text, struct style style)
{
	int width = text_width(text), room = area.w > 2 ? area.w - 2 : area.w;
	int x = area.x + (area.w > width + 2 ? (area.w - width) / 2 : 1);
	if (row >= 0 && row < area.h)
		grid_text(g, x, area.y + row, room, text, style);
}

void nothing_draw(const struct model *m, struct grid *g, struct rect area, const char *what)
{
	char first[160], second[160];
	second[0] = '\0';
	if (!m->n_runs && !m->progress.loaded) {
		snprintf(first, sizeof first, "looking for event files");
	} else if (!m->n_runs) {
		snprintf(first, sizeof first, "no event files under %s", m->title);
		snprintf(second, sizeof second,
			 "looked into %llu director%s for files with \"tfevents\" in their names; "
			 "they show up here as they come",
			 (unsigned long long)m->progress.directories,
			 m->progress.directories == 1 ? "y" : "ies");
	} else if (m->tags[model_kind(m)].n || m->findings.n) {
		snprintf(first, sizeof first, "nothing matches the filters");
		snprintf(second, sizeof second, "Esc clears them, / and f change them");
	} else {
		snprintf(first, sizeof first, "no %s%s", what,
			 m->progress.loaded ? " in these runs" : " yet");
	}
	centred(g, area, area.h / 2, first, (struct style){.fg = ROLE_TITLE});
	centred(g, area, area.h / 2 + 1, second, (struct style){.fg = ROLE_FAINT});
}
