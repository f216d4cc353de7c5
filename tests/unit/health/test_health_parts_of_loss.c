/* health: runs with several losses: the whole loss judges the run, and the others are its parts. */
#include "unit/health.h"

/* The way from a to b: after i of n points the share 1 - exp(-rate i / n) of it is done. */
static double way(double a, double b, double rate, int64_t i, int64_t n)
{
	return b + (a - b) * exp(-rate * (double)i / (double)n);
}

/* Falls from a to b in half of 60 points, then rises to 10 a. */
static double diverges(double a, double b, int64_t i)
{
	return i < 30 ? way(a, b, 4, i, 30) : fmin(10 * a, b * pow(1.25, (double)(i - 30)));
}

/* An objectness loss rises to its target, which grows with the quality of the boxes. */
static void a_part_may_rise_to_its_target(void **state)
{
	(void)state;
	static const char *const others[] = {"train/box_loss", "train/loss", "metrics/mAP_0.5"};
	for (size_t k = 0; k < 3; k++) {
		tfe_health *h = fresh();
		for (int64_t i = 0; i < 100; i++) {
			double noise = 1 + 0.02 * normal((size_t)i);
			scalar(h, "train/obj_loss", i, way(0.036, 0.057, 15, i, 100) * noise);
			scalar(h, others[k], i,
			       k == 2 ? way(0.01, 0.9, 5, i, 100) : way(0.1, 0.04, 5, i, 100));
		}
		assert_int_equal(alarms(h), 0);
		tfe_health_close(h);
	}
}

static void parts_that_diverge_are_an_error(void **state)
{
	(void)state;
	tfe_health *h = fresh(), *one = fresh(), *whole = fresh();
	for (int64_t i = 0; i < 60; i++) {
		double rises = way(0.036, 0.057, 15, i, 60);
		scalar(h, "train/box_loss", i, diverges(0.1, 0.05, i));
		scalar(h, "train/obj_loss", i, diverges(0.06, 0.05, i));
		scalar(h, "metrics/mAP_0.5", i, i < 30 ? way(0.01, 0.9, 5, i, 30) : 0);
		scalar(one, "train/box_loss", i, diverges(0.1, 0.05, i));
		scalar(one, "train/obj_loss", i, rises);
		scalar(whole, "train/total_loss", i, diverges(0.2, 0.1, i));
		scalar(whole, "train/obj_loss", i, rises);
	}
	assert_int_equal(found(h, "divergence", "train/box_loss")->severity, TFE_SEVERITY_ERROR);
	assert_int_equal(found(h, "divergence", "train/obj_loss")->severity, TFE_SEVERITY_ERROR);
	assert_int_equal(found(one, "divergence", "train/box_loss")->severity, TFE_SEVERITY_ERROR);
	assert_int_equal(found(whole, "divergence", "train/total_loss")->severity,
			 TFE_SEVERITY_ERROR);
	assert_null(found(whole, "divergence", "train/obj_loss"));
	tfe_health_close(h);
	tfe_health_close(one);
	tfe_health_close(whole);
}

static void a_part_of_a_healthy_loss_is_a_hint(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	for (int64_t i = 0; i < 60; i++) {
		scalar(h, "loss", i, way(3, 0.3, 5, i, 60));
		scalar(h, "commit_loss", i, way(0.001, 0.1, 5, i, 60));
	}
	const tfe_finding *f = found(h, "divergence", "commit_loss");
	assert_non_null(f);
	assert_int_equal(f->severity, TFE_SEVERITY_INFO);
	assert_int_equal(alarms(h), 0);
	tfe_health_close(h);
}

/* Low, high and mean, steps and epochs of one loss give one finding. */
static void one_quantity_is_one_finding(void **state)
{
	(void)state;
	static const char *const tags[] = {"loss/value", "loss/low", "loss/high", "loss_ema",
					   "train_loss_step"};
	tfe_health *h = fresh();
	for (size_t t = 0; t < 5; t++)
		for (int64_t i = 0; i < 60; i++)
			scalar(h, tags[t], i, (1 + 0.1 * (double)t) * diverges(2, 0.5, i));
	assert_int_equal(judge(h), 1);
	assert_string_equal(finding_at(h, 0).tag, "loss/value");
	tfe_health_close(h);

	h = fresh();
	for (int64_t i = 0; i < 60; i++) {
		scalar(h, "gradient/net/norm/low", i, i < 30 ? 1 : 2000);
		scalar(h, "gradient/net/norm/value", i, i < 30 ? 2 : 4000);
		scalar(h, "gradient/net/norm/high", i, i < 30 ? 3 : 6000);
		scalar(h, "gradient/other/norm/value", i, 2);
	}
	assert_int_equal(judge(h), 1);
	assert_string_equal(finding_at(h, 0).tag, "gradient/net/norm/value");
	tfe_health_close(h);

	/* The newest points of steps show what the epochs do not show yet. */
	h = fresh();
	for (int64_t i = 0; i < 600; i++)
		scalar(h, "train_loss_step", i, diverges(2, 0.5, i / 10));
	for (int64_t i = 0; i < 9; i++)
		scalar(h, "train_loss_epoch", 35 * i, diverges(2, 0.5, 3 * i));
	assert_int_equal(judge(h), 1);
	assert_string_equal(finding_at(h, 0).tag, "train_loss_step");
	tfe_health_close(h);
}

