/* tbtop: the queue of values to be read from disk: each value once; the progress of a value that
 * takes long. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "tbtop/cache/read_queue.h"
#include "tbtop/cache/shared.h"

static int releases;

static void *read_nothing(const struct read_key *key, size_t *bytes)
{
	(void)key;
	*bytes = 1;
	return calloc(1, 1);
}

static const struct read_kind kind = {read_nothing, free};

/* A report is seen for its own key only, and wakes the event loop. */
static void progress_is_reported(void **state)
{
	(void)state;
	struct read_queue *q = read_queue_open();
	struct read_key one = {.kind = &kind, .entry = 1}, two = {.kind = &kind, .entry = 2}, busy;
	int fds[2];
	char byte;
	assert_int_equal(pipe(fds), 0);
	read_queue_set_waker(q, fds[1]);
	read_queue_request(q, &one);
	read_queue_request(q, &two);
	assert_true(read_queue_take(q, false, &busy));
	assert_int_equal(busy.entry, 1);
	assert_true(read_queue_progress(q, &one) == 0);
	read_queue_report(&busy, 0.5);
	assert_true(read_queue_progress(q, &one) == 0.5);
	assert_true(read_queue_progress(q, &two) == 0);
	assert_int_equal(read(fds[0], &byte, 1), 1);
	read_queue_report(&busy, 0.51); /* too little for a frame */
	assert_true(read_queue_take(q, false, &busy));
	assert_true(read_queue_progress(q, &one) == 0);
	assert_true(read_queue_progress(q, &two) == 0);
	close(fds[1]);
	assert_int_equal(read(fds[0], &byte, 1), 0);
	close(fds[0]);
	read_queue_close(q);
}

static void count_release(struct shared *s)
{
	(void)s;
	releases++;
}

/* A request owns the value that it is computed from until it is withdrawn, or processed by the
 * thread that took it. */
static void requests_own_their_source(void **state)
{
	(void)state;
	struct read_queue *q = read_queue_open();
	struct shared source = {1, count_release};
	struct read_key key = {.kind = &kind, .from = &source}, other = key, taken;
	other.entry = 1;
	read_queue_request(q, &key);
	read_queue_request(q, &other);
	assert_true(read_queue_take(q, false, &taken));
	shared_drop(&source); /* the first owner has gone */
	read_queue_withdraw(q);
	assert_int_equal(releases, 0);
	shared_drop(taken.from);
	assert_int_equal(releases, 1);
	source.owners = 1;
	read_queue_request(q, &other);
	shared_drop(&source);
	assert_int_equal(releases, 1);
	read_queue_close(q);
	assert_int_equal(releases, 2);
}

/* A frame that is drawn after a value was read and before it is collected asks again. */
static void a_value_that_waits_is_not_read_again(void **state)
{
	(void)state;
	struct read_queue *q = read_queue_open();
	struct read_key one = {.kind = &kind, .entry = 1}, busy;
	struct read_result result = {.key = one};
	read_queue_request(q, &one);
	assert_true(read_queue_take(q, false, &busy));
	result.value = read_nothing(&busy, &result.bytes);
	read_queue_put(q, &result);
	read_queue_request(q, &one);
	assert_false(read_queue_take(q, false, &busy));
	read_queue_request(q, &one);
	assert_false(read_queue_take(q, false, &busy));
	assert_true(read_queue_next_result(q, &result));
	free(result.value);
	assert_false(read_queue_next_result(q, &result));
	read_queue_request(q, &one);
	assert_true(read_queue_take(q, false, &busy));
	read_queue_close(q);
}

/* A value that was collected and forgotten can be requested before the thread takes another one. */
static void a_collected_value_can_be_read_again(void **state)
{
	(void)state;
	struct read_queue *q = read_queue_open();
	struct read_key one = {.kind = &kind, .entry = 1}, taken;
	struct read_result result = {.key = one};
	read_queue_request(q, &one);
	assert_true(read_queue_take(q, false, &taken));
	result.value = read_nothing(&taken, &result.bytes);
	read_queue_put(q, &result);
	assert_true(read_queue_next_result(q, &result));
	free(result.value);
	read_queue_request(q, &one);
	assert_true(read_queue_take(q, false, &taken));
	read_queue_close(q);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_value_that_waits_is_not_read_again),
		cmocka_unit_test(a_collected_value_can_be_read_again),
		cmocka_unit_test(progress_is_reported),
		cmocka_unit_test(requests_own_their_source),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
