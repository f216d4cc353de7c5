/* For unit tests: a temporary folder, and event files in it that are written record by record. */
#ifndef TESTS_UNIT_LOGS_H
#define TESTS_UNIT_LOGS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/le.h"
#include "folder.h"
#include "wire/record.h"

/* The folder of the test; logs_make creates it, logs_remove removes it (cmocka fixtures). */
static char logs_folder[512];

static inline int logs_make(void **state)
{
	(void)state;
	return folder_make(logs_folder, sizeof logs_folder, "logs") ? 0 : -1;
}

static inline int logs_remove(void **state)
{
	(void)state;
	char command[1200];
	snprintf(command, sizeof command, "chmod -R u+rwx '%s'; rm -rf '%s'", logs_folder,
		 logs_folder);
	return system(command);
}

/* Returns the path of a name in the folder; valid until the eighth following call. */
static inline const char *logs_path(const char *name)
{
	static char path[8][1024];
	static int next;
	char *p = path[next++ % 8];
	snprintf(p, sizeof path[0], "%.500s%s%.500s", logs_folder, *name ? "/" : "", name);
	return p;
}

/* Creates the directories of a name. */
static inline void logs_folders(const char *name)
{
	char path[1024];
	snprintf(path, sizeof path, "%s", logs_path(name));
	for (char *p = path + strlen(logs_folder) + 1; (p = strchr(p, '/')); p++) {
		*p = '\0';
		mkdir(path, 0777);
		*p = '/';
	}
}

/* A message under construction. */
struct logs_message {
	uint8_t data[65536];
	size_t n;
};

static inline void logs_varint(struct logs_message *m, uint64_t v)
{
	for (; v > 127; v >>= 7)
		m->data[m->n++] = (uint8_t)(v | 128);
	m->data[m->n++] = (uint8_t)v;
}

static inline void logs_number(struct logs_message *m, uint64_t field, uint64_t v)
{
	logs_varint(m, field << 3);
	logs_varint(m, v);
}

static inline void logs_double(struct logs_message *m, uint64_t field, double d)
{
	logs_varint(m, field << 3 | 1);
	tfe__put_le_double(m->data + m->n, d);
	m->n += 8;
}

static inline void logs_float(struct logs_message *m, uint64_t field, float f)
{
	logs_varint(m, field << 3 | 5);
	tfe__put_le_float(m->data + m->n, f);
	m->n += 4;
}

static inline void logs_bytes(struct logs_message *m, uint64_t field, const void *data, size_t n)
{
	logs_varint(m, field << 3 | 2);
	logs_varint(m, n);
	memcpy(m->data + m->n, data, n);
	m->n += n;
}

static inline void logs_text(struct logs_message *m, uint64_t field, const char *text)
{
	logs_bytes(m, field, text, strlen(text));
}

/* Appends the message as a record to a file, or only its first `most` bytes. */
static inline void logs_append_part(const char *name, const struct logs_message *m, size_t most)
{
	uint8_t frame[12];
	logs_folders(name);
	FILE *f = fopen(logs_path(name), "ab");
	assert_non_null(f);
	setvbuf(f, NULL, _IOFBF, 1 << 17);
	uint8_t *record = malloc(m->n + 16);
	tfe__record_put_header(frame, m->n);
	memcpy(record, frame, 12);
	memcpy(record + 12, m->data, m->n);
	tfe__record_put_footer(record + 12 + m->n, m->data, m->n);
	size_t n = m->n + 16 < most ? m->n + 16 : most;
	assert_int_equal(fwrite(record, 1, n, f), n);
	assert_int_equal(fclose(f), 0);
	free(record);
}

static inline void logs_event(struct logs_message *event, int64_t step, double wall_time)
{
	event->n = 0;
	logs_double(event, 1, wall_time);
	if (step)
		logs_number(event, 2, (uint64_t)step);
}

static inline void logs_append(const char *name, const struct logs_message *m)
{
	logs_append_part(name, m, SIZE_MAX);
}

/* Appends the message as a record to a batch, and a batch to a file, so that many events need one
 * write. */
static inline void logs_frame(struct logs_message *batch, const struct logs_message *m)
{
	tfe__record_put_header(batch->data + batch->n, m->n);
	memcpy(batch->data + batch->n + 12, m->data, m->n);
	tfe__record_put_footer(batch->data + batch->n + 12 + m->n, m->data, m->n);
	batch->n += m->n + 16;
}

static inline void logs_flush(const char *name, struct logs_message *batch)
{
	logs_folders(name);
	FILE *f = fopen(logs_path(name), "ab");
	assert_non_null(f);
	assert_int_equal(fwrite(batch->data, 1, batch->n, f), batch->n);
	assert_int_equal(fclose(f), 0);
	batch->n = 0;
}

/* Appends the message as a record to the batch of a file; a full batch is written first. */
static inline void logs_add(const char *name, struct logs_message *batch,
			    const struct logs_message *m)
{
	if (batch->n + m->n + 16 > sizeof batch->data)
		logs_flush(name, batch);
	logs_frame(batch, m);
}

/* Begins an event with a summary of any values, with one value, or with one scalar as
 * simple_value. */
static inline void logs_summary_event(struct logs_message *event, int64_t step, double wall_time,
				      const struct logs_message *summary)
{
	logs_event(event, step, wall_time);
	logs_bytes(event, 5, summary->data, summary->n);
}

static inline void logs_value_event(struct logs_message *event, int64_t step, double wall_time,
				    const struct logs_message *value)
{
	static struct logs_message summary;
	summary.n = 0;
	logs_bytes(&summary, 1, value->data, value->n);
	logs_summary_event(event, step, wall_time, &summary);
}

static inline void logs_scalar_event(struct logs_message *event, const char *tag, int64_t step,
				     double wall_time, float value)
{
	static struct logs_message v;
	v.n = 0;
	logs_text(&v, 1, tag);
	logs_float(&v, 2, value);
	logs_value_event(event, step, wall_time, &v);
}

/* Writes a record with one scalar. */
static inline void logs_scalar(const char *name, const char *tag, int64_t step, double wall_time,
			       float value)
{
	static struct logs_message event;
	logs_scalar_event(&event, tag, step, wall_time, value);
	logs_append(name, &event);
}

static inline void logs_version(const char *name, double wall_time)
{
	static struct logs_message event;
	logs_event(&event, 0, wall_time);
	logs_text(&event, 3, "brain.Event:2");
	logs_append(name, &event);
}

/* Writes a SessionLog: 1 START, 2 STOP. */
static inline void logs_session(const char *name, int64_t step, double wall_time, int status)
{
	static struct logs_message event, session;
	session.n = 0;
	logs_number(&session, 1, (uint64_t)status);
	logs_event(&event, step, wall_time);
	logs_bytes(&event, 7, session.data, session.n);
	logs_append(name, &event);
}

#endif
