/* Measures the time and memory of a point in the store, and the time of a chart of many points.
 *
 * The points are generated: one step each, a tenth of a second apart with a jitter of a
 * millisecond, and a float32 value. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "read/run/series.h"
#include "read/column/smooth.h"

enum { COLUMNS = 400, REPEATS = 20 };

static double cpu_seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static uint64_t seed = 1;

static double uniform(void)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (double)(seed >> 11) * 0x1p-53;
}

static void fill(struct tfe_series *series, struct tfe__arena *arena, uint64_t n)
{
	const struct tfe__column_memory memory = {.arena = arena};
	struct tfe__entry *entries = calloc(n, sizeof *entries);
	for (uint64_t i = 0; i < n; i++) {
		entries[i].step = (int64_t)i;
		entries[i].wall_time = 1.7e9 + (double)i * 0.1 + uniform() * 1e-3;
		entries[i].value = (double)(float)uniform();
	}
	double begin = cpu_seconds();
	for (uint64_t i = 0; i < n; i++)
		if (tfe__column_add(&series->writer, &memory, &entries[i]))
			exit(1);
	double seconds = cpu_seconds() - begin;
	printf("    %8llu points: %.1f ns and %.2f bytes each\n", (unsigned long long)n,
	       seconds / (double)n * 1e9, (double)arena->used_bytes / (double)n);
	free(entries);
}

static void draw(const struct tfe_series *series, const char *what, tfe_axis axis, double weight,
		 int repeats)
{
	static tfe_column columns[COLUMNS];
	tfe_view view = tfe_series_view(series);
	double x0, x1;
	if (!tfe_view_get_extent(&view, axis, &x0, &x1))
		exit(1);
	double begin = cpu_seconds();
	for (int i = 0; i < repeats; i++)
		if (tfe_view_get_columns(&view, axis, x0, x1, weight, columns, COLUMNS))
			exit(1);
	printf("             %-34s %9.1f us\n", what, (cpu_seconds() - begin) / repeats * 1e6);
}

static void measure(uint64_t n)
{
	struct tfe__arena arena;
	tfe__arena_init(&arena, NULL, 0);
	const struct tfe__shared shared = {.smoothing = {.allocator = &arena.allocator}};
	struct tfe_series series = {.kind = TFE_KIND_SCALAR, .shared = &shared};
	tfe__column_init(&series.first);
	atomic_init(&series.column, &series.first);
	tfe__column_writer_init(&series.writer, &series.first, TFE__VALUE_TYPE_FLOAT32);
	fill(&series, &arena, n);
	draw(&series, "400 columns over steps", TFE_AXIS_STEP, 0, REPEATS);
	draw(&series, "400 columns over wall time", TFE_AXIS_WALL, 0, REPEATS);
	draw(&series, "smoothed, a new weight", TFE_AXIS_STEP, 0.6, 1);
	draw(&series, "smoothed, the same weight", TFE_AXIS_STEP, 0.6, REPEATS);
	tfe__smoothing_free(&series.first, &shared.smoothing);
	tfe__arena_release(&arena);
}

int main(void)
{
	measure(10);
	measure(10000);
	measure(2000000);
	return 0;
}
