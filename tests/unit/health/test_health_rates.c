/* health: rule learning_rate: rates and losses that must fire, and schedules that must not. */
#include "unit/health.h"

enum { N = 200 };

/* A loss that falls from 2.3 towards `floor`, with noise. */
static double falling(int64_t i, double floor)
{
	return floor + (2.3 - floor) * exp(-(double)i / 40) + 0.02 * normal((size_t)i);
}

/* The rise of a loss that begins at `at` and comes back, as after too large an update. */
static double bump(int64_t i, int64_t at, double size)
{
	return i < at ? 0 : size * exp(-(double)(i - at) / 8);
}

/* Feeds a rate and a loss for each point and returns the number of findings of the rule. */
static size_t findings_of(double (*rate)(int64_t i), double (*loss)(int64_t i))
{
	tfe_health *h = fresh();
	for (int64_t i = 0; i < N; i++) {
		scalar(h, "train/lr", i, rate(i));
		scalar(h, "train/loss", i, loss(i));
	}
	size_t n = 0;
	for (size_t i = 0, all = judge(h); i < all; i++)
		n += !strcmp(finding_at(h, i).rule, "learning_rate");
	tfe_health_close(h);
	return n;
}

static double learns(int64_t i)
{
	return falling(i, 0.2);
}

static double flat(int64_t i)
{
	return 2.3 + 0.05 * normal((size_t)i);
}

static double answers_at_120(int64_t i)
{
	return falling(i, 0.2) + bump(i, 121, 1);
}

static double answers_every_50(int64_t i)
{
	return falling(i, 0.2) + (i >= 50 ? bump(i % 50, 0, 0.5) : 0);
}

static double rises_tenfold(int64_t i)
{
	return i < 120 ? 0.01 : 0.1;
}

static void jump_that_the_loss_answers(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	for (int64_t i = 0; i < N; i++) {
		scalar(h, "train/lr", 10 * i, rises_tenfold(i));
		scalar(h, "train/loss", 10 * i, answers_at_120(i));
	}
	const tfe_finding *f = found(h, "learning_rate", "train/lr");
	assert_non_null(f);
	assert_int_equal(f->severity, TFE_SEVERITY_WARNING);
	assert_int_equal(f->step, 1200);
	assert_true(fabs(f->value - 10) < 1e-6);
	assert_non_null(strstr(f->message, "from 0.01 to 0.1"));
	assert_non_null(strstr(f->message, "train/loss"));
	tfe_health_close(h);
}

/* The rate of a second group, and a loss that is logged ten times as often. */
static void jump_beside_a_denser_loss(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	for (int64_t i = 0; i < N; i++)
		scalar(h, "loss_step", i, answers_at_120(i));
	for (int64_t i = 9; i < N; i += 10) {
		scalar(h, "lr/group0", i, 0.01);
		scalar(h, "lr/group1", i, rises_tenfold(i));
	}
	assert_non_null(found(h, "learning_rate", "lr/group1"));
	tfe_health_close(h);
}

static void jump_before_nan(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	for (int64_t i = 0; i < N; i++) {
		scalar(h, "lr", i, rises_tenfold(i));
		scalar(h, "loss", i, i < 123 ? learns(i) : NAN);
	}
	const tfe_finding *f = found(h, "learning_rate", NULL);
	assert_non_null(f);
	assert_non_null(strstr(f->message, "nan"));
	tfe_health_close(h);
}

static double starts_again(int64_t i)
{
	return i < 60 ? 0.1 : i < 120 ? 0.01 : 0.1;
}

static void schedule_that_starts_again(void **state)
{
	(void)state;
	assert_int_equal(findings_of(starts_again, answers_at_120), 1);
}

static double constant_rate(int64_t i)
{
	(void)i;
	return 0.01;
}

static double steps_down(int64_t i)
{
	return 0.1 * pow(0.1, (double)(i / 50));
}

static double warm_restarts(int64_t i)
{
	return 1e-5 + 0.05 * (1 + cos(3.14159 * (double)(i % 50) / 50));
}

static double restarts_to_half(int64_t i)
{
	return warm_restarts(i) / (double)(1 << (i / 50));
}

