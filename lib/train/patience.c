/* train: early stopping: the rules of keras.callbacks.EarlyStopping. */
#include "train/patience.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/error.h"

tfe_status tfe__patience_check(const tfe_early_stopping *o, tfe_error *error)
{
	const char *wrong = NULL;
	if (!o->metric)
		return TFE_OK;
	if (!*o->metric)
		wrong = "the metric of early stopping has no name";
	else if (o->direction != TFE_DIRECTION_HIGHER && o->direction != TFE_DIRECTION_LOWER &&
		 (o->direction != TFE_DIRECTION_UNKNOWN ||
		  tfe_tag_direction(o->metric) == TFE_DIRECTION_UNKNOWN))
		wrong = "the direction of early stopping does not follow from the name of its "
			"metric: set it";
	else if (!(o->min_delta >= 0) || isinf(o->min_delta))
		wrong = "min_delta of early stopping is negative or not finite";
	else if (o->patience < 0)
		wrong = "patience of early stopping is negative";
	else if (o->has_baseline && isnan(o->baseline))
		wrong = "baseline of early stopping is NaN";
	return wrong ? tfe__error(error, TFE_E_ARG, 0, NULL, -1, "%s", wrong) : TFE_OK;
}

tfe_status tfe__patience_init(struct tfe__patience *p, const tfe_early_stopping *options,
			      const tfe_allocator *allocator)
{
	*p = (struct tfe__patience){.options = *options};
	tfe__patience_reset(p);
	if (!options->metric)
		return TFE_OK;
	p->options.metric = p->metric = tfe__strdup(allocator, options->metric);
	if (p->options.direction == TFE_DIRECTION_UNKNOWN)
		p->options.direction = tfe_tag_direction(options->metric);
	return p->metric ? TFE_OK : TFE_E_NOMEM;
}

void tfe__patience_release(struct tfe__patience *p, const tfe_allocator *allocator)
{
	tfe__free(allocator, p->metric);
}

void tfe__patience_reset(struct tfe__patience *p)
{
	p->any = p->exhausted = false;
	p->best_epoch = p->last_epoch = -1;
	p->wait = 0;
}

/* Whether a value is better than another one by more than min_delta. NaN never is. */
static bool improves(const struct tfe__patience *p, double value, double on)
{
	return p->options.direction == TFE_DIRECTION_HIGHER ? value > on + p->options.min_delta
							    : value < on - p->options.min_delta;
}

void tfe__patience_add(struct tfe__patience *p, int64_t epoch, const tfe_metric *logs, size_t n)
{
	const tfe_early_stopping *o = &p->options;
	size_t i = 0;
	while (o->metric && i < n && (!logs[i].name || strcmp(logs[i].name, o->metric) != 0))
		i++;
	if (!o->metric || i == n)
		return;
	p->any = true;
	if (epoch < o->start_from_epoch)
		return;
	p->last = logs[i].value;
	p->last_epoch = epoch;
	p->wait++;
	if (p->best_epoch < 0 ? !isnan(p->last) : improves(p, p->last, p->best)) {
		p->best = p->last;
		p->best_epoch = epoch;
		if (!o->has_baseline || improves(p, p->last, o->baseline))
			p->wait = 0;
		p->exhausted = false; /* as in Keras, an improvement never stops a training */
		return;
	}
	p->exhausted = p->wait >= o->patience && epoch > 0;
}

double tfe__patience_limit(const struct tfe__patience *p)
{
	double sign = p->options.direction == TFE_DIRECTION_HIGHER ? 1 : -1;
	double best = p->best_epoch < 0 ? -sign * INFINITY : p->best;
	if (p->options.has_baseline && sign * p->options.baseline > sign * best)
		best = p->options.baseline;
	return best + sign * p->options.min_delta;
}
