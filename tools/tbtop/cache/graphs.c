/* cache: graphs read from disk. */
#include "tbtop/cache/graphs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "tbtop/cache/keras_graph.h"
#include "tbtop/cache/reads.h"
#include "tbtop/graph/graph_dot.h"

enum source { SOURCE_GRAPH_DEF, SOURCE_META_GRAPH, SOURCE_RUN_METADATA, SOURCE_KERAS };

static enum source source_of(const tfe_view *view)
{
	tfe_series_info info = TFE_SERIES_INFO_INIT;
	switch (tfe_series_kind(view->series)) {
	case TFE_KIND_GRAPH:
		return SOURCE_GRAPH_DEF;
	case TFE_KIND_META_GRAPH:
		return SOURCE_META_GRAPH;
	case TFE_KIND_RUN_METADATA:
		return SOURCE_RUN_METADATA;
	default:
		tfe_view_get_info(view, &info);
		return strcmp(info.plugin, "graph_keras_model") ? SOURCE_RUN_METADATA
								: SOURCE_KERAS;
	}
}

/* Connecting the nodes and building the tree takes about as long as reading them. */
static void report(void *context, double share)
{
	read_queue_report(context, share / 2);
}

static void add(const struct read_key *key, struct graph_value *v, tfe_bytes bytes,
		enum source source)
{
	struct read_key reader = *key;
	static const tfe_graph_form forms[] = {
		[SOURCE_GRAPH_DEF] = TFE_GRAPH_FORM_GRAPH_DEF,
		[SOURCE_META_GRAPH] = TFE_GRAPH_FORM_META_GRAPH_DEF,
		[SOURCE_RUN_METADATA] = TFE_GRAPH_FORM_RUN_METADATA,
		[SOURCE_KERAS] = TFE_GRAPH_FORM_GRAPH_DEF,
	};
	if (graph_add_message(v->graph, bytes, forms[source], report, &reader))
		snprintf(v->note, sizeof v->note, "damaged: operations are missing");
}

static void add_keras(const struct read_key *key, struct graph_value *v, tfe_bytes json)
{
	size_t bytes = 0;
	const char *error = NULL;
	v->made = keras_graph(json, &bytes, &error);
	if (!v->made) {
		snprintf(v->error, sizeof v->error, "%s", error);
		return;
	}
	v->graph->bytes += bytes;
	add(key, v, (tfe_bytes){(const uint8_t *)v->made, bytes}, SOURCE_KERAS);
	/* A layer is no operation, so TensorBoard calls it compatible. */
	for (uint32_t i = 0; i < v->graph->n_nodes; i++)
		v->graph->nodes[i].fits_tpu = true;
}

/* Reads the last entry of the other series. */
static tfe_bytes read_other(const struct read_key *key, struct graph_value *v)
{
	if (!key->other.series || !key->other.count)
		return (tfe_bytes){0};
	const struct read_key other = {.view = key->other, .entry = key->other.count - 1};
	blob_read(&other, &v->other);
	return blob_at(&v->other, 0);
}

static void describe(struct graph_value *v)
{
	const struct graph *g = v->graph;
	size_t n = strlen(v->note);
	if (g->missing && !n)
		n = (size_t)snprintf(v->note, sizeof v->note, "%u inputs have no operation",
				     (unsigned)g->missing);
	if (g->repeated)
		snprintf(v->note + n, sizeof v->note - n, "%s%u names are repeated", n ? ", " : "",
			 (unsigned)g->repeated);
}

static void build(const struct read_key *key, struct graph_value *v)
{
	tfe_bytes bytes = blob_at(&v->blob, 0), other = {0}, measured = {0};
	enum source source = source_of(&key->view);
	v->graph = graph_open();
	if (source == SOURCE_KERAS)
		add_keras(key, v, bytes);
	else
		add(key, v, bytes, source);
	if (source == SOURCE_RUN_METADATA)
		measured = bytes;
	if (key->other.series)
		other = read_other(key, v);
	if (source == SOURCE_RUN_METADATA && !v->graph->n_nodes && other.data)
		add(key, v, other, source_of(&key->other));
	else if (source <= SOURCE_META_GRAPH)
		measured = other;
	graph_finish(v->graph, measured);
	if (!v->graph->n_nodes && !*v->error)
		snprintf(v->error, sizeof v->error, "%s",
			 source == SOURCE_RUN_METADATA
				 ? "measurements without a graph: the run has none"
				 : "the graph has no operations");
	describe(v);
	v->graph->bytes += bytes.size + other.size;
}

static void *read_graph(const struct read_key *key, size_t *bytes)
{
	struct graph_value *v = need_zeroed(1, sizeof *v);
	blob_read(key, &v->blob);
	if (v->blob.fetched)
		build(key, v);
	else
		snprintf(v->error, sizeof v->error, "%s", v->blob.error.message);
	*bytes = sizeof *v + (v->graph ? v->graph->bytes : 0);
	return v;
}

static void release_graph(void *value)
{
	struct graph_value *v = value;
	graph_close(v->graph);
	blob_release(&v->blob);
	blob_release(&v->other);
	free(v->made);
	free(v);
}

static const struct read_kind graph_kind = {read_graph, release_graph};

const struct graph_value *graph_value_find(struct caches *c, const tfe_view *view, uint64_t i,
					   const tfe_view *other, double *progress)
{
	const struct read_key key = {
		.kind = &graph_kind, .view = *view, .entry = i, .other = *other};
	const struct graph_value *v = reads_find(c, &key);
	*progress = v ? 1 : reads_progress(c, &key);
	return v;
}

/* --- DOT -------------------------------------------------------------------------------------- */

static void *read_dot(const struct read_key *key, size_t *bytes)
{
	struct export *e = need_zeroed(1, sizeof *e);
	size_t ignored, n = 0;
	struct graph_value *v = read_graph(key, &ignored);
	if (*v->error) {
		snprintf(e->error, sizeof e->error, "%s", v->error);
	} else {
		char *dot = graph_dot(v->graph, &n);
		export_write(key, 0, e, (tfe_bytes){(const uint8_t *)dot, n}, ".dot");
		free(dot);
	}
	release_graph(v);
	*bytes = sizeof *e;
	return e;
}

static const struct read_kind dot_kind = {read_dot, free};

const struct export *graph_dot_find(struct caches *c, const tfe_view *view, uint64_t i,
				    uint32_t number)
{
	return reads_find(
		c,
		&(struct read_key){.kind = &dot_kind, .view = *view, .entry = i, .detail = number});
}
