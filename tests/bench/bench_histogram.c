/* Measures the counting of a tensor of 1 million float32, half floats and bfloat16 into
 * TensorBoard's exponential buckets, and one pass of minimum and maximum over the float32. Budgets:
 * 2 ms of CPU time for each type, at most 4 passes. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <tfevents/histogram.h>

enum { N = 1000000, RUNS = 21 };

static double now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return 1e3 * (double)t.tv_sec + (double)t.tv_nsec / 1e6;
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static double uniform(void)
{
	static unsigned long long state = 1;
	state = state * 6364136223846793005u + 1442695040888963407u;
	return ((double)(state >> 11) + 0.5) / 9007199254740992.0;
}

/* Rounds toward zero; the values are far from the limits of half floats. */
static uint16_t half_of(float f)
{
	uint32_t bits;
	memcpy(&bits, &f, sizeof bits);
	const int exponent = (int)(bits >> 23 & 0xff) - 127 + 15;
	const uint32_t sign = bits >> 16 & 0x8000;
	return (uint16_t)(exponent <= 0 ? sign : sign | exponent << 10 | (bits >> 13 & 0x3ff));
}

static uint16_t bfloat16_of(float f)
{
	uint32_t bits;
	memcpy(&bits, &f, sizeof bits);
	return (uint16_t)(bits >> 16);
}

/* Prints the times of RUNS runs. Returns their median. */
static double report(const char *what, double ms[RUNS])
{
	qsort(ms, RUNS, sizeof(*ms), ascending);
	printf("  %-16s 1 M: CPU time, median %.2f ms, best %.2f ms\n", what, ms[RUNS / 2], ms[0]);
	return ms[RUNS / 2];
}

static double count(const char *what, const void *values, tfe_dtype dtype)
{
	tfe_histogram h;
	double ms[RUNS];
	tfe_histogram_init(&h, NULL);
	for (int i = 0; i < RUNS; i++) {
		double t = now_ms();
		if (tfe_histogram_count(&h, values, dtype, N) != TFE_OK)
			exit(2);
		ms[i] = now_ms() - t;
	}
	tfe_histogram_release(&h);
	return report(what, ms);
}

static double extremes(const float *values)
{
	static volatile float kept; /* so that the pass is not optimised away */
	double ms[RUNS];
	for (int i = 0; i < RUNS; i++) {
		double t = now_ms();
		float least = values[0], most = values[0];
		for (int k = 0; k < N; k++) {
			least = values[k] < least ? values[k] : least;
			most = values[k] > most ? values[k] : most;
		}
		ms[i] = now_ms() - t;
		kept = least + most;
	}
	(void)kept;
	return report("min and max", ms);
}

int main(void)
{
	float *values = malloc(N * sizeof(*values));
	uint16_t *halves = malloc(N * sizeof *halves), *bfloats = malloc(N * sizeof *bfloats);
	if (!values || !halves || !bfloats)
		return 2;
	for (int i = 0; i < N; i++) {
		values[i] = (float)(sqrt(-2 * log(uniform())) * cos(6.283185307179586 * uniform()));
		halves[i] = half_of(values[i]);
		bfloats[i] = bfloat16_of(values[i]);
	}
	double ms = count("float32", values, TFE_DTYPE_FLOAT32);
	count("half", halves, TFE_DTYPE_FLOAT16);
	count("bfloat16", bfloats, TFE_DTYPE_BFLOAT16);
	printf("  float32          %.1f times min and max\n", ms / extremes(values));
	free(values);
	free(halves);
	free(bfloats);
	return 0;
}
