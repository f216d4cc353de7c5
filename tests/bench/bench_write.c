/* Measures the time of an add_scalar call, also as a multiple of the checksums of its record; the
 * number of calls per second of one thread into the page cache and of two threads; the time of one
 * scalar of add_scalars; allocations; an image. Each line names its budget.
 *
 * bench_write --values prints only what tests/bench/write.sh compares with other writers: lines of
 * a name and a number of nanoseconds. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <tfevents/writer.h>

#include "folder.h"
#include "wire/crc32c.h"

enum { LATENCIES = 1000000, SUSTAINED = 10000000, HISTOGRAM = 1000000, SIDE = 256, RUNS = 21 };

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

/* Removes the folder with its files, before the system delays writes because of them. The next
 * writer makes it again. */
static int removed(const char *dir)
{
	char command[600];
	snprintf(command, sizeof command, "rm -rf '%s'", dir);
	return system(command) != 0;
}

/* Measures single calls, with a pause of 1 us between two: a training loop does other work as
 * well. */
static int latencies(const char *dir, bool values)
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
	if (values)
		printf("scalar %.0f\n", (double)ns[LATENCIES / 2]);
	else
		printf("  add_scalar       median %.0f ns (at most 100), 99 %% %.0f ns, 99.9 %% "
		       "%.0f "
		       "ns (at most 10000), worst %.0f us\n",
		       (double)ns[LATENCIES / 2], (double)ns[LATENCIES / 100 * 99],
		       (double)ns[LATENCIES / 1000 * 999], (double)ns[LATENCIES - 1] / 1000);
	free(ns);
	return failed;
}

/* The time of both checksums of the record of an add_scalar, of 8 and 38 bytes. */
static double checksum_ns(void)
{
	uint8_t record[54] = {38};
	uint32_t sum = 0;
	double t = ns_of(CLOCK_THREAD_CPUTIME_ID);
	for (int i = 0; i < SUSTAINED; i++) {
		memcpy(record + 20, &i, sizeof i);
		sum += tfe__crc32c(0, record, 8) + tfe__crc32c(0, record + 12, 38);
	}
	t = ns_of(CLOCK_THREAD_CPUTIME_ID) - t;
	volatile uint32_t kept = sum; /* so that the loop is not optimised away */
	(void)kept;
	return t / SUSTAINED;
}

/* The time of reading the clock. */
static double clock_read_ns(void)
{
	struct timespec now;
	double t = ns_of(CLOCK_THREAD_CPUTIME_ID);
	for (int i = 0; i < SUSTAINED; i++)
		clock_gettime(CLOCK_REALTIME, &now);
	return (ns_of(CLOCK_THREAD_CPUTIME_ID) - t) / SUSTAINED;
}

