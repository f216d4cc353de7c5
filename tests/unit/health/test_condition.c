/* health: the evaluation of expressions, compared with a naive one that visits all points for each
 * evaluation, on random series with repeated values, NaN, infinities and steps that go back. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "health/condition.h"

enum { ROUNDS = 120, TAGS = 2, UNKNOWN = 2 };

/* The points of the tags a and b: in each round, at one step, a tag has a point or none. */
struct world {
	int64_t step[ROUNDS];
	double value[ROUNDS][TAGS];
	bool has[ROUNDS][TAGS];
};

static uint64_t state_of_random;

static uint32_t next_random(void)
{
	state_of_random = state_of_random * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(state_of_random >> 33);
}

static double random_value(void)
{
	static const double odd[] = {NAN, NAN, INFINITY, -INFINITY, 0, -0.0, 1e300, -1e300};
	uint32_t r = next_random() % 40;
	return r < 8 ? odd[r] : (int)(next_random() % 9) - 3;
}

static void make_world(struct world *w, uint64_t seed)
{
	state_of_random = seed;
	int64_t step = (int64_t)(next_random() % 3) - 1;
	uint32_t sparse = 1 + next_random() % 4;
	bool tame = seed % 3 == 0;
	for (size_t k = 0; k < ROUNDS; k++) {
		for (size_t t = 0; t < TAGS; t++) {
			w->has[k][t] = next_random() % sparse == 0;
			w->value[k][t] = tame ? (int)(next_random() % 5) : random_value();
		}
		w->step[k] = step;
		step += next_random() % 10 ? 1 + next_random() % 3 : -(int64_t)(next_random() % 6);
	}
}

/* --- the naive evaluation --------------------------------------------------------------------- */

/* Copies the last `most` points of a tag up to a round, the newest first. Returns their number. */
static size_t points(const struct world *w, size_t round, size_t tag, size_t most, double *values,
		     int64_t *steps)
{
	size_t n = 0;
	for (size_t k = round + 1; k-- > 0 && n < most;)
		if (w->has[k][tag]) {
			steps[n] = w->step[k];
			values[n++] = w->value[k][tag];
		}
	return n;
}

static int ascending(const void *pa, const void *pb)
{
	const double *a = pa, *b = pb;
	return (*a > *b) - (*a < *b);
}

enum of { MIN, MAX, MEAN, MEDIAN };

/* Returns a statistic of n points without NaN, oldest first for the mean as it is summed. */
static double statistic(enum of of, const double *newest_first, size_t n)
{
	double v[ROUNDS], sum = 0;
	size_t m = 0;
	for (size_t i = n; i-- > 0;)
		if (!isnan(newest_first[i])) {
			sum += newest_first[i];
			v[m++] = newest_first[i];
		}
	if (!m)
		return NAN;
	qsort(v, m, sizeof *v, ascending);
	return of == MIN    ? v[0]
	       : of == MAX  ? v[m - 1]
	       : of == MEAN ? sum / (double)m
			    : v[(m - 1) / 2] / 2 + v[m / 2] / 2;
}

typedef int naive(const struct world *w, size_t round);

/* Declares a naive condition over the points v[0] (newest) of tag t, of which it needs `least`. */
#define NAIVE(name, t, least, condition)                                                           \
	static int name(const struct world *w, size_t round)                                       \
	{                                                                                          \
		double v[ROUNDS];                                                                  \
		int64_t s[ROUNDS];                                                                 \
		size_t n = points(w, round, t, ROUNDS, v, s);                                      \
		return n < (least) ? UNKNOWN : (condition);                                        \
	}

NAIVE(above, 0, 1, v[0] > 1)
NAIVE(above_min, 0, 1, v[0] > 1.5 * statistic(MIN, v, n))
NAIVE(at_max, 0, 1, v[0] >= statistic(MAX, v, n))
NAIVE(above_mean, 0, 1, v[0] > statistic(MEAN, v, n))
NAIVE(window_min, 0, 4, v[0] <= statistic(MIN, v, 4))
NAIVE(window_max, 0, 7, v[0] == statistic(MAX, v, 7))
NAIVE(window_mean, 0, 5, v[0] < statistic(MEAN, v, 5))
NAIVE(window_medians, 0, 6, statistic(MEDIAN, v, 6) != statistic(MEDIAN, v, 3))
NAIVE(changed, 0, 2, fabs(v[0] - v[1]) > 2)
NAIVE(changed_3, 0, 4, v[0] - v[3] < 0)
NAIVE(rises, 0, 2, s[0] == s[1] ? UNKNOWN : (v[0] - v[1]) / ((double)s[0] - (double)s[1]) > 0.5)
NAIVE(is_flat, 0, 2, v[0] == v[1] || (isnan(v[0]) && isnan(v[1])))
NAIVE(is_nan, 0, 1, isnan(v[0]) != 0)
NAIVE(from_first, 0, 1, v[0] > v[n - 1])
NAIVE(b_above, 1, 1, v[0] > 1)

