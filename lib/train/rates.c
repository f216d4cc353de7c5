/* train: measurements of batches and epochs: steps and examples per second, layers and the norm of
 * their gradients. */
#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "train/callback.h"

void tfe__rates_begin_epoch(tfe_callback *cb)
{
	const double now = tfe__monotonic_seconds();
	cb->rates = (struct tfe__rates){.epoch_begin_s = now, .batch_begin_s = now};
}

void tfe__rates_begin_batch(tfe_callback *cb)
{
	if (cb->options.write_steps_per_second)
		cb->rates.batch_begin_s = tfe__monotonic_seconds();
}

static tfe_status log_one(tfe_callback *cb, const char *before, const char *name, int64_t step,
			  double value)
{
	const struct tfe__scalar s = {TFE_TRAINING_RUN_TRAIN, before, name, "", step, value};
	return tfe__callback_log_scalar(cb, &s);
}

/* Logs the steps and, if there were any, the examples of a span of time. */
static tfe_status log_rates(tfe_callback *cb, const char *before, int64_t step, double span,
			    int64_t steps, int64_t examples)
{
	if (!cb->options.write_steps_per_second || !(span > 0))
		return TFE_OK;
	tfe_status status = log_one(cb, before, "steps_per_second", step, (double)steps / span);
	tfe_status of_examples =
		examples ? log_one(cb, before, "examples_per_second", step, (double)examples / span)
			 : TFE_OK;
	return status ? status : of_examples;
}

tfe_status tfe__rates_end_batch(tfe_callback *cb, bool record)
{
	struct tfe__rates *r = &cb->rates;
	const double now = cb->options.write_steps_per_second ? tfe__monotonic_seconds() : 0;
	const double span = now - r->batch_begin_s, norm = sqrt(r->squares);
	const int64_t step = cb->count.batches, examples = r->batch_examples;
	const bool any_gradient = r->any_gradient;
	r->epoch_batches++;
	r->batch_begin_s = now;
	r->batch_examples = 0;
	r->norms += any_gradient ? norm : 0;
	r->norm_count += any_gradient;
	r->squares = 0;
	r->any_gradient = false;
	if (!record)
		return TFE_OK;
	tfe_status status = log_rates(cb, "batch_", step, span, 1, examples);
	tfe_status of_norm =
		any_gradient ? log_one(cb, "batch_", "gradient_norm", step, norm) : TFE_OK;
	return status ? status : of_norm;
}

tfe_status tfe__rates_end_epoch(tfe_callback *cb, int64_t epoch)
{
	const struct tfe__rates *r = &cb->rates;
	tfe_status status =
		log_rates(cb, "epoch_", epoch, tfe__monotonic_seconds() - r->epoch_begin_s,
			  r->epoch_batches, r->epoch_examples);
	tfe_status of_norm = r->norm_count ? log_one(cb, "epoch_", "gradient_norm", epoch,
						     r->norms / (double)r->norm_count)
					   : TFE_OK;
	return status ? status : of_norm;
}

tfe_status tfe_callback_add_examples(tfe_callback *cb, int64_t n)
{
	if (n < 0 || n > INT64_MAX - cb->count.examples)
		return tfe__callback_note(cb, TFE_E_ARG, NULL, "the number of examples");
	cb->count.examples += n;
	cb->rates.batch_examples += n;
	cb->rates.epoch_examples += n;
	return TFE_OK;
}

/* Counts an array into exact buckets, writes them and feeds the rules. */
static tfe_status log_array(tfe_callback *cb, const char *name, const char *after,
			    const tfe_array *array, tfe_histogram *h)
{
	tfe_writer *writer = cb->run[TFE_TRAINING_RUN_TRAIN].writer;
	const char *tag = tfe__callback_tag(cb, TFE_TRAINING_RUN_TRAIN, "", name, after);
	if (!tag)
		return tfe__callback_note(cb, tfe__buf_status(&cb->tag), NULL, "a layer's tag");
	const int64_t step = cb->count.batches + 1;
	tfe_status status = tfe_histogram_count_array(h, array, NULL, 0);
	if (status)
		return tfe__callback_note(cb, status, NULL, tag);
	status = tfe_writer_add_histogram_counted(writer, tag, step, h);
	if (status)
		return tfe__callback_note(cb, status, writer, tag);
	status = tfe_health_add_histogram(cb->health, (const char *)cb->tag.data, step, h);
	return tfe__callback_note(cb, status, NULL, "cannot pass a layer to the health rules");
}

tfe_status tfe_callback_add_layer(tfe_callback *cb, const char *name, const tfe_array *activations,
				  const tfe_array *gradients)
{
	tfe_histogram h;
	tfe_status status = TFE_OK, of_gradients = TFE_OK;
	if (cb->ended)
		return tfe__callback_note(cb, TFE_E_CLOSED, NULL,
					  "tfe_callback_add_layer after tfe_callback_train_end");
	if (!name || !*name)
		return tfe__callback_note(cb, TFE_E_ARG, NULL, "a layer has no name");
	tfe_histogram_init(&h, &cb->allocator);
	if (activations)
		status = log_array(cb, name, "/activations", activations, &h);
	if (gradients)
		of_gradients = log_array(cb, name, "/gradients", gradients, &h);
	if (gradients && !of_gradients) {
		cb->rates.squares += h.nonfinite ? (double)NAN : h.sum_squares;
		cb->rates.any_gradient = true;
	}
	tfe_histogram_release(&h);
	return status ? status : of_gradients;
}
