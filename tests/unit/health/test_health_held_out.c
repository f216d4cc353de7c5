/* health: losses and metrics of held-out data: what is overfitting, and near misses. */
#include "unit/health.h"

/* The way from a to b: after i of n points the share 1 - exp(-rate i / n) of it is done. */
static double way(double a, double b, double rate, int64_t i, int64_t n)
{
	return b + (a - b) * exp(-rate * (double)i / (double)n);
}

static double noisy(double x, double noise, int64_t i)
{
	return x * (1 + noise * normal((size_t)i));
}

/* Falls to `best` at point `turn` of n, then rises to about `last`. */
static double turns(double first, double best, double last, int64_t turn, int64_t i, int64_t n)
{
	return i < turn ? way(first, best, 3, i, turn) : way(best, last, 3, i - turn, n - turn);
}

static void every_error_can_overfit(void **state)
{
	(void)state;
	static const char *const tags[][2] = {
		{"loss", "val_loss"},
		{"train/mae", "val/mae"},
		{"learn/RMSE", "test/RMSE"},
		{"train_mse", "valid_mse"},
		{"train/error", "eval/error"},
		{"rmsle", "val_rmsle"},
		{"train/ppl", "validation/ppl"},
		{"nll", "heldout_nll"},
		{"train/log_loss", "dev/log_loss"},
		{"train/cls_loss", "val/cls_loss"},
	};
	for (size_t t = 0; t < sizeof tags / sizeof *tags; t++) {
		tfe_health *h = fresh();
		for (int64_t i = 0; i < 240; i++) {
			scalar(h, tags[t][0], 2 * i, way(2, 0.1, 4, i, 240));
			scalar(h, tags[t][1], 2 * i, turns(1.9, 1.29, 1.55, 35, i, 240));
		}
		const tfe_finding *f = found(h, "overfit", tags[t][1]);
		assert_non_null(f);
		assert_int_equal(f->severity, TFE_SEVERITY_WARNING);
		assert_null(found(h, "plateau", NULL));
		assert_null(found(h, "divergence", NULL));
		tfe_health_close(h);
	}
}

/* Between 4 and 15 % a rise is information. */
static void a_small_rise_is_information(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	for (int64_t i = 0; i < 50; i++) {
		scalar(h, "train_loss", i, way(1.1, 0.03, 6, i, 50));
		scalar(h, "val_loss", i, noisy(turns(1.45, 1.11, 1.2, 3, i, 50), 0.01, i));
	}
	const tfe_finding *f = found(h, "overfit", "val_loss");
	assert_non_null(f);
	assert_int_equal(f->severity, TFE_SEVERITY_INFO);
	assert_int_equal(alarms(h), 0);
	tfe_health_close(h);
}

static void a_noisy_rise_with_an_early_best(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	for (int64_t i = 0; i < 50; i++) {
		scalar(h, "train_loss", i, way(1.1, 0.03, 6, i, 50));
		scalar(h, "val_loss", i, noisy(turns(1.5, 1.11, 1.5, 2, i, 50), 0.08, i));
	}
	const tfe_finding *f = found(h, "overfit", "val_loss");
	assert_non_null(f);
	assert_int_equal(f->severity, TFE_SEVERITY_WARNING);
	tfe_health_close(h);
}

/* The training loss need not fall if it was far below the held-out one at once. */
/* In a log of few points a single one may be below the level to which the loss rises. */
static void a_short_log_with_an_early_best(void **state)
{
	(void)state;
	static const double rises[] = {2.43, 1.96, 2.17, 2.23, 2.26, 2.29, 2.31, 2.32, 2.32, 2.33},
			    noise[] = {2.43, 1.96, 2.37, 2.13, 2.36, 2.09, 2.41, 2.12, 2.02, 2.33};
	tfe_health *h = fresh(), *noisy = fresh();
	for (int64_t i = 0; i < 10; i++) {
		scalar(h, "train_loss", i, way(2.57, 0.001, 30, i, 10));
		scalar(h, "val_loss", i, rises[i]);
		scalar(noisy, "train_loss", i, way(2.57, 0.001, 30, i, 10));
		scalar(noisy, "val_loss", i, noise[i]);
	}
	const tfe_finding *f = found(h, "overfit", "val_loss");
	assert_non_null(f);
	assert_int_equal(f->severity, TFE_SEVERITY_WARNING);
	assert_null(found(noisy, "overfit", NULL));
	tfe_health_close(h);
	tfe_health_close(noisy);
}

