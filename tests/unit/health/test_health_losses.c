/* health: the rules of scalars: for each rule a series that must fire, and near misses. */
#include "unit/health.h"

#include <stdio.h>

/* A loss that falls from 2.3 to 0.2 with the noise of batches. */
static double healthy(int64_t i, int64_t n)
{
	double fall = exp(-4.0 * (double)i / (double)n);
	return (0.2 + 2.1 * fall) * (1 + 0.1 * normal((size_t)i));
}

static void a_healthy_run_raises_no_alarm(void **state)
{
	(void)state;
	for (int64_t n = 5; n <= 400; n = n * 5 / 2) {
		tfe_health *h = fresh();
		for (int64_t i = 0; i < n; i++) {
			scalar(h, "train/loss", i, healthy(i, n));
			scalar(h, "val/loss", i, 0.05 + healthy(i, n));
			scalar(h, "train/accuracy", i, 1 - healthy(i, n) / 3);
			scalar(h, "lr", i, 1e-3 * (1 - (double)i / (double)n));
		}
		assert_int_equal(alarms(h), 0);
		tfe_health_close(h);
	}
}

static void nonfinite(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	for (int64_t i = 0; i < 30; i++) {
		scalar(h, "loss", i, i < 20 ? 1 : NAN);
		scalar(h, "aux", i, i == 5 ? INFINITY : 1);
		scalar(h, "val_accuracy", i, NAN);
	}
	const tfe_finding *f = found(h, "nonfinite", "loss");
	assert_non_null(f);
	assert_int_equal(f->severity, TFE_SEVERITY_ERROR);
	assert_int_equal(f->step, 20);
	assert_int_equal(f->last_step, 29);
	assert_true(f->active);
	assert_string_equal(f->message, "10 of 30 points not finite, first at step 20 (NaN); the "
					"last value before it was 1");
	f = found(h, "nonfinite", "aux");
	assert_non_null(f);
	assert_false(f->active);
	assert_non_null(strstr(f->message, "1 of 30 points not finite, first at step 5 (+inf)"));
	/* The series is never finite, so there is nothing to measure. */
	f = found(h, "nonfinite", "val_accuracy");
	assert_non_null(f);
	assert_int_equal(f->severity, TFE_SEVERITY_INFO);
	assert_string_equal(f->message, "30 of 30 points not finite, first at step 0 (NaN)");
	tfe_health_close(h);
}

static void divergence(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	for (int64_t i = 0; i < 100; i++)
		scalar(h, "loss", 10 * i, i < 50 ? healthy(i, 50) : 0.3 + 0.2 * (double)(i - 49));
	const tfe_finding *f = found(h, "divergence", "loss");
	assert_non_null(f);
	assert_int_equal(f->severity, TFE_SEVERITY_ERROR);
	assert_in_range(f->step, 500, 600);
	assert_int_equal(f->last_step, 990);
	assert_true(f->active);
	assert_true(f->value > f->limit);
	tfe_health_close(h);
}

/* A loss that never fell and then climbs is reported as divergence, not as a plateau. */
static void divergence_explains_a_plateau_before_it(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	for (int64_t i = 0; i < 50; i++)
		assert_int_equal(
			tfe_health_add_scalar(h, "loss", i, 0.55 + 0.002 * (double)(i * i)),
			TFE_OK);
	const tfe_finding *f = found(h, "divergence", "loss");
	assert_non_null(f);
	assert_true(f->step > 0);
	assert_null(found(h, "plateau", NULL));
	tfe_health_close(h);
}

/* The series had at most two points before it was NaN. */
static void divergence_to_nan(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	scalar(h, "loss", 0, 1.4);
	scalar(h, "loss", 5, 2e15);
	scalar(h, "loss", 10, NAN);
	scalar(h, "loss", 15, NAN);
	const tfe_finding *f = found(h, "divergence", NULL);
	assert_non_null(f);
	assert_int_equal(f->step, 5);
	tfe_health_close(h);
}

/* The training loss has no point between its start and NaN; the held-out loss has one. */
static void divergence_of_the_held_out_loss_to_nan(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	for (int64_t i = 0; i < 20; i++) {
		scalar(h, "loss/val", 4 * i, i == 0 ? 1.4 : i == 1 ? 6e8 : NAN);
		scalar(h, "loss/train", 5 * i, i == 0 ? 1.4 : NAN);
	}
	const tfe_finding *f = found(h, "divergence", "loss/val");
	assert_non_null(f);
	assert_int_equal(f->step, 4);
	tfe_health_close(h);
}

