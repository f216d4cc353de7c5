/* update: keys of views that show one entry of each series at a time: the chosen step. */
#include <inttypes.h>
#include <stdlib.h>

#include "tbtop/model/linked_step.h"
#include "tbtop/model/run_notes.h"
#include "tbtop/update/update.h"

/* Chooses the step of an entry of the followed series that is `by` entries away. */
static void move_step(struct model *m, int by)
{
	const struct curve *curve = tag_followed(m, model_focus(m));
	struct linked_entry now;
	tfe_point at;
	if (!curve)
		return;
	tfe_view view = tfe_series_view(curve->series);
	if (!linked_entry(m, &view, &now))
		return;
	uint64_t last = view.count - 1, far = (uint64_t)abs(by), to;
	if (by < 0)
		to = now.entry < far ? 0 : now.entry - far;
	else
		to = last - now.entry < far ? last : now.entry + far;
	if (tfe_view_get_points(&view, to, &at, 1) == 1)
		m->chosen = (struct chosen_step){.on = true, .step = at.step, .entry = to};
}

static void set_mark(struct model *m)
{
	const struct curve *curve = tag_followed(m, model_focus(m));
	struct linked_entry now;
	if (!curve)
		return;
	tfe_view view = tfe_series_view(curve->series);
	if (!linked_entry(m, &view, &now))
		return;
	m->mark.run = curve->run;
	m->mark.at = (struct chosen_step){true, now.at.step, now.entry};
	say(m, false, "marked step %" PRId64 " of %s: d shows the difference to it", now.at.step,
	    run_title(m->runs[curve->run]));
}

/* Returns which one of several images or sounds of a step is shown. */
static uint32_t shown_number(const struct model *m)
{
	enum tag_kind kind = model_kind(m);
	return kind == TAG_IMAGES ? m->looking.number : kind == TAG_AUDIO ? m->listening.number : 0;
}

void wish_for(struct model *m, enum wish_kind kind)
{
	const struct curve *curve = tag_followed(m, model_focus(m));
	struct linked_entry now;
	if (!curve)
		return;
	tfe_view view = tfe_series_view(curve->series);
	if (linked_entry(m, &view, &now))
		m->wish = (struct wish){.kind = kind,
					.view = view,
					.entry = now.entry,
					.number = m->wish.number + 1,
					.picture = shown_number(m)};
}

void update_steps(struct model *m, const struct geometry *seen, enum action action)
{
	switch (action) {
	case DO_STEP_BACK:
		move_step(m, -1);
		break;
	case DO_STEP_FORWARD:
		move_step(m, 1);
		break;
	case DO_STEPS_BACK:
		move_step(m, -10);
		break;
	case DO_STEPS_FORWARD:
		move_step(m, 10);
		break;
	case DO_MARK:
		set_mark(m);
		break;
	case DO_DIFFERENCE:
		toggle_difference(m);
		break;
	case DO_SAVE:
		wish_for(m, WISH_SAVE);
		break;
	case DO_PLAY:
		wish_for(m, WISH_PLAY);
		break;
	case DO_COPY:
		wish_for(m, WISH_COPY);
		break;
	default:
		update_charts(m, seen, action);
	}
}
