/* write: precision, recall and F1 of each class, from counts of several batches. */
#include "unit/kinds.h"

static int64_t counts[9];
static const char *const names[] = {"cat", "d\xc3\xb6g", "bird"};

static void count_batches(void)
{
	static const int32_t labels[2][4] = {{0, 0, 1, 1}, {0, 0, 1, 0}};
	static const int32_t predictions[2][4] = {{0, 1, 1, 1}, {0, 0, 0, 0}};
	memset(counts, 0, sizeof counts);
	for (int i = 0; i < 2; i++)
		assert_int_equal(tfe_confusion_count(labels[i], predictions[i], 4, 3, counts),
				 TFE_OK);
}

static void scores_are_those_of_all_batches(void **state)
{
	(void)state;
	tfe_class_scores s[3];
	count_batches();
	assert_int_equal(tfe_confusion_get_scores(counts, 3, s), TFE_OK);
	assert_true(s[0].examples == 5);
	assert_true(s[0].precision == 4.0 / 5);
	assert_true(s[0].recall == 4.0 / 5);
	assert_true(s[0].f1 == 0.8);
	assert_true(s[1].precision == 2.0 / 3);
	assert_true(s[1].recall == 2.0 / 3);
	/* No example and no prediction. */
	assert_true(s[2].examples == 0);
	assert_true(s[2].precision == 0);
	assert_true(s[2].recall == 0);
	assert_true(s[2].f1 == 0);
	const int64_t large[] = {INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX};
	assert_int_equal(tfe_confusion_get_scores(large, 2, s), TFE_OK);
	assert_true(s[0].precision == 0.5);
	const int64_t minus[] = {1, 0, 0, -1};
	assert_int_equal(tfe_confusion_get_scores(minus, 2, s), TFE_E_ARG);
	assert_int_equal(tfe_confusion_get_scores(NULL, 2, s), TFE_E_ARG);
	assert_int_equal(tfe_confusion_get_scores(large, 0, s), TFE_E_ARG);
	assert_int_equal(tfe_confusion_get_scores(large, 2, NULL), TFE_E_ARG);
}

static tfe_status named(tfe_writer *w)
{
	return tfe_writer_add_class_scores(w, "val", 3, counts, 3, names);
}

static tfe_status numbered(tfe_writer *w)
{
	return tfe_writer_add_class_scores(w, "val", 4, counts, 3, NULL);
}

static tfe_status all(tfe_writer *w)
{
	tfe_status status = tfe_writer_describe(w, "val/f1/cat", "F1 of cats", NULL);
	if (!status)
		status = named(w);
	return status ? status : numbered(w);
}

static void bytes_are_golden(void **state)
{
	(void)state;
	count_batches();
	kinds_check_golden("class_scores", all);
}

static void memory_may_be_missing(void **state)
{
	(void)state;
	count_batches();
	kinds_check_memory(named);
}

static tfe_status one_class(tfe_writer *w)
{
	return tfe_writer_add_class_scores(w, "val", 0, counts, 1, NULL);
}
static tfe_status no_counts(tfe_writer *w)
{
	return tfe_writer_add_class_scores(w, "val", 0, NULL, 2, NULL);
}
static tfe_status negative(tfe_writer *w)
{
	const int64_t minus[] = {1, 0, 0, -1};
	return tfe_writer_add_class_scores(w, "val", 0, minus, 2, NULL);
}
static tfe_status bad_name(tfe_writer *w)
{
	return tfe_writer_add_class_scores(w, "val", 0, counts, 2,
					   (const char *const[]){"a", "\xff"});
}

static void wrong_arguments_are_refused(void **state)
{
	(void)state;
	const struct kinds_refusal refusals[] = {
		{one_class, "1 class, not 2"},
		{no_counts, "counts are missing"},
		{negative, "count [1, 1] is negative"},
		{bad_name, "name of class 1"},
	};
	kinds_check_refused(refusals, sizeof refusals / sizeof *refusals);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(scores_are_those_of_all_batches),
		cmocka_unit_test(bytes_are_golden),
		cmocka_unit_test(memory_may_be_missing),
		cmocka_unit_test(wrong_arguments_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
