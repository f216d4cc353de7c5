/* The failure helpers themselves: each injected failure occurs.
 *
 * wraps: write */
#include "unit/inject.h"
#include "unit/inject_write.h"

#include <fcntl.h>

#include "base/alloc.h"

static void fails_the_allocation_asked_for(void **state)
{
	(void)state;
	struct inject in = {.fail_at = 2};
	tfe_allocator a = inject_allocator(&in);
	void *first = tfe__alloc(&a, 8);
	assert_non_null(first);
	assert_null(tfe__alloc(&a, 8));
	void *third = tfe__alloc(&a, 8);
	assert_non_null(third);
	assert_int_equal(atomic_load(&in.live), 2);
	tfe__free(&a, first);
	tfe__free(&a, third);
	assert_int_equal(atomic_load(&in.live), 0);
}

static void fails_the_write_asked_for(void **state)
{
	(void)state;
	int fd = open("/dev/null", O_WRONLY);
	assert_true(fd > 2);
	inject_write_fail(2, 1, ENOSPC);
	assert_int_equal(write(fd, "abcd", 4), 4);
	assert_int_equal(write(fd, "abcd", 4), -1);
	assert_int_equal(errno, ENOSPC);
	assert_int_equal(write(fd, "abcd", 4), 4);
	inject_write_fail(1, 1, 0);
	assert_int_equal(write(fd, "abcd", 4), 2);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fails_the_allocation_asked_for),
		cmocka_unit_test(fails_the_write_asked_for),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
