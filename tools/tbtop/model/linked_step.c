/* model: the one step that is chosen for all entries that are shown one at a time. */
#include "tbtop/model/linked_step.h"

#include <inttypes.h>
#include <stdio.h>

static bool find(const tfe_view *view, const struct chosen_step *chosen, struct linked_entry *out)
{
	*out = (struct linked_entry){.entry = view->count ? view->count - 1 : 0};
	if (chosen->on) {
		out->entry = chosen->entry;
		if (tfe_view_get_points(view, out->entry, &out->at, 1) != 1 ||
		    out->at.step != chosen->step)
			out->entry = tfe_view_nearest(view, TFE_AXIS_STEP, (double)chosen->step);
	}
	if (tfe_view_get_points(view, out->entry, &out->at, 1) != 1)
		return false;
	out->is_asked = !chosen->on || out->at.step == chosen->step;
	return true;
}

bool linked_entry(const struct model *m, const tfe_view *view, struct linked_entry *out)
{
	return find(view, &m->chosen, out);
}

bool marked_entry(const struct model *m, const struct tag *tag, const struct curve **curve,
		  struct linked_entry *out)
{
	*curve = m->mark.at.on ? tag_curve(tag, m->mark.run) : NULL;
	if (!*curve)
		return false;
	tfe_view view = tfe_series_view((*curve)->series);
	return find(&view, &m->mark.at, out);
}

void linked_step_text(const struct model *m, const struct linked_entry *e, char text[LINKED_TEXT])
{
	int n = snprintf(text, LINKED_TEXT, "%" PRId64, e->at.step);
	if (!e->is_asked)
		snprintf(text + n, LINKED_TEXT - (size_t)n, " (asked %" PRId64 ")", m->chosen.step);
}
