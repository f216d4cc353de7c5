/* health: reinforcement learning and GANs: rewards that collapse, policies that stop exploring or
 * never learn, sides that win. */
#include "unit/health.h"

#include "health/meaning.h"

static void roles(void **state)
{
	(void)state;
	static const struct {
		const char *tag;
		enum tfe__role role;
		uint8_t strangers;
	} cases[] = {
		{"rollout/ep_rew_mean", TFE__ROLE_RETURN, 0},
		{"eval/mean_reward", TFE__ROLE_RETURN, 0},
		{"ray/tune/episode_reward_mean", TFE__ROLE_RETURN, 0},
		{"ray/tune/env_runners/episode_return_mean", TFE__ROLE_RETURN, 0},
		{"charts/episodic_return", TFE__ROLE_RETURN, 0},
		{"Environment/Cumulative Reward", TFE__ROLE_RETURN, 0},
		{"Train/AverageReturns", TFE__ROLE_RETURN, 0},
		{"Eval/AverageReturns", TFE__ROLE_RETURN, 0},
		{"env/reward_mean", TFE__ROLE_RETURN, 0},
		{"rewards/mean", TFE__ROLE_RETURN, 0},
		{"eprewmean", TFE__ROLE_RETURN, 0},
		{"AverageEpRet", TFE__ROLE_RETURN, 0},
		{"score", TFE__ROLE_RETURN, 0},
		{"mean_100ep_reward", TFE__ROLE_RETURN, 0},
		{"Reward / Total reward (mean)", TFE__ROLE_RETURN, 0},
		{"Episode_Reward/action_rate", TFE__ROLE_RETURN, 2},
		{"env/reward_std", TFE__ROLE_OTHER, 0},
		{"ray/tune/episode_reward_max", TFE__ROLE_OTHER, 0},
		{"rewards/chosen", TFE__ROLE_OTHER, 0},
		{"rewards/margins", TFE__ROLE_OTHER, 0},
		{"objective/non_score_reward", TFE__ROLE_OTHER, 0},
		{"Policy/Curiosity Reward", TFE__ROLE_OTHER, 0},
		{"Policy/Extrinsic Value Estimate", TFE__ROLE_OTHER, 0},
		{"rollout/ep_len_mean", TFE__ROLE_EPISODE_LENGTH, 0},
		{"charts/episodic_length", TFE__ROLE_EPISODE_LENGTH, 0},
		{"Environment/Episode Length", TFE__ROLE_EPISODE_LENGTH, 0},
		{"eplenmean", TFE__ROLE_EPISODE_LENGTH, 0},
		{"sequence_length", TFE__ROLE_OTHER, 0},
		{"train/entropy_loss", TFE__ROLE_POLICY_ENTROPY, 0},
		{"losses/entropy", TFE__ROLE_POLICY_ENTROPY, 0},
		{"ray/tune/info/learner/default_policy/learner_stats/entropy",
		 TFE__ROLE_POLICY_ENTROPY, 0},
		{"Policy/Entropy", TFE__ROLE_POLICY_ENTROPY, 0},
		{"objective/entropy", TFE__ROLE_POLICY_ENTROPY, 0},
		{"attention/entropy", TFE__ROLE_POLICY_ENTROPY, 1},
		{"train/ent_coef", TFE__ROLE_OTHER, 0},
		{"target_entropy", TFE__ROLE_OTHER, 0},
		{"train/cross_entropy", TFE__ROLE_LOSS, 0},
		{"train/approx_kl", TFE__ROLE_POLICY_KL, 0},
		{"losses/approx_kl", TFE__ROLE_POLICY_KL, 0},
		{"ppo/policy/approxkl", TFE__ROLE_POLICY_KL, 0},
		{"objective/kl", TFE__ROLE_POLICY_KL, 0},
		{"kl_loss", TFE__ROLE_OTHER, 0},
		{"objective/kl_coef", TFE__ROLE_OTHER, 0},
		{"train/clip_fraction", TFE__ROLE_CLIP_FRACTION, 0},
		{"losses/clipfrac", TFE__ROLE_CLIP_FRACTION, 0},
		{"train/clip_range", TFE__ROLE_OTHER, 0},
		{"Environment/Lesson Number/size", TFE__ROLE_LESSON, 2},
		{"Curriculum/terrain_levels", TFE__ROLE_LESSON, 2},
		{"loss-scale/loss-scale", TFE__ROLE_LOSS_SCALE, 0},
		{"train/grad_scale", TFE__ROLE_LOSS_SCALE, 0},
		{"cls_loss_scale", TFE__ROLE_OTHER, 0},
		{"layer_scale", TFE__ROLE_OTHER, 0},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct tfe__meaning m;
		char layer[TFE__LAYER_BYTES];
		tfe__meaning_of(cases[i].tag, false, &m, layer);
		if (m.role != cases[i].role || m.strangers != cases[i].strangers)
			fail_msg("%s: role %d, %d strangers", cases[i].tag, (int)m.role,
				 m.strangers);
	}
}

