/* health: the meaning of a tag, in the vocabulary of many loggers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "health/meaning.h"
#include "health/words.h"

static char layer[TFE__LAYER_BYTES]; /* the layer of the last tag */

static struct tfe__meaning of(const char *tag, bool histogram)
{
	struct tfe__meaning m;
	tfe__meaning_of(tag, histogram, &m, layer);
	return m;
}

static void scalars(void **state)
{
	(void)state;
	static const struct {
		const char *tag;
		enum tfe__role role;
		bool validation;
	} cases[] = {
		{"loss", TFE__ROLE_LOSS, false},
		{"Loss/train", TFE__ROLE_LOSS, false},
		{"Train/Loss", TFE__ROLE_LOSS, false},
		{"trainLoss", TFE__ROLE_LOSS, false},
		{"train_loss_epoch", TFE__ROLE_LOSS, false},
		{"epoch_loss", TFE__ROLE_LOSS, false},
		{"batch_loss", TFE__ROLE_LOSS, false},
		{"training loss", TFE__ROLE_LOSS, false},
		{"val_loss", TFE__ROLE_LOSS, true},
		{"validation/epoch_loss", TFE__ROLE_LOSS, true},
		{"evaluation_loss_vs_iterations", TFE__ROLE_LOSS, true},
		{"eval/loss", TFE__ROLE_LOSS, true},
		{"Loss/test", TFE__ROLE_LOSS, true},
		{"epoch_mae", TFE__ROLE_LOSS, false},
		{"training/cross_entropy", TFE__ROLE_LOSS, false},
		{"cross_entropy_loss", TFE__ROLE_LOSS, false},
		{"entropy_loss", TFE__ROLE_POLICY_ENTROPY, false},
		{"ValLoss", TFE__ROLE_LOSS, true},
		{"train/perplexity", TFE__ROLE_LOSS, false},
		{"epoch_accuracy", TFE__ROLE_ACCURACY, false},
		{"Valid/Acc", TFE__ROLE_ACCURACY, true},
		{"val_top1", TFE__ROLE_ACCURACY, true},
		{"lr", TFE__ROLE_LEARNING_RATE, false},
		{"lr-Adam", TFE__ROLE_LEARNING_RATE, false},
		{"epoch_learning_rate", TFE__ROLE_LEARNING_RATE, false},
		{"train/learning_rate", TFE__ROLE_LEARNING_RATE, false},
		{"learningRate", TFE__ROLE_LEARNING_RATE, false},
		{"grad_norm", TFE__ROLE_GRADIENT_NORM, false},
		{"train/gradient-norm", TFE__ROLE_GRADIENT_NORM, false},
		{"loss_scale", TFE__ROLE_LOSS_SCALE, false},
		{"kl_loss", TFE__ROLE_OTHER, false},
		{"train/lr_loss", TFE__ROLE_LOSS, false},
		{"losses/explained_variance", TFE__ROLE_OTHER, false},
		{"losses/accuracy", TFE__ROLE_ACCURACY, false},
		{"mse/val_accuracy", TFE__ROLE_ACCURACY, true},
		{"train/top1_error", TFE__ROLE_LOSS, false},
		{"accuracy_std", TFE__ROLE_OTHER, false},
		{"loss_weight", TFE__ROLE_OTHER, false},
		{"Loss/learning_rate", TFE__ROLE_LEARNING_RATE, false},
		{"objective", TFE__ROLE_LOSS, false},
		{"epoch", TFE__ROLE_OTHER, false},
		{"glossary", TFE__ROLE_OTHER, false},
		{"", TFE__ROLE_OTHER, false},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct tfe__meaning m = of(cases[i].tag, false);
		if (m.role != cases[i].role || m.validation != cases[i].validation)
			fail_msg("%s: role %d, validation %d", cases[i].tag, m.role, m.validation);
	}
}

