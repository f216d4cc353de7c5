/* read/file: event files that are rewritten in place. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "unit/read/file/disk_file.h"

#include "folder.h"
#include "read/file/event_file.h"
#include "wire/record.h"

static uint8_t old_bytes[BEFORE * RECORD];

/* The times do not show the write, as if all writes had been within one tick. */
static void set_times(time_t seconds)
{
	const struct timespec times[2] = {{seconds, 0}, {seconds, 0}};
	assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

static void a_file_that_is_rewritten_in_place_starts_over(void **state)
{
	(void)state;
	/* The new content is shorter, equal or longer; the reader is suspended or has the
	 * descriptor open; it checks first or reads first. */
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

/* The new content begins like the old one, and is written while the old one is being read. */
static void a_file_that_is_rewritten_while_it_is_read_starts_over(void **state)
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
	/* Framing is lost only if the records have other lengths. */
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

/* Records that were read stay valid whatever is written after them: preallocated zeros are not part
 * of them. */
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

/* Garbage was searched, then other bytes replace it: they are searched again, and the records that
 * were read stay valid. */
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_that_is_rewritten_in_place_starts_over),
		cmocka_unit_test(a_file_that_is_rewritten_while_it_is_read_starts_over),
		cmocka_unit_test(a_file_that_is_rewritten_as_it_was_goes_on),
		cmocka_unit_test(zeros_that_are_written_over_are_no_replacement),
		cmocka_unit_test(searched_garbage_that_is_written_over_is_searched_again),
	};
	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
