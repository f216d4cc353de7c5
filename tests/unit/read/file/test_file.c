/* read: event files on disk: what they are, that they grow, are replaced and go away. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "folder.h"
#include "read/file/event_file.h"
#include "wire/record.h"

static char folder[512], path[600], other[600];

static int make_folder(void **state)
{
	(void)state;
	if (!folder_make(folder, sizeof folder, "file"))
		return -1;
	snprintf(path, sizeof path, "%s/events.out.tfevents.1", folder);
	snprintf(other, sizeof other, "%s/other", folder);
	return 0;
}

static int remove_folder(void **state)
{
	(void)state;
	unlink(path);
	unlink(other);
	rmdir(path);
	return rmdir(folder);
}

/* Writes a record with this text, or only its first `most` bytes. */
static void append(const char *to, const char *text, size_t most)
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

static void expect(struct tfe__file *f, const char *text)
{
	struct tfe__record r;
	assert_int_equal(tfe__file_next(f, &r, NULL), TFE_OK);
	assert_int_equal(r.size, strlen(text));
	assert_memory_equal(r.data, text, r.size);
}

static void expect_end(struct tfe__file *f, size_t left)
{
	struct tfe__record r;
	assert_int_equal(tfe__file_next(f, &r, NULL), TFE_E_AGAIN);
	assert_int_equal(r.bytes, left);
}

static void expect_change(struct tfe__file *f, enum tfe__file_change want)
{
	enum tfe__file_change change;
	assert_int_equal(tfe__file_check(f, &change, NULL), TFE_OK);
	assert_int_equal(change, want);
}

static void a_file_that_grows_is_followed(void **state)
{
	(void)state;
	unlink(path);
	append(path, "one", 99);
	struct tfe__file f;
	assert_int_equal(tfe__file_open(&f, path, true, NULL, NULL), TFE_OK);
	expect_change(&f, TFE__FILE_GROWN);
	expect(&f, "one");
	expect_end(&f, 0);
	expect_change(&f, TFE__FILE_SAME);
	append(path, "two", 99);
	expect_change(&f, TFE__FILE_GROWN);
	tfe__file_suspend(&f);
	expect(&f, "two");
	expect_end(&f, 0);
	append(path, "three", 14);
	expect_change(&f, TFE__FILE_GROWN);
	expect_end(&f, 14);
	assert_int_equal(tfe__file_offset(&f), 2 * 19);
	tfe__file_close(&f);
}

static void a_write_into_what_is_left_over_is_noticed(void **state)
{
	(void)state;
	unlink(path);
	append(path, "one", 99);
	assert_int_equal(truncate(path, 100), 0);
	struct tfe__file f;
	assert_int_equal(tfe__file_open(&f, path, true, NULL, NULL), TFE_OK);
	expect(&f, "one");
	expect_end(&f, 81);
	/* Just written: whether it changes cannot be told from its times. */
	expect_change(&f, TFE__FILE_GROWN);
	struct timespec old[2] = {{1000, 0}, {1000, 0}};
	assert_int_equal(utimensat(AT_FDCWD, path, old, 0), 0);
	expect_end(&f, 81);
	expect_change(&f, TFE__FILE_SAME);
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	uint8_t r[19];
	tfe__record_put_header(r, 3);
	memcpy(r + 12, "two", 3);
	tfe__record_put_footer(r + 15, "two", 3);
	assert_int_equal(pwrite(fd, r, 19, 19), 19);
	close(fd);
	expect_change(&f, TFE__FILE_GROWN);
	expect(&f, "two");
	tfe__file_close(&f);
}

static void replaced_files_begin_anew_unless_they_hold_what_was_read(void **state)
{
	(void)state;
	for (int suspended = 0; suspended < 2; suspended++) {
		unlink(path);
		append(path, "one", 99);
		append(path, "two", 99);
		struct tfe__file f;
		assert_int_equal(tfe__file_open(&f, path, true, NULL, NULL), TFE_OK);
		expect(&f, "one");
		expect(&f, "two");
		expect_end(&f, 0);
		if (suspended)
			tfe__file_suspend(&f);
		/* As rsync does: a longer copy takes its place. */
		append(other, "one", 99);
		append(other, "two", 99);
		append(other, "three", 99);
		assert_int_equal(rename(other, path), 0);
		struct tfe__record r;
		if (suspended)
			assert_int_equal(tfe__file_next(&f, &r, NULL), TFE_E_IO);
		expect_change(&f, TFE__FILE_MOVED);
		expect(&f, "three");
		expect_end(&f, 0);
		/* Another one. */
		append(other, "another", 99);
		append(other, "and longer than what was there before, by far", 99);
		if (suspended)
			tfe__file_suspend(&f);
		assert_int_equal(rename(other, path), 0);
		expect_change(&f, TFE__FILE_REPLACED);
		expect(&f, "another");
		/* The same one, shorter. */
		assert_int_equal(truncate(path, 0), 0);
		expect_change(&f, TFE__FILE_REPLACED);
		append(path, "new", 99);
		expect(&f, "new");
		assert_int_equal(unlink(path), 0);
		expect_change(&f, TFE__FILE_GONE);
		tfe__file_close(&f);
	}
}

