/* Health rules: they judge a training by its scalars and histograms. */
#ifndef TFEVENTS_HEALTH_H
#define TFEVENTS_HEALTH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/histogram.h>
#include <tfevents/status.h>

TFE_BEGIN_DECLS

/* The health of one run. It reads no files: the caller feeds it points, those of each tag in the
 * order of the series, the tags in any order. Threads: one call at a time for one handle. */
typedef struct tfe_health tfe_health;

/* The severity of a finding. A greater number is worse. */
typedef enum tfe_severity {
	TFE_SEVERITY_INFO,
	TFE_SEVERITY_WARNING,
	TFE_SEVERITY_ERROR
} tfe_severity;

/* Returns the name of a severity: "info", "warning" or "error". Ownership: static. Threads: any. */
TFE_API const char *tfe_severity_name(tfe_severity severity);

/* The state of a finding. */
typedef enum tfe_finding_state {
	/* The condition holds at the newest points, but not yet as often as the rule needs. */
	TFE_FINDING_STATE_PENDING,
	TFE_FINDING_STATE_FIRING, /* it holds at the newest point */
	TFE_FINDING_STATE_CLEARED /* it held and has ended */
} tfe_finding_state;

/* Returns the name of a state: "pending", "firing" or "cleared". Ownership: static. Threads:
 * any. */
TFE_API const char *tfe_finding_state_name(tfe_finding_state state);

/* A finding of a rule in a scalar, or in one or several layers: layers of which a rule has findings
 * of the same severity, with the same causes and remedies, share one. */
typedef struct tfe_finding {
	size_t size;
	const char *tag;  /* as the caller gave it; of several layers the worst one */
	const char *rule; /* "nonfinite", "large_weights", ... ; docs/health.md lists them */
	tfe_severity severity;
	int64_t step;      /* first step at which the condition held, in any of the layers */
	int64_t last_step; /* last step at which it held */
	bool active;       /* the state is TFE_FINDING_STATE_FIRING */
	/* The worst value of the statistic of `tag`, and the limit that it crossed (NaN: none). */
	double value, limit;
	const char *message;        /* one sentence with the evidence in numbers */
	const char *const *causes;  /* probable causes, the likeliest first; NULL-terminated */
	const char *const *actions; /* remedies, the first to try first; NULL-terminated */
	/* All tags, in the order in which they were first fed; NULL-terminated. */
	const char *const *tags;
	size_t tag_count;        /* at least 1 */
	tfe_finding_state state; /* firing if it is in any of the layers */
	int64_t tag_step;        /* first step at which the condition held in `tag` */
} tfe_finding;

#define TFE_FINDING_INIT TFE_SIZED(tfe_finding)

/* Creates a health without points. `allocator` is copied; NULL means malloc.
 * Returns TFE_E_ARG if `out` is NULL, or TFE_E_NOMEM; then *out is NULL.
 * Ownership: *out is the caller's until tfe_health_close. */
TFE_API TFE_MUST_CHECK tfe_status tfe_health_open(const tfe_allocator *allocator, tfe_health **out);

/* Frees a health and its findings. NULL is a no-op. */
TFE_API void tfe_health_close(tfe_health *health);

/* Feeds the next point of a tag. A tag that is fed both as scalar and as histogram has a series of
 * each kind. The words of a tag decide its role: see docs/health.md. Memory is limited to about
 * 50 KiB per series.
 * Returns TFE_E_ARG or TFE_E_NOMEM. */
TFE_API TFE_MUST_CHECK tfe_status tfe_health_add_scalar(tfe_health *health, const char *tag,
							int64_t step, double value);

/* Feeds the next n points of a tag. The result is that of n calls of tfe_health_add_scalar; one
 * call is many times faster.
 * Returns TFE_E_ARG or TFE_E_NOMEM: the points before the failure are fed, the others are not. */
TFE_API TFE_MUST_CHECK tfe_status tfe_health_add_scalars(tfe_health *health, const char *tag,
							 const int64_t *steps, const double *values,
							 size_t n);

/* Feeds the next histogram of a tag. Returns TFE_E_ARG or TFE_E_NOMEM. */
TFE_API TFE_MUST_CHECK tfe_status tfe_health_add_histogram(tfe_health *health, const char *tag,
							   int64_t step,
							   const tfe_histogram *histogram);

/* Feeds the moments of the next histogram of a tag, from tfe_histogram_get_moments or
 * tfe_view_get_moments. Returns TFE_E_ARG or TFE_E_NOMEM. */
TFE_API TFE_MUST_CHECK tfe_status tfe_health_add_moments(tfe_health *health, const char *tag,
							 int64_t step, const tfe_moments *moments);

/* A limit of a rule that a user may change. Some are of rules that only tfe_judge has. */
typedef struct tfe_threshold {
	size_t size;
	const char *name;    /* the rule, a dot and the name of the limit: "spike.median" */
	const char *meaning; /* a noun phrase with the unit */
	double usual, lowest, highest;
} tfe_threshold;

#define TFE_THRESHOLD_INIT TFE_SIZED(tfe_threshold)

/* Returns the number of thresholds. Threads: any. */
TFE_API size_t tfe_threshold_count(void);

/* Fills *threshold with threshold i; those of one rule follow each other. Returns TFE_E_ARG if
 * there is none. Ownership: its strings are static. Threads: any. */
TFE_API TFE_MUST_CHECK tfe_status tfe_threshold_get(size_t i, tfe_threshold *threshold);

/* Sets a threshold by its name for the next tfe_health_judge.
 * Returns TFE_E_ARG if there is no such threshold or if the value is out of its range. */
TFE_API TFE_MUST_CHECK tfe_status tfe_health_set_threshold(tfe_health *health, const char *name,
							   double value);

/* Judges all points that were fed. The findings depend on the points only, not on the times of
 * judging. The cost is limited by the length of the histories, about a thousand points per tag;
 * without new points a call costs nothing.
 * Returns TFE_E_ARG or TFE_E_NOMEM; then the previous findings stay. */
TFE_API TFE_MUST_CHECK tfe_status tfe_health_judge(tfe_health *health);

/* Chooses whether the findings of the following tfe_health_judge include pending ones, after all
 * others. By default they do not. */
TFE_API void tfe_health_list_pending(tfe_health *health, bool list);

/* Returns the number of findings of the last tfe_health_judge; 0 before the first call. */
TFE_API size_t tfe_health_finding_count(const tfe_health *health);

/* Fills *finding with finding i of the last tfe_health_judge: the worst come first, of one severity
 * the earliest.
 * Returns TFE_E_ARG if there is no such finding. Ownership: its strings are the health's, valid
 * until the next tfe_health_judge or tfe_health_close. */
TFE_API TFE_MUST_CHECK tfe_status tfe_health_get_finding(const tfe_health *health, size_t i,
							 tfe_finding *finding);

/* Copies the last error of a call on this handle; its message names the refused argument and tag.
 * The status is TFE_OK if there was none. */
TFE_API void tfe_health_get_error(const tfe_health *health, tfe_error *error);

TFE_END_DECLS

#endif
