/* health: the public handle: feeding a run and judging it. */
#include <tfevents/health.h>

#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/options.h"
#include "base/sized.h"
#include "health/health.h"
#include "health/report.h"
#include "health/rule.h"
#include "health/health_run.h"

struct tfe_health {
	tfe_allocator allocator;
	struct tfe__health_run run;
	struct tfe__report report;
	bool judged;       /* the report covers all points that were fed */
	bool list_pending; /* merge pending findings too */
	tfe_error error;   /* the last error */
};

const char *tfe_severity_name(tfe_severity severity)
{
	switch (severity) {
	case TFE_SEVERITY_INFO:
		return "info";
	case TFE_SEVERITY_WARNING:
		return "warning";
	case TFE_SEVERITY_ERROR:
		return "error";
	}
	return "unknown";
}

const char *tfe_finding_state_name(tfe_finding_state state)
{
	switch (state) {
	case TFE_FINDING_STATE_PENDING:
		return "pending";
	case TFE_FINDING_STATE_FIRING:
		return "firing";
	case TFE_FINDING_STATE_CLEARED:
		return "cleared";
	}
	return "unknown";
}

tfe_status tfe_health_open(const tfe_allocator *allocator, tfe_health **out)
{
	tfe_allocator a = tfe__allocator_or_default(allocator);
	if (!out)
		return TFE_E_ARG;
	*out = NULL;
	tfe_health *health = tfe__alloc_zeroed(&a, 1, sizeof *health);
	if (!health)
		return TFE_E_NOMEM;
	health->allocator = a;
	health->error = (tfe_error)TFE_ERROR_INIT;
	health->error.offset = -1;
	tfe__health_run_init(&health->run, &a);
	tfe__report_init(&health->report, &a);
	*out = health;
	return TFE_OK;
}

void tfe_health_close(tfe_health *health)
{
	if (!health)
		return;
	tfe__report_release(&health->report);
	tfe__health_run_release(&health->run);
	tfe__free(&health->allocator, health);
}

void tfe_health_get_error(const tfe_health *health, tfe_error *error)
{
	tfe__result_copy(error, &health->error, sizeof health->error);
}

/* Stores the detail of a bad argument. Returns TFE_E_ARG. */
static tfe_status refuse(tfe_health *health, const char *tag, const char *wrong)
{
	if (!health)
		return TFE_E_ARG;
	if (!tag)
		return tfe__error(&health->error, TFE_E_ARG, 0, NULL, -1, "the tag is missing");
	return tfe__error(&health->error, TFE_E_ARG, 0, NULL, -1, "tag \"%s\": %s",
			  tfe__error_show(tag).text, wrong);
}

/* Stores the detail of a failure during the feeding of a tag. Returns its status. */
static tfe_status record_failure(tfe_health *health, const char *tag, tfe_status status)
{
	if (status)
		tfe__error(&health->error, status, 0, NULL, -1, "tag \"%s\": %s",
			   tfe__error_show(tag).text, tfe_status_text(status));
	return status;
}

tfe_status tfe_health_add_scalars(tfe_health *health, const char *tag, const int64_t *steps,
				  const double *values, size_t n)
{
	if (!health || !tag || (n && (!steps || !values)))
		return refuse(health, tag, steps ? "values are missing" : "steps are missing");
	if (!n)
		return TFE_OK;
	struct tfe__health_series *series;
	tfe_status status = tfe__health_run_series(&health->run, tag, false, &series);
	if (!status) {
		health->judged = false; /* some points may be added before an error */
		status = tfe__health_series_add_scalars(&health->run, series, steps, values, n);
	}
	return record_failure(health, tag, status);
}

tfe_status tfe_health_add_scalar(tfe_health *health, const char *tag, int64_t step, double value)
{
	return tfe_health_add_scalars(health, tag, &step, &value, 1);
}

static tfe_status add_moments(tfe_health *health, const char *tag, int64_t step,
			      const tfe_moments *moments)
{
	struct tfe__health_series *series;
	tfe_status status = tfe__health_run_series(&health->run, tag, true, &series);
	if (!status)
		status = tfe__health_series_add_moments(&health->run, series, step, moments);
	if (!status)
		health->judged = false;
	return record_failure(health, tag, status);
}

tfe_status tfe_health_add_moments(tfe_health *health, const char *tag, int64_t step,
				  const tfe_moments *moments)
{
	tfe_moments own;
	if (!health || !tag || !moments)
		return refuse(health, tag, "moments are missing");
	if (tfe__options_copy(&own, sizeof own, moments, "tfe_moments", &health->error))
		return TFE_E_ARG;
	return add_moments(health, tag, step, &own);
}

tfe_status tfe_health_add_histogram(tfe_health *health, const char *tag, int64_t step,
				    const tfe_histogram *histogram)
{
	tfe_moments moments = TFE_MOMENTS_INIT;
	if (!histogram)
		return refuse(health, tag, "the histogram is missing");
	tfe_histogram_get_moments(histogram, &moments);
	return add_moments(health, tag, step, &moments);
}

tfe_status tfe_health_set_threshold(tfe_health *health, const char *name, double value)
{
	if (!health)
		return TFE_E_ARG;
	tfe_status status = tfe__threshold_set(health->run.limit, name, value, &health->error);
	if (!status)
		health->judged = false;
	return status;
}

void tfe__health_set_limits(tfe_health *health, const double limit[TFE__THRESHOLD_COUNT])
{
	memcpy(health->run.limit, limit, sizeof health->run.limit);
	health->judged = false;
}

static tfe_status judge_all(tfe_health *health)
{
	tfe_status status = tfe__health_run_relate(&health->run);
	if (status)
		return status;
	struct tfe__report report;
	tfe__report_init(&report, &health->allocator);
	tfe__judge(&health->run, &report);
	tfe__report_merge(&report, &health->run, health->list_pending);
	if (report.status) {
		status = report.status;
		tfe__report_release(&report);
		return status;
	}
	tfe__report_release(&health->report);
	health->report = report;
	health->judged = true;
	return TFE_OK;
}

tfe_status tfe_health_judge(tfe_health *health)
{
	if (!health)
		return TFE_E_ARG;
	tfe_status status = health->judged ? TFE_OK : judge_all(health);
	if (status)
		tfe__error(&health->error, status, 0, NULL, -1, "%s during the judging of the run",
			   tfe_status_text(status));
	return status;
}

void tfe_health_list_pending(tfe_health *health, bool list)
{
	health->judged = health->judged && health->list_pending == list;
	health->list_pending = list;
}

size_t tfe_health_finding_count(const tfe_health *health)
{
	return health->report.listed;
}

tfe_status tfe_health_get_finding(const tfe_health *health, size_t i, tfe_finding *finding)
{
	if (i >= health->report.listed)
		return TFE_E_ARG;
	return tfe__result_copy(finding, &health->report.merged[i].finding, sizeof *finding);
}

const struct tfe__report *tfe__health_report(const tfe_health *health)
{
	return &health->report;
}

void tfe__health_count_subjects(const tfe_health *health, const char *prefix,
				size_t count[TFE__SUBJECTS])
{
	tfe__count_subjects(&health->run, prefix, count);
}
