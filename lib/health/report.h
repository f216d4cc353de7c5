/* health: what rules say, and the texts that go with it. */
#ifndef TFE_HEALTH_REPORT_H
#define TFE_HEALTH_REPORT_H

#include <tfevents/health.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "health/hold.h"
#include "health/health_run.h"

/* Findings of one judgement. Errors stick in `status`. */
struct tfe__report {
	tfe_allocator allocator;
	struct tfe__arena texts;
	tfe_finding *finding;
	size_t n, capacity;
	tfe_status status;
	/* The rule that speaks. */
	const char *rule;
	const char *const *causes, *const *actions;
};

void tfe__report_init(struct tfe__report *report, const tfe_allocator *allocator);
void tfe__report_release(struct tfe__report *report);

/* What a rule found in a series. Causes and actions may be NULL: the rule's. */
struct tfe__verdict {
	const struct tfe__health_series *series;
	tfe_severity severity;
	int64_t step, last_step;
	bool active;
	double value, limit;
	const char *const *causes, *const *actions;
};

void tfe__report_add(struct tfe__report *report, const struct tfe__verdict *verdict,
		     const char *format, ...) TFE__PRINTF(3, 4);

/* The part of a verdict that a hold knows. */
struct tfe__verdict tfe__held(const struct tfe__health_series *series, const struct tfe__hold *hold,
			      tfe_severity severity, double limit);

/* The order of findings: worst first, then by step, rule and tag. As strcmp. */
int tfe__finding_compare(const tfe_finding *a, const tfe_finding *b);
void tfe__report_sort(struct tfe__report *report);

#endif
