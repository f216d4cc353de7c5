/* health: training in float16: gradients that are never finite, losses of 0, loss scales. */
#include "unit/health.h"

static tfe_severity severity(tfe_health *h, const char *tag)
{
	const tfe_finding *f = found(h, "nonfinite", tag);
	assert_non_null(f);
	return f->severity;
}

static void gradients_that_are_never_finite(void **state)
{
	(void)state;
	tfe_health *h = fresh(), *young = fresh(), *rare = fresh(), *unused = fresh();
	for (int64_t i = 0; i < 50; i++)
		scalar(h, "train/grad_norm", 10 * i, NAN);
	for (int64_t i = 0; i < 20; i++)
		scalar(young, "grad_norm", i, INFINITY);
	for (int64_t i = 0; i < 4; i++)
		scalar(rare, "gradient_norm", 500 * i, i % 2 ? NAN : INFINITY);
	for (int64_t i = 0; i < 50; i++) {
		scalar(unused, "grad_norm/pooler", i, NAN);
		scalar(unused, "grad_norm/total", i, 1);
	}
	assert_int_equal(severity(h, "train/grad_norm"), TFE_SEVERITY_ERROR);
	assert_int_equal(severity(young, "grad_norm"), TFE_SEVERITY_INFO);
	assert_int_equal(severity(rare, "gradient_norm"), TFE_SEVERITY_ERROR);
	assert_int_equal(severity(unused, "grad_norm/pooler"), TFE_SEVERITY_INFO);
	tfe_health_close(h);
	tfe_health_close(young);
	tfe_health_close(rare);
	tfe_health_close(unused);
}

static void a_search_for_the_loss_scale(void **state)
{
	(void)state;
	tfe_health *h = fresh(), *often = fresh(), *ends = fresh();
	for (int64_t i = 0; i < 300; i++) {
		scalar(h, "grad_norm", i, i < 5 || i == 200 ? INFINITY : 1);
		scalar(h, "loss_scale", i, i < 5 ? 65536 / (double)(1 << i) : 2048);
		scalar(often, "grad_norm", i, i % 3 == 0 ? INFINITY : 1);
		scalar(ends, "grad_norm", i, i > 280 ? NAN : 1);
	}
	assert_int_equal(severity(h, "grad_norm"), TFE_SEVERITY_INFO);
	assert_int_equal(alarms(h), 0);
	assert_int_equal(severity(often, "grad_norm"), TFE_SEVERITY_WARNING);
	assert_int_equal(severity(ends, "grad_norm"), TFE_SEVERITY_WARNING);
	tfe_health_close(h);
	tfe_health_close(often);
	tfe_health_close(ends);
}

/* Feeds a loss that is 2.3 and lower for `before` points, then exactly 0. */
static tfe_health *zero_after(int64_t before, const char *tag)
{
	tfe_health *h = fresh();
	for (int64_t i = 0; i < 50; i++)
		scalar(h, tag, 10 * i, i < before ? 2.3 - 0.02 * (double)i : 0);
	return h;
}

static void zero_loss(void **state)
{
	(void)state;
	static const int64_t before[] = {1, 2, 30};
	for (size_t i = 0; i < 3; i++) {
		tfe_health *h = zero_after(before[i], "train/loss");
		for (int64_t k = 0; k < 50; k++)
			scalar(h, "train/cls_loss", k, k < before[i] ? 1 : 0);
		const tfe_finding *f = found(h, "zero_loss", "train/loss");
		assert_non_null(f);
		assert_int_equal(f->severity, TFE_SEVERITY_ERROR);
		assert_int_equal(f->step, 10 * before[i]);
		assert_non_null(strstr(f->message, "in one step"));
		assert_null(found(h, "zero_loss", "train/cls_loss"));
		tfe_health_close(h);
	}
}

static void what_is_no_zero_loss(void **state)
{
	(void)state;
	tfe_health *always = zero_after(0, "loss"), *latest = zero_after(47, "loss"),
		   *side = zero_after(20, "train/aux_loss"), *part = zero_after(20, "distill_loss"),
		   *hinge = zero_after(20, "train/triplet_loss"), *solved = zero_after(20, "loss"),
		   *held_out = zero_after(20, "val_loss"), *little = fresh(), *returns = fresh();
	for (int64_t i = 0; i < 50; i++) {
		scalar(part, "loss", i, 2);
		scalar(solved, "accuracy", i, 1);
		scalar(little, "train/loss", i, i < 12 ? 2.3 * exp(-0.7 * (double)i) : 0);
		scalar(returns, "train/loss", i, i < 20 || i == 40 ? 2 : 0);
	}
	tfe_health *all[] = {always, latest, side, part, hinge, solved, held_out, little, returns};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		assert_null(found(all[i], "zero_loss", NULL));
		tfe_health_close(all[i]);
	}
}

/* Feeds a loss scale that is halved every 5 points from `from` on, `times` times. */
static size_t findings_of_scale(const char *tag, double first, int64_t from, int64_t times)
{
	tfe_health *h = fresh();
	for (int64_t i = 0; i < 100; i++) {
		int64_t halved = i < from ? 0 : (i - from) / 5 + 1;
		scalar(h, tag, i, ldexp(first, -(int)(halved < times ? halved : times)));
	}
	const tfe_finding *f = found(h, "loss_scale", tag);
	if (f) {
		assert_int_equal(f->severity, TFE_SEVERITY_WARNING);
		assert_int_equal(f->step, 90);
		assert_non_null(strstr(f->message, "from 6.554e+04 (step 0) to 0.25"));
	}
	size_t n = judge(h);
	tfe_health_close(h);
	return n;
}

static void loss_scale(void **state)
{
	(void)state;
	assert_int_equal(findings_of_scale("loss_scale", 65536, 10, 100), 1);
	assert_int_equal(findings_of_scale("loss-scale/loss-scale", 65536, 10, 100), 1);
	assert_int_equal(findings_of_scale("amp/scale", 65536, 10, 100), 1);
	assert_int_equal(findings_of_scale("Train/Samples/loss_scale", 65536, 10, 100), 1);
	/* It has stopped falling, is above 1, or is a weight. */
	assert_int_equal(findings_of_scale("loss_scale", 65536, 0, 12), 0);
	assert_int_equal(findings_of_scale("loss_scale", 1 << 30, 10, 100), 0);
	assert_int_equal(findings_of_scale("loss_scale", 1, 50, 100), 0);
	assert_int_equal(findings_of_scale("cls_loss_scale", 65536, 10, 100), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gradients_that_are_never_finite),
		cmocka_unit_test(a_search_for_the_loss_scale),
		cmocka_unit_test(zero_loss),
		cmocka_unit_test(what_is_no_zero_loss),
		cmocka_unit_test(loss_scale),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
