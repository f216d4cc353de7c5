/* health: the table of thresholds, and the limits of rules that a caller changes. */
#include "unit/health.h"

static void the_table_is_consistent(void **state)
{
	(void)state;
	tfe_threshold before = {.name = ""}, t = TFE_THRESHOLD_INIT;
	size_t n = tfe_threshold_count();
	assert_true(n > 20);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(tfe_threshold_get(i, &t), TFE_OK);
		assert_true(t.lowest <= t.usual);
		assert_true(t.usual <= t.highest);
		assert_true(isfinite(t.lowest));
		assert_true(isfinite(t.highest));
		assert_non_null(strchr(t.name, '.'));
		assert_true(*t.meaning);
		assert_string_not_equal(t.name, before.name);
		before = t;
	}
	assert_int_equal(tfe_threshold_get(n, &t), TFE_E_ARG);
}

/* The message of a failure to set a threshold. */
static const char *refusal(tfe_health *h, const char *name, double value)
{
	static tfe_error error;
	error = (tfe_error)TFE_ERROR_INIT;
	assert_int_equal(tfe_health_set_threshold(h, name, value), TFE_E_ARG);
	tfe_health_get_error(h, &error);
	return error.message;
}

static void wrong_values_are_refused(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	assert_int_equal(tfe_health_set_threshold(NULL, "spike.median", 3), TFE_E_ARG);
	assert_string_equal(refusal(h, NULL, 3), "the threshold is missing");
	assert_string_equal(refusal(h, "spike", 3), "unknown threshold: spike");
	assert_string_equal(refusal(h, "spike.median\n", 3), "unknown threshold: spike.median?");
	assert_string_equal(refusal(h, "spike.median", 0.5),
			    "spike.median is from 1 to 1000, not 0.5");
	assert_non_null(strstr(refusal(h, "spike.median", (double)NAN), "not nan"));
	assert_non_null(strstr(refusal(h, "spike.median", (double)INFINITY), "not inf"));
	tfe_health_close(h);
}

/* A spike of 3 times the level fires only below a limit of 3. */
static void a_limit_decides(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	for (int64_t i = 0; i < 40; i++)
		scalar(h, "loss", i, i == 30 ? 3.2 : 1 + 0.01 * normal((size_t)i));
	const tfe_finding *f = found(h, "spike", "loss");
	assert_non_null(f);
	assert_int_equal(tfe_health_set_threshold(h, "spike.median", 4), TFE_OK);
	assert_null(found(h, "spike", "loss"));
	assert_int_equal(tfe_health_set_threshold(h, "spike.median", 2.5), TFE_OK);
	assert_non_null(found(h, "spike", "loss"));
	tfe_health_close(h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_table_is_consistent),
		cmocka_unit_test(wrong_values_are_refused),
		cmocka_unit_test(a_limit_decides),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