static int sustained(const char *dir, bool values)
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
	if (values) {
		printf("scalar_cpu %.0f\n", all / SUSTAINED);
		return failed;
	}
	const double sums = checksum_ns();
	printf("  add_scalar       %.1f million a second (at least 5), closed with all of it "
	       "written; CPU time of one: the caller %.0f ns, with the writing thread %.0f ns\n",
	       SUSTAINED / t * 1e3, caller / SUSTAINED, all / SUSTAINED);
	printf("  add_scalar       %.1f times the checksums of its record (at most 3), %.1f ns; "
	       "reading the clock takes %.1f ns of it\n",
	       caller / SUSTAINED / sums, sums, clock_read_ns());
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
		failed |= removed(dir);
	}
	printf("  add_scalars      %d at once: CPU time of the caller for one %.0f ns, %.2f times "
	       "that of add_scalar (at most 0.5)\n",
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

/* Adds SUSTAINED scalars from one thread or two, and writes them. Returns the seconds. */
static double add_from(tfe_writer *writer, bool two, int *failed)
{
	pthread_t thread;
	double t = now_ns();
	if (two && pthread_create(&thread, NULL, add_many, writer))
		exit(2);
	add_many(writer);
	if (two)
		pthread_join(thread, NULL);
	else
		add_many(writer);
	*failed |= tfe_writer_flush(writer) != TFE_OK;
	return (now_ns() - t) / 1e9;
}

/* Adds the same number of scalars from one thread and from two, and counts the allocations of the
 * second time. */
static int threads(const char *dir)
{
	const tfe_allocator allocator = {.resize = counting_resize};
	const tfe_writer_options options = {.size = sizeof options, .allocator = &allocator};
	double seconds[2];
	int failed = 0;
	for (int two = 0; two < 2; two++) {
		tfe_writer *writer;
		if (tfe_writer_open(dir, &options, &writer, NULL))
			return 2;
		seconds[two] = add_from(writer, two, &failed);
		size_t warm = atomic_load(&allocations);
		double again = add_from(writer, two, &failed);
		seconds[two] = again < seconds[two] ? again : seconds[two];
		printf("  add_scalar       %d million from %d thread%s: %.1f million a second, %zu "
		       "allocations\n",
		       SUSTAINED / 1000000, two + 1, two ? "s" : "", SUSTAINED / seconds[two] / 1e6,
		       atomic_load(&allocations) - warm);
		failed |= tfe_writer_close(writer) != TFE_OK;
		failed |= removed(dir);
	}
	printf("  add_scalar       two threads add %.2f times as many as one (at least 1.3)\n",
	       seconds[0] / seconds[1]);
	return failed;
}

/* A picture with edges, gradients and a little noise, as photographs have. */
static void draw(uint8_t *rgb)
{
	uint32_t noise = 1;
	for (int y = 0; y < SIDE; y++)
		for (int x = 0; x < SIDE; x++)
			for (int c = 0; c < 3; c++) {
				noise = noise * 1664525 + 1013904223;
				const int inside =
					(x - 128) * (x - 128) + (y - 100) * (y - 100) < 5000;
				*rgb++ = (uint8_t)((inside ? 180 - y / 2 : x / 2 + c * 30) +
						   (int)(noise >> 30));
			}
}

static int image(const char *dir, bool values)
{
	static uint8_t rgb[SIDE * SIDE * 3];
	const tfe_image picture = {rgb, TFE_DTYPE_UINT8, SIDE, SIDE, 3};
	float ns[RUNS];
	tfe_writer *writer = open_writer(dir);
	draw(rgb);
	for (int i = 0; i < RUNS; i++) {
		double t = ns_of(CLOCK_THREAD_CPUTIME_ID);
		tfe_writer_add_images(writer, "image", i, &picture, 1);
		ns[i] = (float)(ns_of(CLOCK_THREAD_CPUTIME_ID) - t);
	}
	qsort(ns, RUNS, sizeof *ns, ascending);
	if (values)
		printf("image %.0f\n", (double)ns[RUNS / 2]);
	else
		printf("  add_images       256x256 RGB: CPU time %.2f ms (at most 2)\n",
		       (double)ns[RUNS / 2] / 1e6);
	return tfe_writer_close(writer) != TFE_OK;
}

/* A million float32 between -1 and 1, as an event of a histogram. */
static int histogram(const char *dir)
{
	float *x = malloc(HISTOGRAM * sizeof *x), ns[RUNS];
	if (!x)
		return 2;
	uint32_t state = 1;
	for (int i = 0; i < HISTOGRAM; i++) {
		state = state * 1664525 + 1013904223;
		x[i] = (float)((double)state / 2147483648.0 - 1);
	}
	tfe_writer *writer = open_writer(dir);
	for (int i = 0; i < RUNS; i++) {
		double t = ns_of(CLOCK_THREAD_CPUTIME_ID);
		tfe_writer_add_histogram(writer, "weights", i, x, TFE_DTYPE_FLOAT32, HISTOGRAM);
		ns[i] = (float)(ns_of(CLOCK_THREAD_CPUTIME_ID) - t);
	}
	qsort(ns, RUNS, sizeof *ns, ascending);
	printf("histogram %.0f\n", (double)ns[RUNS / 2]);
	free(x);
	return tfe_writer_close(writer) != TFE_OK;
}

int main(int argc, char **argv)
{
	const bool values = argc == 2 && !strcmp(argv[1], "--values");
	char dir[512];
	if (!folder_make(dir, sizeof dir, "write"))
		return 2;
	int failed = latencies(dir, values) | removed(dir);
	failed |= sustained(dir, values) | removed(dir);
	failed |= image(dir, values);
	if (values)
		failed |= histogram(dir);
	else
		failed |= together(dir) | removed(dir) | threads(dir);
	return failed | removed(dir);
}
