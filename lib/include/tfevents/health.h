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

typedef enum tfe_severity { TFE_INFO, TFE_WARNING, TFE_ERROR } tfe_severity;

/* "info", "warning", "error". Static. */
TFE_API const char *tfe_severity_name(tfe_severity severity);

/* Something that a rule found in one series. Strings live as long as the health, and as the finding is
 * not updated by another add or judge call. */
typedef struct tfe_finding {
	const char *tag;
	const char *rule; /* "nonfinite", "large_weights", ... ; docs/health.md lists them */
	tfe_severity severity;
	int64_t step;               /* where it first held */
	int64_t last_step;          /* where it was last seen to hold */
	bool active;                /* holds at the newest point */
	double value, limit;        /* the statistic at its worst, and the limit that it crossed */
	const char *message;        /* one sentence with the evidence in numbers */
	const char *const *causes;  /* probable causes, likeliest first; NULL-terminated */
	const char *const *actions; /* remedies, first things first; NULL-terminated */
} tfe_finding;

TFE_API TFE_MUST_CHECK tfe_status tfe_health_open(const tfe_allocator *allocator, tfe_health **out);
TFE_API void tfe_health_close(tfe_health *health);

TFE_API TFE_MUST_CHECK tfe_status tfe_health_add_scalar(tfe_health *health, const char *tag,
							int64_t step, double wall_time,
							double value);
TFE_API TFE_MUST_CHECK tfe_status tfe_health_add_histogram(tfe_health *health, const char *tag,
							   int64_t step, double wall_time,
							   const tfe_histogram *histogram);

/* Judges what was fed so far. *findings (worst first, then by step) is owned by the health, good until
 * the next call on it. Cheap when nothing was added. */
TFE_API TFE_MUST_CHECK tfe_status tfe_health_judge(tfe_health *health, const tfe_finding **findings,
						   size_t *n);

TFE_END_DECLS

#endif
