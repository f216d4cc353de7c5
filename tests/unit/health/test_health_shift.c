/* health: rules distribution_shift and imbalanced_layers: tensors that must fire, and near misses.
 */
#include "unit/health.h"

enum { N = 30 };

/* Feeds the moments of a histogram of `num` values. */
static void moments(tfe_health *h, const char *tag, int64_t step, double num, double mean,
		    double stddev)
{
	const tfe_moments m = {
		.size = sizeof m,
		.num = num,
		.min = mean - 4 * stddev,
		.max = mean + 4 * stddev,
		.mean = mean,
		.stddev = stddev,
		.fingerprint = (uint32_t)step,
	};
	assert_int_equal(tfe_health_add_moments(h, tag, step, &m), TFE_OK);
}

/* A mean that wobbles by the size of `noise`. */
static double wobble(int64_t i, double noise)
{
	return noise * normal((size_t)i);
}

static void jumps(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	for (int64_t i = 0; i < N; i++) {
		double on = i < 20 ? 0 : 1;
		moments(h, "mean/kernel", 10 * i, 1000, 0.05 * on + wobble(i, 1e-3), 0.1);
		moments(h, "wide/kernel", 10 * i, 1000, 0, 0.1 + 0.06 * on);
		moments(h, "conv/relu", 10 * i, 1000, 0.5 + wobble(i, 0.02) + on, 0.6);
		moments(h, "input", 10 * i, 1000, wobble(i, 0.02), 1 + 2 * on);
	}
	static const char *const tags[] = {"mean/kernel", "wide/kernel", "conv/relu", "input"};
	for (size_t k = 0; k < sizeof tags / sizeof tags[0]; k++) {
		const tfe_finding *f = found(h, "distribution_shift", tags[k]);
		assert_non_null(f);
		assert_int_equal(f->severity, TFE_SEVERITY_WARNING);
		assert_int_equal(f->step, 200);
		assert_true(f->value > f->limit);
	}
	const tfe_finding *f = found(h, "distribution_shift", "wide/kernel");
	assert_string_equal(f->tag, "mean/kernel");
	assert_non_null(strstr(f->message, "2 of 2 kernels, worst in mean/kernel: "));
	assert_non_null(strstr(f->message, "to 0.05"));
	assert_non_null(strstr(f->message, "between steps 190 and 200"));
	tfe_health_close(h);
}

static void changes_that_are_usual(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	for (int64_t i = 0; i < N; i++) {
		double t = (double)i;
		moments(h, "early/kernel", i, 1000, i < 3 ? 0 : 0.1, 0.1);
		moments(h, "drift/kernel", i, 1000, 0.02 * t, 0.1 + 0.01 * t);
		moments(h, "noisy/relu", i, 1000, 0.5 + wobble(i, 0.5), 0.6);
		moments(h, "once/relu", i, 1000, i == 20 ? 2 : 0.5, 0.6);
		moments(h, "small/kernel", i, 30, i < 20 ? 0 : 1, 0.1);
		moments(h, "fc/bias", i, 1000, i < 20 ? 0 : 1, 0.1);
		moments(h, "target/kernel", i, 1000, 0.1 * (double)(i / 5), 0.1);
		moments(h, "grown/kernel", i, i < 20 ? 1000 : 2000, i < 20 ? 0 : 0.1, 0.1);
		moments(h, "newest/kernel", i, 1000, i < N - 1 ? 0 : 0.1, 0.1);
		moments(h, "attention/activation", i, 1000, i < 20 ? 0.1 : 0.5, 0.1);
		moments(h, "paused/kernel", i < 20 ? i : i + 5, 1000, i < 20 ? 0 : 0.1, 0.1);
	}
	assert_null(found(h, "distribution_shift", NULL));
	tfe_health_close(h);
}

/* A single value that runs away moves the moments of a small tensor, but not its distribution. */
static void a_value_is_no_distribution(void **state)
{
	(void)state;
	double values[64];
	tfe_health *h = fresh();
	for (int64_t step = 0; step < N; step++) {
		for (size_t i = 0; i < 64; i++)
			values[i] = 0.1 * normal(i) + 0.001 * (double)step * normal(i + 99);
		values[7] = step < 20 ? values[7] : 0.9;
		tensor(h, "fc/kernel", step, values, 64, false);
	}
	assert_null(found(h, "distribution_shift", NULL));
	tfe_health_close(h);
}