/* --- rewritten in place ----------------------------------------------------------------------- */

/* Writes records number `from` to `to` over what is there. Those of another life have the same
 * length. */
static size_t put_records(uint8_t *to, char life, int from, int n)
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
static uint8_t old_bytes[BEFORE * RECORD], new_bytes[3 * BEFORE * RECORD];

/* As with open(path, "w"), in place. */
static void rewrite(const uint8_t *bytes, size_t n)
{
	FILE *f = fopen(path, "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, n, f), n);
	assert_int_equal(fclose(f), 0);
}

/* The times say that nothing was written, as if all of it had been done in one tick. */
static void set_times(time_t seconds)
{
	const struct timespec times[2] = {{seconds, 0}, {seconds, 0}};
	assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

static int read_all_records(struct tfe__file *f, char *life)
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

static void a_file_that_is_rewritten_in_place_begins_anew(void **state)
{
	(void)state;
	/* Shorter, equal, longer; suspended, or with the descriptor open; first looked at, or
	 * first read on. */
	for (int n = BEFORE / 2; n < 3 * BEFORE; n += BEFORE / 4)
		for (int how = 0; how < 16; how++) {
			struct tfe__file f;
			char life = 0;
			size_t size = put_records(old_bytes, 'a', 0, BEFORE);
			rewrite(old_bytes, how & 4 ? size - 7 : size);
			assert_int_equal(tfe__file_open(&f, path, true, NULL, NULL), TFE_OK);
			int got = read_all_records(&f, &life);
			assert_int_equal(got, BEFORE - !!(how & 4));
			if (how & 8)
				expect_change(&f, how & 4 ? TFE__FILE_GROWN : TFE__FILE_SAME);
			if (how & 1)
				tfe__file_suspend(&f);
			size = put_records(new_bytes, 'b', 0, n);
			rewrite(new_bytes, size);
			set_times(1000);
			if (how & 2)
				assert_int_equal(read_all_records(&f, &life), 0);
			expect_change(&f, TFE__FILE_REPLACED);
			assert_int_equal(read_all_records(&f, &life), n);
			assert_int_equal(life, 'b');
			expect_change(&f, TFE__FILE_SAME);
			tfe__file_close(&f);
		}
}

/* The new file begins as the old one, and is written while the old one is read on. */
static void a_file_that_is_rewritten_while_it_is_read_begins_anew(void **state)
{
	(void)state;
	enum { EQUAL = 2 * TFE__SEEN_BYTES / RECORD };
	struct tfe__file f;
	struct tfe__record r;
	char life;
	rewrite(old_bytes, put_records(old_bytes, 'a', 0, BEFORE));
	assert_int_equal(tfe__file_open(&f, path, true, NULL, NULL), TFE_OK);
	assert_int_equal(read_all_records(&f, &life), BEFORE);
	append(path, "one more", 99);
	assert_int_equal(tfe__file_next(&f, &r, NULL), TFE_OK);
	size_t size = put_records(new_bytes, 'a', 0, EQUAL);
	size += put_records(new_bytes + size, 'b', EQUAL, 2 * BEFORE - EQUAL);
	/* Framing is lost only where records have other lengths. */
	uint8_t *at = new_bytes + BEFORE * RECORD;
	memmove(at + 24, at, size - BEFORE * RECORD);
	memcpy(at + 12, "one more", 8);
	tfe__record_frame(at, 8);
	rewrite(new_bytes, size + 24);
	assert_int_equal(read_all_records(&f, &life), BEFORE);
	expect_change(&f, TFE__FILE_REPLACED);
	assert_int_equal(read_all_records(&f, &life), 2 * BEFORE + 1);
	tfe__file_close(&f);
}

static void a_file_that_is_rewritten_as_it_was_goes_on(void **state)
{
	(void)state;
	for (int suspended = 0; suspended < 2; suspended++) {
		struct tfe__file f;
		char life = 0;
		size_t size = put_records(old_bytes, 'a', 0, BEFORE);
		rewrite(old_bytes, size);
		assert_int_equal(tfe__file_open(&f, path, true, NULL, NULL), TFE_OK);
		assert_int_equal(read_all_records(&f, &life), BEFORE);
		if (suspended)
			tfe__file_suspend(&f);
		rewrite(old_bytes, size);
		expect_change(&f, TFE__FILE_SAME);
		size += put_records(new_bytes, 'a', BEFORE, 3);
		memmove(new_bytes + BEFORE * RECORD, new_bytes, 3 * RECORD);
		memcpy(new_bytes, old_bytes, BEFORE * RECORD);
		rewrite(new_bytes, size);
		expect_change(&f, TFE__FILE_GROWN);
		assert_int_equal(read_all_records(&f, &life), 3);
		tfe__file_close(&f);
	}
}

/* What was read holds whatever is written behind it: zeros made beforehand are none of it. */
static void zeros_that_are_written_over_are_no_replacement(void **state)
{
	(void)state;
	struct tfe__file f;
	size_t size = put_records(new_bytes, 'a', 0, 3 * BEFORE);
	char life;
	rewrite(new_bytes, 0);
	assert_int_equal(truncate(path, (off_t)size), 0);
	assert_int_equal(tfe__file_open(&f, path, true, NULL, NULL), TFE_OK);
	int fd = open(path, O_WRONLY | O_CLOEXEC), got = 0;
	for (size_t at = 0; at < size; at += 101) {
		size_t n = size - at < 101 ? size - at : 101;
		assert_int_equal(pwrite(fd, new_bytes + at, n, (off_t)at), n);
		expect_change(&f, TFE__FILE_GROWN);
		got += read_all_records(&f, &life);
		assert_int_equal(got, (at + n) / RECORD);
		if (at % 3 == 1)
			tfe__file_suspend(&f);
	}
	assert_int_equal(got, 3 * BEFORE);
	close(fd);
	tfe__file_close(&f);
}

/* Garbage was searched, then other bytes are in its place: they are searched again, and what was
 * read stays read. */
static void searched_garbage_that_is_written_over_is_searched_again(void **state)
{
	(void)state;
	for (int how = 0; how < 4; how++) {
		struct tfe__file f;
		struct tfe__record r;
		enum { GOOD = 3 * RECORD, SIZE = 5000 };
		put_records(old_bytes, 'a', 0, 3);
		memset(old_bytes + GOOD, 'x', SIZE - GOOD);
		rewrite(old_bytes, SIZE);
		assert_int_equal(tfe__file_open(&f, path, true, NULL, NULL), TFE_OK);
		for (int i = 0; i < 3; i++)
			assert_int_equal(tfe__file_next(&f, &r, NULL), TFE_OK);
		expect_end(&f, SIZE - GOOD);
		if (how & 1)
			tfe__file_suspend(&f);
		memset(old_bytes + GOOD, 'y', SIZE - GOOD);
		put_records(old_bytes + GOOD + 50, 'a', 3, 1);
		rewrite(old_bytes, SIZE);
		if (how & 2)
			expect_change(&f, TFE__FILE_GROWN);
		assert_int_equal(tfe__file_next(&f, &r, NULL), TFE_E_DAMAGED);
		assert_int_equal(r.bytes, 50);
		assert_int_equal(tfe__file_next(&f, &r, NULL), TFE_OK);
		tfe__file_close(&f);
	}
}

/* Counts what a process reads. */
static long bytes_read_so_far(void)
{
	long bytes = -1;
	FILE *f = fopen("/proc/self/io", "r");
	if (!f || fscanf(f, "rchar: %ld", &bytes) != 1)
		bytes = -1;
	if (f)
		fclose(f);
	return bytes;
}

static void holes_cost_no_time(void **state)
{
	(void)state;
	const off_t far = (off_t)64 << 30;
	struct tfe__file f;
	struct tfe__record r;
	unlink(path);
	append(path, "one", 99);
	append(path, "not all of this", 20);
	clock_t begun = clock();
	assert_int_equal(truncate(path, far), 0);
	assert_int_equal(tfe__file_open(&f, path, true, NULL, NULL), TFE_OK);
	expect(&f, "one");
	expect_end(&f, (size_t)far - 19);
	append(path, "two", 99);
	expect_change(&f, TFE__FILE_GROWN);
	assert_int_equal(tfe__file_next(&f, &r, NULL), TFE_E_DAMAGED);
	assert_int_equal(r.bytes, 15 + 16);
	assert_int_equal(tfe__file_next(&f, &r, NULL), TFE_E_DAMAGED);
	assert_int_equal(r.offset + r.bytes, far);
	expect(&f, "two");
	assert_true(clock() - begun < CLOCKS_PER_SEC);
	tfe__file_close(&f);
	assert_int_equal(truncate(path, 0), 0);
}

static void looking_at_a_file_that_grows_reads_little(void **state)
{
	(void)state;
	struct tfe__file f;
	char life;
	size_t size = put_records(new_bytes, 'a', 0, 3 * BEFORE);
	rewrite(new_bytes, size / 2);
	assert_int_equal(tfe__file_open(&f, path, true, NULL, NULL), TFE_OK);
	read_all_records(&f, &life);
	long before = bytes_read_so_far(), own = bytes_read_so_far() - before;
	if (before < 0)
		skip();
	FILE *to = fopen(path, "ab");
	assert_non_null(to);
	for (int i = 0; i < 50; i++) {
		assert_int_equal(fwrite(new_bytes, 1, RECORD, to), RECORD);
		assert_int_equal(fflush(to), 0);
		expect_change(&f, TFE__FILE_GROWN);
		assert_int_equal(read_all_records(&f, &life), 1);
	}
	fclose(to);
	assert_true(bytes_read_so_far() - before - 2 * own < 50 * 8192);
	tfe__file_close(&f);
}

static void assert_refused(const char *word)
{
	struct tfe__file f;
	tfe_error error = TFE_ERROR_INIT;
	assert_int_equal(tfe__file_open(&f, path, true, NULL, &error), TFE_E_ARG);
	assert_non_null(strstr(error.message, word));
	assert_string_equal(error.path, path);
}

static void what_is_no_file_is_refused_at_once(void **state)
{
	(void)state;
	unlink(path);
	tfe_error error = TFE_ERROR_INIT;
	struct tfe__file f;
	assert_int_equal(tfe__file_open(&f, path, true, NULL, &error), TFE_E_NOTFOUND);
	assert_int_equal(error.sys_errno, ENOENT);
	assert_int_equal(mkfifo(path, 0600), 0);
	assert_refused("FIFO");
	unlink(path);
	assert_int_equal(mkdir(path, 0700), 0);
	assert_refused("directory");
	rmdir(path);
	assert_int_equal(symlink("/dev/null", path), 0);
	assert_refused("device");
	unlink(path);
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0),
	    here = open(".", O_RDONLY | O_CLOEXEC);
	assert_int_equal(chdir(folder), 0); /* socket addresses are short */
	strcpy(address.sun_path, "events.out.tfevents.1");
	assert_int_equal(bind(s, (struct sockaddr *)&address, sizeof address), 0);
	assert_int_equal(fchdir(here), 0);
	assert_refused("socket");
	close(s);
	close(here);
	unlink(path);
}

static void no_descriptor_left_is_said(void **state)
{
	(void)state;
	unlink(path);
	append(path, "one", 99);
	struct tfe__file f;
	assert_int_equal(tfe__file_open(&f, path, true, NULL, NULL), TFE_OK);
	tfe__file_suspend(&f);
	struct rlimit was;
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &was), 0);
	struct rlimit none = {0, was.rlim_max};
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
	struct tfe__record r;
	tfe_error error = TFE_ERROR_INIT;
	assert_int_equal(tfe__file_next(&f, &r, &error), TFE_E_IO);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &was), 0);
	assert_int_equal(error.sys_errno, EMFILE);
	expect(&f, "one");
	tfe__file_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_that_grows_is_followed),
		cmocka_unit_test(a_write_into_what_is_left_over_is_noticed),
		cmocka_unit_test(replaced_files_begin_anew_unless_they_hold_what_was_read),
		cmocka_unit_test(a_file_that_is_rewritten_in_place_begins_anew),
		cmocka_unit_test(a_file_that_is_rewritten_while_it_is_read_begins_anew),
		cmocka_unit_test(a_file_that_is_rewritten_as_it_was_goes_on),
		cmocka_unit_test(zeros_that_are_written_over_are_no_replacement),
		cmocka_unit_test(searched_garbage_that_is_written_over_is_searched_again),
		cmocka_unit_test(holes_cost_no_time),
		cmocka_unit_test(looking_at_a_file_that_grows_reads_little),
		cmocka_unit_test(what_is_no_file_is_refused_at_once),
		cmocka_unit_test(no_descriptor_left_is_said),
	};
	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
