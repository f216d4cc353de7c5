/* Target functions: tfe__records_next tfe__records_read_at tfe__file_next tfe__file_check
 *
 * A source grows, shrinks, is emptied, rewritten or replaced, gets zeros and holes, fails and
 * returns short reads, in any order. Records are followed on it, and a file is followed with the
 * same content. The input is a list of steps. For all steps: no call reads the source endlessly, a
 * returned record is whole, the offset decreases only if the file was replaced, no more bytes
 * remain than the source had, memory stays within its limit, and a file that only grew gives the
 * same records as one that is read at once. */
#define _GNU_SOURCE /* memfd_create */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "read/file/event_file.h"
#include "wire/crc32c.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST_BYTES = 1 << 16, MOST_STEPS = 300, HOLE_BITS = 31 };

static void require(bool is_so)
{
	if (!is_so)
		abort();
}

/* --- the input -------------------------------------------------------------------------------- */

struct input {
	const uint8_t *p;
	size_t n;
};

static uint32_t take(struct input *in, int bytes)
{
	uint32_t x = 0;
	for (; bytes; bytes--) {
		x = x << 8 | (in->n ? *in->p : 0);
		in->p += in->n > 0;
		in->n -= in->n > 0;
	}
	return x;
}

/* --- the source: bytes, followed by zeros that are not stored --------------------------------- */

struct source {
	uint8_t bytes[MOST_BYTES + 64];
	size_t n;      /* the number of stored bytes */
	uint64_t size; /* the size including the zeros */
	uint64_t most; /* the greatest size at a read */
	/* For records without a file only: */
	uint64_t calls;
	uint32_t fail;   /* counts down to a read that fails; 0: none */
	uint32_t shrink; /* counts down to a read after which the source is cut in half; 0: none */
	bool halves;     /* a read returns half of the bytes */
	bool grew_only;  /* since the reader was opened */
};

static tfe_status read_source(void *context, void *to, size_t n, uint64_t offset, size_t *got)
{
	struct source *s = context;
	uint64_t left = offset < s->size ? s->size - offset : 0;
	s->calls++;
	s->most = s->size > s->most ? s->size : s->most;
	if (s->fail && !--s->fail)
		return TFE_E_IO;
	n = n < left ? n : (size_t)left;
	n = s->halves ? (n + 1) / 2 : n;
	memset(to, 0, n);
	if (offset < s->n)
		memcpy(to, s->bytes + offset, n < s->n - offset ? n : s->n - (size_t)offset);
	*got = n;
	if (s->shrink && !--s->shrink) {
		s->n /= 2;
		s->size = s->n;
	}
	return TFE_OK;
}

static tfe_status size_of_source(void *context, uint64_t *bytes)
{
	struct source *s = context;
	s->calls++;
	s->most = s->size > s->most ? s->size : s->most;
	*bytes = s->size;
	return TFE_OK;
}

static uint64_t find_in_source(void *context, uint64_t offset, bool data)
{
	struct source *s = context;
	s->calls++;
	if (offset >= s->size)
		return s->size;
	return data ? (offset < s->n ? offset : s->size) : offset < s->n ? s->n : offset;
}

/* Appends bytes. The zeros before them become stored bytes, as far as there is space. */
static void append(struct source *s, const uint8_t *bytes, size_t n)
{
	size_t zeros =
		s->size - s->n < MOST_BYTES - s->n ? (size_t)(s->size - s->n) : MOST_BYTES - s->n;
	memset(s->bytes + s->n, 0, zeros);
	s->n += zeros;
	n = n < MOST_BYTES - s->n ? n : MOST_BYTES - s->n;
	if (s->n < s->size || !n)
		return;
	memcpy(s->bytes + s->n, bytes, n);
	s->n += n;
	s->size = s->n;
}

static void append_record(struct source *s, uint32_t length, uint8_t content)
{
	static uint8_t record[4096 + TFE__RECORD_FRAME_BYTES];
	memset(record + TFE__RECORD_HEADER_BYTES, content, length);
	tfe__record_frame(record, length);
	append(s, record, length + TFE__RECORD_FRAME_BYTES);
}

