/* health: the rules of histograms: for each rule a series that must fire, and near misses. */
#include "unit/health.h"

#include <stdio.h>

static void large_weights(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	/* 1000 values over 10 biases: 100 inputs, for which He's rule gives 0.141. */
	bell(h, "big/kernel", 5, 1000, 1.4, 0);
	bell(h, "big/bias", 5, 10, 0.1, 0);
	bell(h, "he/kernel", 5, 1000, 0.141, 0);
	bell(h, "he/bias", 5, 10, 0.1, 0);
	bell(h, "grown/kernel", 5, 1000, 0.45, 0);
	bell(h, "grown/bias", 5, 10, 0.1, 0);
	/* The same size is no finding with four inputs, and for a gain. */
	bell(h, "small/kernel", 5, 40, 1.4, 0);
	bell(h, "small/bias", 5, 10, 0.1, 0);
	bell(h, "bn1/weight", 5, 1000, 3, 0);
	bell(h, "embedding/weight", 5, 1000, 3, 0);
	bell(h, "features.1.weight", 5, 1000, 3, 0);
	bell(h, "features.1.bias", 5, 1000, 3, 0);
	const tfe_finding *f = found(h, "large_weights", "big/kernel");
	assert_non_null(f);
	assert_int_equal(f->step, 5);
	assert_int_equal(f->severity, TFE_SEVERITY_WARNING);
	assert_true(f->active);
	assert_true(f->value > 1.3);
	assert_true(f->value < 1.5);
	assert_true(f->limit > 0.7);
	assert_true(f->limit < 0.71);
	assert_non_null(strstr(f->message, "100 inputs"));
	assert_int_equal(alarms(h), 1);
	tfe_health_close(h);
}

static void large_weights_without_a_bias(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	for (int64_t i = 0; i < 5; i++) {
		bell(h, "grows.weight", i, 500, 0.1 * (double)(1 << i), 0);
		bell(h, "stays.weight", i, 500, 0.9, (size_t)i);
		bell(h, "begins.weight", i, 500, 3, (size_t)i);
	}
	const tfe_finding *f = found(h, "large_weights", "grows.weight");
	assert_non_null(f);
	assert_int_equal(f->step, 4);
	assert_non_null(found(h, "large_weights", "begins.weight"));
	assert_int_equal(alarms(h), 2);
	tfe_health_close(h);
}

static void weight_collapse(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	for (int64_t i = 0; i < 10; i++) {
		bell(h, "falls/kernel", i, 500, 0.1 * pow(0.7, (double)i), 0);
		bell(h, "embedding/weight", i, 500, 0.1 * pow(0.7, (double)i), 0);
		bell(h, "halves/kernel", i, 500, 0.1 * pow(0.93, (double)i), 0);
		bell(h, "falls/bias", i, 500, 0.1 * pow(0.7, (double)i), 0);
		bell(h, "tiny/kernel", i, 20, 0.1 * pow(0.7, (double)i), 0);
	}
	const tfe_finding *f = found(h, "weight_collapse", "falls/kernel");
	assert_null(f); /* as many values as biases: a gain */
	tfe_health_close(h);

	h = fresh();
	for (int64_t i = 0; i < 10; i++) {
		bell(h, "falls/kernel", 10 * i, 500, 0.1 * pow(0.7, (double)i), 0);
		bell(h, "halves/kernel", 10 * i, 500, 0.1 * pow(0.93, (double)i), 0);
		bell(h, "tiny/kernel", 10 * i, 20, 0.1 * pow(0.7, (double)i), 0);
	}
	f = found(h, "weight_collapse", "falls/kernel");
	assert_non_null(f);
	assert_int_equal(f->step, 70); /* 0.7^7 = 0.082 */
	assert_int_equal(f->last_step, 90);
	assert_int_equal(alarms(h), 1);
	tfe_health_close(h);
}

