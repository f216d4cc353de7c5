/* For unit tests: the events of a run, decoded by the generated code only, independently of the
 * library's reader. */
#ifndef TESTS_UNIT_LOGGED_H
#define TESTS_UNIT_LOGGED_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <glob.h>
#include <setjmp.h>

#include <cmocka.h>

#include "base/le.h"
#include "event.pb-c.h"
#include "wire/record.h"

enum { LOGGED_MOST = 4096 };

struct logged {
	size_t files, n;
	Tfe__Pb__Event *event[LOGGED_MOST];
};

static inline void logged_add_file(struct logged *l, const char *path)
{
	static uint8_t bytes[1 << 22];
	FILE *file = fopen(path, "rb");
	assert_non_null(file);
	size_t size = fread(bytes, 1, sizeof bytes, file);
	fclose(file);
	assert_true(size < sizeof bytes);
	for (size_t at = 0; at < size;) {
		uint64_t length;
		assert_true(size - at >= TFE__RECORD_FRAME_BYTES);
		assert_true(tfe__record_get_header(bytes + at, &length));
		at += TFE__RECORD_HEADER_BYTES;
		assert_true(length <= size - at - TFE__RECORD_FOOTER_BYTES);
		assert_true(tfe__record_intact(bytes + at + length, bytes + at, length));
		assert_true(l->n < LOGGED_MOST);
		l->event[l->n] = tfe__pb__event__unpack(NULL, length, bytes + at);
		assert_non_null(l->event[l->n++]);
		at += length + TFE__RECORD_FOOTER_BYTES;
	}
}

/* Reads all event files of a folder in the order of their names; there may be none. Pair with
 * logged_release. */
static inline void logged_read(struct logged *l, const char *dir)
{
	char pattern[2048];
	glob_t found;
	snprintf(pattern, sizeof pattern, "%s/*tfevents*", dir);
	*l = (struct logged){0};
	if (glob(pattern, 0, NULL, &found) == 0) {
		l->files = found.gl_pathc;
		for (size_t i = 0; i < found.gl_pathc; i++)
			logged_add_file(l, found.gl_pathv[i]);
		globfree(&found);
	}
}

static inline void logged_release(struct logged *l)
{
	for (size_t i = 0; i < l->n; i++)
		tfe__pb__event__free_unpacked(l->event[i], NULL);
	l->n = 0;
}

/* Returns the i-th value with a summary, counted over all events (each contains one); NULL after
 * the last. */
static inline const Tfe__Pb__Summary__Value *logged_value(const struct logged *l, size_t i,
							  int64_t *step)
{
	for (size_t k = 0; k < l->n; k++) {
		if (l->event[k]->what_case != TFE__PB__EVENT__WHAT_SUMMARY || i-- > 0)
			continue;
		assert_int_equal(l->event[k]->summary->n_value, 1);
		*step = l->event[k]->step;
		return l->event[k]->summary->value[0];
	}
	return NULL;
}

#endif
