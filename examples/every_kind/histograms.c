/* Histograms: of values of many types, with weights, and counted elsewhere. */
#include "every_kind.h"

static void list_histogram(const char *tag, int step, const double *values, const double *weights,
			   int n)
{
	if (writer)
		return;
	printf("{\"kind\": \"histogram\", \"tag\": \"%s\", \"step\": %d", tag, step);
	list_numbers("values", values, n);
	list_numbers("weights", weights, n);
	puts("}");
}

/* The left half of a matrix, as v1, and with weights as v2; buckets that were counted elsewhere. */
static void of_matrix(int step)
{
	enum { ROWS = 8, COLUMNS = 6, HALF = 3, BUCKETS = 3 };
	static const double limits[BUCKETS] = {1, 2, 4}, counts[BUCKETS] = {5, 0, 2};
	const int64_t shape[] = {ROWS, HALF};
	const int64_t strides[] = {COLUMNS * sizeof(float), sizeof(float)};
	float matrix[ROWS][COLUMNS] = {{0}};
	double weights[ROWS][HALF], values[ROWS * HALF], ones[ROWS * HALF];
	for (int i = 0; i < ROWS * HALF; i++) {
		int row = i / HALF, column = i % HALF;
		matrix[row][column] = (float)(i * (step + 3) % 17 - 8) / 4 + 0.03f;
		weights[row][column] = 0.5 * (i % 4);
		values[i] = (double)matrix[row][column];
		ones[i] = 1;
	}
	const tfe_array half = {matrix, TFE_DTYPE_FLOAT32, 2, shape, strides};
	const tfe_array by = {weights, TFE_DTYPE_FLOAT64, 2, shape, NULL};
	const tfe_histogram_buckets raw = {-1, 3, 7, 6, 20, limits, counts, BUCKETS};
	if (writer) {
		tfe_writer_add_histogram_array(writer, "histogram/v1", step, &half, NULL, 0);
		tfe_writer_add_histogram_array(writer, "histogram/v2", step, &half, &by, 5);
		tfe_writer_add_histogram_buckets(writer, "histogram/raw", step, &raw);
	}
	list_histogram("histogram/v1", step, values, ones, ROWS * HALF);
	list_histogram("histogram/v2", step, values, &weights[0][0], ROWS * HALF);
	list("{\"kind\": \"histogram\", \"tag\": \"histogram/raw\", \"step\": %d, "
	     "\"buckets\": [[-1, 1, 5], [1, 2, 0], [2, 3, 2]]}",
	     step);
}

/* The same values as integers and as half and bfloat16 floats, and as float64 beside values that
 * are not finite, which are in no bucket. */
static void of_types(int step)
{
	enum { N = 4 };
	static const uint16_t half[N] = {0xc000, 0x3c00, 0x4200, 0x4200};
	static const uint16_t bfloat[N] = {0xc000, 0x3f80, 0x4040, 0x4040};
	static const double values[N] = {-2, 1, 3, 3}, ones[N] = {1, 1, 1, 1};
	static const int8_t bytes[N] = {-2, 1, 3, 3};
	static const int64_t longs[N] = {-2, 1, 3, 3};
	const double holed[] = {-2, (double)NAN, 1, 3, (double)INFINITY, 3};
	const struct {
		const char *tag;
		const void *values;
		tfe_dtype dtype;
		size_t n;
	} of[] = {{"histogram/int8", bytes, TFE_DTYPE_INT8, N},
		  {"histogram/int64", longs, TFE_DTYPE_INT64, N},
		  {"histogram/half", half, TFE_DTYPE_FLOAT16, N},
		  {"histogram/bfloat16", bfloat, TFE_DTYPE_BFLOAT16, N},
		  {"histogram/not_finite", holed, TFE_DTYPE_FLOAT64, N + 2}};
	for (size_t i = 0; i < sizeof of / sizeof *of; i++) {
		if (writer)
			tfe_writer_add_histogram(writer, of[i].tag, step, of[i].values, of[i].dtype,
						 of[i].n);
		list_histogram(of[i].tag, step, values, ones, N);
	}
}

void histograms(void)
{
	for (int step = 0; step < STEPS; step++) {
		of_matrix(step);
		of_types(step);
	}
}
