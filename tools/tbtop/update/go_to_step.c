/* update: going to a step by its number. */
#include <inttypes.h>

#include "tbtop/model/view_facts.h"
#include "tbtop/update/update.h"
#include "tbtop/update/zooming.h"

static bool has_crosshair(enum view_id view)
{
	return view == VIEW_SCALARS || view == VIEW_HISTOGRAMS || view == VIEW_DISTRIBUTIONS;
}

/* Sets the crosshair. Only the full size shows it in Scalars. */
static void set_crosshair(struct model *m, int64_t step)
{
	double x = (double)step;
	m->settings.axis = TFE_AXIS_STEP;
	m->x_tag = NULL;
	m->focused |= model_view(m) == VIEW_SCALARS;
	m->crosshair = true;
	m->cross_follows = false;
	m->cross_x = x;
	zoom_uncover(m, x);
}

void go_to_step(struct model *m, int64_t step)
{
	enum view_id view = model_view(m);
	const struct curve *curve = tag_followed(m, model_focus(m));
	tfe_point at;
	if (view == VIEW_FINDINGS || view == VIEW_HPARAMS || view == VIEW_EMBEDDINGS) {
		say(m, true, "%s have no steps to go to", view_facts[view].noun);
		return;
	}
	if (!curve) {
		say(m, true, "no drawn run has this tag");
		return;
	}
	tfe_view series = tfe_series_view(curve->series);
	uint64_t entry = step == LAST_STEP && series.count
				 ? series.count - 1
				 : tfe_view_nearest(&series, TFE_AXIS_STEP, (double)step);
	if (tfe_view_get_points(&series, entry, &at, 1) != 1)
		return;
	if (has_crosshair(view))
		set_crosshair(m, at.step);
	else
		m->chosen = (struct chosen_step){
			.on = true, .step = step == LAST_STEP ? at.step : step, .entry = entry};
	if (at.step != step && step != LAST_STEP)
		say(m, false, "step %" PRId64 " is the nearest to %" PRId64, at.step, step);
}
