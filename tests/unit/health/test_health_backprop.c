/* health: what gradients tell about units and inputs that are not logged, by the backpropagation of
 * a network of two layers. */
#include "unit/health.h"

enum { INPUTS = 24, UNITS = 32, OUTPUTS = 8, EXAMPLES = 16, STEPS = 6 };

struct network {
	bool relu;
	double inputs;   /* their standard deviation */
	double weights;  /* of both layers, in units of 1 / sqrt(inputs of the layer) */
	double bias;     /* of most units */
	bool normalised; /* with a normalisation between sums and units */
};

/* The values that a batch passes forward and back. */
struct batch {
	double x[EXAMPLES][INPUTS], y[EXAMPLES][UNITS], slope[EXAMPLES][UNITS];
	double dy[EXAMPLES][OUTPUTS], da[EXAMPLES][UNITS];
	double w1[UNITS][INPUTS], w2[OUTPUTS][UNITS];
};

static double bias_of(const struct network *net, size_t unit)
{
	return unit % 4 ? net->bias : 0;
}

static void forward(const struct network *net, struct batch *b, size_t salt)
{
	for (size_t u = 0; u < UNITS; u++)
		for (size_t i = 0; i < INPUTS; i++)
			b->w1[u][i] = net->weights / sqrt(INPUTS) * normal(u * INPUTS + i);
	for (size_t o = 0; o < OUTPUTS; o++)
		for (size_t u = 0; u < UNITS; u++)
			b->w2[o][u] = net->weights / sqrt(UNITS) * normal(9000 + o * UNITS + u);
	for (size_t e = 0; e < EXAMPLES; e++) {
		for (size_t i = 0; i < INPUTS; i++)
			b->x[e][i] = net->inputs * normal(salt + e * INPUTS + i);
		for (size_t u = 0; u < UNITS; u++) {
			double sum = bias_of(net, u);
			for (size_t i = 0; i < INPUTS; i++)
				sum += b->w1[u][i] * b->x[e][i];
			b->y[e][u] = net->relu ? fmax(sum, 0) : tanh(sum);
			b->slope[e][u] = net->relu ? sum > 0 : 1 - pow(tanh(sum), 2);
		}
	}
}

static void backward(struct batch *b, size_t salt)
{
	for (size_t e = 0; e < EXAMPLES; e++) {
		for (size_t o = 0; o < OUTPUTS; o++)
			b->dy[e][o] = 0.1 * normal(salt + 70000 + e * OUTPUTS + o) / EXAMPLES;
		for (size_t u = 0; u < UNITS; u++) {
			b->da[e][u] = 0;
			for (size_t o = 0; o < OUTPUTS; o++)
				b->da[e][u] += b->w2[o][u] * b->dy[e][o] * b->slope[e][u];
		}
	}
}

/* Feeds sum d x^T and sum d as the gradients of a layer, which has `units` units. */
static void gradients(tfe_health *h, int64_t step, const char *kernel, const char *bias,
		      const double *d, size_t units, const double *x, size_t inputs)
{
	static double dw[UNITS * UNITS], db[UNITS];
	for (size_t u = 0; u < units; u++) {
		db[u] = 0;
		for (size_t i = 0; i < inputs; i++)
			dw[u * inputs + i] = 0;
		for (size_t e = 0; e < EXAMPLES; e++) {
			db[u] += d[e * units + u];
			for (size_t i = 0; i < inputs; i++)
				dw[u * inputs + i] += d[e * units + u] * x[e * inputs + i];
		}
	}
	tensor(h, kernel, step, dw, units * inputs, false);
	tensor(h, bias, step, db, units, false);
}

static tfe_health *trained(const struct network *net)
{
	static struct batch b;
	tfe_health *h = fresh();
	for (int64_t step = 0; step < STEPS; step++) {
		size_t salt = 100003 * (size_t)(step + 1);
		forward(net, &b, salt);
		backward(&b, salt);
		tensor(h, "fc1.weight", step, b.w1[0], (size_t)UNITS * INPUTS, false);
		tensor(h, "fc2.weight", step, b.w2[0], (size_t)OUTPUTS * UNITS, false);
		gradients(h, step, "fc1.weight.grad", "fc1.bias.grad", b.da[0], UNITS, b.x[0],
			  INPUTS);
		gradients(h, step, "fc2.weight.grad", "fc2.bias.grad", b.dy[0], OUTPUTS, b.y[0],
			  UNITS);
		if (net->normalised)
			bell(h, "bn1.weight", step, UNITS, 1, 0);
	}
	return h;
}

