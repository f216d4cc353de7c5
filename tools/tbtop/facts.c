/* tbtop: facts about runs, series and findings as lines of plain text. */
#include "tbtop/facts.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include <tfevents/direction.h>

#include "common/format.h"
#include "tbtop/model/run_pace.h"

static void put_name(struct out *out, const char *name)
{
	out_visible(out, name, strlen(name));
}

static void put_count(struct out *out, uint64_t n, const char *one, const char *many)
{
	out_format(out, "%" PRIu64 " %s", n, format_noun(n, one, many));
}

static void put_value(struct out *out, const char *before, double value, int64_t step)
{
	char text[FORMAT_TEXT];
	format_value(text, value);
	out_format(out, "%s%s at step %" PRId64, before, text, step);
}

void facts_logdir(struct out *out, const struct model *m)
{
	size_t tags = 0;
	for (int k = 0; k < TAG_KINDS; k++)
		tags += m->tags[k].n;
	put_name(out, m->title);
	out_text(out, ": ");
	if (!m->n_runs)
		out_text(out, "no event files");
	if (m->n_runs) {
		put_count(out, m->n_runs, "run", "runs");
		out_text(out, ", ");
		put_count(out, tags, "tag", "tags");
		out_text(out, ", ");
		put_count(out, m->progress.points, "point", "points");
	}
	out_text(out, "\n");
}

/* --- runs ------------------------------------------------------------------------------------- */

static void put_state(struct out *out, const struct run *run, double now)
{
	static const char *const words[RUN_STATES] = {
		[RUN_LOADING] = "loading",
		[RUN_LIVE] = "live",
		[RUN_STALE] = "stale, nothing new",
		[RUN_QUIET] = "ended or stopped, nothing new",
		[RUN_DONE] = "done",
		[RUN_GONE] = "its files were deleted",
		[RUN_UNREADABLE] = "its files cannot be read",
	};
	char age[FORMAT_TEXT];
	double seen = run_seen_at(run, now);
	out_text(out, words[run->state]);
	if ((run->state == RUN_QUIET || run->state == RUN_STALE) && seen > 0) {
		format_span(age, now - seen);
		out_format(out, " for %s", age);
	}
}

void facts_run(struct out *out, const struct model *m, const struct run *run, bool all)
{
	char pace[PACE_TEXT];
	out_text(out, "run ");
	put_name(out, run->name);
	out_text(out, ": ");
	put_state(out, run, m->now);
	if (all && run_pace_text(m, run, pace))
		out_format(out, ", %s", pace);
	if (all) {
		out_text(out, ", ");
		put_count(out, tfe_run_series_count(run->data), "tag", "tags");
		out_format(out, ", last step %" PRId64, run->last_step);
	}
	if (all && run->damages) {
		out_text(out, ", ");
		put_count(out, run->damages, "damaged place", "damaged places");
	}
	out_text(out, "\n");
}

/* --- series ----------------------------------------------------------------------------------- */

static void put_scalar(struct out *out, const tfe_series_info *info)
{
	tfe_direction direction = tfe_tag_direction(info->tag);
	put_value(out, "", info->last, info->last_step);
	if (direction == TFE_DIRECTION_HIGHER) {
		put_value(out, ", best ", info->max, info->max_step);
	} else if (direction == TFE_DIRECTION_LOWER) {
		put_value(out, ", best ", info->min, info->min_step);
	} else {
		put_value(out, ", least ", info->min, info->min_step);
		put_value(out, ", greatest ", info->max, info->max_step);
	}
	out_text(out, ", ");
	put_count(out, info->count, "point", "points");
	if (info->nonfinite)
		out_format(out, ", %" PRIu64 " not finite", info->nonfinite);
}

static void put_number(struct out *out, const char *name, double value)
{
	char text[FORMAT_TEXT];
	format_value(text, value);
	out_format(out, ", %s %s", name, isnan(value) ? "unknown" : text);
}

static void put_histogram(struct out *out, const tfe_view *view, const tfe_series_info *info)
{
	tfe_moments m = TFE_MOMENTS_INIT;
	out_format(out, "histogram at step %" PRId64, info->last_step);
	if (!tfe_view_get_moments(view, view->count - 1, &m)) {
		put_number(out, "values", m.num);
		put_number(out, "mean", m.mean);
		put_number(out, "deviation", m.stddev);
		put_number(out, "least", m.min);
		put_number(out, "median", m.quantile[TFE_MOMENTS_QUANTILES / 2]);
		put_number(out, "greatest", m.max);
		out_format(out, ", %.1f %% zeros", m.zeros * 100);
	}
	out_text(out, ", ");
	put_count(out, info->count, "histogram", "histograms");
}

static void put_other(struct out *out, const tfe_series_info *info)
{
	out_format(out, "%s at step %" PRId64 ", ", tfe_kind_name(info->kind), info->last_step);
	put_count(out, info->count, "value", "values");
}

void facts_series(struct out *out, const struct run *run, const tfe_series *series)
{
	tfe_view view = tfe_series_view(series);
	tfe_series_info info = TFE_SERIES_INFO_INIT;
	tfe_view_get_info(&view, &info);
	put_name(out, run->name);
	out_text(out, " ");
	put_name(out, info.tag);
	out_text(out, ": ");
	if (info.kind == TFE_KIND_SCALAR)
		put_scalar(out, &info);
	else if (info.kind == TFE_KIND_HISTOGRAM)
		put_histogram(out, &view, &info);
	else
		put_other(out, &info);
	out_text(out, "\n");
}

/* --- findings --------------------------------------------------------------------------------- */

void facts_finding(struct out *out, const char *run, const struct finding *f, bool withdrawn)
{
	out_format(out, "%s %s: ", tfe_severity_name(f->severity),
		   withdrawn ? "withdrawn" : tfe_finding_state_name(f->state));
	if (*run) {
		put_name(out, run);
		out_text(out, *f->tag ? " " : ": ");
	}
	if (*f->tag) {
		put_name(out, f->tag);
		if (f->n_tags > 1)
			out_format(out, " and %zu more", f->n_tags - 1);
		out_text(out, f->step == f->last_step ? ", step " : ", steps ");
		out_format(out, "%" PRId64, f->step);
		if (f->step != f->last_step)
			out_format(out, " to %" PRId64, f->last_step);
		out_text(out, ": ");
	}
	put_name(out, f->message);
	out_text(out, "\n");
}
