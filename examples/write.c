/* Writes one summary of each kind, as code to copy.
 *
 *	write logs/kinds
 *	tbtop logs            (or: tensorboard --logdir logs)
 *
 * Each add function encodes in the caller's thread and never waits for the disk; tfe_writer_close
 * reports the first error. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <tfevents.h>

enum { STEPS = 20, WEIGHTS = 2000, SIDE = 48, CLASSES = 4, EXAMPLES = 400 };

/* Returns a random number of a bell curve of this width: the sum of twelve uniform numbers. */
static float bell(double width)
{
	double sum = -6;
	for (int i = 0; i < 12; i++)
		sum += rand() / (double)RAND_MAX;
	return (float)(sum * width);
}

static void add_scalars(tfe_writer *writer)
{
	/* The description is Markdown. A scalar with a description is written as a tensor. */
	tfe_writer_describe(writer, "loss", "Loss", "mean of the *training* examples");
	for (int step = 0; step < STEPS; step++) {
		tfe_writer_add_scalar(writer, "loss", step, 1.0 / (1 + step));
		tfe_writer_add_scalar(writer, "rate/initial", step, 0.01);
		tfe_writer_add_scalar(writer, "rate/now", step, 0.01 * pow(0.9, step));
	}
}

static void add_histograms(tfe_writer *writer)
{
	float weights[WEIGHTS];
	for (int step = 0; step < STEPS; step++) {
		for (int i = 0; i < WEIGHTS; i++)
			weights[i] = bell(0.2 + 0.02 * step) + 0.03f * (float)step;
		/* TensorBoard's exponential buckets are the default; bins of equal width are the
		 * alternative (0: 30 bins). */
		tfe_writer_add_histogram(writer, "weights", step, weights, TFE_DTYPE_FLOAT32,
					 WEIGHTS);
		tfe_writer_add_histogram_v2(writer, "weights/even", step, weights,
					    TFE_DTYPE_FLOAT32, WEIGHTS, 0);
	}
}

static void add_images(tfe_writer *writer)
{
	static float grey[2][SIDE][SIDE]; /* 0 is black, 1 is white */
	static uint8_t rgba[SIDE][SIDE][4];
	for (int y = 0; y < SIDE; y++)
		for (int x = 0; x < SIDE; x++) {
			double r = hypot(x - SIDE / 2, y - SIDE / 2) / (SIDE / 2);
			grey[0][y][x] = (float)(0.5 + 0.5 * cos(12 * r));
			grey[1][y][x] = (float)(1 - r);
			rgba[y][x][0] = (uint8_t)(x * 255 / SIDE);
			rgba[y][x][1] = (uint8_t)(y * 255 / SIDE);
			rgba[y][x][2] = 160;
			rgba[y][x][3] = r < 1 ? 255 : 0;
		}
	/* Several images of one size at one step. */
	const tfe_image pair[2] = {{grey[0], TFE_DTYPE_FLOAT32, SIDE, SIDE, 1},
				   {grey[1], TFE_DTYPE_FLOAT32, SIDE, SIDE, 1}};
	tfe_writer_add_images(writer, "images/grey", 0, pair, 2);
	const tfe_image colour = {rgba, TFE_DTYPE_UINT8, SIDE, SIDE, 4};
	tfe_writer_add_images(writer, "images/rgba", 0, &colour, 1);
}

static void add_confusion_matrix(tfe_writer *writer)
{
	static const char *const names[CLASSES] = {"cat", "dog", "horse", "snow leopard"};
	int32_t labels[EXAMPLES], predictions[EXAMPLES];
	for (int i = 0; i < EXAMPLES; i++) {
		labels[i] = (int32_t)(sqrt(rand() / (RAND_MAX + 1.0)) * CLASSES);
		predictions[i] = rand() % 8 ? labels[i] : rand() % CLASSES;
	}
	int64_t counts[CLASSES * CLASSES] = {0};
	if (tfe_confusion_count(labels, predictions, EXAMPLES, CLASSES, counts) == TFE_OK)
		tfe_writer_add_confusion_matrix(writer, "confusion", STEPS, counts, CLASSES, names);
}

static void add_graph(tfe_writer *writer)
{
	tfe_graph *graph;
	if (tfe_graph_open(NULL, &graph) != TFE_OK)
		return;
	const char *const input[] = {"input"}, *const both[] = {"dense/MatMul", "dense/bias"};
	tfe_graph_add_node(graph, "input", "Placeholder", NULL, 0, NULL);
	tfe_graph_set_output_shape(graph, (const int64_t[]){-1, 64}, 2); /* -1: any size */
	tfe_graph_add_node(graph, "dense/MatMul", "MatMul", input, 1, "/device:CPU:0");
	tfe_graph_set_bool(graph, "transpose_b", false);
	tfe_graph_add_node(graph, "dense/bias", "Const", NULL, 0, NULL);
	tfe_graph_set_dtype(graph, "dtype", TFE_DTYPE_FLOAT32);
	tfe_graph_add_node(graph, "dense/BiasAdd", "BiasAdd", both, 2, NULL);
	tfe_writer_add_graph(writer, graph);
	tfe_graph_close(graph);
}

int main(int argc, char **argv)
{
	if (argc != 2 || *argv[1] == '-') {
		fputs("usage: write LOGDIR\n", stderr);
		return 2;
	}
	tfe_writer *writer;
	tfe_error error = TFE_ERROR_INIT;
	if (tfe_writer_open(argv[1], NULL, &writer, &error) != TFE_OK) {
		fprintf(stderr, "%s: %s\n", error.path, error.message);
		return 2;
	}
	add_scalars(writer);
	add_histograms(writer);
	add_images(writer);
	add_confusion_matrix(writer);
	add_graph(writer);
	tfe_writer_add_text(writer, "notes", 0, "# A run\n\nwith *one* of each kind");

	tfe_status status = tfe_writer_finish(writer);
	if (status != TFE_OK) {
		tfe_writer_get_error(writer, &error);
		fprintf(stderr, "%s: %s\n", error.path, error.message);
	}
	return tfe_writer_close(writer) == TFE_OK ? 0 : 2;
}
