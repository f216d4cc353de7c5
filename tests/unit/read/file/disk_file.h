/* For unit tests: an event file in a folder of the suite. */
#ifndef TESTS_UNIT_READ_FILE_DISK_FILE_H
#define TESTS_UNIT_READ_FILE_DISK_FILE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#include "folder.h"
#include "read/file/event_file.h"
#include "wire/record.h"

static char folder[512], path[600], other[600];

static inline int make_folder(void **state)
{
	(void)state;
	if (!folder_make(folder, sizeof folder, "file"))
		return -1;
	snprintf(path, sizeof path, "%s/events.out.tfevents.1", folder);
	snprintf(other, sizeof other, "%s/other", folder);
	return 0;
}

static inline int remove_folder(void **state)
{
	(void)state;
	unlink(path);
	unlink(other);
	rmdir(path);
	return rmdir(folder);
}

/* Writes a record with this text, or only its first `most` bytes. */
static inline void append(const char *to, const char *text, size_t most)
{
	uint8_t r[256];
	size_t n = strlen(text);
	tfe__record_put_header(r, n);
	memcpy(r + 12, text, n);
	tfe__record_put_footer(r + 12 + n, text, n);
	n = n + 16 < most ? n + 16 : most;
	FILE *f = fopen(to, "ab");
	assert_non_null(f);
	assert_int_equal(fwrite(r, 1, n, f), n);
	assert_int_equal(fclose(f), 0);
}

static inline void expect_end(struct tfe__file *f, size_t left)
{
	struct tfe__record r;
	assert_int_equal(tfe__file_next(f, &r, NULL), TFE_E_AGAIN);
	assert_int_equal(r.bytes, left);
}

static inline void expect_change(struct tfe__file *f, enum tfe__file_change want)
{
	enum tfe__file_change change;
	assert_int_equal(tfe__file_check(f, &change, NULL), TFE_OK);
	assert_int_equal(change, want);
}

/* Writes the records number `from` to `to` into a buffer. The records of another `life` have the
 * same length. */
static inline size_t put_records(uint8_t *to, char life, int from, int n)
{
	size_t size = 0;
	for (int i = from; i < from + n; i++) {
		char text[32];
		int length = snprintf(text, sizeof text, "%c%06d of a life", life, i);
		memcpy(to + size + 12, text, (size_t)length);
		tfe__record_frame(to + size, (size_t)length);
		size += (size_t)length + 16;
	}
	return size;
}

enum { BEFORE = 200, RECORD = 33 };
static uint8_t new_bytes[3 * BEFORE * RECORD];

/* Rewrites the file in place, as open(path, "w") does. */
static inline void rewrite(const uint8_t *bytes, size_t n)
{
	FILE *f = fopen(path, "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, n, f), n);
	assert_int_equal(fclose(f), 0);
}

static inline int read_all_records(struct tfe__file *f, char *life)
{
	struct tfe__record r;
	int n = 0;
	tfe_status status;
	while ((status = tfe__file_next(f, &r, NULL)) != TFE_E_AGAIN) {
		assert_int_equal(status, TFE_OK);
		*life = (char)r.data[0];
		n++;
	}
	return n;
}

#endif
