/* tfevents graph: writes the graph of an ONNX model into a log directory. */
#include <tfevents/writer.h>

#include "common/complain.h"
#include "tfevents/verb.h"

#define PROGRAM "tfevents graph"

enum { LOGDIR };

static const struct option options[] = {
	[LOGDIR] = {"logdir", "DIR", "the run to write into; it is created if necessary"},
	{0},
};
OPTIONS_FIT(options);

static int report(const tfe_error *error, const char *path)
{
	complain(PROGRAM, path, "%s", error->message);
	return 2;
}

static int run(const struct arguments *arguments)
{
	const char *logdir = arguments->option[LOGDIR];
	tfe_error error = TFE_ERROR_INIT;
	tfe_writer *writer;
	if (!logdir || !*logdir) {
		complain(PROGRAM, NULL, "--logdir DIR, the run to write into, is missing");
		return 2;
	}
	if (arguments->operands > 1) {
		complain(PROGRAM, NULL, "a run has one graph, but %d models are given",
			 arguments->operands);
		return 2;
	}
	/* A model that cannot be read makes no event file. */
	tfe_graph *graph;
	tfe_status status = tfe_graph_open_onnx(arguments->operand[0], NULL, &graph, &error);
	if (status)
		return report(&error, arguments->operand[0]);
	status = tfe_writer_open(logdir, NULL, &writer, &error);
	if (status) {
		tfe_graph_close(graph);
		return report(&error, error.path);
	}
	tfe_writer_add_graph(writer, graph);
	tfe_graph_close(graph);
	status = tfe_writer_finish(writer);
	if (status)
		tfe_writer_get_error(writer, &error);
	tfe_status closed = tfe_writer_close(writer);
	return status || closed ? report(&error, logdir) : 0;
}

const struct verb graph_verb = {
	.name = "graph",
	.operands = "MODEL --logdir DIR",
	.summary = "write the graph of an ONNX model into a log directory",
	.details = "TensorBoard and tbtop show it as the graph of that run. Weights become nodes "
		   "with type and shape;\n"
		   "their elements, and files that the model names, are not read.\n",
	.options = options,
	.least = 1,
	.run = run,
};