/* A rise of 2.5 is more than the noise of 40 %; noise of 150 % is no rise, even if the last points
 * are far above the first one. A single loss of 0 does not matter. */
static void divergence_in_noise(void **state)
{
	(void)state;
	tfe_health *rises = fresh();
	for (int64_t i = 0; i < 100; i++)
		scalar(rises, "loss", i,
		       i == 30 ? 0 : (i < 60 ? 1 : 2.5) * exp(0.4 * normal((size_t)i)));
	assert_non_null(found(rises, "divergence", NULL));
	tfe_health_close(rises);
	for (size_t seed = 0; seed < 40; seed++) {
		tfe_health *noise = fresh();
		for (size_t i = 0; i < 20; i++)
			scalar(noise, "loss", (int64_t)i, exp(1.5 * normal(20 * seed + i)));
		assert_null(found(noise, "divergence", NULL));
		tfe_health_close(noise);
	}
}

/* A loss that wanders far above its start came back only if it was below the start again. */
static void divergence_that_wanders(void **state)
{
	(void)state;
	tfe_health *h = fresh(), *saw = fresh();
	for (int64_t i = 0; i < 200; i++) {
		double wave = sin(0.2 * (double)i);
		scalar(h, "loss", i, i < 5 ? 2.9 : 14 + 8 * wave);
		scalar(saw, "loss", i, i < 5 ? 2.9 : 6 + 5 * wave);
	}
	assert_int_equal(found(h, "divergence", NULL)->severity, TFE_SEVERITY_ERROR);
	const tfe_finding *f = found(saw, "divergence", NULL);
	if (f)
		assert_int_equal(f->severity, TFE_SEVERITY_INFO);
	tfe_health_close(h);
	tfe_health_close(saw);
}

static void what_is_no_divergence(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	for (int64_t i = 0; i < 100; i++) {
		/* Series that recover; that triple but stay far below the start; a held-out loss
		 * that climbs. */
		scalar(h, "a/loss", i, i > 50 && i < 60 ? 9 : healthy(i, 100));
		scalar(h, "a/val_loss", i, 1 + 0.1 * (double)i);
		scalar(h, "b/loss", i, i < 60 ? 2.0 / (double)(i * i + 1) : 0.01);
	}
	assert_null(found(h, "divergence", NULL));
	tfe_health_close(h);

	h = fresh();
	for (int64_t i = 0; i < 100; i++) {
		scalar(h, "train/d_loss", i, 0.1 + 0.1 * (double)i);
		scalar(h, "train/g_loss", i, 0.1 + 0.1 * (double)i);
	}
	assert_int_equal(alarms(h), 0);
	tfe_health_close(h);

	h = fresh();
	for (int64_t i = 0; i < 100; i++)
		/* Ratios have no meaning below 0. */
		scalar(h, "elbo_loss", i, -100 + (double)(i % 7));
	assert_int_equal(alarms(h), 0);
	tfe_health_close(h);
}

static void plateau(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	for (int64_t i = 0; i < 100; i++)
		scalar(h, "loss", i, 2.303 * (1 + 0.03 * normal((size_t)i)));
	const tfe_finding *f = found(h, "plateau", "loss");
	assert_non_null(f);
	assert_int_equal(f->step, 0);
	tfe_health_close(h);

	/* The loss is far above the chance level at first, then stays at it. */
	h = fresh();
	for (int64_t i = 0; i < 100; i++) {
		scalar(h, "loss", i, i < 10 ? 50 : 2.303 * (1 + 0.01 * normal((size_t)i)));
		scalar(h, "accuracy", i, 0.1);
	}
	f = found(h, "plateau", "loss");
	assert_non_null(f);
	assert_int_equal(f->step, 10);
	assert_non_null(strstr(f->message, "guessing"));
	tfe_health_close(h);
}