/* A noisy training loss without a trend does not fall, though some of its points are lower. */
static void a_training_loss_that_only_swings(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	for (int64_t i = 0; i < 240; i++) {
		scalar(h, "train_loss", i, exp(0.6 * normal((size_t)i)));
		if (i % 4 == 0)
			scalar(h, "val_loss", i, noisy(turns(1.5, 1.1, 1.9, 20, i, 240), 0.05, i));
	}
	assert_null(found(h, "overfit", NULL));
	tfe_health_close(h);
}

static void a_training_loss_that_is_small_at_once(void **state)
{
	(void)state;
	tfe_health *h = fresh(), *level = fresh();
	for (int64_t i = 0; i < 50; i++) {
		double train = i < 2 ? 0.05 - 0.025 * (double)i : noisy(0.018, 0.05, i);
		scalar(h, "train_loss", i, train);
		scalar(h, "val_loss", i, noisy(turns(1.5, 1.11, 1.95, 3, i, 50), 0.05, i));
		scalar(level, "train_loss", i, train);
		scalar(level, "val_loss", i, noisy(1.2, 0.1, i));
	}
	assert_non_null(found(h, "overfit", "val_loss"));
	assert_null(found(h, "plateau", NULL));
	assert_null(found(level, "overfit", NULL));
	tfe_health_close(h);
	tfe_health_close(level);
}

/* Noise about a level that stays: of any size and length, with an early or a late best. */
static void noise_is_no_overfitting(void **state)
{
	(void)state;
	static const double noises[] = {0.02, 0.08, 0.15};
	for (size_t k = 0; k < 3; k++)
		for (int64_t n = 6; n < 400; n = n * 3 / 2 + 1) {
			tfe_health *h = fresh();
			for (int64_t i = 0; i < n; i++) {
				scalar(h, "loss", i, way(2, 0.1, 4, i, n));
				scalar(h, "val_loss", i,
				       noisy(way(1.5, 1, 20, i, n), noises[k], i + 1000 * n));
				scalar(h, "val_acc", i,
				       noisy(way(0.3, 0.6, 20, i, n), noises[k], i + 777 * n));
			}
			assert_null(found(h, "overfit", NULL));
			tfe_health_close(h);
		}
}

/* With the whole held-out loss a part of it is information; an error of its own is not. */
static void several_held_out_losses(void **state)
{
	(void)state;
	tfe_health *h = fresh(), *whole = fresh();
	for (int64_t i = 0; i < 150; i++) {
		double cls = turns(0.025, 0.0018, 0.0044, 45, i, 150);
		scalar(h, "train/box_loss", i, way(0.06, 0.018, 4, i, 150));
		scalar(h, "train/cls_loss", i, way(0.031, 0.0006, 4, i, 150));
		scalar(h, "val/box_loss", i, way(0.05, 0.017, 4, i, 150));
		scalar(h, "val/cls_loss", i, cls);
		scalar(whole, "train/loss", i, way(0.09, 0.02, 4, i, 150));
		scalar(whole, "val/loss", i, way(0.07, 0.02, 4, i, 150));
		scalar(whole, "val/cls_loss", i, cls);
		scalar(whole, "val/mae", i, turns(3, 1, 1.5, 45, i, 150));
	}
	assert_int_equal(found(h, "overfit", "val/cls_loss")->severity, TFE_SEVERITY_WARNING);
	assert_null(found(h, "overfit", "val/box_loss"));
	assert_int_equal(found(whole, "overfit", "val/cls_loss")->severity, TFE_SEVERITY_INFO);
	assert_int_equal(found(whole, "overfit", "val/mae")->severity, TFE_SEVERITY_WARNING);
	assert_null(found(whole, "overfit", "val/loss"));
	tfe_health_close(h);
	tfe_health_close(whole);
}

