/* health: rule non_gaussian: for each shape a series that must fire, and near misses. */
#include "unit/health.h"

#include <stdio.h>

enum { VALUES = 2000, STEPS = 10, ONSET = 5 };

/* A change of value i, which is `value` before it. */
typedef double shaper(double value, size_t i);

static double same(double value, size_t i)
{
	(void)i;
	return value;
}

static double split(double value, size_t i)
{
	return value + (i % 2 ? 0.3 : -0.3);
}

static double stray(double value, size_t i)
{
	return i % 200 ? value : value + copysign(1.2, value);
}

static double stuck(double value, size_t i)
{
	return i % 8 ? value : 0.13;
}

static double prune(double value, size_t i)
{
	return i % 2 ? value : 0;
}

static double round_off(double value, size_t i)
{
	(void)i;
	return round(value / 0.05) * 0.05;
}

static double fold(double value, size_t i)
{
	(void)i;
	return fabs(value);
}

static double cut(double value, size_t i)
{
	(void)i;
	return fmax(value + 0.1, 0);
}

static double clip(double value, size_t i)
{
	(void)i;
	return fmin(fmax(value, -0.15), 0.15);
}

static double shift(double value, size_t i)
{
	(void)i;
	return value + 0.12;
}

/* The beginning of a change, too small for a finding. */
static double few_stuck(double value, size_t i)
{
	return i % 40 ? value : 0.13;
}

static double few_pruned(double value, size_t i)
{
	return i % 8 ? value : 0;
}

static double clip_far(double value, size_t i)
{
	(void)i;
	return fmin(fmax(value, -0.25), 0.25);
}

static double one_stray(double value, size_t i)
{
	return i == 7 ? 1.4 : value;
}

/* Half of the values of bfloat16: the sign, the exponent and 7 bits of the mantissa. */
static double to_bfloat16(double value, size_t i)
{
	(void)i;
	int exponent;
	double mantissa = frexp(value, &exponent);
	return ldexp(round(mantissa * 256) / 256, exponent);
}

static double laplace(size_t i)
{
	double u = unit(3 * i + 1) - 0.5;
	return copysign(0.07 * log(1 - 2 * fabs(u)), u);
}

static double bell_at(size_t i)
{
	return 0.1 * normal(i);
}

static double box(size_t i)
{
	return 0.34 * unit(i) - 0.17;
}

/* A bell cut at two standard deviations. */
static double short_bell(size_t i)
{
	double value = normal(i);
	for (size_t again = 1; fabs(value) > 2; again++)
		value = normal(i + again * VALUES);
	return 0.1 * value;
}

/* Feeds STEPS histograms of values from `draw` that wander a little; those from ONSET to `end` are
 * changed. */
static void feed(tfe_health *h, const char *tag, double (*draw)(size_t), shaper *change,
		 int64_t end, bool uniform)
{
	static double values[VALUES];
	for (int64_t step = 0; step < STEPS; step++) {
		for (size_t i = 0; i < VALUES; i++) {
			double value = draw(i) + 0.002 * (double)step * normal(i + VALUES);
			values[i] = step >= ONSET && step < end ? change(value, i) : value;
		}
		tensor(h, tag, 10 * step, values, VALUES, uniform);
	}
}

static const struct {
	shaper *change;
	const char *text;
	tfe_severity severity;
} kinds[] = {
	{split, "have two humps: between them", TFE_SEVERITY_WARNING},
	{stray, "have heavy tails: excess kurtosis", TFE_SEVERITY_WARNING},
	{stuck, "have a spike: 1", TFE_SEVERITY_WARNING},
	{prune, "are pruned: ", TFE_SEVERITY_INFO},
	{round_off, "are quantised: ", TFE_SEVERITY_INFO},
	{fold, "are one-sided: none is below 0", TFE_SEVERITY_INFO},
	{cut, "are one-sided: cut off at 0, where 1", TFE_SEVERITY_INFO},
	{clip, "are clipped: ", TFE_SEVERITY_INFO},
};
enum { KINDS = sizeof kinds / sizeof *kinds };

static double (*const draws[])(size_t) = {bell_at, box, short_bell, laplace};
enum { DRAWS = sizeof draws / sizeof *draws };

static void expect(tfe_health *h, const char *tag, size_t kind)
{
	const tfe_finding *f = found(h, "non_gaussian", tag);
	if (!f)
		fail_msg("%s: not \"%s\"", tag, kinds[kind].text);
	if (!strstr(f->message, kinds[kind].text))
		fail_msg("%s: \"%s\" in place of \"%s\"", tag, f->message, kinds[kind].text);
	if (f->step != 10 * ONSET)
		fail_msg("%s: step %d: %s", tag, (int)f->step, f->message);
	assert_int_equal(f->last_step, 10 * (STEPS - 1));
	assert_int_equal(f->severity, kinds[kind].severity);
	assert_true(f->active);
	assert_non_null(strstr(f->message, "suddenly between steps 40 and 50"));
	assert_non_null(strstr(f->message, f->severity == TFE_SEVERITY_INFO ? "no alarm, because"
									    : "on purpose"));
	assert_non_null(f->causes[0]);
	assert_non_null(f->actions[0]);
}