/* Whether a network has a finding of a rule in a tag. */
static bool fires(const struct network *net, const char *rule, const char *tag)
{
	tfe_health *h = trained(net);
	bool fired = found(h, rule, tag) != NULL;
	tfe_health_close(h);
	return fired;
}

static void saturated_units(void **state)
{
	(void)state;
	struct network net = {.inputs = 1, .weights = 12};
	assert_true(fires(&net, "saturated", "fc1.weight"));
	/* A rectifier passes the sums on. */
	net.relu = true;
	assert_false(fires(&net, "saturated", NULL));
	/* A normalisation makes the sums small. */
	net.relu = false;
	net.normalised = true;
	assert_false(fires(&net, "saturated", NULL));
	net = (struct network){.inputs = 1, .weights = 2};
	assert_false(fires(&net, "saturated", NULL));
}

static void dead_units(void **state)
{
	(void)state;
	struct network net = {.relu = true, .inputs = 1, .weights = 1.4, .bias = -30};
	assert_true(fires(&net, "dead_relu", "fc1.bias.grad"));
	/* Units of tanh that are saturated get no gradient either, but pass on 1 or -1. */
	net.relu = false;
	assert_false(fires(&net, "dead_relu", NULL));
	net = (struct network){.relu = true, .inputs = 1, .weights = 1.4};
	assert_false(fires(&net, "dead_relu", NULL));
}

static void unscaled_inputs(void **state)
{
	(void)state;
	struct network net = {.relu = true, .inputs = 60, .weights = 0.1};
	assert_true(fires(&net, "unnormalised_input", "fc1.weight.grad"));
	net.normalised = true;
	assert_false(fires(&net, "unnormalised_input", NULL));
	net = (struct network){.relu = true, .inputs = 2, .weights = 0.1};
	assert_false(fires(&net, "unnormalised_input", NULL));
	/* Inputs that are logged speak for themselves. */
	net.inputs = 60;
	tfe_health *h = trained(&net);
	bell(h, "data/input", 0, 500, 1, 0);
	assert_null(found(h, "unnormalised_input", NULL));
	tfe_health_close(h);
}

/* Feeds weights of two layers whose biases move by these steps, and a loss. The kernels move by
 * other draws; the first one only if `kernel` is set. */
static tfe_health *moving(double first, double last, double loss, bool kernel)
{
	tfe_health *h = fresh();
	for (int64_t i = 0; i < 8; i++) {
		bell(h, "fc1/kernel", i, 400, 0.1, kernel ? (size_t)i : 0);
		bell(h, "fc1/bias", i, 20, first * (double)i, 0);
		bell(h, "fc2/kernel", i, 400, 0.1, (size_t)i);
		bell(h, "fc2/bias", i, 20, last * (double)i, 0);
		scalar(h, "loss", i, i > 3 ? loss : 2);
	}
	return h;
}

static void vanishing_gradients_leave_biases_alone(void **state)
{
	(void)state;
	tfe_health *h = moving(1e-6, 1e-2, 1.9, false);
	const tfe_finding *f = found(h, "vanishing_gradient", "fc1/bias");
	assert_non_null(f);
	assert_true(f->value < 2e-4);
	/* Logged gradients count more. */
	for (int64_t i = 0; i < 8; i++) {
		bell(h, "fc1/kernel_grad", i, 400, 0.1, (size_t)i);
		bell(h, "fc2/kernel_grad", i, 400, 0.1, (size_t)i);
	}
	assert_null(found(h, "vanishing_gradient", NULL));
	tfe_health_close(h);
	/* The gradient of the bias alone vanishes before a normalisation. */
	h = moving(1e-6, 1e-2, 1.9, true);
	assert_null(found(h, "vanishing_gradient", NULL));
	tfe_health_close(h);
	/* A frozen layer; a slow one; a network that learns. */
	static const double none[][3] = {{0, 1e-2, 1.9}, {1e-4, 1e-2, 1.9}, {1e-6, 1e-2, 0.1}};
	for (size_t i = 0; i < 3; i++) {
		h = moving(none[i][0], none[i][1], none[i][2], false);
		assert_null(found(h, "vanishing_gradient", NULL));
		tfe_health_close(h);
	}
}

