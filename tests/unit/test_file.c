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
#include <unistd.h>

#include <cmocka.h>

#include "folder.h"
#include "read/file.h"
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

static void assert_refused(const char *word)
{
	struct tfe__file f;
	tfe_error error;
	assert_int_equal(tfe__file_open(&f, path, true, NULL, &error), TFE_E_ARG);
	assert_non_null(strstr(error.message, word));
	assert_string_equal(error.path, path);
}

static void what_is_no_file_is_refused_at_once(void **state)
{
	(void)state;
	unlink(path);
	tfe_error error;
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
	tfe_error error;
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
		cmocka_unit_test(what_is_no_file_is_refused_at_once),
		cmocka_unit_test(no_descriptor_left_is_said),
	};
	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