static void an_accuracy_that_falls(void **state)
{
	(void)state;
	tfe_health *h = fresh(), *both = fresh(), *pair = fresh();
	for (int64_t i = 0; i < 60; i++) {
		double accuracy = noisy(turns(0.1, 0.8, 0.62, 20, i, 60), 0.01, i);
		tfe_health *each[] = {h, both, pair};
		for (size_t k = 0; k < 3; k++) {
			scalar(each[k], "train_loss", i, way(2, 0.1, 3, i, 60));
			scalar(each[k], "val_loss", i, way(2, 0.8, 3, i, 60));
		}
		scalar(h, "train_acc", i, way(0.1, 0.99, 5, i, 60));
		scalar(h, "val_acc", i, accuracy);
		/* The accuracy of the training data falls too: the model gets worse. */
		scalar(both, "train_acc", i, accuracy);
		scalar(both, "val_acc", i, accuracy);
		/* Precision falls as recall rises. */
		scalar(pair, "val/precision", i, accuracy);
	}
	const tfe_finding *f = found(h, "overfit", "val_acc");
	assert_non_null(f);
	assert_int_equal(f->severity, TFE_SEVERITY_WARNING);
	assert_null(found(both, "overfit", NULL));
	assert_null(found(pair, "overfit", NULL));
	tfe_health_close(h);
	tfe_health_close(both);
	tfe_health_close(pair);
}

static void few_points_are_thin_evidence(void **state)
{
	(void)state;
	static const double rising[] = {85, 90, 96, 102, 140};
	tfe_health *val = fresh(), *alone = fresh(), *train = fresh();
	for (int64_t i = 0; i < 40; i++)
		scalar(val, "train_loss_step", i, way(180, 72, 4, i, 40));
	for (int64_t i = 0; i < 5; i++) {
		scalar(val, "val_loss", i, rising[i]);
		scalar(alone, "val_loss", i, rising[i] * (double)(i + 1));
		scalar(train, "loss", i, rising[i] * (double)(i + 1));
	}
	assert_int_equal(alarms(val), 0);
	assert_int_equal(alarms(alone), 0);
	assert_int_equal(alarms(train), 0);
	tfe_health_close(val);
	tfe_health_close(alone);
	tfe_health_close(train);
}

/* The losses of the batches of one pass, in their order, are no course of a training. */
static void batches_of_one_pass(void **state)
{
	(void)state;
	static const char *const tags[][2] = {
		{"valid_loss_step/epoch_0", "valid_loss_step/epoch_1"},
		{"val_batch_loss/epoch0", "val_batch_loss/epoch1"},
		{"validation/epoch_0/loss", "validation/epoch_1/loss"},
	};
	tfe_health *one = fresh();
	for (int64_t i = 0; i < 160; i++) {
		scalar(one, "train_loss_step", 10 * i, way(2, 0.3, 4, i, 160));
		scalar(one, "val_loss_step", i, noisy(0.4 + 0.005 * (double)i, 0.1, i));
	}
	assert_int_equal(alarms(one), 0);
	tfe_health_close(one);
	for (size_t t = 0; t < 3; t++) {
		tfe_health *h = fresh();
		for (int64_t i = 0; i < 160; i++) {
			scalar(h, "train_loss_step", 10 * i, way(2, 0.3, 4, i, 160));
			for (size_t epoch = 0; epoch < 2; epoch++)
				scalar(h, tags[t][epoch], i,
				       noisy(0.4 + 0.005 * (double)i, 0.1, i));
		}
		for (int64_t i = 0; i < 4; i++)
			scalar(h, "valid_loss_epoch", 400 * i, 1.1 - 0.05 * (double)i);
		assert_int_equal(alarms(h), 0);
		tfe_health_close(h);
	}
}

