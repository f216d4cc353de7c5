/* The encodings of a log, byte by byte and at once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "common/metric_decode.h"

/* Asserts that bytes, delivered in pieces of each size, become a text. */
static void check(const char *bytes, size_t n, const char *expected)
{
	for (size_t piece = 1; piece <= n; piece++) {
		struct metric_decode d = {0};
		char all[64];
		size_t used = 0;
		for (size_t i = 0; i < n; i += piece) {
			const char *text;
			size_t length =
				metric_decode(&d, bytes + i, n - i < piece ? n - i : piece, &text);
			memcpy(all + used, text, length);
			used += length;
		}
		metric_decode_release(&d);
		assert_int_equal(used, strlen(expected));
		assert_memory_equal(all, expected, used);
	}
}

static void test_marks(void **state)
{
	(void)state;
	check("\xef\xbb\xbfloss", 7, "loss");
	check("loss", 4, "loss");
	check("\xef\xbbx", 3, "\xef\xbbx");
	check("\xffx", 2, "\xffx");
}

static void test_utf16(void **state)
{
	(void)state;
	check("\xff\xfe"
	      "a\0\xac\x20\x3d\xd8\x00\xde"
	      "b\0",
	      12,
	      "a\xe2\x82\xac\xf0\x9f\x98\x80"
	      "b");
	check("\xfe\xff\0a\x20\xac", 6, "a\xe2\x82\xac");
	/* Halves of pairs. */
	check("\xff\xfe\x3d\xd8"
	      "a\0\x00\xde"
	      "b\0",
	      10,
	      "\xef\xbf\xbd"
	      "a\xef\xbf\xbd"
	      "b");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_marks),
		cmocka_unit_test(test_utf16),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
