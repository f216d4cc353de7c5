/* health: the findings of layers that have the same illness are one; pending, firing, cleared. */
#include "unit/health.h"

#include <stdio.h>

static void assert_begins(const char *text, const char *begin)
{
	if (strncmp(text, begin, strlen(begin)) != 0)
		fail_msg("%s", text);
}

/* Three kernels of 100 inputs, for which the limit of large_weights is 0.71. */
static void layers(tfe_health *h, int64_t step, const double spread[3])
{
	static const char *const tags[] = {"fc1/kernel", "fc2/kernel", "fc10/kernel"};
	static const char *const biases[] = {"fc1/bias", "fc2/bias", "fc10/bias"};
	for (size_t i = 0; i < 3; i++) {
		bell(h, tags[i], step, 1000, spread[i], i);
		bell(h, biases[i], step, 10, 0.1, i);
	}
}

static void layers_with_the_same_illness_share_a_finding(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	layers(h, 10, (double[]){0.1, 0.1, 0.1});
	layers(h, 20, (double[]){0.1, 0.1, 1.1});
	layers(h, 30, (double[]){0.1, 1.4, 1.1});
	const tfe_finding f = *found(h, "large_weights", NULL);
	assert_string_equal(f.tag, "fc2/kernel");
	assert_int_equal(f.tag_count, 2);
	assert_string_equal(f.tags[0], "fc2/kernel");
	assert_string_equal(f.tags[1], "fc10/kernel");
	assert_null(f.tags[2]);
	assert_int_equal(f.step, 20);
	assert_int_equal(f.tag_step, 30);
	assert_int_equal(f.last_step, 30);
	assert_float_equal(f.value, 1.4, 0.1);
	assert_float_equal(f.limit, 0.707, 0.001);
	assert_begins(f.message, "2 of 3 kernels, first in fc10/kernel at step 20, worst in "
				 "fc2/kernel: ");
	assert_non_null(strstr(f.message, "for 100 inputs"));
	tfe_health_close(h);
}

/* One layer alone has the message of its rule. */
static void one_layer_is_not_counted(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	layers(h, 10, (double[]){0.1, 1.4, 0.1});
	assert_int_equal(judge(h), 1);
	tfe_finding f = finding_at(h, 0);
	assert_int_equal(f.tag_count, 1);
	assert_string_equal(f.tags[0], "fc2/kernel");
	assert_null(f.tags[1]);
	assert_begins(f.message, "weights have");
	tfe_health_close(h);
}

static void equal_layers_name_the_first(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	char tag[32];
	for (int i = 0; i < 14; i++) {
		snprintf(tag, sizeof tag, "layer%d/kernel", i);
		if (i % 7)
			constant(h, tag, 3, 64, 0, false);
		else
			bell(h, tag, 3, 64, 0.1, (size_t)i);
		snprintf(tag, sizeof tag, "layer%d/bias", i);
		constant(h, tag, 3, 8, 0, false);
	}
	tfe_finding f = *found(h, "constant_weights", NULL);
	assert_int_equal(f.tag_count, 12);
	assert_string_equal(f.tag, "layer1/kernel");
	assert_string_equal(f.tags[11], "layer13/kernel");
	assert_begins(f.message, "12 of 14 kernels, first in layer1/kernel: all 64 weights");
	tfe_health_close(h);
}

/* Tensors of several kinds are counted among all. */
static void kinds_of_tensors(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	const tfe_moments bad = {.size = sizeof bad, .num = 10, .stddev = NAN};
	static const char *const tags[] = {"fc1/kernel", "fc1/bias", "fc1/relu", "other"};
	for (size_t i = 0; i < 4; i++)
		bell(h, tags[i], 0, 64, 0.1, i);
	bell(h, "fine", 0, 64, 0.1, 9);
	for (int64_t i = 0; i < 4; i++)
		assert_int_equal(tfe_health_add_moments(h, tags[i], 5 - i, &bad), TFE_OK);
	tfe_finding f = *found(h, "nonfinite", NULL);
	assert_int_equal(f.tag_count, 4);
	assert_string_equal(f.tag, "other");
	assert_int_equal(f.step, 2);
	assert_int_equal(f.last_step, 5);
	assert_begins(f.message, "4 of 5 tensors, first in other: 1 of 2 histograms");
	tfe_health_close(h);
}