static void tensors(void **state)
{
	(void)state;
	static const struct {
		const char *tag;
		enum tfe__role role;
		enum tfe__parameter part;
		const char *layer;
	} cases[] = {
		{"sequential/dense_1/kernel/histogram", TFE__ROLE_WEIGHT, TFE__PARAMETER_KERNEL,
		 "sequential/dense/1"},
		{"sequential/dense_1/bias/histogram", TFE__ROLE_WEIGHT, TFE__PARAMETER_BIAS,
		 "sequential/dense/1"},
		{"dense_1/kernel:0", TFE__ROLE_WEIGHT, TFE__PARAMETER_KERNEL, "dense/1/0"},
		{"Weights/fc1.weight", TFE__ROLE_WEIGHT, TFE__PARAMETER_KERNEL, "fc1"},
		{"Weights/fc1.bias", TFE__ROLE_WEIGHT, TFE__PARAMETER_BIAS, "fc1"},
		{"encoder/0/bias/weight", TFE__ROLE_WEIGHT, TFE__PARAMETER_BIAS, "encoder/0"},
		{"conv1.weight.grad", TFE__ROLE_GRADIENT, TFE__PARAMETER_KERNEL, "conv1"},
		{"grads/fc1.bias", TFE__ROLE_GRADIENT, TFE__PARAMETER_BIAS, "fc1"},
		{"fc1/weight_grad", TFE__ROLE_GRADIENT, TFE__PARAMETER_KERNEL, "fc1"},
		{"encoder.layers.0.self_attn.in_proj_weight", TFE__ROLE_WEIGHT,
		 TFE__PARAMETER_KERNEL, "encoder/layers/0/self/attn/in/proj"},
		{"rnn.weight_hh_l0", TFE__ROLE_WEIGHT, TFE__PARAMETER_KERNEL, "rnn/hh/l0"},
		{"lstm/lstm_cell/recurrent_kernel", TFE__ROLE_WEIGHT, TFE__PARAMETER_KERNEL,
		 "lstm/lstm/cell/recurrent"},
		{"bn1/weight", TFE__ROLE_WEIGHT, TFE__PARAMETER_NORM, "bn1"},
		{"batch_normalization_3/gamma", TFE__ROLE_WEIGHT, TFE__PARAMETER_NORM, NULL},
		{"normalization/variance/histogram", TFE__ROLE_WEIGHT, TFE__PARAMETER_NORM, NULL},
		{"layers.0.norm1.weight", TFE__ROLE_WEIGHT, TFE__PARAMETER_NORM, NULL},
		{"embedding.weight", TFE__ROLE_WEIGHT, TFE__PARAMETER_EMBEDDING, NULL},
		{"transformer/wte/weight", TFE__ROLE_WEIGHT, TFE__PARAMETER_EMBEDDING, NULL},
		{"model.layers.3.mlp.gate_proj.weight", TFE__ROLE_WEIGHT, TFE__PARAMETER_KERNEL,
		 NULL},
		{"layer_dW", TFE__ROLE_GRADIENT, TFE__PARAMETER_KERNEL, "layer"},
		{"W1", TFE__ROLE_WEIGHT, TFE__PARAMETER_KERNEL, "1"},
		{"b1", TFE__ROLE_WEIGHT, TFE__PARAMETER_BIAS, "1"},
		{"fc1Weight", TFE__ROLE_WEIGHT, TFE__PARAMETER_KERNEL, "fc1"},
		{"layer1/weights/summaries/histogram", TFE__ROLE_WEIGHT, TFE__PARAMETER_KERNEL,
		 "layer1"},
		{"prelu.weight", TFE__ROLE_WEIGHT, TFE__PARAMETER_ADAPTER, NULL},
		{"linear/b", TFE__ROLE_WEIGHT, TFE__PARAMETER_BIAS, "linear"},
		{"layer_scale.weight", TFE__ROLE_WEIGHT, TFE__PARAMETER_NORM, NULL},
		{"q_proj.lora_B.weight", TFE__ROLE_WEIGHT, TFE__PARAMETER_ADAPTER, NULL},
		{"lora_B", TFE__ROLE_WEIGHT, TFE__PARAMETER_ADAPTER, NULL},
		{"optimizer/exp_avg/fc1.weight", TFE__ROLE_OTHER, TFE__PARAMETER_KERNEL, NULL},
		{"act1/activation", TFE__ROLE_ACTIVATION, TFE__PARAMETER_UNKNOWN, NULL},
		{"activations/relu_2", TFE__ROLE_ACTIVATION, TFE__PARAMETER_UNKNOWN, NULL},
		{"output_layer/kernel", TFE__ROLE_WEIGHT, TFE__PARAMETER_KERNEL, NULL},
		{"input/x", TFE__ROLE_INPUT, TFE__PARAMETER_UNKNOWN, NULL},
		{"data/input", TFE__ROLE_INPUT, TFE__PARAMETER_UNKNOWN, NULL},
		{"something", TFE__ROLE_OTHER, TFE__PARAMETER_UNKNOWN, NULL},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct tfe__meaning m = of(cases[i].tag, true);
		if (m.role != cases[i].role || m.parameter != cases[i].part ||
		    (cases[i].layer && strcmp(layer, cases[i].layer) != 0))
			fail_msg("%s: role %d, part %d, layer %s", cases[i].tag, m.role,
				 m.parameter, layer);
	}
}