static void append_header(struct source *s, uint64_t length)
{
	uint8_t header[TFE__RECORD_HEADER_BYTES];
	tfe__record_put_header(header, length);
	append(s, header, sizeof header);
}

static void cut(struct source *s, uint64_t size)
{
	s->grew_only &= size >= s->size;
	s->size = size;
	s->n = s->n < size ? s->n : (size_t)size;
}

static void append_input(struct source *s, struct input *in, size_t n)
{
	n = n < in->n ? n : in->n;
	append(s, in->p, n);
	in->p += n;
	in->n -= n;
}

/* Overwrites existing bytes. */
static void write_over(struct source *s, struct input *in)
{
	size_t at = take(in, 2), n = take(in, 1);
	n = at < s->n && n > s->n - at ? s->n - at : n;
	n = n < in->n ? n : in->n;
	if (at >= s->n)
		return;
	memcpy(s->bytes + at, in->p, n);
	in->p += n;
	in->n -= n;
	s->grew_only = false;
}

/* Makes one step that changes the source. */
static void change(struct source *s, struct input *in, uint32_t step)
{
	switch (step) {
	case 0:
		append_input(s, in, take(in, 1));
		break;
	case 1:
		append_record(s, take(in, 1), (uint8_t)take(in, 1));
		break;
	case 2:
		append_record(s, take(in, 2) & 4095, (uint8_t)take(in, 1));
		break;
	case 3:
		append_header(s, take(in, 4));
		break;
	case 4:
		cut(s, 0);
		break;
	case 5:
		cut(s, s->size * take(in, 1) / 256);
		break;
	case 6:
		cut(s, s->size + take(in, 1));
		break;
	case 7:
		cut(s, s->size + (take(in, 4) >> (32 - HOLE_BITS)));
		break;
	case 8:
		write_over(s, in);
		break;
	default:
		break;
	}
}

/* --- records without a file ------------------------------------------------------------------- */

static void check_record(const struct tfe__record *record)
{
	const uint8_t *header = record->data - TFE__RECORD_HEADER_BYTES;
	uint64_t length;
	require(tfe__record_get_header(header, &length) && length == record->size);
	require(record->bytes == record->size + TFE__RECORD_FRAME_BYTES);
	require(tfe__record_intact(record->data + record->size, record->data, record->size));
}

static void next_record(struct tfe__records *r, struct source *s)
{
	struct tfe__record record;
	uint64_t place = r->place;
	s->calls = 0;
	tfe_status status = tfe__records_next(r, &record);
	require(s->calls < 1000 + 64 * MOST_BYTES);
	require(record.offset == place);
	if (status == TFE_OK) {
		check_record(&record);
		require(r->place == place + record.bytes);
	} else if (status == TFE_E_DAMAGED) {
		require(record.bytes && record.reason && r->place == place + record.bytes);
		/* The record may have been read before it was cut off. */
		require(r->place <= s->most);
	} else {
		require(status == TFE_E_AGAIN || status == TFE_E_IO);
		require(r->place == place);
		if (status == TFE_E_AGAIN && record.bytes)
			require(record.reason && place + record.bytes <= s->most);
	}
	if (r->record_limit_bytes)
		require(r->capacity <= (1 << 20) + TFE__RECORD_FRAME_BYTES);
}

static void run_records(struct input in)
{
	static struct source s;
	s = (struct source){.halves = take(&in, 1) & 1};
	const struct tfe__source source = {&s, read_source, size_of_source, find_in_source};
	struct tfe__records r;
	tfe__records_init(&r, &source, true, NULL);
	r.record_limit_bytes = 1 << 20;
	for (int steps = 0; in.n && steps < MOST_STEPS; steps++) {
		uint32_t step = take(&in, 1) & 15;
		struct tfe__record record;
		switch (step) {
		case 9:
			next_record(&r, &s);
			break;
		case 10:
			if (!tfe__records_read_at(&r, take(&in, 2), &record))
				check_record(&record);
			break;
		case 11:
			tfe__records_release(&r);
			break;
		case 12:
			s.fail = take(&in, 1);
			break;
		case 13:
			s.shrink = take(&in, 1);
			break;
		case 14:
			for (int i = 0; i < 20; i++)
				next_record(&r, &s);
			break;
		default:
			change(&s, &in, step);
		}
	}
	tfe__records_settle(&r);
	next_record(&r, &s);
	tfe__records_release(&r);
}