static void constant_weights(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	constant(h, "zeros/kernel", 0, 100, 0, false);
	constant(h, "tenths/kernel", 0, 100, 0.1, false);
	constant(h, "v2zeros/kernel", 0, 100, 0, true);
	constant(h, "v2tenths/kernel", 0, 100, 0.1, true);
	constant(h, "ok/bias", 0, 100, 0, false);
	constant(h, "bn/gamma", 0, 100, 1, false);
	constant(h, "ln_1.weight", 0, 100, 1, false);
	constant(h, "unnamed.weight", 0, 100, 1, false); /* ones without a bias: probably a gain */
	constant(h, "lora_B", 0, 100, 0, false);
	constant(h, "pos", 0, 100, 0, false);
	constant(h, "grad/fc1.weight", 0, 100, 0, false);
	bell(h, "narrow/kernel", 0, 100, 1e-3, 0);
	assert_non_null(found(h, "constant_weights", "zeros/kernel"));
	assert_non_null(found(h, "constant_weights", "tenths/kernel"));
	assert_non_null(found(h, "constant_weights", "v2zeros/kernel"));
	const tfe_finding *f = found(h, "constant_weights", "v2tenths/kernel");
	assert_non_null(f);
	assert_int_equal(f->severity, TFE_SEVERITY_ERROR);
	assert_int_equal(alarms(h), 4);
	tfe_health_close(h);
}

/* Weights that start constant and then change are reported once, as ended. */
static void constant_weights_that_move(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	constant(h, "fc/kernel", 0, 600, 0.1, false);
	for (int64_t i = 1; i < 6; i++)
		bell(h, "fc/kernel", i, 600, 0.001, 0);
	const tfe_finding *f = found(h, "constant_weights", "fc/kernel");
	assert_non_null(f);
	assert_false(f->active);
	assert_int_equal(f->last_step, 0);
	assert_null(found(h, "weight_collapse", NULL));
	tfe_health_close(h);
}

/* One of several layers starts at zero and then changes: residual blocks and heads start like
 * this. */
static void zeros_on_purpose(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	for (int64_t i = 0; i < 4; i++) {
		bell(h, "fc1/kernel", i, 100, 0.1, (size_t)i);
		bell(h, "fc2/kernel", i, 100, 0.1, (size_t)i);
		if (i == 0)
			constant(h, "head/kernel", i, 100, 0, false);
		else
			bell(h, "head/kernel", i, 100, 0.01, (size_t)i);
	}
	const tfe_finding *f = found(h, "constant_weights", "head/kernel");
	assert_non_null(f);
	assert_int_equal(f->severity, TFE_SEVERITY_INFO);
	assert_int_equal(alarms(h), 0);
	tfe_health_close(h);
}

static void unchanged_layer(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	for (int64_t i = 0; i < 6; i++) {
		bell(h, "fc1/kernel", i, 100, 0.1, 0);
		bell(h, "fc2/kernel", i, 100, 0.1 + 0.01 * (double)i, 0);
		bell(h, "fc3/kernel", i, 100, i < 4 ? 0.1 + 0.01 * (double)i : 0.2, 0);
	}
	const tfe_finding *f = found(h, "unchanged_layer", "fc1/kernel");
	assert_non_null(f);
	assert_int_equal(f->step, 0);
	assert_int_equal(f->last_step, 5);
	assert_int_equal(alarms(h), 1);
	tfe_health_close(h);
}

/* The first layers do not change while the others learn: freezing them was intended. */
static void a_frozen_backbone_is_no_alarm(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	for (int64_t i = 0; i < 6; i++) {
		bell(h, "conv1.weight", i, 100, 0.1, 0);
		bell(h, "conv2.weight", i, 100, 0.1, 0);
		bell(h, "head.weight", i, 100, 0.1 + 0.01 * (double)i, 0);
		scalar(h, "loss", i, 2.0 / (double)(i + 1));
	}
	const tfe_finding *f = found(h, "unchanged_layer", "conv1.weight");
	assert_non_null(f);
	assert_int_equal(f->severity, TFE_SEVERITY_INFO);
	assert_int_equal(alarms(h), 0);
	tfe_health_close(h);
}

