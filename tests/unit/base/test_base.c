/* base: buffers, arena, map, UTF-8, errors, status tables.
 *
 * wraps: getentropy
 */
#include "unit/inject.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <tfevents/dtype.h>
#include <tfevents/status.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/le.h"
#include "base/map.h"
#include "base/utf8.h"

static void buf_grows_to_its_limit_and_no_further(void **state)
{
	(void)state;
	struct tfe__buf b;
	tfe__buf_init(&b, NULL, 100);
	for (int i = 0; i < 10; i++)
		tfe__buf_append(&b, "0123456789", 10);
	assert_int_equal(tfe__buf_status(&b), TFE_OK);
	assert_int_equal(b.size, 100);
	tfe__buf_append(&b, "x", 1);
	assert_int_equal(tfe__buf_status(&b), TFE_E_LIMIT);
	assert_int_equal(b.size, 100);
	tfe__buf_clear(&b);
	assert_int_equal(tfe__buf_status(&b), TFE_OK);
	assert_null(tfe__buf_reserve(&b, SIZE_MAX));
	assert_int_equal(tfe__buf_status(&b), TFE_E_LIMIT);
	tfe__buf_release(&b);
}

static void buf_keeps_its_content_when_memory_runs_out(void **state)
{
	(void)state;
	struct inject f = {.fail_at = 2, .persist = true};
	tfe_allocator a = inject_allocator(&f);
	struct tfe__buf b;
	tfe__buf_init(&b, &a, SIZE_MAX);
	tfe__buf_append(&b, "kept", 4);
	assert_null(tfe__buf_reserve(&b, 1000));
	assert_int_equal(tfe__buf_status(&b), TFE_E_NOMEM);
	assert_memory_equal(b.data, "kept", 4);
	tfe__buf_release(&b);
	assert_int_equal(atomic_load(&f.live), 0);
}

static tfe_status append_much(const tfe_allocator *a, void *context)
{
	(void)context;
	struct tfe__buf b;
	tfe__buf_init(&b, a, 1 << 20);
	for (int i = 0; i < 200; i++)
		tfe__buf_append(&b, "0123456789", 10);
	tfe_status status = tfe__buf_status(&b);
	tfe__buf_release(&b);
	return status;
}

static void buf_survives_every_failed_allocation(void **state)
{
	(void)state;
	assert_true(inject_every_allocation(append_much, NULL) > 3);
}

static void arena_hands_out_aligned_memory_that_stays(void **state)
{
	(void)state;
	struct tfe__arena arena;
	tfe__arena_init(&arena, NULL, 0);
	char *first = tfe__arena_strndup(&arena, "first", 5);
	for (size_t n = 1; n < 100000; n = n * 3 + 1) {
		void *p = tfe__arena_alloc(&arena, n);
		assert_non_null(p);
		assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
		memset(p, 0xff, n);
	}
	assert_string_equal(first, "first");
	assert_null(tfe__arena_alloc(&arena, SIZE_MAX));
	tfe__arena_release(&arena);
}

static void arena_asks_for_no_more_than_its_limit(void **state)
{
	(void)state;
	struct tfe__arena arena;
	tfe__arena_init(&arena, NULL, 10000);
	size_t got = 0;
	while (tfe__arena_alloc(&arena, 16))
		got += 16;
	assert_in_range(got, 5000, 10000);
	assert_true(arena.used_bytes <= 10000);
	tfe__arena_release(&arena);
}

static void an_array_grows_and_keeps_its_elements(void **state)
{
	(void)state;
	struct inject in = {0};
	tfe_allocator a = inject_allocator(&in);
	struct element {
		double x;
		char name[9];
	} *array = NULL;
	size_t capacity = 0;
	for (size_t i = 0; i < 100; i++) {
		assert_int_equal(TFE__GROW(&a, array, capacity, i + 1), TFE_OK);
		assert_true(capacity > i);
		assert_true(capacity < 2 * i + 9);
		array[i] = (struct element){.x = (double)i};
	}
	assert_in_range(atomic_load(&in.calls), 3, 10);
	const struct element *before = array;
	size_t capacity_before = capacity;
	in.fail_at = atomic_load(&in.calls) + 1;
	assert_int_equal(TFE__GROW(&a, array, capacity, capacity + 1), TFE_E_NOMEM);
	assert_int_equal(TFE__GROW(&a, array, capacity, SIZE_MAX), TFE_E_NOMEM);
	assert_int_equal(TFE__GROW(&a, array, capacity, capacity), TFE_OK);
	assert_ptr_equal(array, before);
	assert_int_equal(capacity, capacity_before);
	for (size_t i = 0; i < 100; i++)
		assert_true(array[i].x == (double)i);
	tfe__free(&a, array);
	assert_int_equal(atomic_load(&in.live), 0);
}