/* A reward that rises from -200 towards 200 in the first half of n points. */
static double learning(int64_t i, int64_t n)
{
	return 200 - 400 * exp(-8 * (double)i / (double)n) + 10 * normal((size_t)i);
}

static void reward_collapse(void **state)
{
	(void)state;
	static const char *const tags[] = {"rollout/ep_rew_mean", "Eval/AverageReturns",
					   "eprewmean"};
	static const double low[] = {-350, -200, -120}; /* below the start, there, a fifth above */
	for (size_t t = 0; t < 9; t++) {
		tfe_health *h = fresh();
		for (int64_t i = 0; i < 150; i++) {
			scalar(h, tags[t % 3], 2048 * i,
			       i < 90 ? learning(i, 150) : low[t / 3] + 10 * normal((size_t)i));
			scalar(h, "train/approx_kl", 2048 * i, i == 89 ? 0.4 : 0.01);
			scalar(h, "train/clip_fraction", 2048 * i, 0.1);
		}
		const tfe_finding *f = found(h, "reward_collapse", tags[t % 3]);
		assert_non_null(f);
		assert_int_equal(f->severity, TFE_SEVERITY_WARNING);
		assert_in_range(f->step, 2048 * 88, 2048 * 92);
		assert_non_null(strstr(f->message, "60 of the 60 points since step 184320"));
		assert_non_null(strstr(f->message, "KL divergence of the updates reached 0.4 (step "
						   "182272)"));
		assert_int_equal(judge(h), 1);
		tfe_health_close(h);
	}
}

/* Returns of single episodes are 0 or 1, thousands of them. */
static void success_collapses(void **state)
{
	(void)state;
	tfe_health *h = fresh(), *steady = fresh();
	for (int64_t i = 0; i < 5000; i++) {
		double likely = i < 2000 ? 0.0004 * (double)i : i < 3500 ? 0.8 : 0.05;
		scalar(h, "charts/episodic_return", i, unit((size_t)i) < likely);
		scalar(steady, "charts/episodic_return", i,
		       unit((size_t)i) < fmin(0.0003 * (double)i, 0.5));
	}
	assert_non_null(found(h, "reward_collapse", NULL));
	assert_int_equal(judge(steady), 0);
	tfe_health_close(h);
	tfe_health_close(steady);
}

/* A policy that was good at the first step need not have learned to collapse. */
static void a_tuned_policy_collapses(void **state)
{
	(void)state;
	tfe_health *h = fresh(), *slips = fresh();
	for (int64_t i = 0; i < 100; i++) {
		scalar(h, "train/reward", i, (i < 30 ? 200 : 20) + 10 * normal((size_t)i));
		scalar(slips, "train/reward", i, (i < 30 ? 200 : 150) + 10 * normal((size_t)i));
	}
	assert_non_null(found(h, "reward_collapse", NULL));
	assert_null(found(slips, "reward_collapse", NULL));
	tfe_health_close(h);
	tfe_health_close(slips);
}