/* LoRA trains its factors alone; a kernel that changed and then stops is reported beside it. */
static void kernels_beside_lora(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	for (int64_t i = 0; i < 6; i++) {
		bell(h, "0.q_proj.weight", i, 100, 0.1, 0);
		bell(h, "0.q_proj.lora_A.weight", i, 100, 0.1 + 0.01 * (double)i, 0);
	}
	const tfe_finding *f = found(h, "unchanged_layer", "0.q_proj.weight");
	assert_non_null(f);
	assert_int_equal(f->severity, TFE_SEVERITY_INFO);
	assert_int_equal(alarms(h), 0);
	for (int64_t i = 0; i < 8; i++)
		bell(h, "head.weight", i, 100, i < 4 ? 0.1 + 0.01 * (double)i : 0.14, 0);
	assert_int_equal(alarms(h), 1);
	tfe_health_close(h);
}

/* The weights are logged three times per update; or the learning rate has ended. */
static void stops_that_mean_nothing(void **state)
{
	(void)state;
	tfe_health *often = fresh(), *over = fresh();
	for (int64_t i = 0; i < 12; i++) {
		bell(often, "fc1/kernel", i, 100, 0.1, (size_t)(i / 3));
		bell(over, "fc1/kernel", i, 100, 0.1, (size_t)(i < 7 ? i : 7));
		scalar(over, "loss", i, 2.0 / (double)(i * i + 1));
	}
	assert_null(found(often, "unchanged_layer", NULL));
	assert_int_equal(alarms(over), 0);
	tfe_health_close(often);
	tfe_health_close(over);
}

static void gradients(tfe_health *h, int64_t step, double first, double last)
{
	bell(h, "grads/fc1.weight", step, 400, first, 0);
	bell(h, "grads/fc1.bias", step, 10, first, 0);
	bell(h, "grads/fc2.weight", step, 400, sqrt(first * last), 0);
	bell(h, "grads/fc3.weight", step, 400, last, 0);
}

static void vanishing_gradient(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	for (int64_t i = 0; i < 6; i++)
		gradients(h, i, i < 3 ? 0.01 : 1e-6, 0.01);
	const tfe_finding *f = found(h, "vanishing_gradient", NULL);
	assert_non_null(f);
	assert_string_equal(f->tag, "grads/fc1.weight");
	assert_int_equal(f->step, 3);
	tfe_health_close(h);

	h = fresh();
	for (int64_t i = 0; i < 6; i++)
		/* The gradient is below the limit once, and just above it otherwise. */
		gradients(h, i, i == 3 ? 1e-6 : 2e-5, 0.01);
	assert_null(found(h, "vanishing_gradient", NULL));
	tfe_health_close(h);
}

static void exploding_gradient(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	for (int64_t i = 0; i < 6; i++)
		gradients(h, i, 0.1, i == 4 ? 100 : 0.1);
	const tfe_finding *f = found(h, "exploding_gradient", "grads/fc3.weight");
	assert_non_null(f);
	assert_int_equal(f->step, 4);
	assert_int_equal(f->last_step, 4);
	tfe_health_close(h);

	/* Unscaled targets make large gradients, which a loss named as a distance explains. */
	h = fresh();
	for (int64_t i = 0; i < 6; i++) {
		gradients(h, i, 100, 100);
		scalar(h, "mse", i, 4e6 / (double)(i + 1));
	}
	assert_null(found(h, "exploding_gradient", NULL));
	tfe_health_close(h);
}

/* Feeds a loss that falls from 4e5 by the power `fall` of the steps, gradients as large as the
 * targets of the loss require, and a metric. */
static tfe_health *scaled_gradients(const char *loss, const char *metric, double size, double fall)
{
	tfe_health *h = fresh();
	for (int64_t i = 0; i < 6; i++) {
		gradients(h, i, size, size);
		scalar(h, loss, i, 4e5 / pow((double)(i + 1), fall));
		scalar(h, metric, i, 0.3 + 0.1 * (double)i);
	}
	return h;
}