static void what_is_no_plateau(void **state)
{
	(void)state;
	tfe_health *fine_tuned = fresh(), *slow = fresh(), *slower = fresh(), *warm = fresh(),
		   *young = fresh();
	for (int64_t i = 0; i < 100; i++) {
		scalar(fine_tuned, "loss", i, 0.1 * (1 + 0.1 * normal((size_t)i)));
		scalar(fine_tuned, "accuracy", i, 0.97);
		scalar(slow, "loss", i, 2.3 - 0.004 * (double)i + 0.01 * normal((size_t)i));
		scalar(slower, "loss", i, 2.3 - 0.0016 * (double)i + 0.01 * normal((size_t)i));
		scalar(warm, "loss", i, 10.8 + 0.01 * normal((size_t)i));
		scalar(warm, "lr", i, 1e-6 * (double)(i + 1));
		if (i < 6)
			scalar(young, "loss", i, 2.3);
	}
	assert_int_equal(alarms(fine_tuned), 0);
	assert_null(found(slow, "plateau", NULL));
	assert_null(found(slower, "plateau", NULL));
	assert_int_equal(alarms(warm), 0);
	assert_int_equal(alarms(young), 0);
	tfe_health_close(fine_tuned);
	tfe_health_close(slow);
	tfe_health_close(slower);
	tfe_health_close(warm);
	tfe_health_close(young);
}

/* The loss was far better before it became that of guessing. */
static void a_collapse_to_the_loss_of_guessing(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	for (int64_t i = 0; i < 200; i++) {
		double fall = 0.9 + 2 * exp(-0.1 * (double)i), z = normal((size_t)i);
		scalar(h, "loss", i, (i < 50 ? fall : 1.79) * (1 + 0.02 * z));
		scalar(h, "accuracy", i, i < 50 ? 0.6 : 0.17);
	}
	const tfe_finding *f = found(h, "plateau", NULL);
	assert_non_null(f);
	assert_in_range(f->step, 45, 60);
	tfe_health_close(h);
}

/* The best of many noisy points is far below the start though nothing is learned. */
static void a_plateau_in_the_noise_of_batches(void **state)
{
	(void)state;
	tfe_health *h = fresh(), *falls = fresh();
	for (int64_t i = 0; i < 120; i++) {
		double noise = exp(0.25 * normal((size_t)i));
		scalar(h, "train/mae", i, 0.65 * noise);
		scalar(falls, "train/mae", i, (0.65 - 0.002 * (double)i) * noise);
	}
	assert_non_null(found(h, "plateau", NULL));
	assert_null(found(falls, "plateau", NULL));
	tfe_health_close(h);
	tfe_health_close(falls);
}

/* A loss that falls for most of the training and ends as that of guessing. */
static void a_fall_to_the_loss_of_guessing(void **state)
{
	(void)state;
	tfe_health *h = fresh(), *learned = fresh();
	for (int64_t i = 0; i < 25; i++) {
		double loss = 2.303 + 70 * exp(-(double)i / 3);
		scalar(h, "train/loss", i, loss);
		scalar(h, "train/accuracy", i, 0.11);
		scalar(learned, "train/loss", i, loss);
		scalar(learned, "train/accuracy", i, 0.5);
	}
	const tfe_finding *f = found(h, "plateau", "train/loss");
	assert_non_null(f);
	assert_in_range(f->step, 15, 20);
	assert_non_null(strstr(f->message, "guessing"));
	assert_int_equal(alarms(learned), 0);
	tfe_health_close(h);
	tfe_health_close(learned);
}

/* Three epochs in which neither loss falls are a plateau; two are no evidence, nor are three of a
 * model that was good at first. */
static void plateaus_of_few_points(void **state)
{
	(void)state;
	static const struct {
		double train[3], held_out[3], accuracy[3];
		int64_t n;
		size_t alarms;
	} cases[] = {
		{{2.3026, 2.3025, 2.3027}, {2.3024, 2.3026, 2.3025}, {0.5, 0.51, 0.5}, 3, 1},
		{{2.3026, 2.3025, 2.3027}, {2.3024, 2.3026, 2.3025}, {0.5, 0.51, 0.5}, 2, 0},
		{{0.166, 0.165, 0.167}, {0.168, 0.168, 0.168}, {0.5, 0.51, 0.5}, 3, 1},
		{{2.6, 2.55, 2.64}, {2.49, 2.51, 2.58}, {0.08, 0.1, 0.09}, 3, 1},
		{{2.6, 2.55, 2.5}, {2.49, 2.45, 2.4}, {0.08, 0.12, 0.16}, 3, 0},
		{{0.42, 0.41, 0.4}, {0.41, 0.41, 0.4}, {0.85, 0.86, 0.86}, 3, 0},
	};
	for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
		tfe_health *h = fresh();
		for (int64_t i = 0; i < cases[k].n; i++) {
			scalar(h, "loss/train", i, cases[k].train[i]);
			scalar(h, "loss/val", i, cases[k].held_out[i]);
			scalar(h, "accuracy/val", i, cases[k].accuracy[i]);
		}
		assert_int_equal(alarms(h), cases[k].alarms);
		tfe_health_close(h);
	}
}

