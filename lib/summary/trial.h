/* summary: the hyperparameters of a trial, and their records. */
#ifndef TFE_SUMMARY_TRIAL_H
#define TFE_SUMMARY_TRIAL_H

#include <tfevents/trial.h>

#include "base/arena.h"
#include "base/map.h"
#include "summary/value.h"

enum tfe__trial_type { TFE__TRIAL_NUMBER, TFE__TRIAL_INT, TFE__TRIAL_BOOL, TFE__TRIAL_TEXT };

/* A hyperparameter. TensorBoard stores integers as numbers, but the name of a group depends on the
 * difference: 1 and 1.0. */
struct tfe__trial_value {
	const char *name; /* in the arena */
	enum tfe__trial_type type;
	double number; /* not of _TEXT */
	int64_t i;     /* of _INT */
	const char *text;
};

struct tfe_trial {
	struct tfe__trial_value *value;
	size_t values, capacity;
	struct tfe__map names; /* name -> index of its value */
	struct tfe__arena arena;
	tfe_error error; /* the first error; it is sticky */
	tfe_allocator allocator;
};

/* Sets a value whose text is copied; `value->name` need not live longer than the call. Returns the
 * sticky status. */
tfe_status tfe__trial_set(tfe_trial *t, const struct tfe__trial_value *value);

/* Refuses the hyperparameter `name` for a reason. Returns the sticky status. */
tfe_status tfe__trial_refuse(tfe_trial *t, tfe_status status, const char *name, const char *reason);

/* The texts of a session's start besides its values. */
struct tfe__trial_start {
	const char *group, *model_uri, *monitor_url; /* the last two may be NULL */
};

/* Put the records of the plugin hparams: the start and the end of a session, an experiment. The tag
 * of the header is replaced by that of the plugin. Return TFE_E_NOMEM or TFE_E_LIMIT. */
tfe_status tfe__put_trial_start(struct tfe__buf *b, const struct tfe__value_header *header,
				const tfe_trial *t,
				const struct tfe__trial_start *start) TFE_MUST_CHECK;
tfe_status tfe__put_trial_end(struct tfe__buf *b, const struct tfe__value_header *header,
			      tfe_trial_status status) TFE_MUST_CHECK;
tfe_status tfe__put_experiment(struct tfe__buf *b, const struct tfe__value_header *header,
			       const tfe_experiment *e) TFE_MUST_CHECK;

#endif
