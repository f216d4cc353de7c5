/* reader: the public reader of one file. */
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

#include <tfevents/reader.h>

#include "unit/inject.h"
#include "wire/record.h"

static char path[600];

static int make_path(void **state)
{
	(void)state;
	const char *tmp = getenv("TMPDIR");
	snprintf(path, sizeof path, "%s/reader-XXXXXX", tmp ? tmp : "/tmp");
	int fd = mkstemp(path);
	return fd < 0 ? -1 : close(fd);
}

static int remove_path(void **state)
{
	(void)state;
	return unlink(path);
}

static void append(const void *data, size_t n)
{
	uint8_t r[256];
	tfe__record_put_header(r, n);
	memcpy(r + 12, data, n);
	tfe__record_put_footer(r + 12 + n, data, n);
	FILE *f = fopen(path, "ab");
	assert_non_null(f);
	assert_int_equal(fwrite(r, 1, n + 16, f), n + 16);
	assert_int_equal(fclose(f), 0);
}

/* Step 7: tag "a", in two pieces of a summary; tag "b"; a tensor in two pieces. */
static const char event[] =
	"\x10\x07\x2a\x05\x0a\x03\x0a\x01\x61"
	"\x2a\x17\x0a\x03\x0a\x01\x62"
	"\x0a\x10\x0a\x01\x63\x42\x02\x08\x01\x42\x07\x12\x00\x2d\x00\x00\x80\x3f";

static void write_sample(void)
{
	assert_int_equal(truncate(path, 0), 0);
	append("\x1a\x0d"
	       "brain.Event:2",
	       15);
	append(event, sizeof event - 1);
	append("\x1a\x01\xff", 3); /* not UTF-8 */
	append("\x10\x08", 2);
}

static void expect_next(tfe_event *e, const char *tag)
{
	tfe_value v = TFE_VALUE_INIT;
	assert_int_equal(tfe_event_next(e, &v), TFE_OK);
	assert_int_equal(v.tag.size, strlen(tag));
	assert_memory_equal(v.tag.data, tag, v.tag.size);
}

static void events_come_in_order_and_what_is_none_is_passed_over(void **state)
{
	(void)state;
	write_sample();
	tfe_reader *r;
	tfe_event e = TFE_EVENT_INIT;
	tfe_value v = TFE_VALUE_INIT;
	tfe_gap gap = TFE_GAP_INIT;
	assert_int_equal(tfe_reader_open(path, NULL, &r, NULL), TFE_OK);
	assert_int_equal(tfe_reader_next(r, &e), TFE_OK);
	assert_int_equal(e.offset, 0);
	assert_int_equal(tfe_event_next(&e, &v), TFE_OK);
	assert_int_equal(v.kind, TFE_KIND_FILE_VERSION);
	assert_int_equal(tfe_reader_next(r, &e), TFE_OK);
	assert_int_equal(e.step, 7);
	assert_int_equal(e.offset, 31);
	assert_int_equal(tfe_reader_position(r), e.offset + e.bytes);
	expect_next(&e, "a");
	expect_next(&e, "b");
	expect_next(&e, "c");
	assert_int_equal(tfe_event_next(&e, &v), TFE_E_NOTFOUND);
	assert_int_equal(tfe_reader_next(r, &e), TFE_E_DAMAGED);
	tfe_reader_get_gap(r, &gap);
	assert_int_equal(gap.offset, 31 + 16 + sizeof event - 1);
	assert_int_equal(gap.bytes, 19);
	assert_false(gap.framing);
	assert_string_equal(gap.reason, "a string is not UTF-8");
	assert_int_equal(tfe_reader_next(r, &e), TFE_OK);
	assert_int_equal(e.step, 8);
	assert_int_equal(tfe_event_next(&e, &v), TFE_E_NOTFOUND);
	assert_int_equal(tfe_reader_next(r, &e), TFE_E_AGAIN);
	tfe_reader_get_gap(r, &gap);
	assert_int_equal(gap.bytes, 0);
	tfe_reader_close(r);
	tfe_reader_close(NULL);
}