/* The held-out loss shows what the noise of batches hides in the training loss. */
static void a_plateau_of_the_held_out_loss(void **state)
{
	(void)state;
	tfe_health *h = fresh(), *falls = fresh(), *brief = fresh(), *one = fresh();
	for (int64_t i = 0; i < 40; i++) {
		scalar(h, "loss", i, noisy(0.65, 0.3, i));
		scalar(h, "val_loss", i, noisy(0.65, 0.002, i));
		scalar(falls, "loss", i, noisy(way(0.65, 0.3, 2, i, 40), 0.3, i));
		scalar(falls, "val_loss", i, noisy(0.65, 0.002, i));
	}
	/* Five points are evidence if both losses are constant. */
	for (int64_t i = 0; i < 5; i++) {
		scalar(brief, "loss", i, noisy(2.303, 0.001, i));
		scalar(brief, "val_loss", i, noisy(2.305, 0.001, i));
		scalar(one, "loss", i, noisy(2.303, 0.001, i));
		scalar(one, "val_loss", i, 2.3 - 0.03 * (double)i);
	}
	assert_non_null(found(h, "plateau", NULL));
	assert_null(found(falls, "plateau", NULL));
	assert_non_null(found(brief, "plateau", NULL));
	assert_null(found(one, "plateau", NULL));
	tfe_health_close(h);
	tfe_health_close(falls);
	tfe_health_close(brief);
	tfe_health_close(one);
}

/* A language model that is fine-tuned falls by little, and then stays. Without an accuracy that is
 * information. */
static void losses_that_fell_before_they_stay(void **state)
{
	(void)state;
	tfe_health *tuned = fresh(), *stuck = fresh(), *fast = fresh();
	for (int64_t i = 0; i < 200; i++) {
		scalar(tuned, "train/loss", i, noisy(way(1.55, 1.25, 10, i, 200), 0.1, i));
		scalar(stuck, "train/loss", i, noisy(1.25, 0.1, i));
		scalar(fast, "train/loss", i, noisy(way(2.3, 0.7, 100, i, 200), 0.02, i));
	}
	for (int64_t i = 0; i < 12; i++) {
		scalar(tuned, "eval/loss", 16 * i, noisy(way(1.38, 1.28, 12, i, 12), 0.003, i));
		scalar(stuck, "eval/loss", 16 * i, noisy(1.28, 0.003, i));
		scalar(fast, "eval/loss", 16 * i, i ? noisy(0.8, 0.003, i) : 0.9);
	}
	assert_int_equal(alarms(tuned), 0);
	assert_int_equal(alarms(stuck), 1);
	assert_non_null(found(stuck, "plateau", "train/loss"));
	assert_int_equal(alarms(fast), 0);
	tfe_health_close(tuned);
	tfe_health_close(stuck);
	tfe_health_close(fast);
}

static void short_logs_that_oscillate(void **state)
{
	(void)state;
	static const double sparse[] = {2.4,  1.3,  0.75, 0.5, 0.52, 0.85,
					0.58, 0.36, 0.64, 0.5, 0.3};
	tfe_health *h = fresh(), *jump = fresh(), *few = fresh(), *falls = fresh();
	for (int64_t i = 0; i < 17; i++) {
		scalar(h, "val_loss", i, i % 2 ? 1 : 1.6);
		scalar(jump, "val_loss", i, i == 13 ? 9 : i % 2 ? 1 : 1.05);
		scalar(falls, "val_loss", i, way(2.4, 0.4, 4, i, 17) * (i % 2 ? 0.94 : 1.06));
	}
	for (size_t i = 0; i < sizeof sparse / sizeof *sparse; i++)
		scalar(few, "val_loss", (int64_t)i, sparse[i]);
	assert_non_null(found(h, "oscillation", NULL));
	assert_null(found(jump, "oscillation", NULL));
	assert_non_null(found(few, "oscillation", NULL));
	assert_null(found(falls, "oscillation", NULL));
	tfe_health_close(h);
	tfe_health_close(jump);
	tfe_health_close(few);
	tfe_health_close(falls);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_error_can_overfit),
		cmocka_unit_test(a_small_rise_is_information),
		cmocka_unit_test(a_noisy_rise_with_an_early_best),
		cmocka_unit_test(a_short_log_with_an_early_best),
		cmocka_unit_test(a_training_loss_that_only_swings),
		cmocka_unit_test(a_training_loss_that_is_small_at_once),
		cmocka_unit_test(noise_is_no_overfitting),
		cmocka_unit_test(several_held_out_losses),
		cmocka_unit_test(an_accuracy_that_falls),
		cmocka_unit_test(few_points_are_thin_evidence),
		cmocka_unit_test(batches_of_one_pass),
		cmocka_unit_test(a_plateau_of_the_held_out_loss),
		cmocka_unit_test(losses_that_fell_before_they_stay),
		cmocka_unit_test(short_logs_that_oscillate),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
