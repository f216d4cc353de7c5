/* For unit tests: a temporary log directory, and the records of its event files. */
#ifndef TESTS_UNIT_LOGDIR_BYTES_H
#define TESTS_UNIT_LOGDIR_BYTES_H

#include <dirent.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "unit/inject.h"

#include <tfevents/event.h>

#include "base/arena.h"
#include "folder.h"
#include "wire/event.h"
#include "wire/record.h"
#include "wire/validate.h"

/* Creates a directory; the caller removes it with remove_logdir. */
static inline char *make_logdir(void)
{
	char *dir = malloc(4096);
	assert_true(folder_make(dir, 4096, "logdir"));
	return dir;
}

typedef void per_file(const char *path, void *context);

/* Calls f for every file of a directory; returns the number of files. */
static inline int for_each_file(const char *dir, per_file *f, void *context)
{
	int files = 0;
	DIR *d = opendir(dir);
	assert_non_null(d);
	for (struct dirent *e; (e = readdir(d));) {
		if (e->d_name[0] == '.')
			continue;
		char path[8192];
		snprintf(path, sizeof path, "%s/%s", dir, e->d_name);
		files++;
		if (f)
			f(path, context);
	}
	closedir(d);
	return files;
}

static inline void remove_file(const char *path, void *context)
{
	(void)context;
	assert_int_equal(unlink(path), 0);
}

static inline void remove_logdir(char *dir)
{
	for_each_file(dir, remove_file, NULL);
	assert_int_equal(rmdir(dir), 0);
	free(dir);
}

static inline uint8_t *read_whole_file(const char *path, size_t *n)
{
	FILE *f = fopen(path, "rb");
	assert_non_null(f);
	uint8_t *p = NULL;
	*n = 0;
	for (size_t got = 1; got;) {
		p = realloc(p, *n + 65536);
		assert_non_null(p);
		got = fread(p + *n, 1, 65536, f);
		*n += got;
	}
	fclose(f);
	return p;
}

typedef void per_event(const tfe_event *event, void *context);

/* Calls f for every event of a file; the test fails at a record that is not whole or does not
 * decode. Returns the number of events. */
static inline int for_each_event(const char *path, per_event *f, void *context)
{
	size_t n, at = 0;
	uint8_t *p = read_whole_file(path, &n);
	struct tfe__arena arena;
	tfe__arena_init(&arena, NULL, 0);
	int events = 0;
	for (; at < n; events++) {
		uint64_t length;
		assert_true(n - at >= TFE__RECORD_FRAME_BYTES);
		assert_true(tfe__record_get_header(p + at, &length));
		assert_true(length <= n - at - TFE__RECORD_FRAME_BYTES);
		const uint8_t *data = p + at + TFE__RECORD_HEADER_BYTES;
		assert_true(tfe__record_intact(data + length, data, (size_t)length));
		tfe_event event = TFE_EVENT_INIT;
		assert_int_equal(tfe__event_decode(&arena, data, (size_t)length, &event), TFE_OK);
		if (f)
			f(&event, context);
		at += (size_t)length + TFE__RECORD_FRAME_BYTES;
	}
	tfe__arena_release(&arena);
	free(p);
	return events;
}

static inline void count_events(const char *path, void *context)
{
	*(int *)context += for_each_event(path, NULL, NULL);
}

/* Returns the number of events in all files of a directory. */
static inline int events_in(const char *dir)
{
	int events = 0;
	for_each_file(dir, count_events, &events);
	return events;
}

static inline void check_step(const tfe_event *event, void *context)
{
	int64_t *next = context;
	if (*next >= 0)
		assert_int_equal(event->step, *next);
	++*next;
}

/* Checks that a file has events of the steps 0 to n - 1, in order, after its version. */
static inline void check_steps(const char *path, int64_t n)
{
	int64_t next = -1; /* the version comes first */
	for_each_event(path, check_step, &next);
	assert_int_equal(next, n);
}

#endif
