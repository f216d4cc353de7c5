/* health: the parts of a health that the judge reads, which merges the findings by run itself. */
#ifndef TFE_HEALTH_HEALTH_H
#define TFE_HEALTH_HEALTH_H

#include <tfevents/health.h>

#include "health/merged.h"
#include "health/report.h"

/* Returns the findings of the last tfe_health_judge, one for each series, pending ones too. */
const struct tfe__report *tfe__health_report(const tfe_health *health);

/* As tfe__count_subjects. */
void tfe__health_count_subjects(const tfe_health *health, const char *prefix,
				size_t count[TFE__SUBJECTS]);

#endif