static void shapes_are_named(void **state)
{
	(void)state;
	char tag[64];
	for (size_t kind = 0; kind < KINDS; kind++)
		for (size_t d = 0; d < 2 * DRAWS; d++) {
			tfe_health *h = fresh();
			snprintf(tag, sizeof tag, "draw%zu/%s/kernel", d / 2, d % 2 ? "v2" : "v1");
			feed(h, tag, draws[d / 2], kinds[kind].change, STEPS, d % 2);
			expect(h, tag, kind);
			tfe_health_close(h);
		}
}

static void initial_shapes_and_small_changes_are_none(void **state)
{
	(void)state;
	shaper *const harmless[] = {same,      few_stuck, few_pruned, clip_far,
				    one_stray, shift,     to_bfloat16};
	char tag[64];
	for (size_t c = 0; c < sizeof harmless / sizeof *harmless; c++)
		for (size_t d = 0; d < 2 * DRAWS; d++) {
			tfe_health *h = fresh();
			snprintf(tag, sizeof tag, "change%zu/draw%zu/kernel", c, d);
			feed(h, tag, draws[d / 2], harmless[c], STEPS, d % 2);
			const tfe_finding *f = found(h, "non_gaussian", NULL);
			if (f)
				fail_msg("%s: %s", tag, f->message);
			tfe_health_close(h);
		}
}

/* A shape that was there from the start is no change. */
static double always_pruned(size_t i)
{
	return prune(bell_at(i), i);
}

static double always_split(size_t i)
{
	return split(bell_at(i), i);
}

static void other_near_misses(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	feed(h, "pruned/kernel", always_pruned, same, STEPS, true);
	feed(h, "split/kernel", always_split, same, STEPS, false);
	feed(h, "once/kernel", bell_at, stray, ONSET + 1, false);
	feed(h, "twice/kernel", bell_at, stuck, ONSET + 2, false);
	feed(h, "fc/bias", bell_at, split, STEPS, false);
	feed(h, "bn/gamma", bell_at, split, STEPS, false);
	assert_null(found(h, "non_gaussian", NULL));
	tfe_health_close(h);
}

static void a_change_that_ends(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	feed(h, "fc/kernel", bell_at, stuck, ONSET + 3, false);
	const tfe_finding *f = found(h, "non_gaussian", "fc/kernel");
	assert_non_null(f);
	assert_false(f->active);
	assert_int_equal(f->severity, TFE_SEVERITY_INFO);
	assert_int_equal(f->last_step, 70);
	assert_non_null(strstr(f->message, "from step 50 to step 70 the weights have a spike"));
	tfe_health_close(h);
}

/* Two humps with heavy tails of their own, whose bimodality coefficient is small. */
static double split_far(double value, size_t i)
{
	return value + (i % 2 ? 0.2 : -0.2);
}

static void humps_with_tails(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	feed(h, "fc/kernel", laplace, split_far, STEPS, false);
	const tfe_finding *f = found(h, "non_gaussian", "fc/kernel");
	assert_non_null(f);
	assert_non_null(strstr(f->message, "have two humps"));
	tfe_health_close(h);
}

/* Feeds `n` values, `pruned` of which become 0. */
static bool is_found_pruned(size_t n, double pruned)
{
	double values[VALUES];
	tfe_health *h = fresh();
	for (int64_t step = 0; step < STEPS; step++) {
		for (size_t i = 0; i < n; i++)
			values[i] =
				step >= ONSET && (double)i < pruned * (double)n ? 0 : bell_at(i);
		tensor(h, "fc/kernel", step, values, n, false);
	}
	bool result = found(h, "non_gaussian", "fc/kernel") != NULL;
	tfe_health_close(h);
	return result;
}

static void few_values_need_more_evidence(void **state)
{
	(void)state;
	assert_true(is_found_pruned(600, 0.3));
	assert_true(is_found_pruned(150, 0.6));
	assert_false(is_found_pruned(150, 0.3));
	assert_false(is_found_pruned(100, 0.9));
}

/* Feeds histograms with tails that grow by `rate` a step, from step 10 on. */
static void grow_tails(tfe_health *h, const char *tag, double rate)
{
	static double values[VALUES];
	for (int64_t step = 0; step < 40; step++) {
		double tails = 1 + rate * fmax(0, (double)step - 10);
		for (size_t i = 0; i < VALUES; i++)
			values[i] = bell_at(i) * (i % 100 ? 1 : tails);
		tensor(h, tag, step, values, VALUES, false);
	}
}

static void tails_that_grow(void **state)
{
	(void)state;
	tfe_health *h = fresh();
	grow_tails(h, "slow/kernel", 0.15);
	grow_tails(h, "fast/kernel", 1);
	assert_null(found(h, "non_gaussian", "slow/kernel"));
	const tfe_finding *f = found(h, "non_gaussian", "fast/kernel");
	assert_non_null(f);
	assert_int_equal(f->severity, TFE_SEVERITY_INFO);
	assert_non_null(strstr(f->message, "healthy networks develop tails too"));
	tfe_health_close(h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shapes_are_named),
		cmocka_unit_test(initial_shapes_and_small_changes_are_none),
		cmocka_unit_test(other_near_misses),
		cmocka_unit_test(a_change_that_ends),
		cmocka_unit_test(tails_that_grow),
		cmocka_unit_test(humps_with_tails),
		cmocka_unit_test(few_values_need_more_evidence),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
