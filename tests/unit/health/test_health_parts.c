/* health: hysteresis, statistics, digests, histories. */
#include "unit/health.h"

#include "base/alloc.h"
#include "health/tensor_digest.h"
#include "health/hold.h"
#include "health/health_run.h"
#include "health/robust_stats.h"

static void hold_waits_and_forgets(void **state)
{
	(void)state;
	struct tfe__hold h = {.need = 3, .forget = 2};
	static const bool hits[] = {1, 1, 0, 0, 1, 0, 1, 1, 0, 0, 1, 1, 1};
	for (int64_t i = 0; i < 4; i++)
		tfe__hold_add(&h, i, hits[i], 1);
	assert_false(h.fired);
	for (int64_t i = 4; i < 8; i++)
		tfe__hold_add(&h, i, hits[i], (double)i);
	assert_true(h.fired);
	assert_true(h.active);
	assert_int_equal(h.first_step, 4);
	assert_int_equal(h.last_step, 7);
	assert_true(h.worst == 7);
	for (int64_t i = 8; i < 13; i++)
		tfe__hold_add(&h, i, hits[i], 2);
	assert_true(h.active);
	assert_int_equal(h.first_step, 4);
	assert_int_equal(h.latest_first_step, 10);
	assert_int_equal(h.last_step, 12);
	assert_true(h.worst == 7);
}

static void hold_of_the_least(void **state)
{
	(void)state;
	struct tfe__hold h = {.need = 1, .forget = 1, .lowest = true};
	tfe__hold_add(&h, 0, true, 3);
	tfe__hold_add(&h, 1, true, 1);
	tfe__hold_add(&h, 2, true, 2);
	assert_true(h.worst == 1);
	assert_int_equal(h.worst_step, 1);
	tfe__hold_add(&h, 3, false, 0);
	assert_false(h.active);
	assert_true(h.fired);
}

static void medians_and_trends(void **state)
{
	(void)state;
	double v[] = {5, 1, 4, 2, 3, 100};
	assert_true(tfe__window_median(v, 5) == 3);
	assert_true(tfe__window_median(v, 6) == 3.5);
	assert_true(tfe__window_median(v, 0) == 0);
	double up[40], flat[40], line[40];
	for (size_t i = 0; i < 40; i++) {
		up[i] = (double)i + 3 * normal(i);
		flat[i] = i % 3 ? 1 : 2;
		line[i] = 2.5 * (double)i;
	}
	line[20] = 1e6;
	assert_true(fabs(tfe__slope(line, 40) - 2.5) < 1e-9);
	assert_true(tfe__trend(up, 40) > 5);
	assert_true(fabs(tfe__trend(flat, 40)) < 1.5);
	double same[5] = {1, 1, 1, 1, 1};
	assert_true(tfe__trend(same, 5) == 0);
	assert_true(tfe__slope(same, 1) == 0);
}

static struct tfe__tensor_digest digest_of(const double *v, size_t n, bool uniform)
{
	tfe_histogram h;
	struct tfe__tensor_digest d;
	tfe_histogram_init(&h, NULL);
	if (uniform)
		assert_int_equal(tfe_histogram_count_uniform(&h, v, TFE_DTYPE_FLOAT64, n, 30),
				 TFE_OK);
	else
		assert_int_equal(tfe_histogram_count(&h, v, TFE_DTYPE_FLOAT64, n), TFE_OK);
	tfe_moments m = TFE_MOMENTS_INIT;
	tfe_histogram_get_moments(&h, &m);
	tfe__tensor_digest_of(&m, 7, &d);
	tfe_histogram_release(&h);
	return d;
}

/* Both kinds of rows give nearly the same digest. */
static void digests_agree(void **state)
{
	(void)state;
	static double v[4000];
	for (size_t i = 0; i < 4000; i++)
		v[i] = i % 4 == 0 ? 0 : fabs(normal(i));
	struct tfe__tensor_digest a = digest_of(v, 4000, false), b = digest_of(v, 4000, true);
	assert_true(fabs(a.rms - b.rms) < 0.02);
	assert_true(fabs(a.zeros - 0.25) < 0.01);
	assert_true(fabs(b.zeros - 0.25) < 0.03);
	assert_false(a.constant);
	assert_int_equal(a.step, 7);
	struct tfe__tensor_digest again = digest_of(v, 4000, false);
	assert_true(a.fingerprint == again.fingerprint);
	v[0] = 1;
	assert_false(a.fingerprint == digest_of(v, 4000, false).fingerprint);
}

static void constants_of_both_kinds(void **state)
{
	(void)state;
	double v[50];
	for (size_t i = 0; i < 50; i++)
		v[i] = 0.25;
	for (int uniform = 0; uniform < 2; uniform++) {
		struct tfe__tensor_digest d = digest_of(v, 50, uniform);
		assert_true(d.constant);
		assert_true(fabs(d.mean - 0.25) < 1e-12);
		assert_true(fabs(d.rms - 0.25) < 1e-12);
		assert_true(d.zeros == 0);
	}
	struct tfe__tensor_digest none = digest_of(v, 0, false);
	assert_true(none.num == 0);
}