/* Feeds the loss of a classifier that falls from `start` to `end`, where its accuracy is `right`,
 * and the weights of its head. */
static tfe_health *classifier(double start, double end, double right)
{
	tfe_health *h = fresh();
	for (int64_t i = 0; i < 20; i++) {
		bell(h, "head/kernel", i, 400, 0.1, (size_t)i);
		bell(h, "head/bias", i, 10, 0.1, (size_t)i);
		scalar(h, "train/loss", i, i ? end : start);
		scalar(h, "train/accuracy", i, i ? right : 0.1);
	}
	return h;
}

static void a_first_loss_bounds_the_gradient(void **state)
{
	(void)state;
	/* The norm of the weights is 2. */
	tfe_health *h = classifier(4000, 3, 0.5);
	const tfe_finding *f = found(h, "exploding_gradient", "head/kernel");
	assert_non_null(f);
	assert_true(f->value > 1800);
	assert_true(f->value < 2200);
	assert_int_equal(f->step, 0);
	tfe_health_close(h);
	/* A small one; a sum over 2000 pixels, small when most are right; one that stays. */
	static const double none[][3] = {{40, 1, 0.5}, {4600, 200, 0.99}, {4600, 2000, 0.5}};
	for (size_t i = 0; i < 3; i++) {
		h = classifier(none[i][0], none[i][1], none[i][2]);
		assert_null(found(h, "exploding_gradient", NULL));
		tfe_health_close(h);
	}
}

static void large_weights_explain_a_loss(void **state)
{
	(void)state;
	for (int large = 0; large < 2; large++) {
		tfe_health *h = fresh();
		for (int64_t i = 0; i < 8; i++) {
			bell(h, "head/kernel", i, 400, large ? 2 : 0.1, (size_t)i);
			bell(h, "head/bias", i, 10, 0.1, (size_t)i);
			scalar(h, "train/loss", i, 1e5);
			scalar(h, "train/accuracy", i, 0.1);
		}
		assert_int_equal(found(h, "exploding_gradient", NULL) != NULL, large);
		tfe_health_close(h);
	}
}

static void a_classifier_lost_at_once(void **state)
{
	(void)state;
	for (int large = 0; large < 2; large++) {
		tfe_health *h = fresh();
		for (int64_t i = 0; i < 20; i++) {
			scalar(h, "train/loss", i, i ? NAN : large ? 600 : 3);
			scalar(h, "train/accuracy", i, 0.1);
		}
		assert_int_equal(found(h, "exploding_gradient", "train/loss") != NULL, large);
		tfe_health_close(h);
	}
}

/* Feeds weights that become `factor` times as large between steps 20 and 40. */
static tfe_health *thrown(double factor, double rate)
{
	tfe_health *h = fresh();
	for (int64_t i = 0; i < 6; i++) {
		bell(h, "fc1/kernel", 20 * i, 400, i < 2 ? 0.1 : 0.1 * factor, (size_t)i);
		scalar(h, "lr", 20 * i, rate);
	}
	return h;
}

static void gradients_that_throw_weights(void **state)
{
	(void)state;
	tfe_health *h = thrown(1e4, 0.1);
	const tfe_finding *f = found(h, "exploding_gradient", "fc1/kernel");
	assert_non_null(f);
	assert_int_equal(f->step, 40);
	tfe_health_close(h);
	/* Adam moves each weight by about the learning rate at each step; SGD may drift far. */
	static const double none[][2] = {{1e4, 100}, {8, 1e-4}};
	for (size_t i = 0; i < 2; i++) {
		h = thrown(none[i][0], none[i][1]);
		assert_null(found(h, "exploding_gradient", NULL));
		tfe_health_close(h);
	}
}

