/* view: the title of a chart that shows one entry of a series. */
#include "tbtop/view/entry_title.h"

#include <inttypes.h>
#include <stdio.h>

#include "tbtop/view/notice.h"

void entry_title_put(const struct model *m, struct grid *g, struct rect r,
		     const struct entry_shown *s, bool active)
{
	struct title t;
	char step[LINKED_TEXT];
	title_init(&t, s->tag->name, active);
	if (s->curve) {
		linked_step_text(m, &s->at, step);
		title_note(&t, (struct style){.fg = s->at.is_asked ? ROLE_FAINT : ROLE_WARNING},
			   "%s", step);
		title_run(&t, m, s->curve->run);
	}
	title_draw(&t, g, r);
}

bool entry_title_draw(const struct frame *f, struct rect r, const struct tag *tag, bool active,
		      struct entry_shown *s)
{
	struct rect below = {r.x, r.y + 1, r.w, r.h - 1};
	bool found = false;
	*s = (struct entry_shown){.tag = tag, .curve = tag_followed(f->model, tag)};
	if (s->curve) {
		s->view = tfe_series_view(s->curve->series);
		found = linked_entry(f->model, &s->view, &s->at);
	}
	entry_title_put(f->model, f->grid, r, s, active);
	if (!s->curve)
		notice_draw(f->grid, below, ROLE_FAINT, "no run drawn");
	else if (!found)
		notice_draw(f->grid, below, ROLE_FAINT, "--memory left no room for this step");
	return found;
}

void entry_settings(const struct model *m, struct pieces *p)
{
	char text[64];
	if (!m->chosen.on)
		return;
	snprintf(text, sizeof text, "step %" PRId64, m->chosen.step);
	pieces_add(p, (struct style){.fg = ROLE_ACCENT}, text);
}
