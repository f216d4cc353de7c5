/* health: courses of losses and rewards as public programs log them: noise of single examples, a
 * loss that rises before it falls, a language model that is lost, smoothed rewards. */
#include "unit/health.h"

/* Noise as that of the levels of a diffusion: its logarithm has the deviation `spread`. */
static double scattered(int64_t i, double level, double spread)
{
	return level * exp(spread * normal((size_t)i));
}

static bool is_severe(const tfe_finding *f)
{
	return f && f->severity != TFE_SEVERITY_INFO;
}

static void noise_may_hide_what_is_learned(void **state)
{
	(void)state;
	tfe_health *noisy = fresh(), *steady = fresh(), *low = fresh();
	for (int64_t i = 0; i < 600; i++) {
		scalar(noisy, "train_loss", i, scattered(i, 0.12, 0.7));
		scalar(steady, "train_loss", i, scattered(i, 0.12, 0.03));
		scalar(low, "train_loss", i, i ? scattered(i, 0.12, 0.5) : 0.01);
	}
	assert_false(is_severe(found(noisy, "plateau", NULL)));
	assert_true(is_severe(found(steady, "plateau", NULL)));
	assert_int_equal(alarms(noisy), 0);
	/* A first value that is low by chance. */
	assert_null(found(low, "divergence", NULL));
	tfe_health_close(noisy);
	tfe_health_close(steady);
	tfe_health_close(low);
}

/* A few differences may underestimate the noise. */
static void quiet_points_before_noise(void **state)
{
	(void)state;
	tfe_health *early = fresh(), *late = fresh();
	for (int64_t i = 0; i < 400; i++) {
		double usual = scattered(i, 0.1, 0.7);
		scalar(early, "loss", i, i < 20 ? scattered(i, 0.1, 0.1) : i == 20 ? 0.4 : usual);
		scalar(late, "loss", i,
		       i >= 160 && i < 200 ? scattered(i, 0.1, 0.1)
		       : i == 200          ? 0.4
					   : usual);
	}
	assert_null(found(early, "spike", NULL));
	assert_null(found(late, "spike", NULL));
	tfe_health_close(early);
	tfe_health_close(late);
}

static void a_spike_that_rises_slowly(void **state)
{
	(void)state;
	static const double jump[] = {1.5, 5, 4.2, 3, 2, 1.2, 0.6};
	tfe_health *h = fresh();
	for (int64_t i = 0; i < 500; i++) {
		double spike = i >= 300 && i < 307 ? jump[i - 300] : 0;
		scalar(h, "loss", i, 2.6 + 7 / (1 + (double)i / 12) + spike);
	}
	const tfe_finding *f = found(h, "spike", "loss");
	assert_true(is_severe(f));
	assert_int_equal(f->step, 301);
	tfe_health_close(h);
}

/* A contrastive loss with a queue of negative examples that is filled first. */
static void a_loss_that_rises_before_it_falls(void **state)
{
	(void)state;
	tfe_health *queue = fresh(), *burst = fresh();
	for (int64_t i = 0; i < 200; i++) {
		double t = (double)i;
		scalar(queue, "train/loss", i,
		       i < 8 ? 6.9 + t / 4 : 6.7 + 2.4 * exp(8 - t) / 20 + 2.2 * exp((8 - t) / 20));
		scalar(burst, "train/loss", i, (i == 3 ? 40 : 6.9) + 0.01 * normal((size_t)i));
	}
	assert_null(found(queue, "plateau", NULL));
	assert_true(is_severe(found(burst, "plateau", NULL)));
	tfe_health_close(queue);
	tfe_health_close(burst);
}

/* A language model that falls back to the frequencies of the tokens: neither three times its best
 * loss nor above its first. */
static void a_loss_loses_half_of_what_it_learned(void **state)
{
	(void)state;
	tfe_health *lost = fresh(), *slow = fresh(), *back = fresh();
	for (int64_t i = 0; i < 1200; i++) {
		double t = (double)i, fall = 2.8 + 8 / (1 + t / 15) + 0.02 * normal((size_t)i);
		double rise = i < 900 ? 0 : 4.2 * (1 - exp((900 - t) / 10));
		scalar(lost, "lm loss", i, fall + rise);
		scalar(slow, "lm loss", i, fall + (i < 300 ? 0 : (t - 300) / 200));
		scalar(back, "lm loss", i, fall + (i < 1000 ? rise : 0));
	}
	const tfe_finding *f = found(lost, "divergence", "lm loss");
	assert_non_null(f);
	assert_int_equal(f->severity, TFE_SEVERITY_WARNING);
	assert_in_range(f->step, 900, 930);
	/* An objective that changes little by little, and a loss that came back. */
	assert_null(found(slow, "divergence", NULL));
	assert_null(found(back, "divergence", NULL));
	tfe_health_close(lost);
	tfe_health_close(slow);
	tfe_health_close(back);
}

/* The perplexity of a codebook is the number of codes in use, which rises. */
static void perplexities_of_codebooks(void **state)
{
	(void)state;
	static const char *const beside[] = {"vq_loss", "commitment_loss", "aux"};
	for (size_t k = 0; k < 3; k++) {
		tfe_health *h = fresh();
		for (int64_t i = 0; i < 300; i++) {
			scalar(h, "recon_error", i, 0.02 + 0.5 * exp(-(double)i / 20));
			scalar(h, beside[k], i, 0.02 + 0.1 * exp(-(double)i / 20));
			scalar(h, k == 2 ? "code_perplexity" : "perplexity", i,
			       2 + 180 * (1 - exp(-(double)i / 60)));
		}
		assert_null(found(h, "divergence", NULL));
		tfe_health_close(h);
	}
	tfe_health *h = fresh();
	for (int64_t i = 0; i < 300; i++)
		scalar(h, "perplexity", i, 20 * exp((double)i / 60));
	assert_true(is_severe(found(h, "divergence", "perplexity")));
	tfe_health_close(h);
}