static void scalars_are_apart(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	const tfe_moments bad = {.size = sizeof bad, .num = 10, .stddev = NAN};
	static const char *const tags[] = {"fc1/kernel", "fc2/kernel"};
	for (int64_t i = 0; i < 8; i++) {
		scalar(h, "loss", i, i < 6 ? 1 : NAN);
		if (i < 2)
			assert_int_equal(tfe_health_add_moments(h, tags[i], i, &bad), TFE_OK);
		scalar(h, "other_loss", i, i < 6 ? 1 : NAN);
		scalar(h, "thing/a", i, i < 6 ? 1 : NAN);
		scalar(h, "thing/b", i, i < 6 ? 1 : NAN);
	}
	assert_int_equal(judge(h), 5);
	assert_int_equal(found(h, "nonfinite", "fc1/kernel")->tag_count, 2);
	assert_int_equal(found(h, "nonfinite", "loss")->tag_count, 1);
	tfe_health_close(h);
}

/* A layer that is frozen on purpose is information, another one is a warning. */
static void severities_are_apart(void **state)
{
	(void)state;
	static const char *const tags[] = {"backbone/conv1/kernel", "head/kernel",
					   "backbone/conv2/kernel", "tail/kernel"};
	tfe_health *h = fresh();
	for (int64_t step = 0; step < 6; step++) {
		for (size_t i = 0; i < 4; i++)
			bell(h, tags[i], step, 600, 0.1, i);
		bell(h, "middle/kernel", step, 600, 0.1, 10 + (size_t)step);
	}
	const tfe_finding *frozen = found(h, "unchanged_layer", tags[0]);
	const tfe_finding *stuck = found(h, "unchanged_layer", tags[1]);
	assert_int_equal(frozen->severity, TFE_SEVERITY_INFO);
	assert_int_equal(frozen->tag_count, 2);
	assert_string_equal(frozen->tags[1], tags[2]);
	assert_int_equal(stuck->severity, TFE_SEVERITY_WARNING);
	assert_int_equal(stuck->tag_count, 2);
	assert_string_equal(stuck->tags[1], tags[3]);
	tfe_health_close(h);
}

/* The norms of layers that are logged as scalars are layers too. */
static void norms_of_layers(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	for (int64_t i = 0; i < 8; i++) {
		scalar(h, "grad_norm", i, 1e4);
		scalar(h, "grad_norm/conv1", i, 1e4);
		scalar(h, "grad_norm/conv2", i, 2e4);
		scalar(h, "grad_norm/conv3", i, 1);
	}
	assert_non_null(found(h, "exploding_gradient", "grad_norm"));
	assert_int_equal(found(h, "exploding_gradient", "grad_norm")->tag_count, 1);
	const tfe_finding *f = found(h, "exploding_gradient", "grad_norm/conv1");
	assert_string_equal(f->tag, "grad_norm/conv2");
	assert_int_equal(f->tag_count, 2);
	assert_begins(f->message, "2 of 3 gradient norms, worst in grad_norm/conv2: ");
	tfe_health_close(h);
}

static double zeros_of(int64_t step, int64_t from, int64_t to)
{
	return step >= from && step < to ? 0.99 : 0.5;
}

/* Feeds activations with a share of zeros. */
static void relu(tfe_health *h, const char *tag, int64_t step, double zeros)
{
	double values[100];
	for (size_t i = 0; i < 100; i++)
		values[i] = (double)i < 100 * zeros ? 0 : 1 + unit(i);
	tensor(h, tag, step, values, 100, false);
}

/* dead_relu needs two histograms. */
static void findings_are_pending_firing_or_cleared(void **state)
{
	(void)state;
	static const char *const names[] = {"pending", "firing", "cleared"};
	tfe_health *h = fresh();
	tfe_health_list_pending(h, true);
	for (int64_t step = 0; step < 8; step++) {
		relu(h, "act1/relu", step, zeros_of(step, 3, 6));
		size_t n = judge(h);
		if (step < 3) {
			assert_int_equal(n, 0);
			continue;
		}
		/* One histogram below the limit may be noise; it clears after the second one. */
		tfe_finding_state want = step == 3  ? TFE_FINDING_STATE_PENDING
					 : step < 7 ? TFE_FINDING_STATE_FIRING
						    : TFE_FINDING_STATE_CLEARED;
		assert_int_equal(n, 1);
		tfe_finding f = finding_at(h, 0);
		assert_int_equal(f.state, want);
		assert_int_equal(f.active, want == TFE_FINDING_STATE_FIRING);
		assert_int_equal(f.step, 3);
		assert_int_equal(f.last_step, step < 6 ? step : 5);
		assert_string_equal(tfe_finding_state_name(f.state), names[want]);
	}
	tfe_health_close(h);
}