/* Without an accuracy a loss that fell may be at its floor; a held-out loss that does not change in
 * any digit shows that no weight does. */
static void no_floor_is_without_noise(void **state)
{
	(void)state;
	tfe_health *floor = fresh(), *frozen = fresh();
	for (int64_t i = 0; i < 50; i++) {
		double z = normal((size_t)i), level = 0.7 + 0.3 * exp(-(double)i);
		scalar(floor, "train/mae", i, level * (1 + 0.01 * z));
		scalar(floor, "val/mae", i, level * (1 + 0.001 * z));
		scalar(frozen, "train/mae", i, level * (1 + 0.01 * z));
		scalar(frozen, "val/mae", i, i < 5 ? level : 0.702);
	}
	assert_int_equal(found(floor, "plateau", NULL)->severity, TFE_SEVERITY_INFO);
	assert_int_equal(found(frozen, "plateau", NULL)->severity, TFE_SEVERITY_WARNING);
	tfe_health_close(floor);
	tfe_health_close(frozen);
}

/* A loss that fell by a third and stands has reached its floor: an accuracy of tokens or of ranks
 * says no more, that of classes shows how much is left. */
static void a_floor_with_an_accuracy(void **state)
{
	(void)state;
	static const struct {
		const char *tag;
		tfe_severity severity;
	} cases[] = {
		{"train/mean_token_accuracy", TFE_SEVERITY_INFO},
		{"train/auc", TFE_SEVERITY_INFO},
		{"train/accuracy", TFE_SEVERITY_WARNING},
	};
	for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
		tfe_health *h = fresh();
		for (int64_t i = 0; i < 100; i++) {
			double fall = exp(-(double)i / 3);
			scalar(h, "train/loss", i, 1 + 0.5 * fall + 0.02 * normal((size_t)i));
			scalar(h, cases[k].tag, i, 0.7 - 0.1 * fall);
		}
		const tfe_finding *f = found(h, "plateau", "train/loss");
		assert_non_null(f);
		assert_int_equal(f->severity, cases[k].severity);
		tfe_health_close(h);
	}
}

static void overfit(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	for (int64_t i = 0; i < 60; i++) {
		scalar(h, "train/epoch_loss", i, healthy(i, 60));
		scalar(h, "validation/epoch_loss", i,
		       i < 20 ? 2.3 - 0.05 * (double)i : 1.3 + 0.02 * (double)(i - 20));
	}
	const tfe_finding *f = found(h, "overfit", NULL);
	assert_non_null(f);
	assert_string_equal(f->tag, "validation/epoch_loss");
	assert_in_range(f->step, 25, 40);
	assert_null(found(h, "divergence", NULL));
	tfe_health_close(h);

	/* A constant gap (dropout, harder data) is no finding. */
	h = fresh();
	for (int64_t i = 0; i < 60; i++) {
		scalar(h, "loss", i, healthy(i, 60));
		scalar(h, "val_loss", i, 1 + healthy(i, 60));
	}
	assert_int_equal(alarms(h), 0);
	tfe_health_close(h);
}

static void spike(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	for (int64_t i = 0; i < 100; i++)
		scalar(h, "loss", i, i == 70 ? 4 : healthy(i, 100));
	const tfe_finding *f = found(h, "spike", NULL);
	assert_non_null(f);
	assert_int_equal(f->step, 70);
	assert_int_equal(f->last_step, 70);
	assert_null(found(h, "divergence", NULL));
	tfe_health_close(h);

	h = fresh();
	for (int64_t i = 0; i < 100; i++)
		scalar(h, "loss", i, i == 70 ? 0.5 : healthy(i, 100));
	assert_null(found(h, "spike", NULL));
	tfe_health_close(h);
}

/* A jump far above the noise is a spike below the start of the loss as well, and in a log of few
 * points; the same jump in a noisier loss is not. */
static void spikes_are_measured_by_the_noise(void **state)
{
	(void)state;
	tfe_health *low = fresh(), *few = fresh(), *noisy = fresh();
	for (int64_t i = 0; i < 100; i++) {
		double level = 0.2 + 2.1 * exp(-0.1 * (double)i), z = normal((size_t)i);
		scalar(low, "loss", i, i == 70 ? 1.5 : level * exp(0.1 * z));
		scalar(noisy, "loss", i, i == 70 ? 1.5 : level * exp(0.5 * z));
		if (i % 5 == 0)
			scalar(few, "loss", i, i == 35 ? 4 : level * exp(0.1 * z));
	}
	assert_non_null(found(low, "spike", NULL));
	assert_non_null(found(few, "spike", NULL));
	assert_null(found(noisy, "spike", NULL));
	tfe_health_close(low);
	tfe_health_close(few);
	tfe_health_close(noisy);
}

