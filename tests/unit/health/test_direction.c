/* health: the direction in which a metric improves, for tags of many loggers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <tfevents/direction.h>

static void the_words_of_a_tag_decide(void **state)
{
	(void)state;
	static const struct {
		const char *tag;
		tfe_direction direction;
	} cases[] = {
		{"rollout/ep_rew_mean", TFE_DIRECTION_HIGHER},
		{"train/eprewmean", TFE_DIRECTION_HIGHER},
		{"rollout/episode_return", TFE_DIRECTION_HIGHER},
		{"rollout/mean_reward", TFE_DIRECTION_HIGHER},
		{"eval/AverageReturn", TFE_DIRECTION_HIGHER},
		{"rollout/average_return", TFE_DIRECTION_HIGHER},
		{"train/success_rate", TFE_DIRECTION_HIGHER},
		{"rollout/win_rate", TFE_DIRECTION_HIGHER},
		{"train/elo", TFE_DIRECTION_HIGHER},
		{"train/mAP", TFE_DIRECTION_HIGHER},
		{"rollout/mAP50", TFE_DIRECTION_HIGHER},
		{"eval/mAP_0.5", TFE_DIRECTION_HIGHER},
		{"train/mAP_0.5:0.95", TFE_DIRECTION_HIGHER},
		{"eval/metrics/mAP50-95(B)", TFE_DIRECTION_HIGHER},
		{"train/map_50", TFE_DIRECTION_HIGHER},
		{"rollout/F1", TFE_DIRECTION_HIGHER},
		{"rollout/f1_score", TFE_DIRECTION_HIGHER},
		{"rollout/f1-macro", TFE_DIRECTION_HIGHER},
		{"eval/dice", TFE_DIRECTION_HIGHER},
		{"train/iou", TFE_DIRECTION_HIGHER},
		{"eval/mIoU", TFE_DIRECTION_HIGHER},
		{"eval/miou", TFE_DIRECTION_HIGHER},
		{"eval/bleu", TFE_DIRECTION_HIGHER},
		{"eval/BLEU", TFE_DIRECTION_HIGHER},
		{"rollout/rouge", TFE_DIRECTION_HIGHER},
		{"train/rougeL", TFE_DIRECTION_HIGHER},
		{"eval/rouge_l", TFE_DIRECTION_HIGHER},
		{"train/auc", TFE_DIRECTION_HIGHER},
		{"rollout/AUROC", TFE_DIRECTION_HIGHER},
		{"rollout/auroc", TFE_DIRECTION_HIGHER},
		{"train/prc", TFE_DIRECTION_HIGHER},
		{"train/precision", TFE_DIRECTION_HIGHER},
		{"train/recall", TFE_DIRECTION_HIGHER},
		{"eval/top1", TFE_DIRECTION_HIGHER},
		{"eval/top5", TFE_DIRECTION_HIGHER},
		{"rollout/acc@1", TFE_DIRECTION_HIGHER},
		{"eval/acc1", TFE_DIRECTION_HIGHER},
		{"rollout/acc_top5", TFE_DIRECTION_HIGHER},
		{"train/acc", TFE_DIRECTION_HIGHER},
		{"eval/val_acc", TFE_DIRECTION_HIGHER},
		{"rollout/accuracy", TFE_DIRECTION_HIGHER},
		{"rollout/R2", TFE_DIRECTION_HIGHER},
		{"rollout/r2", TFE_DIRECTION_HIGHER},
		{"rollout/r2_score", TFE_DIRECTION_HIGHER},
		{"eval/psnr", TFE_DIRECTION_HIGHER},
		{"eval/ssim", TFE_DIRECTION_HIGHER},
		{"rollout/kappa", TFE_DIRECTION_HIGHER},
		{"train/mcc", TFE_DIRECTION_HIGHER},
		{"rollout/spearman", TFE_DIRECTION_HIGHER},
		{"eval/pearson", TFE_DIRECTION_HIGHER},
		{"rollout/cider", TFE_DIRECTION_HIGHER},
		{"rollout/exact_match", TFE_DIRECTION_HIGHER},
		{"rollout/em", TFE_DIRECTION_HIGHER},
		{"rollout/score", TFE_DIRECTION_HIGHER},
		{"eval/hits@10", TFE_DIRECTION_HIGHER},
		{"train/mrr", TFE_DIRECTION_HIGHER},
		{"eval/ndcg", TFE_DIRECTION_HIGHER},
		{"rollout/log_likelihood", TFE_DIRECTION_HIGHER},
		{"eval/elbo", TFE_DIRECTION_HIGHER},
		{"train/explained_variance", TFE_DIRECTION_HIGHER},
		{"rollout/average_precision", TFE_DIRECTION_HIGHER},
		{"rollout/AP", TFE_DIRECTION_HIGHER},
		{"rollout/AR", TFE_DIRECTION_HIGHER},
		{"rollout/sensitivity", TFE_DIRECTION_HIGHER},
		{"rollout/specificity", TFE_DIRECTION_HIGHER},
		{"eval/jaccard", TFE_DIRECTION_HIGHER},
		{"rollout/num_correct", TFE_DIRECTION_HIGHER},
		{"eval/throughput", TFE_DIRECTION_HIGHER},
		{"train/samples_per_second", TFE_DIRECTION_HIGHER},
		{"rollout/tokens_per_second", TFE_DIRECTION_HIGHER},
		{"train/fps", TFE_DIRECTION_HIGHER},
		{"rollout/matthews_correlation", TFE_DIRECTION_HIGHER},
		{"train/accuracy", TFE_DIRECTION_HIGHER},
		{"train_acc", TFE_DIRECTION_HIGHER},
		{"train/mean_reward", TFE_DIRECTION_HIGHER},
		{"training/f1", TFE_DIRECTION_HIGHER},
		{"eval/loss", TFE_DIRECTION_LOWER},
		{"eval/perplexity", TFE_DIRECTION_LOWER},
		{"train/ppl", TFE_DIRECTION_LOWER},
		{"train/wer", TFE_DIRECTION_LOWER},
		{"train/cer", TFE_DIRECTION_LOWER},
		{"train/mae", TFE_DIRECTION_LOWER},
		{"eval/rmse", TFE_DIRECTION_LOWER},
		{"train/mse", TFE_DIRECTION_LOWER},
		{"train/fid", TFE_DIRECTION_LOWER},
		{"rollout/error", TFE_DIRECTION_LOWER},
		{"eval/error_rate", TFE_DIRECTION_LOWER},
		{"eval/top1_error", TFE_DIRECTION_LOWER},
		{"train/nll", TFE_DIRECTION_LOWER},
		{"eval/kl_divergence", TFE_DIRECTION_LOWER},
		{"train/bpb", TFE_DIRECTION_LOWER},
		{"eval/cross_entropy", TFE_DIRECTION_LOWER},
		{"train/eer", TFE_DIRECTION_LOWER},
		{"rollout/lpips", TFE_DIRECTION_LOWER},
		{"eval/hamming_distance", TFE_DIRECTION_LOWER},
		{"train/regret", TFE_DIRECTION_LOWER},
		{"eval/value_loss", TFE_DIRECTION_LOWER},
		{"rollout/reward_loss", TFE_DIRECTION_LOWER},
		{"train/step_time", TFE_DIRECTION_LOWER},
		{"eval/runtime", TFE_DIRECTION_LOWER},
		{"train/loss", TFE_DIRECTION_LOWER},
		{"train_loss", TFE_DIRECTION_LOWER},
		{"train/error", TFE_DIRECTION_LOWER},
		{"train/total_loss", TFE_DIRECTION_LOWER},
		{"trainer/rmse", TFE_DIRECTION_LOWER},
		{"train/lr_loss", TFE_DIRECTION_LOWER},
		{"train/learning_rate", TFE_DIRECTION_UNKNOWN},
		{"lr", TFE_DIRECTION_UNKNOWN},
		{"train/grad_norm", TFE_DIRECTION_UNKNOWN},
		{"rollout/ep_len_mean", TFE_DIRECTION_UNKNOWN},
		{"time/fps", TFE_DIRECTION_HIGHER},
		{"time/iterations", TFE_DIRECTION_UNKNOWN},
		{"time/time_elapsed", TFE_DIRECTION_LOWER},
		{"time/total_timesteps", TFE_DIRECTION_UNKNOWN},
		{"losses/explained_variance", TFE_DIRECTION_HIGHER},
		{"losses/value_loss", TFE_DIRECTION_LOWER},
		{"losses/entropy", TFE_DIRECTION_UNKNOWN},
		{"train/entropy_loss", TFE_DIRECTION_LOWER},
		{"train/loss_scale", TFE_DIRECTION_UNKNOWN},
		{"epoch", TFE_DIRECTION_UNKNOWN},
		{"train/global_step", TFE_DIRECTION_UNKNOWN},
		{"train/epoch", TFE_DIRECTION_UNKNOWN},
		{"Loss/train", TFE_DIRECTION_LOWER},
		{"Accuracy/val", TFE_DIRECTION_HIGHER},
		{"Loss/classification", TFE_DIRECTION_LOWER},
		{"loss", TFE_DIRECTION_LOWER},
		{"val_loss", TFE_DIRECTION_LOWER},
		{"epoch_accuracy", TFE_DIRECTION_HIGHER},
		{"evaluation_accuracy_vs_iterations", TFE_DIRECTION_HIGHER},
		{"epoch_loss", TFE_DIRECTION_LOWER},
		{"eval/neg_log_likelihood", TFE_DIRECTION_LOWER},
		{"eval/log_likelihood", TFE_DIRECTION_HIGHER},
		{"eval/NegativeLogLikelihood", TFE_DIRECTION_LOWER},
		{"brier_score", TFE_DIRECTION_LOWER},
		{"fid_score", TFE_DIRECTION_LOWER},
		{"AverageEpRet", TFE_DIRECTION_HIGHER},
		{"eval/mean_reward", TFE_DIRECTION_HIGHER},
		{"rollout/reward_std", TFE_DIRECTION_UNKNOWN},
		{"images/sec", TFE_DIRECTION_UNKNOWN},
		{"train/tokens_per_sec", TFE_DIRECTION_HIGHER},
		{"train/samples_per_second", TFE_DIRECTION_HIGHER},
		{"train/seconds_per_step", TFE_DIRECTION_LOWER},
		{"train_runtime", TFE_DIRECTION_LOWER},
		{"train_steps_per_second", TFE_DIRECTION_HIGHER},
		{"R@1", TFE_DIRECTION_HIGHER},
		{"recall@10", TFE_DIRECTION_HIGHER},
		{"Recall@K", TFE_DIRECTION_HIGHER},
		{"precision@5", TFE_DIRECTION_HIGHER},
		{"mIoU", TFE_DIRECTION_HIGHER},
		{"IoU", TFE_DIRECTION_HIGHER},
		{"val/mIoU", TFE_DIRECTION_HIGHER},
		{"metrics/mAP50(B)", TFE_DIRECTION_HIGHER},
		{"AP_small", TFE_DIRECTION_HIGHER},
		{"APs", TFE_DIRECTION_UNKNOWN},
		{"eval/bits_per_byte", TFE_DIRECTION_LOWER},
		{"eval/bits_per_dim", TFE_DIRECTION_LOWER},
		{"eval/bleu-4", TFE_DIRECTION_HIGHER},
		{"BLEU4", TFE_DIRECTION_HIGHER},
		{"eval/chrF++", TFE_DIRECTION_HIGHER},
		{"eval/rougeLsum", TFE_DIRECTION_HIGHER},
		{"PSNR", TFE_DIRECTION_HIGHER},
		{"test_ssim", TFE_DIRECTION_HIGHER},
		{"lpips_vgg", TFE_DIRECTION_LOWER},
		{"eval/cosine_distance", TFE_DIRECTION_LOWER},
		{"val/loss_accuracy", TFE_DIRECTION_LOWER},
		{"accuracy_error", TFE_DIRECTION_LOWER},
		{"train/top_1_err", TFE_DIRECTION_LOWER},
		{"Q/mean", TFE_DIRECTION_UNKNOWN},
		{"memory/allocated_gb", TFE_DIRECTION_UNKNOWN},
		{"weights/dense_1", TFE_DIRECTION_UNKNOWN},
		{"eval/softmax_cross_entropy", TFE_DIRECTION_LOWER},
		{"train/policy_entropy", TFE_DIRECTION_UNKNOWN},
		{"train/approx_kl", TFE_DIRECTION_LOWER},
		{"inference_latency_ms", TFE_DIRECTION_LOWER},
		{"perf/throughput", TFE_DIRECTION_HIGHER},
		{"eval/success", TFE_DIRECTION_HIGHER},
		{"eval/episode_success_rate", TFE_DIRECTION_HIGHER},
		{"charts/episodic_return", TFE_DIRECTION_HIGHER},
		{"Environment/Cumulative Reward", TFE_DIRECTION_HIGHER},
		{"Losses/Policy Loss", TFE_DIRECTION_LOWER},
		{"Policy/Learning Rate", TFE_DIRECTION_UNKNOWN},
		{"Policy/Entropy", TFE_DIRECTION_UNKNOWN},
		{"", TFE_DIRECTION_UNKNOWN},
		{"/", TFE_DIRECTION_UNKNOWN},
		{"///", TFE_DIRECTION_UNKNOWN},
		{"reward/loss", TFE_DIRECTION_LOWER},
		{"fpr", TFE_DIRECTION_LOWER},
		{"tpr", TFE_DIRECTION_HIGHER},
		{"eval/word_error_rate", TFE_DIRECTION_LOWER},
		{"CER", TFE_DIRECTION_LOWER},
		{"EER", TFE_DIRECTION_LOWER},
	};
	size_t wrong = 0;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		tfe_direction direction = tfe_tag_direction(cases[i].tag);
		if (direction == cases[i].direction)
			continue;
		print_error("%s: %d instead of %d\n", cases[i].tag, (int)direction,
			    (int)cases[i].direction);
		wrong++;
	}
	assert_int_equal(wrong, 0);
}

/* Tags come from files: a component may have any number of words, and a word may have any
 * length. */
static void long_tags_are_bounded(void **state)
{
	(void)state;
	static char tag[1 << 16];
	for (size_t i = 0; i + 1 < sizeof tag; i++)
		tag[i] = i % 3 == 2 ? '_' : 'a';
	assert_int_equal(tfe_tag_direction(tag), TFE_DIRECTION_UNKNOWN);
	memset(tag, 'a', sizeof tag - 1);
	assert_int_equal(tfe_tag_direction(tag), TFE_DIRECTION_UNKNOWN);
	memset(tag, '/', sizeof tag - 1);
	assert_int_equal(tfe_tag_direction(tag), TFE_DIRECTION_UNKNOWN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_words_of_a_tag_decide),
		cmocka_unit_test(long_tags_are_bounded),
	};
	return cmocka_run_group_tests_name("direction", tests, NULL, NULL);
}
