/* Writes every kind of summary, three steps of each kind that has steps.
 *
 *	every_kind logs       writes into this log directory
 *	every_kind --list     prints the same values as JSON, an object per line, writes nothing
 *
 * The tests ask TensorBoard for each value of the list. */
#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tfevents.h>

enum { STEPS = 3 };

/* The writer of the log directory; NULL while the values are listed. */
static tfe_writer *writer;

/* Prints a line of the list. */
static void list(const char *format, ...)
{
	va_list args;
	if (writer)
		return;
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
}

static void scalars(void)
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

int main(int argc, char **argv)
{
	tfe_error error = TFE_ERROR_INIT;
	bool listing = argc == 2 && !strcmp(argv[1], "--list");
	if (argc != 2 || (*argv[1] == '-' && !listing)) {
		fputs("usage: every_kind LOGDIR | --list\n", stderr);
		return 2;
	}
	if (!listing && tfe_writer_open(argv[1], NULL, &writer, &error) != TFE_OK) {
		fprintf(stderr, "%s: %s\n", error.path, error.message);
		return 2;
	}
	scalars();
	if (listing)
		return 0;
	tfe_status status = tfe_writer_finish(writer);
	if (status != TFE_OK) {
		tfe_writer_get_error(writer, &error);
		fprintf(stderr, "%s: %s\n", error.path, error.message);
	}
	return tfe_writer_close(writer) == TFE_OK ? 0 : 2;
}
