/* write: adds of graphs. */
#include <errno.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/error.h"
#include "summary/run_metadata.h"
#include "summary/summary_put.h"
#include "write/add.h"
#include "write/asset.h"

/* The reason why a graph cannot be put. `error` has its first error. */
static const char *wrong_graph(const tfe_graph *graph, const tfe_error *error)
{
	return !graph          ? "the graph is missing"
	       : error->status ? error->message
			       : "a function is open";
}

tfe_status tfe_writer_add_graph(tfe_writer *w, const tfe_graph *graph)
{
	if (!w)
		return TFE_E_ARG;
	tfe_error error = TFE_ERROR_INIT;
	if (graph)
		tfe_graph_get_error(graph, &error);
	struct tfe__add a = {.writer = w,
			     .header = {.tag = "graph"},
			     .events = 1,
			     .wrong = wrong_graph(graph, &error)};
	a.header.wall_time = tfe__add_time(w, &a.header.system_ns);
	tfe__buf_init(&a.buf, &w->allocator, TFE__RECORD_LIMIT);
	return tfe__add_end(&a, tfe__put_graph(&a.buf, a.header.wall_time, graph));
}

tfe_status tfe_writer_add_traced_graph(tfe_writer *w, const char *tag, int64_t step,
				       const tfe_graph *graph)
{
	struct tfe__add a;
	tfe_error error = TFE_ERROR_INIT;
	tfe_status status = tfe__add_begin(&a, w, tag, step, NULL);
	if (status)
		return status;
	if (graph)
		tfe_graph_get_error(graph, &error);
	a.wrong = wrong_graph(graph, &error);
	struct tfe__buf metadata;
	tfe__buf_init(&metadata, &w->allocator, TFE__RECORD_LIMIT);
	status = tfe__put_traced_graph(&metadata, graph);
	const tfe_bytes bytes = {metadata.data, metadata.size};
	const tfe_array array = {&bytes, TFE_DTYPE_STRING, 0, NULL, NULL};
	if (!status)
		tfe__put_tensor(&a.buf, &a.header, &array, 1, &tfe__traced_graph_plugin);
	tfe__buf_release(&metadata);
	return tfe__add_end(&a, status);
}

/* Adds the graph of a file. */
static tfe_status add_file(tfe_graph *graph, const char *path, const tfe_allocator *allocator,
			   tfe_error *error)
{
	const size_t most = 0x7fffffff; /* the maximum size of a protobuf message */
	struct tfe__buf content;
	if (access(path, R_OK))
		return tfe__error(error, TFE_E_IO, errno, path, -1, "cannot read");
	tfe__buf_init(&content, allocator, most);
	tfe_status status = tfe__asset_read(&content, path, true, error);
	if (!status) {
		tfe_error detail = TFE_ERROR_INIT;
		status = tfe_graph_add_onnx(graph, (tfe_bytes){content.data, content.size});
		tfe_graph_get_error(graph, &detail);
		if (status)
			tfe__error(error, status, 0, path, -1, "%s", detail.message);
	}
	tfe__buf_release(&content);
	return status;
}

tfe_status tfe_graph_open_onnx(const char *path, const tfe_allocator *allocator, tfe_graph **out,
			       tfe_error *error)
{
	*out = NULL;
	if (!path || !*path)
		return tfe__error(error, TFE_E_ARG, 0, NULL, -1, "the path is missing");
	tfe_allocator a = tfe__allocator_or_default(allocator);
	tfe_graph *graph;
	tfe_status status = tfe_graph_open(&a, &graph);
	if (status)
		return tfe__error(error, status, 0, path, -1, "%s", tfe_status_text(status));
	status = add_file(graph, path, &a, error);
	if (status)
		tfe_graph_close(graph);
	else
		*out = graph;
	return status;
}

tfe_status tfe_writer_add_onnx_graph(tfe_writer *w, const char *path)
{
	if (!w)
		return TFE_E_ARG;
	tfe_graph *graph;
	tfe_error error = TFE_ERROR_INIT;
	tfe_status status = tfe_graph_open_onnx(path, &w->allocator, &graph, &error);
	if (status)
		return tfe__writer_refuse(w, status, "graph: %s: %s", path ? path : "",
					  error.message);
	status = tfe_writer_add_graph(w, graph);
	tfe_graph_close(graph);
	return status;
}