/* A loss that needs some points to recover is a spike though none of them is far above noise. */
static void a_spike_that_recovers_slowly(void **state)
{
	(void)state;
	static const double slow[] = {3.1, 2.7, 2, 1.4, 1.2};
	tfe_health *h = fresh(), *single = fresh();
	for (int64_t i = 0; i < 200; i++) {
		double x = (0.5 + 2 * exp(-0.05 * (double)i)) * exp(0.35 * normal((size_t)i));
		scalar(h, "loss", i, i >= 130 && i < 135 ? slow[i - 130] : x);
		scalar(single, "loss", i, i == 130 ? slow[0] : x);
	}
	assert_non_null(found(h, "spike", NULL));
	assert_null(found(single, "spike", NULL));
	tfe_health_close(h);
	tfe_health_close(single);
}

/* The squared errors of single examples jump from the start; a loss that jumps only near 0, as it
 * has no errors left, can still have a spike. */
static void a_loss_that_scatters_has_no_spike(void **state)
{
	(void)state;
	tfe_health *single = fresh(), *late = fresh();
	for (int64_t i = 0; i < 600; i++) {
		double z = normal((size_t)i), trend = 0.3 + 3 * exp(-(double)i / 60);
		scalar(single, "train/mse", i, i == 100 ? 30 : trend * z * z + 0.01);
		scalar(late, "train/mse", i, i == 500 ? 30 : i < 100 ? trend : 1e-3 * z * z);
	}
	assert_null(found(single, "spike", NULL));
	assert_non_null(found(late, "spike", NULL));
	tfe_health_close(single);
	tfe_health_close(late);
}

static void oscillation(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	for (int64_t i = 0; i < 60; i++) {
		scalar(h, "loss", i, i % 2 ? 1 : 2);
		scalar(h, "val_loss", i, i % 2 ? 1 : 2);
	}
	assert_non_null(found(h, "oscillation", "val_loss"));
	tfe_health_close(h);

	h = fresh();
	for (int64_t i = 0; i < 60; i++) {
		scalar(h, "loss", i, healthy(i, 60));
		scalar(h, "val_loss", i, healthy(i, 60) * (i % 2 ? 0.95 : 1.05));
	}
	assert_int_equal(alarms(h), 0);
	tfe_health_close(h);
}

/* A run goes back and repeats steps: points count, not steps. */
static void steps_that_go_back(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	for (int64_t i = 0; i < 60; i++)
		scalar(h, "loss", i < 30 ? i : i - 20, healthy(i, 60));
	for (int64_t i = 0; i < 60; i++)
		scalar(h, "val_loss", 0, healthy(i, 60));
	assert_int_equal(alarms(h), 0);
	tfe_health_close(h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_healthy_run_raises_no_alarm),
		cmocka_unit_test(nonfinite),
		cmocka_unit_test(divergence),
		cmocka_unit_test(divergence_explains_a_plateau_before_it),
		cmocka_unit_test(divergence_to_nan),
		cmocka_unit_test(divergence_of_the_held_out_loss_to_nan),
		cmocka_unit_test(divergence_in_noise),
		cmocka_unit_test(divergence_that_wanders),
		cmocka_unit_test(what_is_no_divergence),
		cmocka_unit_test(plateau),
		cmocka_unit_test(what_is_no_plateau),
		cmocka_unit_test(a_collapse_to_the_loss_of_guessing),
		cmocka_unit_test(a_plateau_in_the_noise_of_batches),
		cmocka_unit_test(a_fall_to_the_loss_of_guessing),
		cmocka_unit_test(plateaus_of_few_points),
		cmocka_unit_test(no_floor_is_without_noise),
		cmocka_unit_test(a_floor_with_an_accuracy),
		cmocka_unit_test(overfit),
		cmocka_unit_test(spike),
		cmocka_unit_test(spikes_are_measured_by_the_noise),
		cmocka_unit_test(a_spike_that_recovers_slowly),
		cmocka_unit_test(a_loss_that_scatters_has_no_spike),
		cmocka_unit_test(oscillation),
		cmocka_unit_test(steps_that_go_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