static void gradients_scale_with_a_summed_loss(void **state)
{
	(void)state;
	static const char *const sums[][2] = {{"G/loss", "dice"},
					      {"train/loss", "val/mIoU"},
					      {"loss", "psnr"},
					      {"recon_loss", "step"},
					      {"train/loss", "train/accuracy"}};
	for (size_t i = 0; i < sizeof sums / sizeof *sums; i++) {
		tfe_health *h = scaled_gradients(sums[i][0], sums[i][1], 100, 0.5);
		assert_null(found(h, "exploding_gradient", NULL));
		tfe_health_close(h);
	}
	/* The loss of a classifier begins near ln k. A sum does not fall so fast before most
	 * predictions are right. */
	tfe_health *h = scaled_gradients("train/loss", "train/accuracy", 100, 6);
	assert_non_null(found(h, "exploding_gradient", NULL));
	tfe_health_close(h);
}

/* Feeds small gradients and a loss that is `high` at step 7. */
static tfe_health *loss_at_7(double start, double high)
{
	tfe_health *h = fresh();
	for (int64_t i = 0; i < 12; i++) {
		if (i % 5 == 0)
			gradients(h, i, 0.1, 0.1);
		scalar(h, "loss", i, i == 7 ? high : start);
	}
	return h;
}

static void gradients_explode_between_histograms(void **state)
{
	(void)state;
	tfe_health *h = loss_at_7(2.3, 1e9);
	const tfe_finding *f = found(h, "exploding_gradient", "loss");
	assert_non_null(f);
	assert_int_equal(f->step, 7);
	tfe_health_close(h);
	h = loss_at_7(2.3, 1e4);
	assert_null(found(h, "exploding_gradient", NULL));
	tfe_health_close(h);
	h = loss_at_7(1e-9, 1);
	assert_null(found(h, "exploding_gradient", NULL));
	tfe_health_close(h);
}

/* Feeds 2000 activations. Without a gain they are those of a ReLU: a share `zeros` of them is 0,
 * the rest is |N(0, 1)|. With a gain they are those of tanh, whose inputs are the gain times N(0,
 * 1). */
static void activation(tfe_health *h, const char *tag, int64_t step, double zeros, double gain)
{
	double values[2000];
	for (size_t i = 0; i < 2000; i++) {
		double x = normal(i);
		values[i] = gain > 0 ? tanh(gain * x) : unit(i + 7) < zeros ? 0 : fabs(x);
	}
	tensor(h, tag, step, values, 2000, step % 2);
}

static void dead_relu(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	for (int64_t i = 0; i < 6; i++) {
		activation(h, "act1/activation", i, i < 3 ? 0.5 : 0.97, 0);
		activation(h, "act2/activation", i, 0.7, 0);
	}
	const tfe_finding *f = found(h, "dead_relu", "act1/activation");
	assert_non_null(f);
	assert_int_equal(f->step, 3);
	assert_int_equal(alarms(h), 1);
	tfe_health_close(h);
}

static void saturated(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	for (int64_t i = 0; i < 6; i++) {
		activation(h, "act1/tanh", i, 0, i < 3 ? 1 : 20);
		activation(h, "act2/tanh", i, 0, 1);
		activation(h, "attention/output", i, 0, 20);
	}
	const tfe_finding *f = found(h, "saturated", "act1/tanh");
	assert_non_null(f);
	assert_int_equal(f->step, 3);
	assert_int_equal(alarms(h), 1);
	tfe_health_close(h);
}

/* A layer may be named after its activation. */
static void a_named_layer_is_no_activation(void **state)
{
	(void)state;
	static const char *const tags[] = {"L1_Dense_RELU/bias_0/histogram", "tanh_1/bias/weights",
					   "sigmoid/bias/hist", "activation_3/beta/0"};
	for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
		tfe_health *h = fresh();
		for (int64_t step = 0; step < 6; step++)
			activation(h, tags[i], step, 0, 30);
		assert_int_equal(alarms(h), 0);
		tfe_health_close(h);
	}
	tfe_health *h = fresh();
	for (int64_t step = 0; step < 6; step++)
		bell(h, "dense_relu/kernel/histogram", step, 1000, 30, (size_t)step);
	assert_non_null(found(h, "large_weights", "dense_relu/kernel/histogram"));
	tfe_health_close(h);
}

/* A ReLU has no upper end at which it saturates. */
static void a_rectifier_does_not_saturate(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	for (int64_t step = 0; step < 6; step++)
		activation(h, "block/leaky_relu", step, 0, 30);
	activation(h, "head/relu", 0, 0.5, 0);
	assert_null(found(h, "saturated", NULL));
	tfe_health_close(h);
}