/* --- a file ----------------------------------------------------------------------------------- */

/* A summary of the records since the file was opened or replaced. */
struct sum {
	uint64_t records;
	uint32_t crc;
};

static struct sum add_record(struct sum sum, const struct tfe__record *record)
{
	sum.crc = tfe__crc32c(sum.crc, record->data, record->size);
	sum.records++;
	return sum;
}

static struct sum read_file(struct tfe__file *f, struct sum sum)
{
	struct tfe__record record;
	for (;;) {
		uint64_t place = f->records.place;
		tfe_status status = tfe__file_next(f, &record, NULL);
		require(f->records.place >= place);
		if (status == TFE_E_AGAIN)
			return sum;
		require(status == TFE_OK || (status == TFE_E_DAMAGED && record.bytes));
		if (status)
			continue;
		check_record(&record);
		sum = add_record(sum, &record);
	}
}

/* Writes the content of the source to the file. A single write suffices, because nobody reads
 * meanwhile. */
static void write_file(int fd, const struct source *s)
{
	require(!ftruncate(fd, 0) && !ftruncate(fd, (off_t)s->size));
	require(pwrite(fd, s->bytes, s->n, 0) == (ssize_t)s->n);
}

static void open_file(struct tfe__file *f, int fd, bool live)
{
	char path[64];
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	require(!tfe__file_open(f, path, live, NULL, NULL));
	tfe__file_set_record_limit(f, 1 << 20);
}

/* Checks for changes of the file, and continues to read. */
static struct sum follow_file(struct tfe__file *f, struct sum sum, struct source *s)
{
	enum tfe__file_change change;
	uint64_t place = f->records.place;
	require(!tfe__file_check(f, &change, NULL));
	require(change != TFE__FILE_GONE);
	if (change == TFE__FILE_REPLACED) {
		require(!s->grew_only);
		sum = (struct sum){0};
		s->grew_only = true;
		place = 0;
	}
	require(f->records.place == place);
	return read_file(f, sum);
}

static void run_file(struct input in)
{
	static struct source s;
	s = (struct source){.grew_only = true};
	take(&in, 1);
	int fd = memfd_create("source", MFD_CLOEXEC), other;
	struct tfe__file f, once;
	struct sum sum = {0};
	require(fd >= 0);
	open_file(&f, fd, true);
	for (int steps = 0; in.n && steps < MOST_STEPS; steps++) {
		uint32_t step = take(&in, 1) & 15;
		switch (step) {
		case 9:
			sum = read_file(&f, sum);
			break;
		case 10:
		case 14:
			sum = follow_file(&f, sum, &s);
			break;
		case 11:
			tfe__file_suspend(&f);
			break;
		case 12:
			/* Another file at the same path. */
			other = memfd_create("source", MFD_CLOEXEC);
			require(other >= 0 && dup2(other, fd) == fd && !close(other));
			write_file(fd, &s);
			/* Before the reader checks the path, it cannot distinguish this from a
			 * file that is suspended or emptied. */
			sum = follow_file(&f, sum, &s);
			break;
		default:
			change(&s, &in, step);
			write_file(fd, &s);
		}
	}
	sum = follow_file(&f, sum, &s);
	if (s.grew_only && !f.unpack) {
		tfe__records_settle(&f.records);
		sum = read_file(&f, sum);
		open_file(&once, fd, false);
		struct sum all = read_file(&once, (struct sum){0});
		require(once.unpack || (all.records == sum.records && all.crc == sum.crc));
		tfe__file_close(&once);
	}
	tfe__file_close(&f);
	close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	run_records((struct input){data, size});
	run_file((struct input){data, size});
	return 0;
}
