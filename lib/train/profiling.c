/* train: profiles of batches, with the meaning that Keras gives profile_batch. */
#include <inttypes.h>
#include <stdio.h>

#include "summary/run_metadata.h"
#include "train/callback.h"

static int64_t last_of(tfe_batch_range r)
{
	return r.last ? r.last : r.first;
}

static bool is_recorded(const tfe_callback *cb, int64_t batch)
{
	const tfe_batch_range r = cb->options.profile_batch;
	return r.first && batch >= r.first && batch <= last_of(r);
}

tfe_status tfe__profiling_begin(tfe_callback *cb)
{
	struct tfe__buf *graph = &cb->profiling.graph;
	if (!cb->options.profile_batch.first || !cb->options.graph)
		return TFE_OK;
	tfe__buf_init(graph, &cb->allocator, (size_t)1 << 30);
	tfe_status status = tfe__put_traced_graph(graph, cb->options.graph);
	if (status)
		tfe__buf_release(graph);
	return tfe__callback_note(cb, status, NULL, "cannot copy the graph for the profile");
}

/* Opens the recording with the first batch. */
static tfe_status start(tfe_callback *cb)
{
	const tfe_profile_options options = {.size = sizeof options, .allocator = &cb->allocator};
	if (cb->profiling.profile)
		return TFE_OK;
	tfe_status status = tfe_profile_open(&options, &cb->profiling.profile);
	cb->profiling.recording = !status;
	return tfe__callback_note(cb, status, NULL, "cannot open a profile");
}

tfe_status tfe__profiling_begin_batch(tfe_callback *cb)
{
	struct tfe__profiling *p = &cb->profiling;
	const int64_t batch = cb->count.batches + 1;
	char name[32];
	if (!is_recorded(cb, batch))
		return TFE_OK;
	/* A batch that was abandoned ends where the next one begins. */
	if (p->in_batch && p->recording)
		tfe_profile_end(p->profile);
	p->in_batch = true;
	tfe_status status = start(cb);
	if (status)
		return status;
	snprintf(name, sizeof name, "batch %" PRId64, batch);
	return tfe__callback_note(cb, tfe_profile_begin(p->profile, name), NULL,
				  "cannot record a batch");
}

/* Writes the graph at the tag that Keras' callback uses: "batch_N". */
static tfe_status write_graph(tfe_callback *cb, tfe_writer *writer)
{
	char tag[32];
	const struct tfe__buf *graph = &cb->profiling.graph;
	const tfe_bytes bytes = {graph->data, graph->size};
	const tfe_array array = {&bytes, TFE_DTYPE_STRING, 0, NULL, NULL};
	const int64_t last = last_of(cb->options.profile_batch);
	if (!graph->size)
		return TFE_OK;
	snprintf(tag, sizeof tag, "batch_%" PRId64, last);
	tfe_status status =
		tfe_writer_add_tensor(writer, tag, last, &array, &tfe__traced_graph_plugin);
	return tfe__callback_note(cb, status, writer, "cannot write the graph of the profile");
}

/* Writes the files of the recording. Threads of the program may still add to it: it is freed at the
 * end of the training. */
static tfe_status write_files(tfe_callback *cb)
{
	tfe_writer *writer = cb->run[TFE_TRAINING_RUN_TRAIN].writer;
	if (!cb->profiling.recording)
		return TFE_OK;
	cb->profiling.recording = false;
	tfe_status graph = write_graph(cb, writer);
	tfe_status status = tfe_writer_add_profile(writer, NULL, cb->profiling.profile);
	tfe__callback_note(cb, status, writer, "cannot write the profile");
	return graph ? graph : status;
}

tfe_status tfe__profiling_end_batch(tfe_callback *cb)
{
	struct tfe__profiling *p = &cb->profiling;
	if (!is_recorded(cb, cb->count.batches))
		return TFE_OK;
	if (!p->in_batch)
		return tfe__callback_note(cb, TFE_E_ARG, NULL,
					  "profile_batch needs tfe_callback_batch_begin");
	p->in_batch = false;
	tfe_status status = p->recording ? tfe_profile_end(p->profile) : TFE_OK;
	return tfe__callback_note(cb, status, NULL,
				  "the span of a batch has no begin on this thread");
}

tfe_status tfe__profiling_write_due(tfe_callback *cb)
{
	const bool due = cb->count.batches >= last_of(cb->options.profile_batch);
	return due ? write_files(cb) : TFE_OK;
}

tfe_status tfe__profiling_end(tfe_callback *cb)
{
	tfe_status status = write_files(cb);
	tfe_profile_close(cb->profiling.profile);
	if (cb->profiling.graph.data)
		tfe__buf_release(&cb->profiling.graph);
	cb->profiling = (struct tfe__profiling){0};
	return status;
}

tfe_profile *tfe_callback_profile(tfe_callback *cb)
{
	return cb->profiling.recording ? cb->profiling.profile : NULL;
}
