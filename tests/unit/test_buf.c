/* base/buf: growth, the bound, and what happens when memory runs out. */
#include "unit/inject.h"

#include <string.h>

#include "base/buf.h"

static void grows_and_keeps_its_bytes(void **state)
{
	(void)state;
	struct tfe__buf b;
	tfe__buf_init(&b, NULL, 1 << 20);
	for (int i = 0; i < 10000; i++) {
		uint8_t byte = (uint8_t)(i % 251);
		tfe__buf_append(&b, &byte, 1);
	}
	assert_int_equal(tfe__buf_status(&b), TFE_OK);
	assert_int_equal(b.size, 10000);
	for (int i = 0; i < 10000; i++)
		assert_int_equal(b.data[i], i % 251);
	tfe__buf_release(&b);
}

static void stops_at_its_limit(void **state)
{
	(void)state;
	struct tfe__buf b;
	tfe__buf_init(&b, NULL, 100);
	char block[100];
	memset(block, 'x', sizeof(block));
	tfe__buf_append(&b, block, 100);
	assert_int_equal(tfe__buf_status(&b), TFE_OK);
	tfe__buf_append(&b, block, 1);
	assert_int_equal(tfe__buf_status(&b), TFE_E_LIMIT);
	assert_int_equal(b.size, 100);
	tfe__buf_append(&b, block, 0);
	assert_int_equal(tfe__buf_status(&b), TFE_E_LIMIT);
	tfe__buf_clear(&b);
	assert_null(tfe__buf_reserve(&b, SIZE_MAX));
	assert_int_equal(tfe__buf_status(&b), TFE_E_LIMIT);
	tfe__buf_release(&b);
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

static void survives_every_failed_allocation(void **state)
{
	(void)state;
	assert_true(inject_every_allocation(append_much, NULL) > 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(grows_and_keeps_its_bytes),
		cmocka_unit_test(stops_at_its_limit),
		cmocka_unit_test(survives_every_failed_allocation),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