static double triangles(int64_t i)
{
	return 1e-4 + 0.001 * fabs((double)(i % 50 - 25));
}

static double square_cycles(int64_t i)
{
	return i % 50 < 25 ? 0.1 : 0.01;
}

static double one_cycle(int64_t i)
{
	return i < 60 ? 0.04 + 0.016 * (double)i : (double)(N - 1 - i) / (N - 60);
}

static double staged_warm_up(int64_t i)
{
	return i < 8 ? 1e-5 : 1e-3;
}

static double range_test(int64_t i)
{
	return 1e-7 * pow(3.2, (double)i / 10);
}

static void known_schedules(void **state)
{
	(void)state;
	assert_int_equal(findings_of(constant_rate, answers_at_120), 0);
	assert_int_equal(findings_of(steps_down, answers_every_50), 0);
	assert_int_equal(findings_of(warm_restarts, answers_every_50), 0);
	assert_int_equal(findings_of(restarts_to_half, answers_every_50), 0);
	assert_int_equal(findings_of(triangles, answers_every_50), 0);
	assert_int_equal(findings_of(square_cycles, answers_every_50), 0);
	assert_int_equal(findings_of(one_cycle, answers_at_120), 0);
	assert_int_equal(findings_of(staged_warm_up, learns), 0);
	assert_int_equal(findings_of(range_test, answers_at_120), 0);
}

static void jump_without_an_answer(void **state)
{
	(void)state;
	assert_int_equal(findings_of(rises_tenfold, learns), 0);
	assert_int_equal(findings_of(rises_tenfold, flat), 0);
}

/* --- a rate of zero --------------------------------------------------------------------------- */

static double zero(int64_t i)
{
	(void)i;
	return 0;
}

static double zero_from_90(int64_t i)
{
	return i < 90 ? 0.01 : 0;
}

static double linear_to_100(int64_t i)
{
	return i < 100 ? 1e-3 * (double)(100 - i) : 0;
}

static double linear_to_180(int64_t i)
{
	return i < 180 ? 1e-3 * (double)(180 - i) : 0;
}

static double zero_for_9(int64_t i)
{
	return i < N - 9 ? 0.01 : 0;
}

static double high(int64_t i)
{
	return falling(i < 100 ? i : 100, 1.5);
}

static void zero_to_the_end(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	for (int64_t i = 0; i < N; i++) {
		scalar(h, "lr-Adam", i, zero_from_90(i));
		scalar(h, "loss", i, high(i));
	}
	const tfe_finding *f = found(h, "learning_rate", NULL);
	assert_non_null(f);
	assert_int_equal(f->severity, TFE_SEVERITY_WARNING);
	assert_int_equal(f->step, 90);
	assert_true(f->active);
	assert_non_null(strstr(f->message, "110 of 200 points"));
	tfe_health_close(h);
	assert_int_equal(findings_of(zero, flat), 1);
	assert_int_equal(findings_of(linear_to_100, high), 1);
}

static void what_is_no_rate_of_zero(void **state)
{
	(void)state;
	/* The log has another learning rate than the optimizer. */
	assert_int_equal(findings_of(zero, learns), 0);
	/* The end of a schedule, and the rest of a training that learned. */
	assert_int_equal(findings_of(linear_to_180, high), 0);
	assert_int_equal(findings_of(linear_to_100, learns), 0);
	assert_int_equal(findings_of(zero_for_9, high), 0);
	tfe_health *h = fresh();
	for (int64_t i = 0; i < N; i++) {
		scalar(h, "lr/backbone", i, 0);
		scalar(h, "lr/head", i, 0.01);
		scalar(h, "lr_decay", i, 0);
		scalar(h, "loss", i, flat(i));
	}
	assert_null(found(h, "learning_rate", NULL));
	tfe_health_close(h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(jump_that_the_loss_answers),
		cmocka_unit_test(jump_beside_a_denser_loss),
		cmocka_unit_test(jump_before_nan),
		cmocka_unit_test(schedule_that_starts_again),
		cmocka_unit_test(known_schedules),
		cmocka_unit_test(jump_without_an_answer),
		cmocka_unit_test(zero_to_the_end),
		cmocka_unit_test(what_is_no_rate_of_zero),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