static int later(const struct world *w, size_t round)
{
	return w->step[round] > 20;
}

static int not_known(int a)
{
	return a == UNKNOWN ? UNKNOWN : !a;
}

static int both(int a, int b)
{
	return !a || !b ? 0 : a == UNKNOWN || b == UNKNOWN ? UNKNOWN : 1;
}

static int either(const struct world *w, size_t round)
{
	return not_known(both(not_known(above(w, round)), not_known(b_above(w, round))));
}

static int both_late(const struct world *w, size_t round)
{
	return both(later(w, round), both(not_known(above(w, round)), b_above(w, round)));
}

static int quotient(const struct world *w, size_t round)
{
	double a[1], b[1];
	int64_t s[1];
	if (!points(w, round, 0, 1, a, s) || !points(w, round, 1, 1, b, s) || b[0] == 0)
		return UNKNOWN;
	return a[0] / b[0] > 1;
}

/* absent(b) at the steps of a: whether b has no point in this round or one of the same step just
 * before it. */
static int absent_b(const struct world *w, size_t round)
{
	double v[1];
	int64_t s[1];
	return !points(w, round, 1, 1, v, s) || s[0] != w->step[round];
}

static int absent_b_while_a(const struct world *w, size_t round)
{
	return both(absent_b(w, round), above(w, round));
}

static const struct rule {
	const char *text;
	naive *naive;
	uint64_t points, steps;
	const char *main; /* the first tag whose points count */
} rules[] = {
	{"a > 1", above, 0, 0, "a"},
	{"a > 1 for 1", above, 1, 0, "a"},
	{"a > 1 for 3", above, 3, 0, "a"},
	{"a > 1 for 4 points", above, 4, 0, "a"},
	{"a > 1 for 5 steps", above, 0, 5, "a"},
	{"a > 1.5 * min(a) for 3", above_min, 3, 0, "a"},
	{"a >= max(a)", at_max, 0, 0, "a"},
	{"a > mean(a) for 2", above_mean, 2, 0, "a"},
	{"a <= min(a, 4)", window_min, 0, 0, "a"},
	{"a == max(a, 7)", window_max, 0, 0, "a"},
	{"a < mean(a, 5) for 2", window_mean, 2, 0, "a"},
	{"median(a, 6) != median(a, 3)", window_medians, 0, 0, "a"},
	{"abs(change(a)) > 2", changed, 0, 0, "a"},
	{"change(a, 3) < 0 for 4 steps", changed_3, 0, 4, "a"},
	{"rate(a) > 0.5", rises, 0, 0, "a"},
	{"flat(a) for 2", is_flat, 2, 0, "a"},
	{"isnan(a)", is_nan, 0, 0, "a"},
	{"a > first(a)", from_first, 0, 0, "a"},
	{"a > 1 or b > 1 for 3", either, 3, 0, "a"},
	{"b > 1 or a > 1 for 3", either, 3, 0, "b"},
	{"step() > 20 and not a > 1 and b > 1", both_late, 0, 0, "a"},
	{"a / b > 1", quotient, 0, 0, "a"},
	{"absent(b) and a > 1 for 3", absent_b_while_a, 3, 0, "a"},
	{"a > 1 and absent(b) for 4 steps", absent_b_while_a, 0, 4, "a"},
};

/* For how long a condition held, as documented, from its value in every round. */
struct expected {
	uint64_t evaluations, held;
	int64_t first_step, last_step;
	bool is_true, is_long;
};

