/* For unit tests of cursors: logs whose points are all known, and functions that read them. */
#ifndef TESTS_UNIT_CURSORS_H
#define TESTS_UNIT_CURSORS_H

#include <poll.h>

#include "unit/logs.h"

#include <tfevents/cursor.h>

enum { MIB = 1 << 20 };

static struct logs_message batch;

static inline float value_of(int tag, int64_t step)
{
	return (float)((uint64_t)step * 2654435761U % 10007 + (uint64_t)tag) / 7;
}

static inline double wall_of(int64_t step)
{
	return 1e9 + (double)(step * step % 1009) / 3;
}

/* Adds an event with values of the tags t0, t1, ... at a step. */
static inline void add_event(const char *name, int tags, int64_t step, double wall_time)
{
	static struct logs_message event, summary, value;
	summary.n = 0;
	for (int i = 0; i < tags; i++) {
		char tag[16];
		snprintf(tag, sizeof tag, "t%d", i);
		value.n = 0;
		logs_text(&value, 1, tag);
		logs_float(&value, 2, value_of(i, step));
		logs_bytes(&summary, 1, value.data, value.n);
	}
	logs_event(&event, step, wall_time);
	logs_bytes(&event, 5, summary.data, summary.n);
	if (batch.n + event.n + 16 > sizeof batch.data)
		logs_flush(name, &batch);
	logs_frame(&batch, &event);
}

static inline void add_events(const char *name, int tags, int64_t from, int64_t to)
{
	for (int64_t step = from; step < to; step++)
		add_event(name, tags, step, wall_of(step));
	logs_flush(name, &batch);
}

static inline tfe_logdir *load_with(size_t memory_bytes, const tfe_allocator *allocator)
{
	const char *path = logs_folder;
	tfe_logdir_options o = {.size = sizeof o,
				.threads = 2,
				.memory_bytes = memory_bytes,
				.allocator = allocator};
	tfe_logdir *d = NULL;
	assert_int_equal(tfe_logdir_open(&path, 1, &o, &d, NULL), TFE_OK);
	assert_int_equal(tfe_logdir_load(d), TFE_OK);
	return d;
}

static inline tfe_logdir *load(void)
{
	return load_with(MIB, NULL);
}

static inline tfe_logdir *watch(size_t memory_bytes)
{
	const char *path = logs_folder;
	tfe_logdir_options o = {.size = sizeof o, .threads = 2, .memory_bytes = memory_bytes};
	tfe_logdir *d = NULL;
	assert_int_equal(tfe_logdir_open(&path, 1, &o, &d, NULL), TFE_OK);
	assert_int_equal(tfe_logdir_watch(d), TFE_OK);
	assert_int_equal(tfe_logdir_load(d), TFE_OK);
	return d;
}

static inline const tfe_series *series_of(const tfe_logdir *d, size_t run, const char *tag)
{
	const tfe_series *series = tfe_run_find_series(tfe_logdir_run_at(d, run), tag);
	assert_non_null(series);
	return series;
}

static inline tfe_series_info info_of(const tfe_series *series)
{
	tfe_series_info info = TFE_SERIES_INFO_INIT;
	tfe_view view = tfe_series_view(series);
	tfe_view_get_info(&view, &info);
	return info;
}

static inline void wait_for(tfe_logdir *d, const tfe_series *series, uint64_t count)
{
	while (info_of(series).count != count) {
		struct pollfd fd = {.fd = tfe_logdir_fd(d), .events = POLLIN};
		if (poll(&fd, 1, 60000) != 1)
			fail_msg("%d points come not", (int)count);
		tfe_logdir_acknowledge(d);
	}
}

/* --- cursors ---------------------------------------------------------------------------------- */

static inline tfe_cursor *open_cursor(const tfe_series *series)
{
	tfe_cursor *cursor;
	assert_int_equal(tfe_cursor_open(series, NULL, &cursor, NULL), TFE_OK);
	return cursor;
}

/* Reads up to n points and checks that they are those of tag `tag` at the steps from *step on.
 * Returns their number. */
static inline size_t read_some(tfe_cursor *cursor, int tag, int64_t *step, size_t n)
{
	tfe_point points[1000];
	size_t got;
	assert_int_equal(tfe_cursor_next(cursor, points, n, &got), TFE_OK);
	for (size_t i = 0; i < got; i++, ++*step) {
		if (points[i].step != *step || points[i].value != (double)value_of(tag, *step) ||
		    points[i].wall_time != wall_of(*step))
			fail_msg("step %d instead of %d", (int)points[i].step, (int)*step);
	}
	return got;
}

static inline void read_rest(tfe_cursor *cursor, int tag, int64_t step, int64_t end)
{
	while (read_some(cursor, tag, &step, 1000))
		continue;
	assert_int_equal(step, end);
}

#endif