/* A loss falls and an accuracy rises; no word does both. */
static bool contradicts_itself(uint32_t bits)
{
	return ((bits & W_LOSS) && (bits & W_HIGHER)) ||
	       ((bits & W_ACCURACY) && !(bits & W_HIGHER)) ||
	       ((bits & W_HIGHER) && (bits & W_LOWER));
}

/* The dictionary is searched by halving: a word out of its order would hide others. */
static void every_word_is_found(void **state)
{
	(void)state;
	char words[] =
		"acc accuracy act activation activations actor acts adam adamw adapter adv "
		"advantage "
		"adversarial alpha attention attn auc auroc aux auxiliary b batch batches "
		"batchnorm "
		"batchnormalization bce beta bias biases bleu bn ce cls commitment cost critic "
		"cross "
		"crossentropy d data db decay dev dice dis disc discriminator dw ema emb embed "
		"embedding embeddings entropy episode episodic err error eval evaluation exp f1 "
		"feature features filters g gain gamma gate gelu gen generator gn grad gradient "
		"gradients grads groupnorm heldout hidden hist histogram histograms holdout huber "
		"image images input inputs instancenorm iou jaccard kernel kernels kl kld l1 l2 "
		"layernorm layernormalization learning ln logit logits logloss lookup lora loss "
		"losses lr lrs mae map mape mask miou momentum momentums moving mse msle ndcg nll "
		"norm normalisation normalization norms objective optim optimizer out output "
		"outputs "
		"param parameter parameters params penalty perplexity pg pixels policy pos "
		"position "
		"positional positions ppl ppo precision pred prediction predictions prelu prob "
		"probabilities probability probs prompt q qf rate recall reg regularisation "
		"regularization regularizer relu return returns rew reward rewards rmse rmsnorm "
		"rmsprop running scale scaling sgd shift sigmoid slots softmax summaries tanh td "
		"temperature test testing threshold token top1 top5 tracked val valid validation "
		"var "
		"variable variables variance velocities velocity vf w weight weights wgan wpe wte "
		"x "
		"xent";
	char *rest = words;
	for (char *word; (word = strtok_r(rest, " ", &rest));)
		if (!tfe__word_bits(word))
			fail_msg("%s", word);
		else if (contradicts_itself(tfe__word_bits(word)))
			fail_msg("%s: a role against its direction", word);
	assert_int_equal(tfe__word_bits(""), 0);
	assert_int_equal(tfe__word_bits("los"), 0);
	assert_int_equal(tfe__word_bits("losss"), 0);
	assert_int_equal(tfe__word_bits("zz"), 0);
}

static void games_need_not_fall(void **state)
{
	(void)state;
	static const char *const games[] = {"train/d_loss",           "Loss/G",
					    "losses/td_loss",         "policy_loss",
					    "charts/episodic_return", "rollout/ep_reward"};
	static const char *const others[] = {"train/loss", "val_loss", "lr", "accuracy",
					     "d/grad_norm"};
	for (size_t i = 0; i < sizeof(games) / sizeof(*games); i++)
		assert_true(of(games[i], false).contested);
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		assert_false(of(others[i], false).contested);
}

static void long_names_are_cut(void **state)
{
	(void)state;
	static char tag[20001];
	memset(tag, 'a', sizeof(tag) - 1);
	for (size_t i = 5; i < sizeof(tag) - 1; i += 6)
		tag[i] = '/';
	memcpy(tag + sizeof(tag) - 1 - 7, "/kernel", 7);
	struct tfe__meaning m = of(tag, true);
	assert_int_equal(m.parameter, TFE__PARAMETER_KERNEL);
	assert_true(strlen(layer) < TFE__LAYER_BYTES);
	memset(tag, 'a', sizeof(tag) - 1);
	assert_int_equal(of(tag, true).role, TFE__ROLE_OTHER);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(scalars),
		cmocka_unit_test(tensors),
		cmocka_unit_test(every_word_is_found),
		cmocka_unit_test(games_need_not_fall),
		cmocka_unit_test(long_names_are_cut),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
