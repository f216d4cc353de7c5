/* common: how much two words differ. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "common/word_distance.h"

static void changes_are_counted(void **state)
{
	(void)state;
	assert_int_equal(word_distance("", ""), 0);
	assert_int_equal(word_distance("width", "width"), 0);
	assert_int_equal(word_distance("", "abc"), 3);
	assert_int_equal(word_distance("abc", ""), 3);
	assert_int_equal(word_distance("jsn", "json"), 1);
	assert_int_equal(word_distance("wdith", "width"), 2);
	assert_int_equal(word_distance("kitten", "sitting"), 3);
	assert_int_equal(word_distance("sitting", "kitten"), 3);
}

static void long_words_have_none(void **state)
{
	(void)state;
	const char *longest = "0123456789012345678901234567890123456789";
	const char *longer = "01234567890123456789012345678901234567890";
	assert_int_equal(word_distance(longest, longest), 0);
	assert_int_equal(word_distance(longest, longer), WORD_DISTANCE_MOST);
	assert_int_equal(word_distance(longer, "a"), WORD_DISTANCE_MOST);
}

static void the_nearest_word_is_kept(void **state)
{
	(void)state;
	static const char *const words[] = {"smoothing", "scale", "raw", "runs"};
	static const char *const cases[][2] = {{"smothing", "smoothing"}, {"smoo", "smoothing"},
					       {"scael", "scale"},        {"rnus", "runs"},
					       {"banana", NULL},          {"s", NULL}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct near_word near = {.given = cases[i][0]};
		for (size_t w = 0; w < sizeof words / sizeof *words; w++)
			near_word_offer(&near, words[w]);
		assert_int_equal(near.word != NULL, cases[i][1] != NULL);
		if (near.word)
			assert_string_equal(near.word, cases[i][1]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_nearest_word_is_kept),
		cmocka_unit_test(changes_are_counted),
		cmocka_unit_test(long_words_have_none),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