/* A loss of two classes that rests at what the labels allow. */
static void two_classes_that_are_known_early(void **state)
{
	(void)state;
	tfe_health *known = fresh(), *guessed = fresh();
	for (int64_t i = 0; i < 150; i++) {
		double noise = 0.05 * normal((size_t)i), fall = exp(-(double)i / 10);
		scalar(known, "train/loss", i, 0.45 + 0.24 * fall + noise);
		scalar(guessed, "train/loss", i, 0.69 + 0.4 * fall + noise / 50);
		if (i % 50 == 49) {
			scalar(known, "eval/accuracy", i, 0.72 + (double)i / 5000);
			scalar(guessed, "eval/accuracy", i, 0.5);
		}
	}
	assert_false(is_severe(found(known, "plateau", NULL)));
	assert_true(is_severe(found(guessed, "plateau", NULL)));
	tfe_health_close(known);
	tfe_health_close(guessed);
}

/* Gradients are clipped: a single norm above the limit after which the loss falls on is a hint. */
static void a_single_large_norm(void **state)
{
	(void)state;
	tfe_health *single = fresh(), *lost = fresh(), *many = fresh();
	for (int64_t i = 0; i < 300; i++) {
		double loss = 2 + 8 / (1 + (double)i / 10);
		scalar(single, "loss", i, loss);
		scalar(lost, "loss", i, i < 270 ? loss : loss + 1);
		scalar(many, "loss", i, loss);
		scalar(single, "grad_norm", i, i == 270 ? 450 : 0.5);
		scalar(lost, "grad_norm", i, i == 270 ? 450 : 0.5);
		scalar(many, "grad_norm", i, i > 270 && i < 280 ? 450 : 0.5);
	}
	const tfe_finding *f = found(single, "exploding_gradient", NULL);
	assert_non_null(f);
	assert_int_equal(f->severity, TFE_SEVERITY_INFO);
	assert_string_equal(f->message, "the norm of the gradient reached 450 (step 270); the loss "
					"fell on after it");
	assert_true(is_severe(found(lost, "exploding_gradient", NULL)));
	assert_true(is_severe(found(many, "exploding_gradient", NULL)));
	tfe_health_close(single);
	tfe_health_close(lost);
	tfe_health_close(many);
}

/* The mean of the last episodes wanders although nothing is learned. */
static void smoothed_rewards_that_never_rise(void **state)
{
	(void)state;
	for (size_t draw = 0; draw < 8; draw++) {
		tfe_health *stays = fresh(), *learns = fresh();
		double wander = 0;
		for (int64_t i = 0; i < 300; i++) {
			wander = 0.8 * wander + 3 * normal(1000 * draw + (size_t)i);
			scalar(stays, "rollout/ep_rew_mean", i, -100 + wander);
			scalar(stays, "train/entropy_loss", i, -1.0986);
			scalar(learns, "rollout/ep_rew_mean", i, -100 + (double)i / 10 + wander);
			scalar(learns, "train/entropy_loss", i, -1.0986);
		}
		assert_true(is_severe(found(stays, "plateau", NULL)));
		assert_null(found(learns, "plateau", NULL));
		tfe_health_close(stays);
		tfe_health_close(learns);
	}
}

/* A loss that falls within its first points has not stopped early. */
static void a_fall_within_few_points(void **state)
{
	(void)state;
	tfe_health *falls = fresh(), *outlier = fresh();
	for (int64_t i = 0; i < 18; i++) {
		double level = 0.66 + 0.003 * normal((size_t)i);
		scalar(falls, "loss", i, i < 4 ? 0.66 + 1.8 * exp(-2 * (double)i) : level);
		scalar(outlier, "loss", i, i ? level : 2.4);
		scalar(falls, "accuracy", i, 0.5 + 0.1 * (double)(i > 2));
		scalar(outlier, "accuracy", i, 0.6);
	}
	assert_null(found(falls, "plateau", NULL));
	assert_true(is_severe(found(outlier, "plateau", NULL)));
	tfe_health_close(falls);
	tfe_health_close(outlier);
}

/* Noise about a level that stays, of which the lowest points come first. */
static void held_out_noise(void **state)
{
	(void)state;
	for (size_t draw = 0; draw < 40; draw++) {
		tfe_health *h = fresh();
		for (int64_t i = 0; i < 300; i++) {
			double fall = exp(-(double)i / 60), noise = normal(1000 * draw + (size_t)i);
			scalar(h, "Loss/train", i, 0.25 + 0.44 * fall);
			scalar(h, "Loss/test", i, (0.4 + 0.3 * fall * fall) * exp(0.12 * noise));
		}
		assert_int_equal(alarms(h), 0);
		tfe_health_close(h);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(noise_may_hide_what_is_learned),
		cmocka_unit_test(quiet_points_before_noise),
		cmocka_unit_test(a_spike_that_rises_slowly),
		cmocka_unit_test(a_loss_that_rises_before_it_falls),
		cmocka_unit_test(a_loss_loses_half_of_what_it_learned),
		cmocka_unit_test(perplexities_of_codebooks),
		cmocka_unit_test(two_classes_that_are_known_early),
		cmocka_unit_test(a_single_large_norm),
		cmocka_unit_test(smoothed_rewards_that_never_rise),
		cmocka_unit_test(a_fall_within_few_points),
		cmocka_unit_test(held_out_noise),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