static void what_is_no_reward_collapse(void **state)
{
	(void)state;
	enum { N = 150 };
	tfe_health *noisy = fresh(), *lessons = fresh(), *harder = fresh(), *dip = fresh(),
		   *tuned = fresh(), *parts = fresh(), *young = fresh();
	for (int64_t i = 0; i < N; i++) {
		double x = learning(i, N), noise = 10 * normal((size_t)i);
		scalar(noisy, "rollout/ep_rew_mean", i, x + 60 * normal((size_t)i + 1000));
		scalar(lessons, "rollout/ep_rew_mean", i, 60 + 4 * (double)(i % 30) + noise);
		scalar(harder, "Environment/Cumulative Reward", i, i < 100 ? x : -150 + noise);
		scalar(harder, "Environment/Lesson Number/size", i, i < 99 ? 0 : 1);
		scalar(dip, "rollout/ep_rew_mean", i, i / 12 == 9 ? x - 300 : x);
		scalar(tuned, "rewards/chosen", i, i < 60 ? 1 : -3);
		scalar(tuned, "rewards/rejected", i, i < 60 ? 1 : -9);
		scalar(parts, "Episode_Reward/action_rate", i, i < 60 ? 0 : -1);
		scalar(parts, "Episode_Reward/joint_torque", i, i < 60 ? 0 : -2);
		scalar(young, "rollout/ep_rew_mean", i, i < N - 6 ? x : -200 + noise);
	}
	assert_int_equal(judge(noisy), 0);
	assert_int_equal(judge(lessons), 0);
	assert_int_equal(judge(harder), 0);
	assert_int_equal(judge(dip), 0);
	assert_int_equal(judge(tuned), 0);
	assert_int_equal(judge(parts), 0);
	assert_int_equal(judge(young), 0);
	tfe_health_close(noisy);
	tfe_health_close(lessons);
	tfe_health_close(harder);
	tfe_health_close(dip);
	tfe_health_close(tuned);
	tfe_health_close(parts);
	tfe_health_close(young);
}

static void entropy_collapse(void **state)
{
	(void)state;
	static const struct {
		const char *entropy, *reward;
		double sign, level;
	} logs[] = {{"train/entropy_loss", "rollout/ep_rew_mean", -1, 0},
		    {"losses/entropy", "charts/episodic_return", 1, 0},
		    {"ray/tune/info/learner/default_policy/learner_stats/entropy",
		     "ray/tune/episode_reward_mean", 1, 20},
		    {"Policy/Entropy", "Environment/Cumulative Reward", 1, -1},
		    {"losses/entropy_loss", "charts/episodic_length", 1, 9}};
	for (size_t k = 0; k < sizeof logs / sizeof *logs; k++) {
		tfe_health *h = fresh();
		for (int64_t i = 0; i < 130; i++) {
			scalar(h, logs[k].entropy, i, logs[k].sign * 1.386 * exp(-0.1 * (double)i));
			scalar(h, logs[k].reward, i,
			       logs[k].level * (1 + 0.05 * normal((size_t)i)));
		}
		const tfe_finding *f = found(h, "entropy_collapse", logs[k].entropy);
		assert_non_null(f);
		assert_int_equal(f->severity, TFE_SEVERITY_WARNING);
		assert_in_range(f->step, 20, 27);
		assert_non_null(strstr(f->message, "from 1.386 to"));
		assert_int_equal(judge(h), 1);
		tfe_health_close(h);
	}
}

/* The entropy of a normal distribution may be negative. */
static void continuous_entropy(void **state)
{
	(void)state;
	tfe_health *collapsed = fresh(), *converges = fresh(), *crosses = fresh();
	for (int64_t i = 0; i < 100; i++) {
		double t = (double)i / 100;
		scalar(collapsed, "losses/entropy", i, 4.2 - 20 * fmin(1, 2 * t));
		scalar(collapsed, "charts/episodic_return", i, 5 + normal((size_t)i));
		scalar(converges, "losses/entropy", i, 4.2 - 20 * fmin(1, 2 * t));
		scalar(converges, "charts/episodic_return", i, 100 * t + normal((size_t)i));
		scalar(crosses, "losses/entropy", i, 4.2 * (1 - t));
		scalar(crosses, "charts/episodic_return", i, 5 + normal((size_t)i));
	}
	assert_non_null(found(collapsed, "entropy_collapse", NULL));
	assert_int_equal(alarms(converges), 0);
	assert_int_equal(alarms(crosses), 0);
	tfe_health_close(collapsed);
	tfe_health_close(converges);
	tfe_health_close(crosses);
}

