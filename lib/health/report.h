/* health: the findings of the rules, with their texts. */
#ifndef TFE_HEALTH_REPORT_H
#define TFE_HEALTH_REPORT_H

#include <tfevents/health.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "health/hold.h"
#include "health/health_run.h"
#include "health/merged.h"

/* The findings of one judgement, one for each series. `status` keeps the first error. */
struct tfe__report {
	tfe_allocator allocator;
	struct tfe__arena texts;
	struct tfe__found *found;
	size_t n, capacity;
	tfe_status status;
	struct tfe__merged *merged; /* after tfe__report_merge: the findings as they are listed */
	size_t listed;
	/* The rule that runs. */
	const char *rule;
	const char *const *causes, *const *actions;
};

void tfe__report_init(struct tfe__report *report, const tfe_allocator *allocator);
void tfe__report_release(struct tfe__report *report);

/* A result of a rule for a series. Causes and actions may be NULL: then those of the rule apply. */
struct tfe__verdict {
	const struct tfe__health_series *series;
	tfe_severity severity;
	int64_t step, last_step;
	bool active;  /* firing; else cleared */
	bool pending; /* neither */
	double value, limit;
	const char *const *causes, *const *actions;
};

void tfe__report_add(struct tfe__report *report, const struct tfe__verdict *verdict,
		     const char *format, ...) TFE__PRINTF(3, 4);

/* Creates a verdict from a hold. */
struct tfe__verdict tfe__verdict_of_hold(const struct tfe__health_series *series,
					 const struct tfe__hold *hold, tfe_severity severity,
					 double limit);

/* Merges the findings of the run and sorts them for the public list: the worst first, then by step,
 * rule and tag. Pending ones are left out, or come last. */
void tfe__report_merge(struct tfe__report *report, const struct tfe__health_run *run, bool pending);

#endif