/* A loss of Q values grows with the rewards. Scores outside of [0, 100] are rewards. */
static void losses_of_reinforcement_learning_may_grow(void **state)
{
	(void)state;
	static const struct {
		const char *tag;
		double last;
		bool game;
	} tags[] = {
		{"rollout/ep_rew_mean", 200, true},
		{"eprewmean", 200, true},
		{"score", 200, true},
		{"mean_score", -20, true},
		{"AvgEpRet", 50, true},
		{"rewards_mean", 1, true},
		{"score", 0.9, false},
		{"fid_score", 200, false},
		{"learning_rate", 200, false},
	};
	for (size_t t = 0; t < sizeof tags / sizeof *tags; t++) {
		tfe_health *h = fresh();
		for (int64_t i = 0; i < 130; i++) {
			scalar(h, "train/loss", 400 * i, way(0.3, 7, 2, i, 130));
			scalar(h, tags[t].tag, 400 * i, way(0.1, tags[t].last, 5, i, 130));
		}
		const tfe_finding *f = found(h, "divergence", "train/loss");
		assert_true((f != NULL) != tags[t].game);
		tfe_health_close(h);
	}
}

/* The floor of a perplexity is 1. */
static void perplexities_near_their_floor(void **state)
{
	(void)state;
	tfe_health *beside = fresh(), *alone = fresh(), *low = fresh(), *stuck = fresh(),
		   *high = fresh();
	for (int64_t i = 0; i < 120; i++) {
		double falls = 1 + way(0.0014, 0.0006, 10, i, 120),
		       noise = 1 + 0.01 * normal((size_t)i);
		scalar(beside, "metrics/perplexity_per_step", i, falls);
		scalar(beside, "loss", i, way(4.4, 1.7, 3, i, 120));
		scalar(alone, "perplexity", i, 1 + 100 * (falls - 1));
		scalar(low, "train/ppl", i, 1.0006 + 1e-5 * noise);
		scalar(stuck, "perplexity", i, 1.0014);
		scalar(stuck, "loss", i, 4.4 * noise);
		scalar(high, "train/ppl", i, 80 * noise);
	}
	assert_int_equal(alarms(beside), 0);
	assert_int_equal(alarms(alone), 0);
	assert_int_equal(alarms(low), 0);
	assert_non_null(found(stuck, "plateau", "loss"));
	assert_non_null(found(high, "plateau", "train/ppl"));
	tfe_health_close(beside);
	tfe_health_close(alone);
	tfe_health_close(low);
	tfe_health_close(stuck);
	tfe_health_close(high);
}

/* Sums over pixels have a high floor; sums over sequences sorted by length are a saw. */
static void summed_losses(void **state)
{
	(void)state;
	tfe_health *pixels = fresh(), *saw = fresh(), *teeth = fresh(), *again = fresh();
	for (int64_t i = 0; i < 300; i++) {
		scalar(pixels, "loss", i,
		       104 + 60 / pow(1 + (double)i, 0.9) + 0.2 * normal((size_t)i));
		scalar(saw, "loss", i, (double)(5 + i % 50) * way(4, 1.2, 5, i, 300));
		scalar(teeth, "loss", i, (double)(20 + i % 150) * way(1, 0, 1, i, 300));
		/* A second rise that is higher than the first one is no tooth. */
		scalar(again, "loss", i, i < 150 ? 20 + (double)i : 20 + 2 * (double)(i - 150));
	}
	assert_int_equal(alarms(pixels), 0);
	assert_int_equal(alarms(saw), 0);
	assert_int_equal(alarms(teeth), 0);
	assert_int_equal(found(again, "divergence", "loss")->severity, TFE_SEVERITY_ERROR);
	tfe_health_close(teeth);
	tfe_health_close(again);
	tfe_health_close(pixels);
	tfe_health_close(saw);
}

/* Values and steps are those of the log; points are counted. */
static void messages_have_the_numbers_of_the_log(void **state)
{
	(void)state;
	static const double losses[] = {3, 2, 1, 0.5, 1, 14, 18, 19, 17, 18};
	tfe_health *h = fresh();
	for (int64_t i = 0; i < 10; i++)
		scalar(h, "loss", 10 * i, losses[i]);
	const tfe_finding *f = found(h, "divergence", "loss");
	assert_non_null(f);
	assert_int_equal(f->step, 50);
	assert_string_equal(f->message,
			    "the loss rose to 19 (step 70); its first value was 3, its lowest 0.5 "
			    "(step 30); 5 of 10 points are above 3");
	tfe_health_close(h);

	h = fresh();
	for (int64_t i = 0; i < 5000; i++)
		scalar(h, "loss", 7 * i, i == 3333 || i == 4444 ? 5000 : 2 + (double)(i % 3) / 10);
	f = found(h, "spike", "loss");
	assert_non_null(f);
	assert_int_equal(f->step, 7 * 3333);
	assert_non_null(strstr(f->message, "to 5000 (step 23331); 2 of 5000 points are such jumps, "
					   "the first at step 23331"));
	tfe_health_close(h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_part_may_rise_to_its_target),
		cmocka_unit_test(parts_that_diverge_are_an_error),
		cmocka_unit_test(a_part_of_a_healthy_loss_is_a_hint),
		cmocka_unit_test(one_quantity_is_one_finding),
		cmocka_unit_test(losses_of_reinforcement_learning_may_grow),
		cmocka_unit_test(perplexities_near_their_floor),
		cmocka_unit_test(summed_losses),
		cmocka_unit_test(messages_have_the_numbers_of_the_log),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