static void map_finds_what_was_added(void **state)
{
	(void)state;
	enum { N = 5000 };
	static char keys[N][16];
	struct tfe__map map;
	tfe__map_init(&map, NULL);
	assert_int_equal(tfe__map_get(&map, "", 0), TFE__MAP_NONE);
	for (size_t i = 0; i < N; i++) {
		int length = snprintf(keys[i], sizeof keys[i], "tag/%zu", i);
		assert_int_equal(tfe__map_get(&map, keys[i], (size_t)length), TFE__MAP_NONE);
		assert_int_equal(tfe__map_add(&map, keys[i], (size_t)length, i), TFE_OK);
	}
	for (size_t i = 0; i < N; i++)
		assert_int_equal(tfe__map_get(&map, keys[i], strlen(keys[i])), i);
	assert_int_equal(tfe__map_get(&map, "tag/1", 4), TFE__MAP_NONE);
	tfe__map_release(&map);
}

static void map_survives_every_failed_allocation(void **state)
{
	(void)state;
	static const char *keys[] = {"a", "b", "c", "d", "e", "f", "g",
				     "h", "i", "j", "k", "l", "m"};
	for (size_t allowed = 0; allowed < 3; allowed++) {
		struct inject f = {.fail_at = allowed + 1, .persist = true};
		tfe_allocator a = inject_allocator(&f);
		struct tfe__map map;
		tfe__map_init(&map, &a);
		size_t added = 0;
		for (size_t i = 0; i < 13; i++)
			added += tfe__map_add(&map, keys[i], 1, i) == TFE_OK;
		assert_int_equal(added, map.count);
		for (size_t i = 0; i < added; i++)
			assert_int_equal(tfe__map_get(&map, keys[i], 1), i);
		tfe__map_release(&map);
		assert_int_equal(atomic_load(&f.live), 0);
	}
}

/* The random bytes of getentropy(3): the system's, the same bytes on each call, or a failure. */
static enum { ENTROPY_OF_THE_SYSTEM, ENTROPY_FIXED, ENTROPY_NONE } entropy;
static int entropy_calls;

int __real_getentropy(void *to, size_t bytes);
int __wrap_getentropy(void *to, size_t bytes);

int __wrap_getentropy(void *to, size_t bytes)
{
	entropy_calls++;
	if (entropy == ENTROPY_NONE)
		return -1;
	if (entropy == ENTROPY_OF_THE_SYSTEM)
		return __real_getentropy(to, bytes);
	memset(to, 7, bytes);
	return 0;
}

/* Returns the hash of a key in a new map. */
static uint32_t hash_in_a_new_map(const char *key, size_t length)
{
	struct tfe__map map;
	tfe__map_init(&map, NULL);
	assert_int_equal(tfe__map_add(&map, key, length, 1), TFE_OK);
	assert_int_equal(tfe__map_get(&map, key, length), 1);
	uint32_t hash = 0;
	for (size_t i = 0; i < map.capacity; i++)
		hash |= map.slots[i].nth ? map.slots[i].hash : 0;
	tfe__map_release(&map);
	return hash;
}

/* A program that does not know the random numbers of the system cannot compute keys that
 * collide. */
static void map_is_keyed_with_entropy_alone(void **state)
{
	(void)state;
	entropy = ENTROPY_FIXED;
	entropy_calls = 0;
	uint32_t hash = hash_in_a_new_map("tag", 3);
	assert_int_equal(hash_in_a_new_map("tag", 3), hash);
	assert_int_equal(entropy_calls, 2);
	entropy = ENTROPY_OF_THE_SYSTEM;
	/* Two of three 32-bit hashes are equal once in 1.4 billion runs; all three are practically
	 * never equal. */
	bool all_equal = true;
	for (int i = 0; i < 3; i++)
		all_equal &= hash_in_a_new_map("tag", 3) == hash;
	assert_false(all_equal);
}

