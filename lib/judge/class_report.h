/* judge: rules class_imbalance and confused_pairs, from a confusion matrix of the writer. */
#ifndef TFE_JUDGE_CLASS_REPORT_H
#define TFE_JUDGE_CLASS_REPORT_H

#include <stdbool.h>
#include <stdint.h>

#include <tfevents/event.h>
#include <tfevents/status.h>

/* The result of a rule. */
struct tfe__class_verdict {
	bool found;
	double value, limit;
	char message[512];
};

struct tfe__class_report {
	int64_t step;
	struct tfe__class_verdict imbalance, pairs;
};

/* Judges the confusion matrix in `value`, which tfe_writer_add_confusion_matrix wrote, by the
 * limits of enum tfe__threshold. Nothing is found in any other value. `step` of the report stays.
 * Returns TFE_E_NOMEM. */
tfe_status tfe__class_report_of(struct tfe__class_report *report, const tfe_value *value,
				const double *limit, const tfe_allocator *allocator) TFE_MUST_CHECK;

#endif
