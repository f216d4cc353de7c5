/* view: a folded group of charts: a list of its tags with the last values of one run. */
#include "tbtop/view/fold.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "common/format.h"
#include "tbtop/cache/curve_windows.h"
#include "tbtop/view/names.h"
#include "tbtop/view/title.h"

static bool belongs(const struct tag *tag, const struct tag *group)
{
	return tag->matches && !tag->merged && !tag->pinned && tag->group == group->group &&
	       !memcmp(tag->name, group->name, group->group);
}

/* Draws a name and, of scalars, the last value of the followed run. */
static void draw_tag(const struct frame *f, struct rect r, const struct tag *tag)
{
	const struct model *m = f->model;
	const struct curve *curve = tag_followed(m, tag);
	char value[FORMAT_TEXT] = "";
	if (curve && model_kind(m) == TAG_SCALARS) {
		tfe_view view = tfe_series_view(curve->series);
		format_value(value, curve_facts(f->caches, &view, m->settings.axis)->last);
	}
	int width = text_width(value), name = r.w - width - 2;
	if (name < 4)
		return;
	name_draw(f->grid, (struct rect){r.x, r.y, name, 1}, tag->name + tag->group + 1, 0,
		  (struct style){0});
	if (curve)
		grid_text(f->grid, r.x + r.w - width, r.y, width, value,
			  (struct style){.fg = ROLE_RUN + m->runs[curve->run]->colour});
}

void fold_draw(const struct frame *f, struct rect r, const struct tag *tag, bool active)
{
	enum { COLUMN_W = 34 };
	const struct tag_list *list = &f->model->tags[model_kind(f->model)];
	char text[160];
	struct title t;
	size_t n = 0, shown = 0;
	int columns = r.w / COLUMN_W > 1 ? r.w / COLUMN_W : 1, rows = r.h - 1;
	int w = r.w / columns;
	for (size_t i = 0; i < list->n; i++)
		n += belongs(list->tags[i], tag);
	snprintf(text, sizeof text, "%.*s/", tag->group < 140 ? (int)tag->group : 140, tag->name);
	title_init(&t, text, active);
	title_note(&t, (struct style){.fg = ROLE_ACCENT}, "%zu folded", n);
	title_draw(&t, f->grid, r);
	for (size_t i = 0; i < list->n && (int)shown < rows * columns; i++)
		if (belongs(list->tags[i], tag)) {
			int column = (int)shown / rows, row = (int)shown % rows;
			draw_tag(f, (struct rect){r.x + 1 + column * w, r.y + 1 + row, w - 2, 1},
				 list->tags[i]);
			shown++;
		}
}
