/* tfevents report: the contents of its tables and charts. */
#include "tfevents/report_contents.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "common/format.h"
#include "common/memory.h"
#include "tfevents/logs.h"

const char *const report_columns[REPORT_COLUMNS] = {"run", "last step", "duration", "restarts",
						    "damaged places"};

void report_row(const tfe_run *run, char cell[REPORT_COLUMNS][REPORT_CELL])
{
	tfe_run_info info = TFE_RUN_INFO_INIT;
	tfe_run_get_info(run, &info);
	double seconds = info.last_wall_time - info.first_wall_time;
	*cell[0] = 0;
	snprintf(cell[1], REPORT_CELL, "%" PRId64, info.last_step);
	snprintf(cell[2], REPORT_CELL, "-");
	if (seconds > 0 && isfinite(seconds))
		format_span(cell[2], seconds);
	snprintf(cell[3], REPORT_CELL, "%" PRIu64, info.restarts);
	snprintf(cell[4], REPORT_CELL, "%" PRIu64, info.damaged_places);
}

void report_value(const tfe_run *run, const char *tag, char text[REPORT_CELL])
{
	const tfe_series *series = tfe_run_find_series_of_kind(run, tag, TFE_KIND_SCALAR);
	snprintf(text, REPORT_CELL, "-");
	if (!series)
		return;
	tfe_series_info info = TFE_SERIES_INFO_INIT;
	tfe_view view = tfe_series_view(series);
	tfe_view_get_info(&view, &info);
	if (view.count)
		format_value(text, info.last);
}

void report_steps(const tfe_judge_finding *f, char text[REPORT_CELL])
{
	const char *still = f->active ? ", still" : "";
	if (f->step == f->last_step)
		snprintf(text, REPORT_CELL, "step %" PRId64 "%s", f->step, still);
	else
		snprintf(text, REPORT_CELL, "steps %" PRId64 " to %" PRId64 "%s", f->step,
			 f->last_step, still);
}

void report_counts(const struct report *r, char text[REPORT_COUNTS])
{
	size_t count[TFE_SEVERITY_ERROR + 1] = {0};
	for (size_t i = 0; i < tfe_judge_finding_count(r->judge); i++) {
		tfe_judge_finding finding = TFE_JUDGE_FINDING_INIT;
		if (!tfe_judge_get_finding(r->judge, i, &finding))
			count[finding.severity]++;
	}
	size_t errors = count[TFE_SEVERITY_ERROR], warnings = count[TFE_SEVERITY_WARNING];
	size_t notes = count[TFE_SEVERITY_INFO];
	snprintf(text, REPORT_COUNTS, "%zu %s, %zu %s, %zu %s", errors,
		 format_noun(errors, "error", "errors"), warnings,
		 format_noun(warnings, "warning", "warnings"), notes,
		 format_noun(notes, "note", "notes"));
}

static size_t runs_with(const struct report *r, const char *tag)
{
	size_t n = 0;
	for (size_t i = 0; i < r->n_runs && i < REPORT_RUNS; i++)
		n += tfe_run_find_series_of_kind(r->runs[i], tag, TFE_KIND_SCALAR) != NULL;
	return n;
}

void report_choose_values(struct report *r)
{
	size_t count[REPORT_VALUES];
	for (size_t i = 0; i < r->tags; i++) {
		size_t n = runs_with(r, r->tag[i]), at = r->value_tags;
		/* Of tags that as many runs have, the earlier one is first. */
		while (at && count[at - 1] < n)
			at--;
		if (at == REPORT_VALUES)
			continue;
		r->value_tags += r->value_tags < REPORT_VALUES;
		for (size_t k = r->value_tags; --k > at;) {
			count[k] = count[k - 1];
			r->value_tag[k] = r->value_tag[k - 1];
		}
		count[at] = n;
		r->value_tag[at] = r->tag[i];
	}
}

size_t report_curves(const struct report *r, const char *tag, struct figure_plan *plan)
{
	size_t curves = 0;
	figure_plan_init(plan);
	plan->width = 460;
	plan->height = 260;
	plan->smoothing = r->smoothing;
	/* The title has the tag. */
	plan->y_label = need_copy("");
	for (size_t i = 0; i < r->n_runs; i++) {
		const tfe_series *series =
			tfe_run_find_series_of_kind(r->runs[i], tag, TFE_KIND_SCALAR);
		if (!series || curves++ >= REPORT_CURVES)
			continue;
		const tfe_view view = tfe_series_view(series);
		const char *run = logs_run_name(r->runs[i]);
		figure_plan_add(plan, &view, r->n_runs > 1 ? run : "", run, (unsigned)(curves - 1));
	}
	figure_plan_label(plan, tag, "");
	return curves;
}
