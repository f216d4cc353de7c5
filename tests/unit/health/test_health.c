/* health: the handle: feeding, judging, hostile input, allocation failures. */
#include "unit/health.h"
#include "unit/inject.h"

#include <float.h>
#include <stdio.h>

static void says_nothing_of_nothing(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	assert_int_equal(alarms(h), 0);
	scalar(h, "loss", 0, 2.3);
	assert_int_equal(alarms(h), 0);
	bell(h, "fc1/kernel", 0, 0, 1, 0);
	assert_int_equal(alarms(h), 0);
	bell(h, "fc1/kernel", 1, 1, 0.1, 0);
	assert_int_equal(alarms(h), 0);
	tfe_health_close(h);
	tfe_health_close(NULL);
}

static void refuses_bad_arguments(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	tfe_finding f = TFE_FINDING_INIT;
	assert_int_equal(tfe_health_open(NULL, NULL), TFE_E_ARG);
	assert_int_equal(tfe_health_add_scalar(NULL, "loss", 0, 1), TFE_E_ARG);
	assert_int_equal(tfe_health_add_scalar(h, NULL, 0, 1), TFE_E_ARG);
	assert_int_equal(tfe_health_add_scalars(h, "loss", NULL, NULL, 1), TFE_E_ARG);
	assert_int_equal(tfe_health_add_scalars(h, "loss", NULL, NULL, 0), TFE_OK);
	assert_int_equal(tfe_health_add_histogram(h, "w", 0, NULL), TFE_E_ARG);
	assert_int_equal(tfe_health_add_moments(h, "w", 0, NULL), TFE_E_ARG);
	assert_int_equal(tfe_health_judge(NULL), TFE_E_ARG);
	assert_int_equal(tfe_health_finding_count(h), 0);
	assert_int_equal(tfe_health_get_finding(h, 0, &f), TFE_E_ARG);
	tfe_health_close(h);
}

static void assert_message(const tfe_health *h, tfe_status status, const char *named)
{
	tfe_error error = TFE_ERROR_INIT;
	tfe_health_get_error(h, &error);
	assert_int_equal(error.status, status);
	assert_int_equal(error.offset, -1);
	assert_string_equal(error.path, "");
	if (!strstr(error.message, named))
		fail_msg("\"%s\" does not name %s", error.message, named);
}

static void errors_name_tag_and_argument(void **state)
{
	(void)state;
	int64_t step = 0;
	tfe_health *h = fresh();
	assert_message(h, TFE_OK, "");
	assert_int_equal(tfe_health_add_scalar(h, NULL, 0, 1), TFE_E_ARG);
	assert_message(h, TFE_E_ARG, "the tag is missing");
	assert_int_equal(tfe_health_add_scalars(h, "loss", NULL, NULL, 1), TFE_E_ARG);
	assert_message(h, TFE_E_ARG, "\"loss\": steps are missing");
	assert_int_equal(tfe_health_add_scalars(h, "loss", &step, NULL, 1), TFE_E_ARG);
	assert_message(h, TFE_E_ARG, "\"loss\": values are missing");
	assert_int_equal(tfe_health_add_histogram(h, "w", 0, NULL), TFE_E_ARG);
	assert_message(h, TFE_E_ARG, "\"w\": the histogram is missing");
	assert_int_equal(tfe_health_add_moments(h, "v", 0, NULL), TFE_E_ARG);
	assert_message(h, TFE_E_ARG, "\"v\": moments are missing");
	scalar(h, "loss", 0, 1);
	assert_message(h, TFE_E_ARG, "\"v\": moments are missing");
	tfe_health_close(h);
}

static void errors_name_what_memory_ran_out_for(void **state)
{
	(void)state;
	struct inject in = {0};
	tfe_allocator a = inject_allocator(&in);
	tfe_health *h;
	assert_int_equal(tfe_health_open(&a, &h), TFE_OK);
	scalar(h, "a/loss", 0, NAN);
	in.fail_at = atomic_load(&in.calls) + 1;
	in.persist = true;
	assert_int_equal(tfe_health_judge(h), TFE_E_NOMEM);
	assert_message(h, TFE_E_NOMEM, "out of memory during the judging of the run");
	tfe_status status = TFE_OK;
	char tag[32];
	for (int i = 0; !status; i++) {
		snprintf(tag, sizeof tag, "tag/%d", i);
		status = tfe_health_add_scalar(h, tag, 0, 1);
	}
	assert_int_equal(status, TFE_E_NOMEM);
	assert_message(h, TFE_E_NOMEM, tag);
	tfe_health_close(h);
}

static void a_tag_has_a_series_of_each_kind(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	scalar(h, "fc1/weight", 0, NAN);
	constant(h, "fc1/weight", 1, 100, 0, false);
	assert_non_null(found(h, "constant_weights", "fc1/weight"));
	assert_non_null(found(h, "nonfinite", "fc1/weight"));
	tfe_health_close(h);
}

