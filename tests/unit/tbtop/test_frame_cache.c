/* cache: the frame cache finds values again, and frees them if no frame uses them and memory is
 * short. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tbtop/cache/frame_cache.h"

enum { LIMIT = 100000, VALUE = 1000 };

static struct frame_cache *cache;
static int released;

static int open_cache(void **state)
{
	(void)state;
	cache = frame_cache_open(LIMIT);
	released = 0;
	return 0;
}

static int close_cache(void **state)
{
	(void)state;
	frame_cache_close(cache);
	return 0;
}

static struct cache_key key_of(uint64_t at, enum cache_kind kind)
{
	return (struct cache_key){.at = at, .kind = kind};
}

static void *find(uint64_t at, enum cache_kind kind)
{
	struct cache_key key = key_of(at, kind);
	return frame_cache_find(cache, &key);
}

static uint64_t *add(uint64_t at, enum cache_kind kind)
{
	struct cache_key key = key_of(at, kind);
	uint64_t *value = frame_cache_new(&key, VALUE);
	assert_int_equal(*value, 0);
	*value = at;
	frame_cache_keep(cache, value);
	return value;
}

static void count_release(void *value)
{
	(void)value;
	released++;
}

/* The number of values exceeds the initial number of slots. */
static void every_value_is_found(void **state)
{
	(void)state;
	enum { N = 3000 };
	static uint64_t *values[N];
	for (uint64_t i = 0; i < N; i++) {
		assert_null(find(i, CACHE_FACTS));
		values[i] = add(i, CACHE_FACTS);
	}
	for (uint64_t i = 0; i < N; i++) {
		assert_ptr_equal(find(i, CACHE_FACTS), values[i]);
		assert_int_equal(*values[i], i);
		assert_null(find(i, CACHE_READ));
	}
}

static void each_member_of_a_key_counts(void **state)
{
	(void)state;
	const struct cache_key zero = {0};
	frame_cache_keep(cache, frame_cache_new(&zero, 1));
	for (size_t i = 0; i < sizeof zero; i++) {
		struct cache_key key = zero;
		((unsigned char *)&key)[i] = 1;
		assert_null(frame_cache_find(cache, &key));
	}
	assert_non_null(frame_cache_find(cache, &zero));
}

static void nothing_goes_while_there_is_memory(void **state)
{
	(void)state;
	for (uint64_t i = 0; i < 50; i++)
		add(i, i % 2 ? CACHE_FACTS : CACHE_WINDOW);
	for (int frame = 0; frame < 10; frame++) {
		frame_cache_next_frame(cache);
		frame_cache_next_chart(cache);
	}
	for (uint64_t i = 0; i < 50; i++)
		assert_non_null(find(i, i % 2 ? CACHE_FACTS : CACHE_WINDOW));
}

static void the_limit_can_grow(void **state)
{
	(void)state;
	frame_cache_set_limit(cache, 4 * LIMIT);
	for (uint64_t i = 0; i < 200; i++)
		add(i, CACHE_WINDOW);
	frame_cache_next_chart(cache);
	for (uint64_t i = 0; i < 200; i++)
		assert_non_null(find(i, CACHE_WINDOW));
}

static void what_the_last_frame_did_not_use_goes(void **state)
{
	(void)state;
	for (uint64_t i = 0; i < 200; i++)
		add(i, CACHE_FACTS);
	frame_cache_next_frame(cache);
	for (uint64_t i = 0; i < 150; i++)
		assert_non_null(find(i, CACHE_FACTS));
	frame_cache_next_frame(cache); /* 150 values still exceed the limit */
	for (uint64_t i = 0; i < 200; i++)
		assert_int_equal(find(i, CACHE_FACTS) != NULL, i < 150);
	frame_cache_next_frame(cache);
	frame_cache_next_frame(cache);
	assert_null(find(0, CACHE_FACTS));
}

static void windows_go_between_charts(void **state)
{
	(void)state;
	add(1, CACHE_FACTS);
	frame_cache_next_frame(cache);
	for (uint64_t i = 0; i < 200; i++)
		add(i, CACHE_WINDOW);
	frame_cache_next_chart(cache);
	for (uint64_t i = 0; i < 200; i++)
		assert_null(find(i, CACHE_WINDOW));
	/* A value of the last frame, which the current frame may use. */
	assert_non_null(find(1, CACHE_FACTS));
}

static void what_a_value_owns_counts_and_is_released(void **state)
{
	(void)state;
	void *large = add(1, CACHE_READ);
	frame_cache_attach(cache, large, 2 * LIMIT, count_release);
	void *other = add(2, CACHE_READ);
	frame_cache_attach(cache, other, 1, count_release);
	frame_cache_next_frame(cache);
	assert_non_null(find(2, CACHE_READ));
	assert_int_equal(released, 0);
	frame_cache_next_frame(cache);
	assert_int_equal(released, 1);
	assert_null(find(1, CACHE_READ));
	assert_ptr_equal(find(2, CACHE_READ), other);
	frame_cache_close(cache);
	assert_int_equal(released, 2);
	cache = NULL;
}

#define WITH_CACHE(test) cmocka_unit_test_setup_teardown(test, open_cache, close_cache)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_CACHE(every_value_is_found),
		WITH_CACHE(each_member_of_a_key_counts),
		WITH_CACHE(nothing_goes_while_there_is_memory),
		WITH_CACHE(the_limit_can_grow),
		WITH_CACHE(what_the_last_frame_did_not_use_goes),
		WITH_CACHE(windows_go_between_charts),
		WITH_CACHE(what_a_value_owns_counts_and_is_released),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
