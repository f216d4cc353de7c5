/* The rules that judge a training run from its scalars and histograms. */
#ifndef TFEVENTS_HEALTH_H
#define TFEVENTS_HEALTH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/histogram.h>
#include <tfevents/status.h>

TFE_BEGIN_DECLS

/* Judges one run. It knows no files: points are fed to it, each tag's in the order of its series, the
 * tags in any order. Threads: one at a time. */
typedef struct tfe_health tfe_health;

/* How bad a finding is. A greater number is worse. */
typedef enum tfe_severity {
	TFE_SEVERITY_INFO,
	TFE_SEVERITY_WARNING,
	TFE_SEVERITY_ERROR
} tfe_severity;

/* "info", "warning", "error". Static. */
TFE_API const char *tfe_severity_name(tfe_severity severity);

/* Something that a rule found in one series. */
typedef struct tfe_finding {
	size_t size;
	const char *tag;  /* as it was fed */
	const char *rule; /* "nonfinite", "large_weights", ... ; docs/health.md lists them */
	tfe_severity severity;
	int64_t step;      /* where it first held */
	int64_t last_step; /* where it was last seen to hold */
	bool active;       /* holds at the newest point */
	double value,
		limit; /* the statistic at its worst, and the limit that it crossed (NaN: none) */
	const char *message;        /* one sentence with the evidence in numbers */
	const char *const *causes;  /* probable causes, likeliest first; NULL-terminated */
	const char *const *actions; /* remedies, first things first; NULL-terminated */
} tfe_finding;

#define TFE_FINDING_INIT TFE_SIZED(tfe_finding)

/* Makes a health to which no point was fed yet. `allocator` is copied; NULL is malloc. Returns
 * TFE_E_ARG for an `out` of NULL, TFE_E_NOMEM with *out NULL. */
TFE_API TFE_MUST_CHECK tfe_status tfe_health_open(const tfe_allocator *allocator, tfe_health **out);

/* Frees a health and its findings. NULL is a no-op. */
TFE_API void tfe_health_close(tfe_health *health);

/* The next point of a tag. A tag that is fed as scalar and as histogram keeps its first kind; the rest is ignored.
 * What a tag holds is told by its name: docs/health.md says how. Memory has a bound: some 40 KiB a tag.
 * Returns TFE_E_ARG, TFE_E_NOMEM. */
TFE_API TFE_MUST_CHECK tfe_status tfe_health_add_scalar(tfe_health *health, const char *tag,
							int64_t step, double value);
/* The next n points of a tag in one call: what n calls would do, many times cheaper. On an error those from the one that
 * failed on are not taken. */
TFE_API TFE_MUST_CHECK tfe_status tfe_health_add_scalars(tfe_health *health, const char *tag,
							 const int64_t *steps, const double *values,
							 size_t n);
TFE_API TFE_MUST_CHECK tfe_status tfe_health_add_histogram(tfe_health *health, const char *tag,
							   int64_t step,
							   const tfe_histogram *histogram);
/* The same of one of which the moments are known (tfe_histogram_get_moments, tfe_view_get_moments). */
TFE_API TFE_MUST_CHECK tfe_status tfe_health_add_moments(tfe_health *health, const char *tag,
							 int64_t step, const tfe_moments *moments);

/* Judges the points that were fed so far. The findings depend on the points alone, not on when
 * they were judged. Costs what the histories hold, not what was fed, and nothing when no point was
 * added since.
 * Returns TFE_E_NOMEM: the findings of the judgement before stay. */
TFE_API TFE_MUST_CHECK tfe_status tfe_health_judge(tfe_health *health);

/* How many findings the last tfe_health_judge made; 0 before the first. */
TFE_API size_t tfe_health_finding_count(const tfe_health *health);

/* Finding i of the last tfe_health_judge; the worst come first, then the earliest.
 * Returns TFE_E_ARG when there is none. Ownership: the strings are the health's, good until the
 * next tfe_health_judge or close. */
TFE_API TFE_MUST_CHECK tfe_status tfe_health_get_finding(const tfe_health *health, size_t i,
							 tfe_finding *finding);

/* The detail of the last error of a call on this handle, copied out; the message names the
 * argument and the tag that were refused. Status TFE_OK when there was none. */
TFE_API void tfe_health_get_error(const tfe_health *health, tfe_error *error);

TFE_END_DECLS

#endif
