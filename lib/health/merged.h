/* health: merging: the findings of layers that have the same illness become one finding. */
#ifndef TFE_HEALTH_MERGED_H
#define TFE_HEALTH_MERGED_H

#include <stddef.h>

#include <tfevents/health.h>

#include "base/arena.h"
#include "health/health_run.h"

/* What a finding is about, as far as messages count it: "12 of 14 kernels". */
enum tfe__subject {
	TFE__SUBJECT_OTHER, /* a scalar or a file: its findings are not merged */
	TFE__SUBJECT_NORM,  /* the gradient norm of a layer, logged as a scalar */
	TFE__SUBJECT_KERNEL,
	TFE__SUBJECT_WEIGHT, /* of another parameter */
	TFE__SUBJECT_GRADIENT,
	TFE__SUBJECT_ACTIVATION,
	TFE__SUBJECT_INPUT,
	TFE__SUBJECT_TENSOR, /* of unknown meaning */
	TFE__SUBJECTS
};

enum tfe__subject tfe__subject_of(const struct tfe__health_series *series);

/* Counts the series of each subject whose tags begin with `prefix`. */
void tfe__count_subjects(const struct tfe__health_run *run, const char *prefix,
			 size_t count[TFE__SUBJECTS]);

/* A finding in one series. */
struct tfe__found {
	tfe_finding finding; /* without `tags` */
	enum tfe__subject subject;
	/* The number of series of each subject in its run; the address identifies the run. May be
	 * NULL for TFE__SUBJECT_OTHER. */
	const size_t *peers;
};

/* A finding in one series or several. */
struct tfe__merged {
	tfe_finding finding;
	const struct tfe__found *worst; /* whose tag, value, limit and evidence it has */
};

/* Merges findings of the same run, rule, severity, causes and remedies; pending ones only with each
 * other. The n elements of `found` are of one array, in the order in which `tags` shall list
 * them; their order in `found` changes. `merged` has space for n elements; *count becomes their
 * number. Their order is arbitrary. Their tags and messages are in `texts` or those of `found`.
 * Returns TFE_E_NOMEM. */
tfe_status tfe__merge_findings(const struct tfe__found **found, size_t n, struct tfe__arena *texts,
			       struct tfe__merged *merged, size_t *count) TFE_MUST_CHECK;

#endif