/* Two equal histograms count if the training goes on for long between them. */
static void two_equal_histograms(void **state)
{
	(void)state;
	for (int far = 0; far < 2; far++) {
		tfe_health *h = fresh();
		for (int64_t i = 0; i < 100; i++)
			scalar(h, "loss", i, 2 - 0.001 * (double)i);
		for (int64_t i = 0; i < 3; i++) {
			int64_t step = i * (far ? 45 : 5);
			bell(h, "fc1/kernel", step, 400, 0.1, i ? 1 : 0);
			bell(h, "fc2/kernel", step, 400, 0.1, (size_t)i);
		}
		assert_int_equal(found(h, "unchanged_layer", "fc1/kernel") != NULL, far);
		tfe_health_close(h);
	}
}

/* All layers stop at the loss of a guess, which was far larger at first. */
static void a_network_that_learned_nothing(void **state)
{
	(void)state;
	for (int learned = 0; learned < 2; learned++) {
		tfe_health *h = fresh();
		for (int64_t i = 0; i < 12; i++) {
			bell(h, "fc1/kernel", i, 100, 0.1, (size_t)(i < 4 ? i : 4));
			scalar(h, "loss", i, i < 2 ? 25 : 2.3);
			scalar(h, "accuracy", i, learned ? 0.7 : 0.08);
		}
		assert_non_null(found(h, "unchanged_layer", "fc1/kernel"));
		assert_int_equal(found(h, "unchanged_layer", NULL)->severity,
				 learned ? TFE_SEVERITY_INFO : TFE_SEVERITY_WARNING);
		tfe_health_close(h);
	}
}

/* As many binary weights change their signs in both directions. */
static void binary_weights(void **state)
{
	(void)state;
	double values[200];
	tfe_health *h = fresh();
	for (int64_t step = 0; step < 6; step++) {
		for (size_t i = 0; i < 200; i++)
			values[i] = (i + (size_t)step) % 2 ? 1 : -1;
		tensor(h, "fc1/kernel", step, values, 200, step % 2);
	}
	assert_null(found(h, "unchanged_layer", NULL));
	tfe_health_close(h);
}

/* A frozen backbone in a log of a few points. */
static void a_short_log_of_a_frozen_backbone(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	for (int64_t i = 0; i < 4; i++) {
		bell(h, "conv1.weight", i, 100, 0.1, 0);
		bell(h, "conv2.weight", i, 100, 0.1, 0);
		bell(h, "head.weight", i, 100, 0.1, (size_t)i);
		scalar(h, "loss", i, 2.2 * pow(0.6, (double)i));
	}
	assert_non_null(found(h, "unchanged_layer", "conv1.weight"));
	assert_int_equal(alarms(h), 0);
	tfe_health_close(h);
}

/* Weights that an explosion made huge, and which shrink to the usual size, do not collapse. */
static void weights_that_recover(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	for (int64_t i = 0; i < 10; i++) {
		bell(h, "fc1/kernel", i, 1000, 100 * pow(0.6, (double)i), 0);
		bell(h, "fc1/bias", i, 10, 0.1, 0);
	}
	assert_null(found(h, "weight_collapse", NULL));
	tfe_health_close(h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(saturated_units),
		cmocka_unit_test(dead_units),
		cmocka_unit_test(unscaled_inputs),
		cmocka_unit_test(vanishing_gradients_leave_biases_alone),
		cmocka_unit_test(a_first_loss_bounds_the_gradient),
		cmocka_unit_test(large_weights_explain_a_loss),
		cmocka_unit_test(a_classifier_lost_at_once),
		cmocka_unit_test(gradients_that_throw_weights),
		cmocka_unit_test(two_equal_histograms),
		cmocka_unit_test(a_network_that_learned_nothing),
		cmocka_unit_test(binary_weights),
		cmocka_unit_test(a_short_log_of_a_frozen_backbone),
		cmocka_unit_test(weights_that_recover),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
