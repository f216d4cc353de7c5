/* train: the tripwire of the callback: a finding that is a reason to stop. */
#include <stdio.h>

#include "base/sized.h"
#include "train/callback.h"

/* Finds the first finding of a run that is firing, of at least `level`. */
static bool find_reason(const tfe_health *health, tfe_severity level, tfe_finding *reason)
{
	for (size_t i = 0; !tfe_health_get_finding(health, i, reason); i++)
		if (reason->active && reason->severity >= level)
			return true;
	return false;
}

static bool is_worse(const tfe_finding *a, const tfe_finding *b)
{
	return a->severity != b->severity ? a->severity > b->severity : a->step < b->step;
}

/* Logs the reason, once for each training. */
static tfe_status log_reason(tfe_callback *cb, tfe_training_run run, const tfe_finding *f)
{
	char text[1024];
	tfe_writer *writer = cb->run[run].writer;
	if (cb->stopped || !writer)
		return TFE_OK;
	cb->stopped = true;
	snprintf(text, sizeof text, "%s: %s in %s: %s", tfe_severity_name(f->severity), f->rule,
		 f->tag, f->message);
	tfe_status status = tfe_writer_add_text(writer, "tripwire", f->last_step, text);
	return tfe__callback_note(cb, status, writer, "cannot log the reason to stop");
}

tfe_status tfe_callback_check_stop(tfe_callback *cb, tfe_severity level, bool *stop,
				   tfe_finding *reason)
{
	tfe_finding worst = TFE_FINDING_INIT;
	tfe_training_run of = TFE_TRAINING_RUN_TRAIN;
	tfe_status first = TFE_OK;
	if (!cb || !stop)
		return TFE_E_ARG;
	*stop = false;
	for (int run = TFE_TRAINING_RUN_TRAIN; run <= TFE_TRAINING_RUN_VALIDATION; run++) {
		tfe_finding one = TFE_FINDING_INIT;
		tfe_health *health = cb->run[run].health;
		tfe_status status = tfe_health_judge(health);
		first = first ? first : status;
		if (!find_reason(health, level, &one) || (*stop && !is_worse(&one, &worst)))
			continue;
		*stop = true;
		worst = one;
		of = (tfe_training_run)run;
	}
	tfe__callback_note(cb, first, NULL, "cannot judge the training");
	if (!*stop)
		return first;
	tfe_status logged = log_reason(cb, of, &worst);
	first = first ? first : logged;
	if (!reason)
		return first;
	tfe_status copied = tfe__result_copy(reason, &worst, sizeof worst);
	return first ? first : copied;
}
