/* train: whether a training should stop: by request, by the health rules or by its patience. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/sized.h"
#include "train/callback.h"

void tfe_callback_request_stop(tfe_callback *cb)
{
	atomic_store(&cb->stop_requested, true);
}

bool tfe_callback_stop_is_requested(const tfe_callback *cb)
{
	return atomic_load(&cb->stop_requested);
}

/* Makes the reason of the callback itself a finding of one tag, without remedies. */
static void make_reason(tfe_callback *cb, const char *rule, const char *tag, tfe_finding *reason)
{
	static const char *const none[] = {NULL};
	cb->reason_tag[0] = tag;
	*reason = (tfe_finding){
		.size = sizeof *reason,
		.tag = tag,
		.rule = rule,
		.severity = TFE_SEVERITY_INFO,
		.active = true,
		.value = (double)NAN,
		.limit = (double)NAN,
		.message = cb->reason,
		.causes = none,
		.actions = none,
		.tags = cb->reason_tag,
		.tag_count = 1,
		.state = TFE_FINDING_STATE_FIRING,
	};
}

static bool is_requested(tfe_callback *cb, tfe_finding *reason)
{
	if (!tfe_callback_stop_is_requested(cb))
		return false;
	make_reason(cb, "stop_requested", "", reason);
	reason->step = reason->last_step = cb->count.batches;
	snprintf(cb->reason, sizeof cb->reason, "a stop was requested after %" PRId64 " batches",
		 cb->count.batches);
	return true;
}

/* Finds the first finding that is firing, of at least `level`; the worst are first. */
static bool is_tripped(const tfe_callback *cb, tfe_severity level, tfe_finding *reason)
{
	for (size_t i = 0; !tfe_health_get_finding(cb->health, i, reason); i++)
		if (reason->active && reason->severity >= level)
			return true;
	return false;
}

static bool is_exhausted(tfe_callback *cb, tfe_finding *reason, tfe_status *status)
{
	const struct tfe__patience *p = &cb->patience;
	if (!p->exhausted)
		return false;
	bool validation = strncmp(p->metric, "val_", 4) == 0;
	tfe_training_run run = validation ? TFE_TRAINING_RUN_VALIDATION : TFE_TRAINING_RUN_TRAIN;
	if (!tfe__callback_tag(cb, run, "epoch_", p->metric + (validation ? 4 : 0), "")) {
		*status = tfe__callback_note(cb, tfe__buf_status(&cb->tag), NULL, "early stopping");
		return false;
	}
	make_reason(cb, "early_stopping", (const char *)cb->tag.data, reason);
	reason->step = reason->tag_step = p->best_epoch;
	reason->last_step = p->last_epoch;
	reason->value = p->last;
	reason->limit = tfe__patience_limit(p);
	if (p->best_epoch < 0)
		snprintf(cb->reason, sizeof cb->reason,
			 "no epoch had a value that is a number; patience is %" PRId64,
			 p->options.patience);
	else
		snprintf(cb->reason, sizeof cb->reason,
			 "no epoch of the last %" PRId64 " passed %g: the best is %g in epoch "
			 "%" PRId64 ", the last %g in epoch %" PRId64,
			 p->wait, reason->limit, p->best, p->best_epoch, p->last, p->last_epoch);
	return true;
}

/* Logs the reason, once for each training. */
static tfe_status log_reason(tfe_callback *cb, const tfe_finding *f)
{
	const struct tfe__training_run *validation = &cb->run[TFE_TRAINING_RUN_VALIDATION];
	size_t length = strlen(validation->name);
	bool held_out = !strncmp(f->tag, validation->name, length) && f->tag[length] == '/';
	tfe_writer *writer = cb->run[held_out].writer;
	char text[1024];
	if (cb->stopped || !writer)
		return TFE_OK;
	cb->stopped = true;
	snprintf(text, sizeof text, "%s: %s%s%s: %s", tfe_severity_name(f->severity), f->rule,
		 *f->tag ? " in " : "", f->tag, f->message);
	tfe_status status = tfe_writer_add_text(writer, "tripwire", f->last_step, text);
	return tfe__callback_note(cb, status, writer, "cannot log the reason to stop");
}

tfe_status tfe_callback_check_stop(tfe_callback *cb, tfe_severity level, bool *stop,
				   tfe_finding *reason)
{
	tfe_finding found = TFE_FINDING_INIT;
	tfe_status status = TFE_OK;
	if (!cb || !stop)
		return TFE_E_ARG;
	*stop = is_requested(cb, &found);
	if (!*stop) {
		status = tfe__callback_note(cb, tfe_health_judge(cb->health), NULL,
					    "cannot judge the training");
		*stop = is_tripped(cb, level, &found);
	}
	*stop = *stop || is_exhausted(cb, &found, &status);
	if (!*stop)
		return status;
	tfe_status logged = log_reason(cb, &found);
	tfe_status copied = reason ? tfe__result_copy(reason, &found, sizeof found) : TFE_OK;
	return status ? status : logged ? logged : copied;
}