static void what_a_live_reader_waits_for_is_judged_once_it_settles(void **state)
{
	(void)state;
	static const tfe_reader_options live = {.size = sizeof live, .live = true};
	write_sample();
	FILE *f = fopen(path, "ab");
	assert_non_null(f);
	fputs("this is no record, however long it is waited for", f);
	assert_int_equal(fclose(f), 0);
	tfe_reader *r;
	tfe_event e = TFE_EVENT_INIT;
	tfe_gap gap = TFE_GAP_INIT;
	assert_int_equal(tfe_reader_open(path, &live, &r, NULL), TFE_OK);
	while (tfe_reader_next(r, &e) != TFE_E_AGAIN)
		;
	tfe_reader_get_gap(r, &gap);
	assert_int_equal(gap.bytes, 48);
	tfe_reader_suspend(r);
	assert_int_equal(tfe_reader_next(r, &e), TFE_E_AGAIN);
	tfe_reader_settle(r);
	assert_int_equal(tfe_reader_next(r, &e), TFE_E_DAMAGED);
	tfe_reader_get_gap(r, &gap);
	assert_int_equal(gap.bytes, 48);
	assert_true(gap.framing);
	assert_int_equal(tfe_reader_next(r, &e), TFE_E_AGAIN);
	tfe_reader_close(r);
}

static void errors_name_the_file(void **state)
{
	(void)state;
	tfe_reader *r = (tfe_reader *)path;
	tfe_error error = TFE_ERROR_INIT;
	assert_int_equal(tfe_reader_open("/nowhere/at all", NULL, &r, &error), TFE_E_NOTFOUND);
	assert_null(r);
	assert_string_equal(error.path, "/nowhere/at all");
	const tfe_reader_options unset = {0};
	assert_int_equal(tfe_reader_open(path, &unset, &r, &error), TFE_E_ARG);
}

static tfe_status read_all(const tfe_allocator *a, void *context)
{
	(void)context;
	const tfe_reader_options options = {.size = sizeof options, .allocator = a};
	tfe_reader *r;
	tfe_error error = TFE_ERROR_INIT;
	tfe_status first = tfe_reader_open(path, &options, &r, &error), status = first;
	if (first) {
		assert_int_equal(error.status, TFE_E_NOMEM);
		return first;
	}
	int events = 0, values = 0, damages = 0;
	do {
		tfe_event e = TFE_EVENT_INIT;
		tfe_value v = TFE_VALUE_INIT;
		status = tfe_reader_next(r, &e);
		events += status == TFE_OK;
		damages += status == TFE_E_DAMAGED;
		/* After a failed allocation the same call continues. */
		for (tfe_status s = status; !s || s == TFE_E_NOMEM;) {
			s = status ? TFE_E_NOTFOUND : tfe_event_next(&e, &v);
			values += s == TFE_OK;
			if (s == TFE_E_NOMEM) {
				struct inject *in = a->context;
				if (in->persist) {
					tfe_reader_close(r);
					return s;
				}
				first = s;
			}
		}
		if (status == TFE_E_NOMEM) {
			tfe_reader_get_error(r, &error);
			assert_int_equal(error.status, TFE_E_NOMEM);
			struct inject *in = a->context;
			if (in->persist)
				break;
			first = status;
		}
	} while (status != TFE_E_AGAIN);
	/* A single failure loses nothing. */
	if (status == TFE_E_AGAIN) {
		assert_int_equal(events, 3);
		assert_int_equal(values, 4);
		assert_int_equal(damages, 1);
	}
	tfe_reader_close(r);
	return first ? first : status == TFE_E_AGAIN ? TFE_OK : status;
}

