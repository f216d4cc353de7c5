/* write: adds of graphs. */
#include "summary/summary_put.h"
#include "write/add.h"

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
			     .wrong = !graph         ? "the graph is missing"
				      : error.status ? error.message
						     : "a function is open"};
	tfe__buf_init(&a.buf, &w->allocator, TFE__RECORD_LIMIT);
	return tfe__add_end(&a, tfe__put_graph(&a.buf, tfe__add_time(w), graph));
}