static void unnormalised_input(void **state)
{
	(void)state;
	double pixels[1000], scaled[1000], features[1000];
	for (size_t i = 0; i < 1000; i++) {
		pixels[i] = floor(256 * unit(i));
		scaled[i] = pixels[i] / 127.5 - 1;
		features[i] = 3 * normal(i);
	}
	tfe_health *h = fresh();
	tensor(h, "data/input", 0, pixels, 1000, true);
	tensor(h, "scaled/input", 0, scaled, 1000, true);
	tensor(h, "standard/input", 0, features, 1000, true);
	const tfe_finding *f = found(h, "unnormalised_input", "data/input");
	assert_non_null(f);
	assert_non_null(strstr(f->actions[0], "[-1,1]"));
	assert_int_equal(alarms(h), 1);
	/* The histogram of an embedding means that the inputs are token identifiers, not
	 * measurements. */
	bell(h, "embedding.weight", 0, 500, 1, 0);
	assert_int_equal(alarms(h), 0);
	tfe_health_close(h);
}

static void token_numbers_and_generated_images_are_not_scaled(void **state)
{
	(void)state;
	double ids[500];
	for (size_t i = 0; i < 500; i++)
		ids[i] = floor(30000 * unit(i));
	tfe_health *h = fresh();
	tensor(h, "input_ids", 0, ids, 500, true);
	tensor(h, "inputs/tokens", 0, ids, 500, true);
	tensor(h, "fake_images", 0, ids, 500, true);
	assert_int_equal(alarms(h), 0);
	tensor(h, "inputs/grids", 0, ids, 500, true);
	assert_int_equal(alarms(h), 1);
	tfe_health_close(h);
}

static void a_number_is_no_batch_of_inputs(void **state)
{
	(void)state;
	double one[1] = {0};
	tfe_health *h = fresh();
	for (int64_t step = 0; step < 50; step++) {
		one[0] = (double)(step * step * step);
		tensor(h, "his/x", step, one, 1, step % 2);
		constant(h, "input/scale", step, 100, 255, false);
	}
	assert_null(found(h, "unnormalised_input", NULL));
	tfe_health_close(h);
}

static void nonfinite_tensors(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	double values[100];
	for (int64_t step = 0; step < 4; step++) {
		for (size_t i = 0; i < 100; i++)
			values[i] = step == 2 && i == 50 ? NAN : 0.1 * normal(i + (size_t)step);
		tensor(h, "fc1/kernel", step, values, 100, false);
	}
	const tfe_finding *f = found(h, "nonfinite", "fc1/kernel");
	assert_non_null(f);
	assert_int_equal(f->step, 2);
	assert_false(f->active);
	assert_non_null(strstr(f->message, "1 of 4 histograms not finite, first at step 2 (NaN);"));
	tfe_health_close(h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(large_weights),
		cmocka_unit_test(large_weights_without_a_bias),
		cmocka_unit_test(weight_collapse),
		cmocka_unit_test(constant_weights),
		cmocka_unit_test(constant_weights_that_move),
		cmocka_unit_test(zeros_on_purpose),
		cmocka_unit_test(unchanged_layer),
		cmocka_unit_test(a_frozen_backbone_is_no_alarm),
		cmocka_unit_test(kernels_beside_lora),
		cmocka_unit_test(stops_that_mean_nothing),
		cmocka_unit_test(vanishing_gradient),
		cmocka_unit_test(exploding_gradient),
		cmocka_unit_test(gradients_scale_with_a_summed_loss),
		cmocka_unit_test(gradients_explode_between_histograms),
		cmocka_unit_test(a_named_layer_is_no_activation),
		cmocka_unit_test(a_rectifier_does_not_saturate),
		cmocka_unit_test(a_number_is_no_batch_of_inputs),
		cmocka_unit_test(token_numbers_and_generated_images_are_not_scaled),
		cmocka_unit_test(dead_relu),
		cmocka_unit_test(saturated),
		cmocka_unit_test(unnormalised_input),
		cmocka_unit_test(nonfinite_tensors),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