static void worst_comes_first(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	bell(h, "fc1/weight", 3, 1000, 9, 0);
	bell(h, "fc1/bias", 3, 10, 1, 0);
	scalar(h, "loss", 5, 1);
	scalar(h, "loss", 6, NAN);
	assert_int_equal(judge(h), 2);
	assert_string_equal(finding_at(h, 0).rule, "nonfinite");
	assert_int_equal(finding_at(h, 0).severity, TFE_SEVERITY_ERROR);
	assert_string_equal(finding_at(h, 1).rule, "large_weights");
	for (size_t i = 0; i < 2; i++) {
		tfe_finding f = finding_at(h, i);
		assert_non_null(f.message);
		assert_non_null(f.causes[0]);
		assert_non_null(f.actions[0]);
	}
	tfe_finding f = TFE_FINDING_INIT;
	assert_int_equal(tfe_health_get_finding(h, 2, &f), TFE_E_ARG);
	tfe_health_close(h);
}

/* The findings do not depend on the times at which they are requested. */
static void judging_in_between_changes_nothing(void **state)
{
	(void)state;
	tfe_health *once = fresh(), *often = fresh();
	for (int64_t i = 0; i < 60; i++) {
		double loss = i < 30 ? 2.0 / (double)(i + 1) : 0.1 * (double)(i - 28);
		scalar(once, "train/loss", i, loss);
		scalar(often, "train/loss", i, loss);
		(void)alarms(often);
	}
	const tfe_finding *a = found(once, "divergence", NULL),
			  *b = found(often, "divergence", NULL);
	assert_non_null(a);
	assert_non_null(b);
	assert_int_equal(a->step, b->step);
	assert_string_equal(a->message, b->message);
	tfe_health_close(once);
	tfe_health_close(often);
}

static void long_tags_and_odd_bytes(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	char *tag = malloc(10001);
	assert_non_null(tag);
	for (size_t i = 0; i < 10000; i++)
		tag[i] = (char)(1 + i % 255);
	tag[10000] = '\0';
	scalar(h, tag, 0, 1);
	scalar(h, tag, 1, NAN);
	memcpy(tag, "fc1/kernel/", 11);
	constant(h, tag, 0, 100, 0, false);
	scalar(h, "", 0, NAN);
	assert_non_null(found(h, "nonfinite", NULL));
	tfe_health_close(h);
	free(tag);
}

static void thousands_of_tags(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	char tag[64];
	for (int i = 0; i < 4000; i++) {
		snprintf(tag, sizeof(tag), "layer_%d/kernel", i);
		constant(h, tag, 0, 64, i % 100 == 0 ? 0.5 : 0, false);
		snprintf(tag, sizeof(tag), "layer_%d/bias", i);
		constant(h, tag, 0, 8, 0, false);
	}
	assert_int_equal(alarms(h), 4000);
	tfe_health_close(h);
}

/* Extremes of every number cause no crash and no overflow, with any findings. */
static void extremes(void **state)
{
	(void)state;
	static const double odd[] = {0,      -0.0,     DBL_MAX,   -DBL_MAX, DBL_MIN,
				     1e-320, INFINITY, -INFINITY, NAN};
	static const char *const tags[] = {"loss", "val_loss", "accuracy", "lr", "grad_norm", "w"};
	tfe_health *h = fresh();
	for (size_t i = 0; i < 400; i++)
		for (size_t t = 0; t < 6; t++)
			scalar(h, tags[t], i % 7 ? INT64_MAX - (int64_t)i : INT64_MIN + (int64_t)i,
			       odd[(i * 7 + t) % (sizeof(odd) / sizeof(odd[0]))]);
	tfe_bucket row[3] = {{-DBL_MAX, 0, 1}, {0, 0, 5}, {0, DBL_MAX, 1e308}};
	tfe_histogram g = {.min = -DBL_MAX,
			   .max = DBL_MAX,
			   .num = 1e308,
			   .sum = INFINITY,
			   .rows = 3,
			   .row = row};
	for (int64_t i = 0; i < 10; i++) {
		g.sum_squares = i % 2 ? INFINITY : 0;
		g.num = i % 3 ? 1e308 : NAN;
		assert_int_equal(tfe_health_add_histogram(h, "fc1/weight", i, &g), TFE_OK);
		assert_int_equal(tfe_health_add_histogram(h, "grads/fc1.weight", i, &g), TFE_OK);
		assert_int_equal(tfe_health_add_histogram(h, "act1", i, &g), TFE_OK);
		assert_int_equal(tfe_health_add_histogram(h, "input", i, &g), TFE_OK);
	}
	(void)alarms(h);
	tfe_health_close(h);
}

