/* read/file: event files on disk: their types, and files that grow, are replaced or disappear. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "unit/read/file/disk_file.h"

#include "folder.h"
#include "read/file/event_file.h"
#include "wire/record.h"

static void expect(struct tfe__file *f, const char *text)
{
	struct tfe__record r;
	assert_int_equal(tfe__file_next(f, &r, NULL), TFE_OK);
	assert_int_equal(r.size, strlen(text));
	assert_memory_equal(r.data, text, r.size);
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
	/* The file was just written, so its times cannot show yet whether it changes. */
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

static void replaced_files_start_over_unless_they_hold_what_was_read(void **state)
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
		/* A longer copy replaces the file, as by rsync. */
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
		/* Another file. */
		append(other, "another", 99);
		append(other, "and longer than what was there before, by far", 99);
		if (suspended)
			tfe__file_suspend(&f);
		assert_int_equal(rename(other, path), 0);
		expect_change(&f, TFE__FILE_REPLACED);
		expect(&f, "another");
		/* The same file, shorter. */
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

/* Returns the number of bytes that a process has read. */
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
		cmocka_unit_test(replaced_files_start_over_unless_they_hold_what_was_read),
		cmocka_unit_test(holes_cost_no_time),
		cmocka_unit_test(looking_at_a_file_that_grows_reads_little),
		cmocka_unit_test(what_is_no_file_is_refused_at_once),
		cmocka_unit_test(no_descriptor_left_is_said),
	};
	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