static void histories_keep_both_ends(void **state)
{
	(void)state;
	struct tfe__health_run run;
	struct tfe__health_series *s;
	tfe__health_run_init(&run, &tfe__malloc_allocator);
	assert_int_equal(tfe__health_run_series(&run, "loss", false, &s), TFE_OK);
	for (int64_t i = 0; i < 10 * TFE__POINTS_MAX; i++) {
		double value = i == 777 ? 1e9 : (double)i;
		assert_int_equal(tfe__health_series_add_scalars(&run, s, &i, &value, 1), TFE_OK);
	}
	assert_true(s->n <= TFE__POINTS_MAX);
	assert_true(s->n > TFE__POINTS_MAX / 4);
	assert_int_equal(s->point[0].step, 0);
	assert_true(s->point[s->n - 1].high == 10 * TFE__POINTS_MAX - 1);
	double highest = 0;
	for (size_t i = 0; i < s->n; i++)
		highest = fmax(highest, s->point[i].high);
	assert_true(highest == 1e9);

	double v[3] = {1, 2, 3};
	tfe_histogram h;
	tfe_histogram_init(&h, NULL);
	assert_int_equal(tfe_histogram_count(&h, v, TFE_DTYPE_FLOAT64, 3), TFE_OK);
	tfe_moments m = TFE_MOMENTS_INIT;
	tfe_histogram_get_moments(&h, &m);
	assert_int_equal(tfe__health_run_series(&run, "fc/kernel", true, &s), TFE_OK);
	for (int64_t i = 0; i < 5000; i++) {
		assert_int_equal(tfe__health_series_add_moments(&run, s, i, &m), TFE_OK);
		assert_int_equal(s->digest[0].step, 0);
		assert_int_equal(s->digest[s->n - 1].step, i);
		for (size_t k = 1; k < s->n; k++)
			assert_true(s->digest[k].step > s->digest[k - 1].step);
	}
	assert_true(s->n <= TFE__DIGESTS_MAX);
	assert_true(s->n > TFE__DIGESTS_MAX / 4);
	tfe_histogram_release(&h);
	tfe__health_run_release(&run);
}

static struct tfe__health_series *one(struct tfe__health_run *run, const char *tag, size_t n)
{
	static double v[600];
	struct tfe__health_series *s;
	tfe_histogram h;
	tfe_histogram_init(&h, NULL);
	assert_int_equal(tfe_histogram_count(&h, v, TFE_DTYPE_FLOAT64, n), TFE_OK);
	assert_int_equal(tfe__health_run_series(run, tag, true, &s), TFE_OK);
	tfe_moments m = TFE_MOMENTS_INIT;
	tfe_histogram_get_moments(&h, &m);
	assert_int_equal(tfe__health_series_add_moments(run, s, 0, &m), TFE_OK);
	tfe_histogram_release(&h);
	return s;
}

static void fan_in_from_the_bias(void **state)
{
	(void)state;
	static const char *const pairs[][2] = {
		{"fc1/weight", "fc1/bias"},
		{"Weights/fc2.weight", "Weights/fc2.bias"},
		{"encoder/0/weight/weight", "encoder/0/bias/weight"},
		{"train/sequential/dense/kernel/histogram",
		 "train/sequential/dense/bias/histogram"},
		{"gru/gru_cell/recurrent_kernel", "gru/gru_cell/bias"},
		{"rnn.weight_hh_l0", "rnn.bias_hh_l0"},
	};
	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
		struct tfe__health_run run;
		tfe__health_run_init(&run, &tfe__malloc_allocator);
		(void)one(&run, pairs[i][0], 600);
		(void)one(&run, pairs[i][1], 20);
		assert_int_equal(tfe__health_run_relate(&run), TFE_OK);
		if (tfe__fan_in(&run, &run.series[0]) != 30)
			fail_msg("%s: %g", pairs[i][0], tfe__fan_in(&run, &run.series[0]));
		assert_true(tfe__is_kernel(&run, &run.series[0], TFE__ROLE_WEIGHT));
		assert_false(tfe__is_kernel(&run, &run.series[1], TFE__ROLE_WEIGHT));
		tfe__health_run_release(&run);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hold_waits_and_forgets),
		cmocka_unit_test(hold_of_the_least),
		cmocka_unit_test(medians_and_trends),
		cmocka_unit_test(digests_agree),
		cmocka_unit_test(constants_of_both_kinds),
		cmocka_unit_test(histories_keep_both_ends),
		cmocka_unit_test(fan_in_from_the_bias),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