static void map_works_without_entropy(void **state)
{
	(void)state;
	entropy = ENTROPY_NONE;
	hash_in_a_new_map("tag", 3);
	entropy = ENTROPY_OF_THE_SYSTEM;
}

/* A word that equals a constant of the hash would make a product zero. Keys that differ only before
 * that word would then collide in every map. */
static void map_has_no_word_that_makes_keys_collide(void **state)
{
	(void)state;
	entropy = ENTROPY_FIXED;
	const uint64_t constants[] = {0x9e3779b97f4a7c15u, 0xe7037ed1a0b428dbu, 0};
	for (size_t i = 0; i < 3; i++) {
		uint32_t hash[2];
		for (int key = 0; key < 2; key++) {
			uint8_t bytes[16] = {(uint8_t)('a' + key)};
			for (int k = 0; k < 8; k++)
				bytes[8 + k] = (uint8_t)(constants[i] >> 8 * k);
			hash[key] = hash_in_a_new_map((const char *)bytes, sizeof bytes);
		}
		assert_int_not_equal(hash[0], hash[1]);
	}
	entropy = ENTROPY_OF_THE_SYSTEM;
}

static double seconds_until(struct timespec t)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)(t.tv_sec - now.tv_sec) + (double)(t.tv_nsec - now.tv_nsec) * 1e-9;
}

/* A span that exceeds the range of time_t is a long wait, and does not end at once. */
static void waits_of_any_length_have_an_end_in_the_future(void **state)
{
	(void)state;
	const double spans[] = {0.25, 0.999999999, 3600, 1e9, 1e19, 1e300, INFINITY};
	for (size_t i = 0; i < sizeof spans / sizeof *spans; i++) {
		struct timespec t = tfe__monotonic_after(spans[i]);
		assert_in_range(t.tv_nsec, 0, 999999999);
		double seconds = seconds_until(t);
		assert_true(seconds > (spans[i] < 1e8 ? spans[i] - 0.2 : 1e8));
		assert_true(seconds <= spans[i] + 1e-6);
	}
	assert_true(seconds_until(tfe__monotonic_after(-1e300)) <= 0);
	assert_true(seconds_until(tfe__monotonic_after(NAN)) <= 0);
}

static bool valid(const char *bytes)
{
	return tfe__utf8_valid((const uint8_t *)bytes, strlen(bytes));
}

static void utf8_follows_rfc_3629(void **state)
{
	(void)state;
	assert_true(valid(""));
	assert_true(valid("plain ascii, longer than eight bytes"));
	assert_true(valid("\xc3\xa9\xe2\x82\xac\xf0\x9f\x99\x82 and text"));
	assert_true(valid("\xf4\x8f\xbf\xbf"));  /* U+10FFFF */
	assert_false(valid("12345678\x80"));     /* lone continuation */
	assert_false(valid("\xc0\xaf"));         /* overlong */
	assert_false(valid("\xe0\x9f\xbf"));     /* overlong */
	assert_false(valid("\xed\xa0\x80"));     /* surrogate */
	assert_false(valid("\xf4\x90\x80\x80")); /* above U+10FFFF */
	assert_false(valid("\xf5\x80\x80\x80"));
	assert_false(valid("\xe2\x82")); /* truncated */
	assert_false(valid("\xe2\x82"
			   "a"));
}

/* Returns whether bytes are valid by the definition of UTF-8: they contain no overlong form, no
 * surrogate and no malformed sequence. */
static bool valid_by_definition(const uint8_t *p, size_t n)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	for (size_t i = 0; i < n;) {
		size_t length = p[i] < 0x80             ? 1
				: (p[i] & 0xe0) == 0xc0 ? 2
				: (p[i] & 0xf0) == 0xe0 ? 3
				: (p[i] & 0xf8) == 0xf0 ? 4
							: 0;
		if (!length || n - i < length)
			return false;
		uint32_t c = length == 1 ? p[i] : p[i] & (0x7fu >> length);
		for (size_t k = 1; k < length; k++) {
			if ((p[i + k] & 0xc0) != 0x80)
				return false;
			c = c << 6 | (p[i + k] & 0x3f);
		}
		if (c < least[length] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
			return false;
		i += length;
	}
	return true;
}

