/* Measures the time of an add_scalar call, the number of calls per second of one thread into the
 * page cache and of two threads, the time of one scalar of add_scalars, and allocations. Budgets:
 * median 100 ns, 99.9 % below 10 us, 5 million per second sustained, two threads 1.3 times as many,
 * no allocation in the steady state. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <tfevents/writer.h>

#include "folder.h"

enum { LATENCIES = 1000000, SUSTAINED = 10000000 };

static double ns_of(clockid_t clock)
{
	struct timespec t;
	clock_gettime(clock, &t);
	return 1e9 * (double)t.tv_sec + (double)t.tv_nsec;
}

static double now_ns(void)
{
	return ns_of(CLOCK_MONOTONIC);
}

static int ascending(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;
	return (x > y) - (x < y);
}

static tfe_writer *open_writer(const char *dir)
{
	tfe_writer *writer;
	tfe_error error = TFE_ERROR_INIT;
	if (tfe_writer_open(dir, NULL, &writer, &error)) {
		fprintf(stderr, "%s: %s\n", error.path, error.message);
		exit(2);
	}
	return writer;
}

/* Measures single calls, with a pause of 1 us between two: a training loop does other work as
 * well. */
static int latencies(const char *dir)
{
	float *ns = malloc(LATENCIES * sizeof(*ns));
	if (!ns)
		return 2;
	double empty = now_ns();
	for (int i = 0; i < 1000; i++)
		now_ns();
	empty = (now_ns() - empty) / 1000; /* the time of reading the clock */
	tfe_writer *writer = open_writer(dir);
	for (int i = 0; i < LATENCIES; i++) {
		double t = now_ns();
		tfe_writer_add_scalar(writer, "train/loss", i, 1.0 / (1 + i));
		double t1 = now_ns();
		ns[i] = (float)(t1 - t - empty);
		while (now_ns() - t1 < 1000)
			;
	}
	int failed = tfe_writer_close(writer) != TFE_OK;
	qsort(ns, LATENCIES, sizeof(*ns), ascending);
	printf("  add_scalar       median %4.0f ns, 99 %% %5.0f ns, 99.9 %% %5.0f ns, worst %.0f "
	       "us\n",
	       (double)ns[LATENCIES / 2], (double)ns[LATENCIES / 100 * 99],
	       (double)ns[LATENCIES / 1000 * 999], (double)ns[LATENCIES - 1] / 1000);
	free(ns);
	return failed;
}

static int sustained(const char *dir)
{
	tfe_writer *writer = open_writer(dir);
	double t = now_ns(), caller = ns_of(CLOCK_THREAD_CPUTIME_ID),
	       all = ns_of(CLOCK_PROCESS_CPUTIME_ID);
	for (int i = 0; i < SUSTAINED; i++)
		tfe_writer_add_scalar(writer, "train/loss", i, 1.0 / (1 + i));
	caller = ns_of(CLOCK_THREAD_CPUTIME_ID) - caller;
	int failed = tfe_writer_close(writer) != TFE_OK;
	t = now_ns() - t;
	all = ns_of(CLOCK_PROCESS_CPUTIME_ID) - all;
	printf("  add_scalar       %.1f million a second, closed with all of it written; CPU time "
	       "of one: "
	       "the caller %.0f ns, with the writing thread %.0f ns\n",
	       SUSTAINED / t * 1e3, caller / SUSTAINED, all / SUSTAINED);
	return failed;
}

/* Adds as many scalars as `sustained`, eight in each call, in the same number of series. */
static int together(const char *dir)
{
	enum { SERIES = 8 };
	static const char *const tags[SERIES] = {"train/loss",     "train/accuracy", "train/lr",
						 "train/gradient", "val/loss",       "val/accuracy",
						 "time/step",      "time/data"};
	double caller[2];
	int failed = 0;
	for (int at_once = 0; at_once < 2; at_once++) {
		tfe_writer *writer = open_writer(dir);
		caller[at_once] = ns_of(CLOCK_THREAD_CPUTIME_ID);
		for (int i = 0; i < SUSTAINED / SERIES; i++) {
			tfe_scalar s[SERIES];
			for (int k = 0; k < SERIES; k++)
				s[k] = (tfe_scalar){tags[k], 1.0 / (1 + i)};
			if (at_once)
				tfe_writer_add_scalars(writer, i, s, SERIES, TFE_DTYPE_FLOAT32);
			for (int k = 0; !at_once && k < SERIES; k++)
				tfe_writer_add_scalar(writer, s[k].tag, i, s[k].value);
		}
		caller[at_once] = ns_of(CLOCK_THREAD_CPUTIME_ID) - caller[at_once];
		failed |= tfe_writer_close(writer) != TFE_OK;
	}
	printf("  add_scalars      %d at once: CPU time of the caller for one %.0f ns, %.2f times "
	       "that of add_scalar\n",
	       SERIES, caller[1] / SUSTAINED, caller[1] / caller[0]);
	return failed;
}

/* Counts the allocations of the library; the state is that of malloc. */
static atomic_size_t allocations;

static void *counting_resize(void *context, void *block, size_t bytes)
{
	(void)context;
	if (!bytes) {
		free(block);
		return NULL;
	}
	atomic_fetch_add(&allocations, 1);
	return realloc(block, bytes);
}

static void *add_many(void *writer)
{
	for (int i = 0; i < SUSTAINED / 2; i++)
		tfe_writer_add_scalar(writer, "train/loss", i, 1.0 / (1 + i));
	return NULL;
}

/* Adds the same number of scalars from one thread and from two, and counts the allocations after
 * the first tenth. */
static int threads(const char *dir)
{
	const tfe_allocator allocator = {.resize = counting_resize};
	const tfe_writer_options options = {.size = sizeof options, .allocator = &allocator};
	double seconds[2];
	size_t warm = 0, all = 0;
	int failed = 0;
	for (int two = 0; two < 2; two++) {
		pthread_t thread;
		tfe_writer *writer;
		if (tfe_writer_open(dir, &options, &writer, NULL))
			return 2;
		for (int i = 0; i < SUSTAINED / 10; i++)
			tfe_writer_add_scalar(writer, "train/loss", i, 1);
		failed |= tfe_writer_flush(writer) != TFE_OK;
		warm = atomic_load(&allocations);
		seconds[two] = now_ns();
		if (two && pthread_create(&thread, NULL, add_many, writer))
			return 2;
		add_many(writer);
		if (two)
			pthread_join(thread, NULL);
		else
			add_many(writer);
		failed |= tfe_writer_flush(writer) != TFE_OK;
		seconds[two] = (now_ns() - seconds[two]) / 1e9;
		all = atomic_load(&allocations);
		printf("  add_scalar       %d million from %d thread%s: %zu allocations\n",
		       SUSTAINED / 1000000, two + 1, two ? "s" : "", all - warm);
		failed |= tfe_writer_close(writer) != TFE_OK;
	}
	printf("  add_scalar       two threads add %.2f times as many as one\n",
	       seconds[0] / seconds[1]);
	return failed;
}

int main(void)
{
	char dir[512], command[600];
	if (!folder_make(dir, sizeof dir, "write"))
		return 2;
	int failed = latencies(dir) | sustained(dir) | together(dir) | threads(dir);
	snprintf(command, sizeof(command), "rm -rf '%s'", dir);
	return system(command) || failed;
}
