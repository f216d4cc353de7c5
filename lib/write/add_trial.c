/* write: adds of trials and experiments (hyperparameters). */
#include <math.h>
#include <string.h>

#include "base/utf8.h"
#include "summary/trial.h"
#include "write/add.h"

static bool is_text(const char *s)
{
	return !s || tfe__utf8_valid((const uint8_t *)s, strlen(s));
}

tfe_status tfe_writer_begin_trial(tfe_writer *w, const tfe_trial *trial,
				  const tfe_trial_options *given)
{
	struct tfe__add a;
	tfe_trial_options options;
	char group[TFE_TRIAL_GROUP_BYTES];
	tfe_status status = tfe__add_begin(&a, w, "hparams", 0, NULL);
	if (!status)
		status = tfe__add_options(&a, &options, sizeof options, given, "tfe_trial_options");
	if (status)
		return status;
	if (!trial)
		return tfe__add_refuse(&a, "the trial is missing");
	if (trial->error.status == TFE_E_ARG)
		return tfe__add_refuse(&a, "%s", trial->error.message);
	if (trial->error.status)
		return tfe__add_end(&a, trial->error.status);
	if (!is_text(options.group) || !is_text(options.model_uri) || !is_text(options.monitor_url))
		return tfe__add_refuse(&a, "group, model_uri or monitor_url is not UTF-8");
	const struct tfe__trial_start start = {options.group ? options.group : group,
					       options.model_uri, options.monitor_url};
	if (!options.group)
		status = tfe_trial_get_group(trial, group);
	if (status == TFE_E_UNSUPPORTED)
		return tfe__add_lacks(&a, "libmd", "set the option group");
	return tfe__add_end(&a, status ? status
				       : tfe__put_trial_start(&a.buf, &a.header, trial, &start));
}

tfe_status tfe_writer_end_trial(tfe_writer *w, tfe_trial_status how)
{
	struct tfe__add a;
	tfe_status status = tfe__add_begin(&a, w, "hparams", 0, NULL);
	if (status)
		return status;
	if (how != TFE_TRIAL_STATUS_SUCCESS && how != TFE_TRIAL_STATUS_FAILURE)
		return tfe__add_refuse(&a, "the status of a trial is success (1) or failure (2)");
	return tfe__add_end(&a, tfe__put_trial_end(&a.buf, &a.header, how));
}

/* Returns why a domain is wrong, or NULL. */
static const char *wrong_domain(const tfe_experiment_domain *d)
{
	if (!d->name || !*d->name || !is_text(d->name))
		return "the name is empty or not UTF-8";
	if (!is_text(d->display_name) || !is_text(d->description))
		return "the display name or the description is not UTF-8";
	if (d->type != TFE_HPARAM_TYPE_NUMBER && d->type != TFE_HPARAM_TYPE_TEXT &&
	    d->type != TFE_HPARAM_TYPE_BOOL)
		return "its type is no number, text or bool";
	if (d->has_interval && (d->type != TFE_HPARAM_TYPE_NUMBER || d->n))
		return "an interval is for numbers, and excludes listed values";
	if (d->has_interval && !(isfinite(d->min) && isfinite(d->max) && d->min <= d->max))
		return "the limits of the interval are not finite or not in order";
	bool texts = d->type == TFE_HPARAM_TYPE_TEXT;
	if (d->n && !(texts ? (const void *)d->texts : (const void *)d->numbers))
		return "the values are missing";
	for (size_t i = 0; i < d->n; i++)
		if (texts ? !d->texts[i] || !is_text(d->texts[i]) : !isfinite(d->numbers[i]))
			return "a value is missing, not UTF-8 or not finite";
	return NULL;
}

static const char *wrong_metric(const tfe_experiment_metric *m)
{
	if (!m->tag || !*m->tag || !is_text(m->tag))
		return "the tag is empty or not UTF-8";
	if (!is_text(m->group) || !is_text(m->display_name) || !is_text(m->description))
		return "the group, display name or description is not UTF-8";
	return m->dataset_type < 0 || m->dataset_type > 2 ? "the dataset type is not 0 to 2" : NULL;
}

tfe_status tfe_writer_add_experiment(tfe_writer *w, const tfe_experiment *given)
{
	struct tfe__add a;
	tfe_experiment e;
	tfe_status status = tfe__add_begin(&a, w, "hparams", 0, NULL);
	if (!status)
		status = tfe__add_options(&a, &e, sizeof e, given, "tfe_experiment");
	if (status)
		return status;
	if (!is_text(e.name) || !is_text(e.user) || !is_text(e.description))
		return tfe__add_refuse(&a, "name, user or description is not UTF-8");
	if ((e.n_domains && !e.domains) || (e.n_metrics && !e.metrics))
		return tfe__add_refuse(&a, "the domains or metrics are missing");
	const char *wrong = NULL;
	for (size_t i = 0; i < e.n_domains; i++)
		if ((wrong = wrong_domain(&e.domains[i])))
			return tfe__add_refuse(&a, "domain %zu: %s", i, wrong);
	for (size_t i = 0; i < e.n_metrics; i++)
		if ((wrong = wrong_metric(&e.metrics[i])))
			return tfe__add_refuse(&a, "metric %zu: %s", i, wrong);
	return tfe__add_end(&a, tfe__put_experiment(&a.buf, &a.header, &e));
}