static void what_is_no_entropy_collapse(void **state)
{
	(void)state;
	enum { N = 130 };
	tfe_health *slow = fresh(), *solved = fresh(), *schedule = fresh(), *alone = fresh();
	for (int64_t i = 0; i < N; i++) {
		double reward = 500 * (1 - exp(-4 * (double)i / N)) + 10 * normal((size_t)i);
		double falls = 1.386 * exp(-8 * (double)i / N);
		scalar(slow, "losses/entropy", i, 1.94 * (1 - 0.6 * (double)i / N));
		scalar(slow, "charts/episodic_return", i, reward);
		scalar(solved, "train/entropy_loss", i, -falls);
		scalar(solved, "rollout/ep_rew_mean", i, reward);
		scalar(schedule, "train/ent_coef", i, falls);
		scalar(schedule, "rollout/exploration_rate", i, falls);
		scalar(schedule, "rollout/ep_rew_mean", i, 20 + normal((size_t)i));
		scalar(alone, "attention_entropy", i, falls);
	}
	assert_int_equal(judge(slow), 0);
	assert_int_equal(judge(solved), 0);
	assert_null(found(schedule, "entropy_collapse", NULL));
	assert_int_equal(judge(alone), 0);
	tfe_health_close(slow);
	tfe_health_close(solved);
	tfe_health_close(schedule);
	tfe_health_close(alone);
}

static void rewards_that_never_rise(void **state)
{
	(void)state;
	tfe_health *zero = fresh(), *random = fresh(), *good = fresh(), *duel = fresh(),
		   *resumed = fresh(), *rises = fresh();
	for (int64_t i = 0; i < 100; i++) {
		double noise = normal((size_t)i);
		scalar(zero, "rollout/ep_rew_mean", i, 0);
		scalar(random, "charts/episodic_return", i, 22 + noise);
		scalar(random, "losses/entropy", i, 0.6925 - 1e-5 * (double)i);
		scalar(good, "charts/episodic_return", i, 450 + 10 * noise);
		scalar(duel, "Environment/Cumulative Reward", i, 0.1 * noise);
		scalar(duel, "Self-play/ELO", i, 1200 + (double)i);
		scalar(resumed, "rollout/ep_rew_mean", 1000 + i, -20 + 0.1 * noise);
		scalar(rises, "rollout/ep_rew_mean", i, -20 + 0.05 * (double)i + 0.5 * noise);
	}
	const tfe_finding *f = found(zero, "plateau", "rollout/ep_rew_mean");
	assert_non_null(f);
	assert_int_equal(f->severity, TFE_SEVERITY_WARNING);
	f = found(random, "plateau", "charts/episodic_return");
	assert_non_null(f);
	assert_int_equal(f->severity, TFE_SEVERITY_WARNING);
	assert_non_null(strstr(f->message, "at random"));
	assert_int_equal(alarms(good), 0);
	assert_int_equal(judge(duel), 0);
	assert_int_equal(judge(resumed), 0);
	assert_int_equal(judge(rises), 0);
	tfe_health_close(zero);
	tfe_health_close(random);
	tfe_health_close(good);
	tfe_health_close(duel);
	tfe_health_close(resumed);
	tfe_health_close(rises);
}

/* An agent collects episodes before it learns. */
static void losses_before_learning(void **state)
{
	(void)state;
	tfe_health *late = fresh(), *breaks = fresh();
	for (int64_t i = 0; i < 100; i++) {
		scalar(late, "loss", i, i < 10 ? NAN : 1);
		scalar(late, "mean_reward", i, (double)i);
		scalar(breaks, "loss", i, i < 10 || i == 50 ? NAN : 1);
		scalar(breaks, "mean_reward", i, (double)i);
	}
	assert_non_null(found(late, "nonfinite", "loss"));
	assert_int_equal(alarms(late), 0);
	assert_int_equal(alarms(breaks), 1);
	tfe_health_close(late);
	tfe_health_close(breaks);
}