static void utf8_agrees_with_the_definition(void **state)
{
	(void)state;
	for (uint32_t v = 0; v < 1u << 24; v += v < 1u << 16 ? 1 : 7) {
		const uint8_t p[] = {(uint8_t)(v >> 16), (uint8_t)(v >> 8), (uint8_t)v};
		for (size_t n = 1; n <= 3; n++)
			if (tfe__utf8_valid(p + 3 - n, n) != valid_by_definition(p + 3 - n, n))
				fail_msg("%06x, %zu bytes", v, n);
	}
}

static void errors_name_the_path_and_the_cause(void **state)
{
	(void)state;
	tfe_error e = TFE_ERROR_INIT;
	assert_int_equal(tfe__error(&e, TFE_E_IO, 28, "/logs/a", 7, "cannot write %d bytes", 3),
			 TFE_E_IO);
	assert_string_equal(e.path, "/logs/a");
	assert_int_equal(e.offset, 7);
	assert_string_equal(e.message, "cannot write 3 bytes: No space left on device");

	static char path[5000];
	memset(path, 'p', sizeof path - 1);
	memcpy(path + sizeof path - 5, "tail", 4);
	tfe__error(&e, TFE_E_ARG, 0, path, -1, "%2000d", 1);
	assert_int_equal(strlen(e.path), sizeof e.path - 1);
	assert_string_equal(e.path + sizeof e.path - 5, "tail");
	assert_int_equal(tfe__error(NULL, TFE_E_NOMEM, 0, NULL, -1, "ignored"), TFE_E_NOMEM);
}

static void tables_know_their_numbers(void **state)
{
	(void)state;
	assert_string_equal(tfe_status_text(TFE_E_NOMEM), "out of memory");
	assert_string_equal(tfe_status_name(TFE_E_LIMIT), "TFE_E_LIMIT");
	assert_string_equal(tfe_status_text((tfe_status)999), "unknown status");
	assert_string_equal(tfe_dtype_name(TFE_DTYPE_FLOAT16), "DT_HALF");
	assert_string_equal(tfe_dtype_name(11), "DT_QINT8");
	assert_string_equal(tfe_dtype_name(101), "DT_FLOAT_REF");
	assert_null(tfe_dtype_name(99));
	assert_int_equal(tfe_dtype_bytes(TFE_DTYPE_COMPLEX128), 16);
	assert_int_equal(tfe_dtype_bytes(-1), 0);
}

static void little_endian_whatever_the_machine(void **state)
{
	(void)state;
	uint8_t p[8];
	tfe__put_le64(p, 0x0102030405060708u);
	assert_memory_equal(p, "\x08\x07\x06\x05\x04\x03\x02\x01", 8);
	assert_int_equal(tfe__le64(p), 0x0102030405060708u);
	tfe__put_le_double(p, -2.5);
	assert_memory_equal(p, "\0\0\0\0\0\0\x04\xc0", 8);
	assert_true(tfe__le_double(p) == -2.5);
	tfe__put_le_float(p, 1.5f);
	assert_memory_equal(p, "\0\0\xc0\x3f", 4);
	assert_true(tfe__le_float(p) == 1.5f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(buf_grows_to_its_limit_and_no_further),
		cmocka_unit_test(buf_survives_every_failed_allocation),
		cmocka_unit_test(buf_keeps_its_content_when_memory_runs_out),
		cmocka_unit_test(arena_hands_out_aligned_memory_that_stays),
		cmocka_unit_test(arena_asks_for_no_more_than_its_limit),
		cmocka_unit_test(an_array_grows_and_keeps_its_elements),
		cmocka_unit_test(waits_of_any_length_have_an_end_in_the_future),
		cmocka_unit_test(map_finds_what_was_added),
		cmocka_unit_test(map_survives_every_failed_allocation),
		cmocka_unit_test(map_is_keyed_with_entropy_alone),
		cmocka_unit_test(map_works_without_entropy),
		cmocka_unit_test(map_has_no_word_that_makes_keys_collide),
		cmocka_unit_test(utf8_follows_rfc_3629),
		cmocka_unit_test(utf8_agrees_with_the_definition),
		cmocka_unit_test(errors_name_the_path_and_the_cause),
		cmocka_unit_test(tables_know_their_numbers),
		cmocka_unit_test(little_endian_whatever_the_machine),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