/* A restart or a step of the schedule moves the distributions, but not those of the inputs. */
static void jump_of_a_schedule(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	for (int64_t i = 0; i < N; i++) {
		moments(h, "fc/kernel", 10 * i, 1000, i < 20 ? 0 : 0.1, 0.1);
		moments(h, "input", 10 * i, 1000, i < 20 ? 0 : 1, 1);
		scalar(h, "lr", 10 * i, i < 19 ? 0.1 : 0.01);
	}
	assert_null(found(h, "distribution_shift", "fc/kernel"));
	assert_non_null(found(h, "distribution_shift", "input"));
	tfe_health_close(h);

	h = fresh();
	for (int64_t i = 0; i < N; i++) {
		moments(h, "fc/kernel", 10 * i, 1000, i < 20 ? 0 : 0.1, 0.1);
		scalar(h, "lr", 10 * i, i < 10 ? 0.1 : 0.01);
	}
	assert_non_null(found(h, "distribution_shift", NULL));
	tfe_health_close(h);
}

/* A few values far outside decide the moments. */
static void outliers(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	tfe_moments m = TFE_MOMENTS_INIT;
	for (int64_t i = 0; i < N; i++) {
		m.num = 1000;
		m.stddev = i < 20 ? 0.1 : 0.3;
		m.max = i < 20 ? 0.4 : 10;
		m.min = -0.4;
		m.fingerprint = (uint32_t)i;
		assert_int_equal(tfe_health_add_moments(h, "fc/kernel", i, &m), TFE_OK);
	}
	assert_null(found(h, "distribution_shift", NULL));
	tfe_health_close(h);
}

static void another_rule_explains_it(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	for (int64_t i = 0; i < N; i++)
		moments(h, "fc/kernel", i, 1000, 0, i < 20 ? 0.1 : 3);
	assert_non_null(found(h, "large_weights", "fc/kernel"));
	assert_null(found(h, "distribution_shift", NULL));
	tfe_health_close(h);
}

/* --- imbalanced layers ------------------------------------------------------------------------ */

static void gradients_of_different_sizes(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	for (int64_t i = 0; i < N; i++) {
		moments(h, "fc1/kernel_grad", i, 1000, 0, 1e-3 * (1 + unit((size_t)i)));
		moments(h, "fc2/kernel_grad", i, 1000, 0, 1e-7 * (1 + unit((size_t)i)));
		moments(h, "fc3/kernel_grad", i, 1000, 0, 2e-3);
		moments(h, "fc3/bias_grad", i, 100, 0, 1e-9);
	}
	const tfe_finding *f = found(h, "imbalanced_layers", "fc2/kernel_grad");
	assert_non_null(f);
	assert_int_equal(f->severity, TFE_SEVERITY_INFO);
	assert_int_equal(f->step, 1);
	assert_true(f->active);
	assert_non_null(strstr(f->message, "fc3/kernel_grad"));
	assert_non_null(strstr(f->message, "29 of 29 histograms"));
	assert_int_equal(alarms(h), 0);
	tfe_health_close(h);
}

static void updates_of_different_sizes(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	for (int64_t i = 0; i < N; i++) {
		moments(h, "fc1/kernel", i, 1000, 1e-3 * normal((size_t)i), 0.1);
		moments(h, "fc2/kernel", i, 1000, 1e-8 * normal((size_t)i), 0.1);
	}
	assert_non_null(found(h, "imbalanced_layers", "fc2/kernel"));
	tfe_health_close(h);
}

static void layers_that_are_balanced(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	for (int64_t i = 0; i < N; i++) {
		moments(h, "fc1/kernel_grad", i, 1000, 0, 1e-3);
		moments(h, "fc2/kernel_grad", i, 1000, 0, 2e-6);
		moments(h, "short/kernel_grad", i, 1000, 0, i < 10 ? 1e-8 : 1e-4);
		moments(h, "tiny/kernel_grad", i, 30, 0, 1e-8);
		moments(h, "fc1/kernel", i, 1000, 1e-3 * normal((size_t)i), 0.1);
		moments(h, "frozen/kernel", i, 1000, 0, 0.1);
	}
	assert_null(found(h, "imbalanced_layers", NULL));
	tfe_health_close(h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(jumps),
		cmocka_unit_test(changes_that_are_usual),
		cmocka_unit_test(a_value_is_no_distribution),
		cmocka_unit_test(jump_of_a_schedule),
		cmocka_unit_test(outliers),
		cmocka_unit_test(another_rule_explains_it),
		cmocka_unit_test(gradients_of_different_sizes),
		cmocka_unit_test(updates_of_different_sizes),
		cmocka_unit_test(layers_that_are_balanced),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