static void memory_is_bounded(void **state)
{
	(void)state;
	struct inject in = {0};
	tfe_allocator a = inject_allocator(&in);
	tfe_health *h;
	assert_int_equal(tfe_health_open(&a, &h), TFE_OK);
	for (int64_t i = 0; i < 200000; i++)
		scalar(h, "loss", i, 1 + 1.0 / (double)(i + 1));
	size_t calls = in.calls;
	for (int64_t i = 200000; i < 300000; i++)
		scalar(h, "loss", i, 1);
	assert_int_equal(in.calls, calls);
	/* The problem is found within the last hundredth of the points. */
	for (int64_t i = 300000; i < 303000; i++)
		scalar(h, "loss", i, 50);
	const tfe_finding *f = found(h, "divergence", NULL);
	assert_non_null(f);
	assert_in_range(f->step, 299400, 301500);
	tfe_health_close(h);
	assert_int_equal(in.live, 0);
}

/* The division of points among calls does not change the findings or their text. */
static void many_at_once_are_as_one_by_one(void **state)
{
	(void)state;
	enum { N = 5000 };
	static int64_t steps[N];
	static double values[N];
	uint64_t random = 1;
	for (size_t i = 0; i < N; i++) {
		random = random * UINT64_C(6364136223846793005) + 1;
		steps[i] = 3 * (int64_t)i;
		values[i] = 2 + (double)(random >> 40) * 0x1p-24 + (i > 3000 ? 10 : 0);
		if (i % 1234 == 777)
			values[i] = i % 2 ? NAN : INFINITY;
	}
	values[500] = 1e308;
	values[501] = 1e308;
	static const char *const tags[] = {"loss", "accuracy", "anything"};
	tfe_health *one = fresh(), *many = fresh();
	for (size_t t = 0; t < 3; t++) {
		for (size_t i = 0; i < N; i++)
			scalar(one, tags[t], steps[i], values[i]);
		for (size_t i = 0, k; i < N; i += k) {
			random = random * UINT64_C(6364136223846793005) + 1;
			k = 1 + (random >> 33) % 900;
			k = k < N - i ? k : N - i;
			assert_int_equal(
				tfe_health_add_scalars(many, tags[t], steps + i, values + i, k),
				TFE_OK);
		}
	}
	size_t n = judge(one);
	assert_int_equal(judge(many), n);
	assert_true(n > 3);
	for (size_t i = 0; i < n; i++) {
		tfe_finding a = finding_at(one, i), b = finding_at(many, i);
		assert_string_equal(a.message, b.message);
		assert_int_equal(a.step, b.step);
		assert_int_equal(a.last_step, b.last_step);
		assert_memory_equal(&a.value, &b.value, sizeof(double));
	}
	tfe_health_close(one);
	tfe_health_close(many);
}

static tfe_status whole_life(const tfe_allocator *a, void *context)
{
	(void)context;
	tfe_health *h;
	tfe_status st = tfe_health_open(a, &h);
	if (st != TFE_OK)
		return st;
	double zeros[64] = {0};
	tfe_histogram g;
	tfe_histogram_init(&g, a);
	st = tfe_histogram_count(&g, zeros, TFE_DTYPE_FLOAT64, 64);
	for (int64_t i = 0; i < 20 && st == TFE_OK; i++) {
		st = tfe_health_add_scalar(h, "loss", i, i < 18 ? 1 : NAN);
		if (st == TFE_OK)
			st = tfe_health_add_histogram(h, i % 2 ? "fc1/weight" : "fc2/weight", i,
						      &g);
	}
	if (st == TFE_OK)
		st = tfe_health_judge(h);
	if (st == TFE_OK && tfe_health_finding_count(h) < 2)
		fail_msg("%zu findings", tfe_health_finding_count(h));
	tfe_histogram_release(&g);
	tfe_health_close(h);
	return st;
}

static void every_allocation_fails(void **state)
{
	(void)state;
	assert_true(inject_every_allocation(whole_life, NULL) > 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(says_nothing_of_nothing),
		cmocka_unit_test(refuses_bad_arguments),
		cmocka_unit_test(errors_name_tag_and_argument),
		cmocka_unit_test(errors_name_what_memory_ran_out_for),
		cmocka_unit_test(a_tag_has_a_series_of_each_kind),
		cmocka_unit_test(worst_comes_first),
		cmocka_unit_test(judging_in_between_changes_nothing),
		cmocka_unit_test(long_tags_and_odd_bytes),
		cmocka_unit_test(thousands_of_tags),
		cmocka_unit_test(extremes),
		cmocka_unit_test(memory_is_bounded),
		cmocka_unit_test(many_at_once_are_as_one_by_one),
		cmocka_unit_test(every_allocation_fails),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
