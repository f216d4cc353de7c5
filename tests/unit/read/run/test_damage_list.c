/* read/run: the list of damage: its order, its bound, and what it counts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "read/run/damage_list.h"

static struct tfe__damage_list list;
static _Atomic(size_t) meter;

static int make_list(void **state)
{
	(void)state;
	const tfe_allocator allocator = tfe__allocator_or_default(NULL);
	list = (struct tfe__damage_list){0};
	meter = 0;
	tfe__damage_list_init(&list, &allocator, &meter);
	return 0;
}

static int release_list(void **state)
{
	(void)state;
	tfe__damage_list_release(&list);
	return 0;
}

static void add(const char *path, int64_t offset, tfe_damage_kind kind, bool has_memory)
{
	const tfe_damage damage = {
		.kind = kind, .path = path, .offset = offset, .bytes = 10, .reason = "reason"};
	tfe__damage_list_add(&list, &damage, has_memory);
}

static void expect(size_t i, const char *path, int64_t offset, uint64_t count)
{
	const tfe_damage *damage = tfe__damage_list_at(&list, i);
	assert_non_null(damage);
	assert_string_equal(damage->path, path);
	assert_int_equal(damage->offset, offset);
	assert_int_equal(damage->count, count);
}

static void places_come_in_the_order_of_files_and_offsets(void **state)
{
	(void)state;
	add("b", 500, TFE_DAMAGE_KIND_BYTES, true);
	add("b", 1426, TFE_DAMAGE_KIND_BYTES, true);
	add("a", 963, TFE_DAMAGE_KIND_BYTES, true);
	add("b", 963, TFE_DAMAGE_KIND_VALUE, true);
	add("b", -1, TFE_DAMAGE_KIND_LIMIT, true);
	add("c", 0, TFE_DAMAGE_KIND_BYTES, true);
	assert_int_equal(list.listed, 6);
	assert_int_equal(list.places, 6);
	expect(0, "a", 963, 0);
	expect(1, "b", -1, 0);
	expect(2, "b", 500, 0);
	expect(3, "b", 963, 0);
	expect(4, "b", 1426, 0);
	expect(5, "c", 0, 0);
	assert_null(tfe__damage_list_at(&list, 6));
}

static void further_places_of_a_file_are_counted(void **state)
{
	(void)state;
	enum { PLACES = 30000 };
	for (int i = 0; i < PLACES; i++)
		add("b", i, i == 40 ? TFE_DAMAGE_KIND_BYTES : TFE_DAMAGE_KIND_VALUE, true);
	add("a", 7, TFE_DAMAGE_KIND_BYTES, true);
	add("b", -1, TFE_DAMAGE_KIND_UNREADABLE, true);
	add("c", 8, TFE_DAMAGE_KIND_BYTES, true);
	assert_int_equal(list.listed, 1 + 1 + 20 + 1 + 1);
	assert_int_equal(list.places, PLACES + 3);
	expect(0, "a", 7, 0);
	expect(1, "b", -1, 0);
	for (size_t i = 0; i < 20; i++)
		expect(2 + i, "b", (int64_t)i, 0);
	expect(22, "b", 20, PLACES - 20);
	const tfe_damage *rest = tfe__damage_list_at(&list, 22);
	assert_int_equal(rest->bytes, 10 * (PLACES - 20));
	assert_int_equal(rest->kind, TFE_DAMAGE_KIND_BYTES); /* the worst of them */
	expect(23, "c", 8, 0);
	assert_in_range(meter, 1, 64 * sizeof(tfe_damage));
}

static void memory_is_bounded_for_any_number_of_files(void **state)
{
	(void)state;
	enum { FILES = 30000 };
	static char path[FILES][8];
	for (int i = 0; i < FILES; i++) {
		snprintf(path[i], sizeof path[i], "%05d", i);
		add(path[i], 1, TFE_DAMAGE_KIND_BYTES, true);
	}
	assert_int_equal(list.places, FILES);
	assert_int_equal(list.listed, 10001);
	expect(10000, "10000", 1, FILES - 10000);
}

static void without_memory_places_are_counted(void **state)
{
	(void)state;
	add("a", 1, TFE_DAMAGE_KIND_BYTES, false); /* the first one is listed nevertheless */
	add("a", 2, TFE_DAMAGE_KIND_LIMIT, false);
	add("b", 3, TFE_DAMAGE_KIND_BYTES, false);
	assert_int_equal(list.places, 3);
	assert_int_equal(list.listed, 2);
	expect(0, "a", 1, 0);
	expect(1, "a", 2, 2);
	assert_int_equal(tfe__damage_list_at(&list, 1)->kind, TFE_DAMAGE_KIND_LIMIT);
}

static void entries_are_removed_and_change_their_kind(void **state)
{
	(void)state;
	add("a", -1, TFE_DAMAGE_KIND_TEXT_FILE, true);
	add("b", -1, TFE_DAMAGE_KIND_POINTER, true);
	add("b", 4, TFE_DAMAGE_KIND_BYTES, true);
	add("b", 9, TFE_DAMAGE_KIND_VALUE, true);
	assert_int_equal(list.places, 3); /* a text file is no damage */
	uint64_t versions = list.versions;
	tfe__damage_list_replace_kind(&list, "b", TFE_DAMAGE_KIND_BYTES, TFE_DAMAGE_KIND_CHECKSUM);
	assert_true(list.versions > versions);
	assert_int_equal(tfe__damage_list_at(&list, 2)->kind, TFE_DAMAGE_KIND_CHECKSUM);
	assert_int_equal(tfe__damage_list_at(&list, 3)->kind, TFE_DAMAGE_KIND_VALUE);
	tfe__damage_list_remove(&list, "b", TFE_DAMAGE_KIND_TEXT_FILE);
	assert_int_equal(list.listed, 4);
	tfe__damage_list_remove(&list, "b", TFE_DAMAGE_KIND_POINTER);
	tfe__damage_list_remove(&list, "a", TFE_DAMAGE_KIND_TEXT_FILE);
	assert_int_equal(list.places, 2);
	assert_int_equal(list.listed, 2);
	expect(0, "b", 4, 0);
	tfe__damage_list_clear(&list);
	assert_int_equal(list.places, 0);
	assert_null(tfe__damage_list_at(&list, 0));
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, make_list, release_list)
	const struct CMUnitTest tests[] = {
		TEST(places_come_in_the_order_of_files_and_offsets),
		TEST(further_places_of_a_file_are_counted),
		TEST(memory_is_bounded_for_any_number_of_files),
		TEST(without_memory_places_are_counted),
		TEST(entries_are_removed_and_change_their_kind),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