static const char *reason_of_first_gap(const char *text, bool with_record)
{
	tfe_event e = TFE_EVENT_INIT;
	tfe_gap gap = TFE_GAP_INIT;
	tfe_reader *r;
	FILE *f = fopen(path, "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
	assert_int_equal(fclose(f), 0);
	if (with_record)
		append(event, sizeof event - 1);
	assert_int_equal(tfe_reader_open(path, NULL, &r, NULL), TFE_OK);
	assert_int_equal(tfe_reader_next(r, &e), TFE_E_DAMAGED);
	tfe_reader_get_gap(r, &gap);
	assert_int_equal(gap.bytes, strlen(text));
	assert_int_equal(tfe_reader_next(r, &e), with_record ? TFE_OK : TFE_E_AGAIN);
	tfe_reader_close(r);
	return gap.reason;
}

static void a_text_is_named(void **state)
{
	(void)state;
	static const char pointer[] = "version https://git-lfs.github.com/spec/v1\n";
	assert_non_null(strstr(reason_of_first_gap(pointer, false), "a git-lfs pointer"));
	assert_non_null(strstr(reason_of_first_gap("step,loss\n0,1.5\n", false), "a text file"));
	assert_string_equal(reason_of_first_gap("step,loss\n0,1.5\n", true),
			    "length checksum mismatch");
	assert_string_equal(reason_of_first_gap("\1\2\3\4 twelve and more", false),
			    "length checksum mismatch");
}

/* Appends a record whose data checksum is wrong. */
static void append_wrong(const void *data, size_t n)
{
	struct stat st;
	append(data, n);
	FILE *f = fopen(path, "r+b");
	assert_non_null(f);
	assert_int_equal(fstat(fileno(f), &st), 0);
	assert_int_equal(fseek(f, (long)st.st_size - 4, SEEK_SET), 0);
	assert_int_equal(fwrite("????", 1, 4, f), 4);
	assert_int_equal(fclose(f), 0);
}

static void wrong_checksums_are_accepted_on_request(void **state)
{
	(void)state;
	tfe_event e = TFE_EVENT_INIT;
	tfe_gap gap = TFE_GAP_INIT;
	tfe_bytes frame;
	assert_int_equal(truncate(path, 0), 0);
	append_wrong(event, sizeof event - 1);
	append_wrong("\x1a\x01\xff", 3); /* not UTF-8 */
	append_wrong("\x0a\x02hi", 4);   /* no field of an event */
	for (int accepted = 0; accepted < 2; accepted++) {
		const tfe_reader_options o = {.size = sizeof o, .wrong_checksums = accepted};
		tfe_reader *r;
		assert_int_equal(tfe_reader_open(path, &o, &r, NULL), TFE_OK);
		assert_int_equal(tfe_reader_next(r, &e), accepted ? TFE_OK : TFE_E_DAMAGED);
		tfe_reader_get_frame(r, &frame);
		assert_int_equal(frame.size, accepted ? sizeof event - 1 + 16 : 0);
		for (int i = 0; i < 2; i++) {
			assert_int_equal(tfe_reader_next(r, &e), TFE_E_DAMAGED);
			tfe_reader_get_gap(r, &gap);
			assert_string_equal(gap.reason, "data checksum mismatch");
			assert_false(gap.rest);
			tfe_reader_get_frame(r, &frame);
			assert_int_equal(frame.size, 0);
		}
		assert_int_equal(tfe_reader_next(r, &e), TFE_E_AGAIN);
		tfe_reader_get_gap(r, &gap);
		assert_true(gap.rest);
		tfe_reader_close(r);
	}
}

static void short_memory_loses_no_event(void **state)
{
	(void)state;
	write_sample();
	assert_true(inject_every_allocation(read_all, NULL) >= 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(events_come_in_order_and_what_is_none_is_passed_over),
		cmocka_unit_test(what_a_live_reader_waits_for_is_judged_once_it_settles),
		cmocka_unit_test(errors_name_the_file),
		cmocka_unit_test(a_text_is_named),
		cmocka_unit_test(wrong_checksums_are_accepted_on_request),
		cmocka_unit_test(short_memory_loses_no_event),
	};
	return cmocka_run_group_tests(tests, make_path, remove_path);
}