/* Pending findings are only listed if wanted, after all others, and do not share with firing ones.
 * The state of several layers is firing if one of them fires. */
static void pending_findings_are_apart(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	for (int64_t step = 0; step < 8; step++) {
		relu(h, "act1/relu", step, zeros_of(step, 2, 4));
		relu(h, "act2/relu", step, zeros_of(step, 4, 8));
		relu(h, "act3/relu", step, zeros_of(step, 7, 8));
		scalar(h, "thing", step, step ? 1 : NAN);
	}
	assert_int_equal(judge(h), 2);
	tfe_finding f = *found(h, "dead_relu", NULL);
	assert_int_equal(f.tag_count, 2);
	assert_int_equal(f.state, TFE_FINDING_STATE_FIRING);
	assert_int_equal(f.step, 2);
	tfe_health_list_pending(h, true);
	assert_int_equal(judge(h), 3);
	f = finding_at(h, 2);
	assert_int_equal(f.state, TFE_FINDING_STATE_PENDING);
	assert_string_equal(f.tag, "act3/relu");
	assert_int_equal(f.tag_count, 1);
	tfe_health_list_pending(h, false);
	assert_int_equal(judge(h), 2);
	tfe_health_close(h);
}

/* What ends before it fires is no longer pending. */
static void a_pending_finding_may_vanish(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	tfe_health_list_pending(h, true);
	for (int64_t step = 0; step < 6; step++) {
		relu(h, "act1/relu", step, zeros_of(step, 4, 5));
		assert_int_equal(judge(h), step == 4);
	}
	tfe_health_close(h);
}

static void gradients(tfe_health *h, int64_t step, double first)
{
	bell(h, "grads/fc1/kernel", step, 1000, first, 1);
	bell(h, "grads/fc2/kernel", step, 1000, 1e-5, 2);
	bell(h, "grads/fc3/kernel", step, 1000, 0.1, 3);
}

/* A gradient that vanishes explains that layers are imbalanced, but only once that is certain. */
static void a_pending_finding_explains_nothing(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	tfe_health_list_pending(h, true);
	for (int64_t step = 0; step < 12; step++)
		gradients(h, step, 0.1);
	assert_non_null(found(h, "imbalanced_layers", NULL));
	gradients(h, 12, 1e-5);
	assert_int_equal(found(h, "vanishing_gradient", NULL)->state, TFE_FINDING_STATE_PENDING);
	assert_non_null(found(h, "imbalanced_layers", NULL));
	gradients(h, 13, 1e-5);
	assert_int_equal(found(h, "vanishing_gradient", NULL)->state, TFE_FINDING_STATE_FIRING);
	assert_null(found(h, "imbalanced_layers", NULL));
	tfe_health_close(h);
}

/* A loss that has been above its limit at too few points. */
static void a_pending_divergence(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	tfe_health_list_pending(h, true);
	int64_t first = -1, fired = -1;
	for (int64_t i = 0; i < 40 && fired < 0; i++) {
		scalar(h, "loss", i, i < 20 ? 1 / (1 + 0.1 * (double)i) : pow(1.6, (double)i - 20));
		if (!judge(h))
			continue;
		tfe_finding f = finding_at(h, 0);
		assert_string_equal(f.rule, "divergence");
		first = first < 0 ? i : first;
		fired = f.state == TFE_FINDING_STATE_FIRING ? i : fired;
		assert_int_equal(f.last_step, i);
	}
	assert_int_equal(fired - first, 2);
	tfe_health_close(h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(layers_with_the_same_illness_share_a_finding),
		cmocka_unit_test(one_layer_is_not_counted),
		cmocka_unit_test(equal_layers_name_the_first),
		cmocka_unit_test(kinds_of_tensors),
		cmocka_unit_test(scalars_are_apart),
		cmocka_unit_test(severities_are_apart),
		cmocka_unit_test(norms_of_layers),
		cmocka_unit_test(findings_are_pending_firing_or_cleared),
		cmocka_unit_test(pending_findings_are_apart),
		cmocka_unit_test(a_pending_finding_may_vanish),
		cmocka_unit_test(a_pending_finding_explains_nothing),
		cmocka_unit_test(a_pending_divergence),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
