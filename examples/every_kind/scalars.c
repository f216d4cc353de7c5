/* Scalars: several of a step in one call, described ones, and float64. */
#include "every_kind.h"

void scalars(void)
{
	if (writer) {
		tfe_writer_describe(writer, "scalar/described", "Described", "in *Markdown*");
		tfe_writer_set_wall_time(writer, 1700000000);
	}
	for (int step = 0; step < STEPS; step++) {
		const tfe_scalar one[] = {{"scalar/plain", 1.0 / (1 + step)},
					  {"scalar/described", 0.5 * step}};
		const tfe_scalar exact[] = {{"scalar/float64", 1e-300 * (1 + step)}};
		if (writer) {
			tfe_writer_add_scalars(writer, step, one, 2, TFE_DTYPE_FLOAT32);
			tfe_writer_add_scalars(writer, step, exact, 1, TFE_DTYPE_FLOAT64);
		}
		list("{\"kind\": \"scalar\", \"tag\": \"scalar/plain\", \"step\": %d, \"value\": "
		     "%.9g, \"wall_time\": 1700000000}",
		     step, one[0].value);
		list("{\"kind\": \"scalar\", \"tag\": \"scalar/described\", \"step\": %d, "
		     "\"value\": %.9g, \"display_name\": \"Described\", \"wall_time\": 1700000000}",
		     step, one[1].value);
		list("{\"kind\": \"scalar\", \"tag\": \"scalar/float64\", \"step\": %d, \"value\": "
		     "%.17g, \"float64\": true, \"wall_time\": 1700000000}",
		     step, exact[0].value);
	}
	if (writer)
		tfe_writer_set_wall_time(writer, 0);
}
