/* train: opening a callback: its options, which are structs with pointers to further structs, and
 * its parts. */
#include <assert.h>
#include <stddef.h>
#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/options.h"
#include "train/callback.h"

static_assert(offsetof(tfe_callback_options, size) == 0, "tfe__options_copy reads the size first");

enum { TAG_LIMIT = 1 << 20 };

/* --- options ---------------------------------------------------------------------------------- */

/* Copies of the options of the caller and of the structs that they point to. */
struct given {
	tfe_callback_options own;
	tfe_writer_options writer;
	tfe_early_stopping early_stopping;
	tfe_checkpoint_options checkpoints;
	tfe_checkpoint resume;
};

static tfe_status check_own(const tfe_callback_options *o, const tfe_checkpoint *resume,
			    tfe_error *error)
{
	const char *wrong = NULL;
	if (o->histogram_freq < 0)
		wrong = "histogram_freq is negative";
	else if (o->update_freq < 0)
		wrong = "update_freq is negative";
	else if (o->write_graph && !o->graph && !o->n_layers && !o->model_json)
		wrong = "write_graph is set, but none of graph, layers and model_json is given";
	else if (o->n_layers && o->model_json)
		wrong = "layers and model_json are both given, but a training has one model";
	else if (o->n_layers && !o->layers)
		wrong = "layers is NULL, but n_layers is not 0";
	else if (o->histogram_freq && !o->weights)
		wrong = "histogram_freq is set, but weights (the function that returns them) is "
			"not";
	else if (o->write_images && !o->histogram_freq)
		wrong = "write_images is set, but not histogram_freq";
	else if (o->images != TFE_WEIGHT_IMAGES_KERAS && o->images != TFE_WEIGHT_IMAGES_SIGNED)
		wrong = "images is neither TFE_WEIGHT_IMAGES_KERAS nor TFE_WEIGHT_IMAGES_SIGNED";
	else if (o->embeddings_freq < 0)
		wrong = "embeddings_freq is negative";
	else if (o->embeddings_freq && !o->embeddings)
		wrong = "embeddings_freq is set, but embeddings (the function that returns "
			"them) is not";
	else if (o->n_embeddings_metadata && !o->embeddings_metadata)
		wrong = "embeddings_metadata is NULL, but n_embeddings_metadata is not 0";
	else if (o->profile_batch.first < 0)
		wrong = "the first batch of profile_batch is negative";
	else if (o->profile_batch.last && o->profile_batch.last < o->profile_batch.first)
		wrong = "the last batch of profile_batch is before the first";
	else if (o->profile_batch.last && !o->profile_batch.first)
		wrong = "profile_batch has a last batch, but no first one";
	else if (!(o->resources_interval_s >= 0))
		wrong = "resources_interval_s is negative or NaN";
	else if (resume->epoch < 0 || resume->step < 0 || resume->examples < 0)
		wrong = "resume has a negative epoch, step or number of examples";
	else if (resume->step > INT64_MAX / 2)
		wrong = "resume has a step that leaves too few for the training";
	return wrong ? tfe__error(error, TFE_E_ARG, 0, NULL, -1, "%s", wrong) : TFE_OK;
}

static tfe_status copy_options(struct given *g, const tfe_callback_options *options,
			       tfe_error *error)
{
	tfe_callback_options *o = &g->own;
	tfe_status status = tfe__options_copy(o, sizeof *o, options, "tfe_callback_options", error);
	if (status)
		return status;
	const struct {
		void *to;
		size_t bytes;
		const void *from;
		const char *type;
	} part[] = {
		{&g->writer, sizeof g->writer, o->writer, "tfe_writer_options"},
		{&g->early_stopping, sizeof g->early_stopping, o->early_stopping,
		 "tfe_early_stopping"},
		{&g->checkpoints, sizeof g->checkpoints, o->checkpoints, "tfe_checkpoint_options"},
		{&g->resume, sizeof g->resume, o->resume, "tfe_checkpoint"},
	};
	for (size_t i = 0; !status && i < sizeof part / sizeof *part; i++)
		status = tfe__options_copy(part[i].to, part[i].bytes, part[i].from, part[i].type,
					   error);
	o->writer = NULL;
	o->early_stopping = NULL;
	o->checkpoints = NULL;
	o->resume = NULL;
	return status;
}

static tfe_status check_options(const struct given *g, const char *log_dir, tfe_error *error)
{
	tfe_status status = check_own(&g->own, &g->resume, error);
	if (!status)
		status = tfe__patience_check(&g->early_stopping, error);
	return status ? status : tfe__checkpoints_check(&g->checkpoints, log_dir, error);
}