/* A score above 100 is that of a game: then losses need not fall. */
static void scores_of_games(void **state)
{
	(void)state;
	tfe_health *game = fresh(), *classifier = fresh();
	for (int64_t i = 0; i < 100; i++) {
		scalar(game, "train/loss", i, 0.1 * (double)(i + 1));
		scalar(game, "score", i, 2 * (double)i);
		scalar(classifier, "train/loss", i, 0.1 * (double)(i + 1));
		scalar(classifier, "score", i, 0.5 - 0.004 * (double)i);
	}
	assert_int_equal(judge(game), 0);
	assert_non_null(found(classifier, "divergence", NULL));
	assert_null(found(classifier, "reward_collapse", NULL));
	tfe_health_close(game);
	tfe_health_close(classifier);
}

static void unbalanced_gan(void **state)
{
	(void)state;
	enum { N = 100 };
	tfe_health *won = fresh(), *lost = fresh(), *balanced = fresh(), *part = fresh(),
		   *critic = fresh();
	for (int64_t i = 0; i < N; i++) {
		double noise = 1 + 0.2 * normal((size_t)i), late = (double)i / N;
		double floor = 1.386 * exp(-8 * late) * fabs(noise), grows = 0.7 + 8 * late * noise;
		scalar(won, "Loss_D", i, floor);
		scalar(won, "Loss_G", i, grows);
		scalar(lost, "discriminator_loss", i, grows);
		scalar(lost, "generator_loss", i, floor);
		scalar(balanced, "train/d_loss", i, 1.3 - 0.6 * late + 0.1 * noise);
		scalar(balanced, "train/g_loss", i, 0.7 + 2 * late * noise);
		scalar(part, "d_loss_fake", i, floor);
		scalar(part, "g_loss", i, grows);
		scalar(critic, "d_loss", i, -floor);
		scalar(critic, "g_loss", i, grows);
	}
	const tfe_finding *f = found(won, "unbalanced_gan", "Loss_D");
	assert_non_null(f);
	assert_int_equal(f->severity, TFE_SEVERITY_WARNING);
	assert_in_range(f->step, 25, 50);
	assert_non_null(found(lost, "unbalanced_gan", "generator_loss"));
	assert_int_equal(judge(balanced), 0);
	assert_int_equal(judge(part), 0);
	assert_int_equal(judge(critic), 0);
	tfe_health_close(won);
	tfe_health_close(lost);
	tfe_health_close(balanced);
	tfe_health_close(part);
	tfe_health_close(critic);
}

/* Extremes of every number cause no crash and no overflow, with any findings. */
static void odd_rewards(void **state)
{
	(void)state;
	static const double odd[] = {0, -0.0, 1e308, -1e308, 5e-324, INFINITY, NAN, 1};
	static const char *const tags[] = {"reward",     "entropy_loss", "approx_kl", "lesson",
					   "loss_scale", "d_loss",       "g_loss",    "ep_len"};
	for (size_t n = 1; n < 300; n += 23) {
		tfe_health *h = fresh();
		for (size_t i = 0; i < n; i++)
			for (size_t t = 0; t < 8; t++)
				scalar(h, tags[t], i % 5 ? (int64_t)i : INT64_MAX,
				       odd[(i * (t + 1) + n) % 8]);
		(void)judge(h);
		tfe_health_close(h);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(roles),
		cmocka_unit_test(reward_collapse),
		cmocka_unit_test(success_collapses),
		cmocka_unit_test(a_tuned_policy_collapses),
		cmocka_unit_test(what_is_no_reward_collapse),
		cmocka_unit_test(entropy_collapse),
		cmocka_unit_test(continuous_entropy),
		cmocka_unit_test(what_is_no_entropy_collapse),
		cmocka_unit_test(rewards_that_never_rise),
		cmocka_unit_test(losses_before_learning),
		cmocka_unit_test(scores_of_games),
		cmocka_unit_test(unbalanced_gan),
		cmocka_unit_test(odd_rewards),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