static struct expected hold_naively(const struct world *w, const struct rule *r,
				    const struct tfe__expression *e)
{
	struct expected x = {0};
	bool counts[ROUNDS] = {false};
	size_t main = *r->main - 'a', begin = 0, order[ROUNDS], n = 0;
	for (size_t k = 0; k < ROUNDS; k++)
		if ((w->has[k][0] && strchr(r->text, 'a')) || (w->has[k][1] && e->tags > 1))
			order[n++] = k;
	for (size_t i = 0; i < n; i++) {
		size_t k = order[i], counted = 0;
		x.is_true = r->naive(w, k) == 1;
		x.is_long &= x.is_true;
		if (!x.is_true) {
			begin = i + 1;
			continue;
		}
		if (w->step[k] < w->step[order[begin]]) {
			begin = i;
			x.is_long = false;
		}
		for (size_t j = begin; j <= i; j++)
			counted += w->has[order[j]][main];
		x.is_long |= r->steps ? w->step[k] - w->step[order[begin]] >= (int64_t)r->steps
				      : counted >= r->points;
		if (!x.is_long)
			continue;
		for (size_t j = begin; j <= i; j++)
			counts[j] = true;
		x.first_step = x.held ? x.first_step : w->step[order[begin]];
		x.last_step = w->step[k];
		x.held = 1;
	}
	x.evaluations = n;
	x.held = 0;
	for (size_t i = 0; i < n; i++)
		x.held += counts[i];
	return x;
}

/* --- comparison ------------------------------------------------------------------------------- */

static void run(const struct world *w, const struct tfe__expression *e, const char *main,
		struct tfe__condition *c)
{
	bool exists[TFE__EXPRESSION_TAGS];
	memset(exists, true, sizeof exists);
	tfe__condition_reset(e, c, exists);
	for (size_t k = 0; k < ROUNDS; k++) {
		bool any = false, counted = false;
		for (size_t t = 0; t < e->tags; t++) {
			size_t in_world = (size_t)(*e->tag[t].name - 'a');
			if (!w->has[k][in_world])
				continue;
			tfe__condition_add(e, c, t, w->step[k], w->value[k][in_world]);
			any = true;
			counted |= !strcmp(e->tag[t].name, main);
		}
		if (any)
			tfe__condition_evaluate(e, c, w->step[k], counted);
	}
}

static void compare(const struct world *w, const struct rule *r, uint64_t seed)
{
	struct tfe__expression *e;
	tfe_error error = TFE_ERROR_INIT;
	if (tfe__expression_compile(r->text, &tfe__malloc_allocator, &e, &error))
		fail_msg("%s: %s", r->text, error.message);
	struct tfe__condition *c = malloc(tfe__condition_bytes(e));
	assert_non_null(c);
	run(w, e, r->main, c);
	struct expected x = hold_naively(w, r, e);
	const struct tfe__holding *h = &c->holding;
	if (h->evaluations != x.evaluations || h->held != x.held || h->is_true != x.is_true ||
	    h->is_long != x.is_long ||
	    (x.held && (h->first_step != x.first_step || h->last_step != x.last_step)))
		fail_msg("%s, seed %llu: held %llu of %llu, steps %lld to %lld; "
			 "naively %llu of %llu, %lld to %lld",
			 r->text, (unsigned long long)seed, (unsigned long long)h->held,
			 (unsigned long long)h->evaluations, (long long)h->first_step,
			 (long long)h->last_step, (unsigned long long)x.held,
			 (unsigned long long)x.evaluations, (long long)x.first_step,
			 (long long)x.last_step);
	free(c);
	tfe__expression_free(e);
}

static void evaluation_is_that_of_the_definition(void **state)
{
	(void)state;
	struct world w;
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		for (uint64_t seed = 0; seed < 60; seed++) {
			make_world(&w, seed * 7919 + i);
			compare(&w, &rules[i], seed);
		}
}

static void the_worst_point_is_kept(void **state)
{
	(void)state;
	static const double values[] = {9, 1, 4, 6, 5, 1, 8, 1};
	struct tfe__expression *e;
	assert_int_equal(
		tfe__expression_compile("a > 2 * min(a) for 2", &tfe__malloc_allocator, &e, NULL),
		TFE_OK);
	struct tfe__condition *c = malloc(tfe__condition_bytes(e));
	bool exists[TFE__EXPRESSION_TAGS] = {true};
	assert_non_null(c);
	tfe__condition_reset(e, c, exists);
	for (int i = 0; i < 8; i++) {
		tfe__condition_add(e, c, 0, i * 10, values[i]);
		tfe__condition_evaluate(e, c, i * 10, true);
	}
	const struct tfe__holding *h = &c->holding;
	assert_int_equal(h->held, 3);
	assert_int_equal(h->first_step, 20);
	assert_int_equal(h->last_step, 40);
	assert_int_equal(h->worst.step, 30);
	assert_true(h->worst.value == 6);
	assert_true(h->worst.limit == 2);
	free(c);
	tfe__expression_free(e);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(evaluation_is_that_of_the_definition),
		cmocka_unit_test(the_worst_point_is_kept),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
