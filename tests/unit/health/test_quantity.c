/* health: the quantity that a scalar measures, by its tag. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "health/quantity.h"

static void keys_and_ranks(void **state)
{
	(void)state;
	static const struct {
		const char *tag, *key;
		enum tfe__loss_rank rank;
	} tags[] = {
		{"loss", "", TFE__LOSS_PLAIN},
		{"train/loss", "", TFE__LOSS_PLAIN},
		{"trainLoss", "", TFE__LOSS_PLAIN},
		{"train_loss_epoch", "", TFE__LOSS_PLAIN},
		{"loss/low", "", TFE__LOSS_PLAIN},
		{"val_loss_ema", "", TFE__LOSS_PLAIN},
		{"train/total_loss", "", TFE__LOSS_TOTAL},
		{"train/box_loss", "box", TFE__LOSS_PART},
		{"val/box_loss", "box", TFE__LOSS_PART},
		{"Loss/rpn_cls", "rpn/cls", TFE__LOSS_PART},
		{"task_2/loss", "task/2", TFE__LOSS_PART},
		{"learn/RMSE", "rmse", TFE__LOSS_NAMED},
		{"test_mean_absolute_error", "absolute/error", TFE__LOSS_NAMED},
		{"metrics/perplexity_per_step", "perplexity", TFE__LOSS_PERPLEXITY},
		{"val_accuracy", "accuracy", TFE__LOSS_NAMED},
	};
	for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
		struct tfe__quantity q;
		char key[TFE__QUANTITY_BYTES];
		tfe__quantity_of(tags[i].tag, false, &q, key);
		assert_string_equal(key, tags[i].key);
		assert_int_equal(q.rank, tags[i].rank);
	}
}

static struct tfe__quantity of(const char *tag)
{
	struct tfe__quantity q;
	char key[TFE__QUANTITY_BYTES];
	tfe__quantity_of(tag, true, &q, key);
	return q;
}

static void epochs_batches_aspects_and_passes(void **state)
{
	(void)state;
	assert_true(of("val_loss_epoch").epoch);
	assert_false(of("val_loss_step").epoch);
	assert_true(of("val_loss/max").aspect);
	assert_true(of("best_val_loss").aspect);
	assert_false(of("val_loss/mean").aspect);
	assert_true(of("val/precision").half);
	assert_false(of("val/f1").half);
	static const char *const passes[] = {"valid_loss_step/epoch_0", "val_batch_loss/epoch12",
					     "validation/epoch_3/loss", "epoch_1/val_loss"};
	for (size_t i = 0; i < sizeof passes / sizeof *passes; i++) {
		assert_true(of(passes[i]).pass);
		assert_false(of(passes[i]).epoch);
	}
	assert_false(of("val_loss_epoch").pass);
	assert_false(of("epoch_val_loss").pass);
	assert_false(of("val_top_5_loss").pass);
}

static void long_tags_are_cut(void **state)
{
	(void)state;
	char tag[1000], key[TFE__QUANTITY_BYTES];
	struct tfe__quantity q;
	for (size_t i = 0; i + 1 < sizeof tag; i++)
		tag[i] = i % 9 == 8 ? '/' : (char)('a' + i % 7);
	tag[sizeof tag - 1] = '\0';
	tfe__quantity_of(tag, false, &q, key);
	assert_true(strlen(key) < TFE__QUANTITY_BYTES);
	tfe__quantity_of("", false, &q, key);
	assert_string_equal(key, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_and_ranks),
		cmocka_unit_test(epochs_batches_aspects_and_passes),
		cmocka_unit_test(long_tags_are_cut),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
