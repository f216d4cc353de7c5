/* Measures the counting of a tensor of 1 million float32 into TensorBoard's exponential buckets.
 * Budget: 3 ms of CPU time. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
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

int main(void)
{
	float *values = malloc(N * sizeof(*values));
	if (!values)
		return 2;
	for (int i = 0; i < N; i++)
		values[i] = (float)(sqrt(-2 * log(uniform())) * cos(6.283185307179586 * uniform()));
	tfe_histogram h;
	tfe_histogram_init(&h, NULL);
	double ms[RUNS];
	int failed = 0;
	for (int i = 0; i < RUNS; i++) {
		double t = now_ms();
		failed |= tfe_histogram_count(&h, values, TFE_DTYPE_FLOAT32, N) != TFE_OK;
		ms[i] = now_ms() - t;
	}
	qsort(ms, RUNS, sizeof(*ms), ascending);
	printf("  histogram        1 M float32: CPU time, median %.2f ms, best %.2f ms\n",
	       ms[RUNS / 2], ms[0]);
	tfe_histogram_release(&h);
	free(values);
	return failed;
}