/* --- parts ------------------------------------------------------------------------------------ */

static tfe_status init_run(tfe_callback *cb, struct tfe__training_run *run, const char *log_dir,
			   const char *name)
{
	run->name = name;
	tfe__buf_clear(&cb->tag);
	tfe__buf_append(&cb->tag, log_dir, strlen(log_dir));
	tfe__buf_append(&cb->tag, "/", 1);
	tfe__buf_append(&cb->tag, name, strlen(name) + 1);
	if (!tfe__buf_status(&cb->tag))
		run->dir = tfe__strdup(&cb->allocator, (const char *)cb->tag.data);
	return run->dir ? TFE_OK : TFE_E_NOMEM;
}

/* Copies the log directory and the strings of the writers' options. */
static tfe_status own_strings(tfe_callback *cb, const char *log_dir)
{
	tfe_writer_options *o = &cb->writer_options;
	if (!(cb->log_dir = tfe__strdup(&cb->allocator, log_dir)))
		return TFE_E_NOMEM;
	if (o->suffix && !(o->suffix = cb->suffix = tfe__strdup(&cb->allocator, o->suffix)))
		return TFE_E_NOMEM;
	if (o->hostname && !(o->hostname = cb->hostname = tfe__strdup(&cb->allocator, o->hostname)))
		return TFE_E_NOMEM;
	return TFE_OK;
}

void tfe__callback_free(tfe_callback *cb)
{
	tfe_allocator a = cb->allocator;
	for (size_t i = 0; i < 2; i++)
		tfe__free(&a, cb->run[i].dir);
	tfe_health_close(cb->health);
	tfe__patience_release(&cb->patience, &a);
	tfe__checkpoints_release(&cb->checkpoints);
	tfe__resources_release(&cb->resources);
	tfe__free(&a, cb->log_dir);
	tfe__free(&a, cb->suffix);
	tfe__free(&a, cb->hostname);
	tfe__buf_release(&cb->tag);
	tfe__free(&a, cb);
}

/* Opens the parts of a callback; after a failure the detail may be in cb->error. */
static tfe_status open_parts(tfe_callback *cb, const struct given *g, const char *log_dir)
{
	struct tfe__training_run *train = &cb->run[TFE_TRAINING_RUN_TRAIN];
	tfe__resources_init(&cb->resources, g->own.resources_interval_s);
	tfe_status status = own_strings(cb, log_dir);
	if (!status)
		status = tfe__patience_init(&cb->patience, &g->early_stopping, &cb->allocator);
	if (!status)
		status = tfe__checkpoints_init(&cb->checkpoints, &g->checkpoints, log_dir,
					       &cb->allocator, &cb->error);
	if (!status)
		status = tfe_health_open(&cb->allocator, &cb->health);
	if (!status)
		status = init_run(cb, train, log_dir, "train");
	if (!status)
		status = init_run(cb, &cb->run[TFE_TRAINING_RUN_VALIDATION], log_dir, "validation");
	return status ? status : tfe__callback_open_run(cb, train);
}

tfe_status tfe_callback_open(const char *log_dir, const tfe_callback_options *options,
			     tfe_callback **out, tfe_error *error)
{
	struct given g;
	*out = NULL;
	if (!log_dir || !*log_dir)
		return tfe__error(error, TFE_E_ARG, 0, NULL, -1, "no log directory is given");
	tfe_status status = copy_options(&g, options, error);
	if (!status)
		status = check_options(&g, log_dir, error);
	if (status)
		return status;

	tfe_allocator a = tfe__allocator_or_default(g.writer.allocator);
	tfe_callback *cb = tfe__alloc_zeroed(&a, 1, sizeof *cb);
	if (!cb)
		return tfe__error(error, TFE_E_NOMEM, 0, log_dir, -1, "out of memory");
	cb->options = g.own;
	cb->writer_options = g.writer;
	cb->allocator = a;
	cb->error = (tfe_error){.size = sizeof cb->error, .offset = -1};
	cb->writer_options.allocator = &cb->allocator;
	cb->resume = (struct tfe__counts){
		.epoch = g.resume.epoch, .batches = g.resume.step, .examples = g.resume.examples};
	cb->count = cb->resume;
	cb->iterations = cb->resume.batches;
	tfe__buf_init(&cb->tag, &cb->allocator, TAG_LIMIT);
	status = open_parts(cb, &g, log_dir);
	if (!status) {
		*out = cb;
		return TFE_OK;
	}
	if (error) {
		tfe__callback_note(cb, status, NULL, "cannot open the event file");
		tfe_callback_get_error(cb, error);
	}
	tfe__callback_free(cb);
	return status;
}
