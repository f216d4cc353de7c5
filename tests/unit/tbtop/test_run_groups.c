/* tbtop: which runs belong to one group; the line of commands. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "common/run_stem.h"
#include "tbtop/model/run_groups.h"
#include "tbtop/view/curve_groups.h"
#include "tbtop/view/group_stats.h"
#include "tbtop/view/group_values.h"
#include "tbtop/view/hist_pair.h"
#include "tbtop/view/line_groups.h"

static void a_stem_has_no_seed(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{"lr=1e-3_seed1", "lr=1e-3"},
		{"lr=1e-3/seed1/train", "lr=1e-3/train"},
		{"lr=1e-3/seed=42", "lr=1e-3"},
		{"ppo-s17", "ppo"},
		{"ppo_2", "ppo"},
		{"ppo__3", "ppo"},
		{"run_12", "seeds"},
		{"7", "seeds"},
		{"fold.3", "seeds"},
		/* These numbers are values, not seeds. */
		{"lr=1e-3", "lr=1e-3"},
		{"lr=0.1", "lr=0.1"},
		{"b32", "b32"},
		{"width_128", "width_128"},
		{"Adams1", "Adams1"},
		{"20260101-120000", "20260101-120000"},
		{"", "seeds"},
		{"///", "seeds"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *stem = run_stem(cases[i][0]);
		assert_string_equal(stem, cases[i][1]);
		free(stem);
	}
}

static void a_column_has_a_value(void **state)
{
	(void)state;
	static const char *const cases[][3] = {
		{"lr=1e-3_b32", "lr", "1e-3"},
		{"lr=1e-3-b32", "lr", "1e-3"},
		{"x/opt:adam,lr=2", "opt", "adam"},
		{"net_b32_lr0.1", "b", "32"},
		{"net_b32_lr0.1", "lr", "0.1"},
		{"wd_5/s1", "wd", "5"},
		{"lr=1e-3", "r", NULL},
		{"lr=", "lr", NULL},
		{"lrate", "lr", NULL},
		{"a", "", NULL},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		size_t from = 0, to = 0;
		bool found = run_column(cases[i][0], cases[i][1], &from, &to);
		assert_int_equal(found, cases[i][2] != NULL);
		if (found) {
			assert_int_equal(to - from, strlen(cases[i][2]));
			assert_memory_equal(cases[i][0] + from, cases[i][2], to - from);
		}
	}
}

static void values_between_two_columns_lie_on_a_line(void **state)
{
	(void)state;
	tfe_column c[6] = {[1] = {.count = 1, .last = 2}, [4] = {.count = 1, .last = 8}};
	struct stroke s = {.columns = c, .n = 6};
	double v[6];
	stroke_values(&s, v);
	assert_true(isnan(v[0]));
	assert_true(isnan(v[5]));
	assert_true(v[1] == 2);
	assert_true(v[2] == 4);
	assert_true(v[3] == 6);
	assert_true(v[4] == 8);
	s.left = (struct neighbour){true, -1, 0};
	s.right = (struct neighbour){true, 6, 0};
	stroke_values(&s, v);
	assert_true(v[0] == 1);
	assert_true(v[5] == 4);
}

static void statistics_ignore_what_is_not_finite(void **state)
{
	(void)state;
	struct grouping g = {.middle = MIDDLE_MEAN, .band = BAND_DEVIATION};
	double v[] = {1, NAN, 3, INFINITY};
	struct group_stats s = group_stats_of(v, 4, &g);
	assert_true(s.n == 2);
	assert_true(s.mid == 2);
	assert_true(fabs(s.hi - 2 - sqrt(2)) < 1e-12);
	double one[] = {5};
	s = group_stats_of(one, 1, &g);
	assert_true(s.n == 1);
	assert_true(s.lo == 5);
	assert_true(s.hi == 5);
	double equal[] = {6.16838e-6F, 6.16838e-6F, 6.16838e-6F};
	s = group_stats_of(equal, 3, &g);
	assert_true(s.lo == 6.16838e-6F);
	assert_true(s.hi == 6.16838e-6F);
	double huge[] = {1.7e308, 1.7e308};
	assert_true(fabs(group_stats_of(huge, 2, &g).mid / 1.7e308 - 1) < 1e-12);
	assert_int_equal(group_stats_of(NULL, 0, &g).n, 0);
}

/* The statistic of scipy.stats.ks_2samp for samples, which are rows without width, and the largest
 * distance of two uniform distributions. */
static void the_distance_is_that_of_kolmogorov_and_smirnov(void **state)
{
	(void)state;
	tfe_bucket a[] = {{1, 1, 1}, {2, 2, 1}, {3, 3, 1}};
	tfe_bucket b[] = {{1.5, 1.5, 1}, {2.5, 2.5, 1}, {3.5, 3.5, 1}, {4.5, 4.5, 1}};
	tfe_bucket even[] = {{0, 1, 10}}, later[] = {{0.25, 0.5, 1}, {0.5, 1.25, 3}};
	tfe_histogram x = {.row = a, .rows = 3}, y = {.row = b, .rows = 4};
	tfe_histogram u = {.row = even, .rows = 1}, v = {.row = later, .rows = 2}, none = {0};
	assert_true(fabs(hist_distance(&x, &y) - 0.5) < 1e-12);
	assert_true(fabs(hist_distance(&y, &x) - 0.5) < 1e-12);
	assert_true(hist_distance(&x, &x) == 0);
	assert_true(hist_distance(&u, &u) == 0);
	assert_true(fabs(hist_distance(&u, &v) - 0.25) < 1e-12);
	assert_true(fabs(hist_distance(&x, &u) - 1) < 1e-12);
	assert_true(isnan(hist_distance(&x, &none)));
}

/* In columns at 0, 1/4, 1/2, 3/4 and 1. */
static void a_line_has_a_value_in_each_column(void **state)
{
	(void)state;
	const struct line_point down[] = {{0.75, 1}, {NAN, 7}, {0.5, 3}, {0.5, 5}, {0.25, 9}};
	const struct line_point up[] = {{0, 1}, {1, 9}, {1, 2}};
	double v[5];
	line_values(down, 5, 5, v);
	assert_true(isnan(v[0]));
	assert_true(v[1] == 9);
	assert_true(v[2] == 5); /* the last point with this x */
	assert_true(v[3] == 1);
	assert_true(isnan(v[4]));
	line_values(up, 3, 5, v);
	assert_true(v[0] == 1);
	assert_true(v[2] == 5);
	assert_true(v[4] == 2);
	line_values(NULL, 0, 5, v);
	assert_true(isnan(v[2]));
	const struct line_point beyond[] = {{-1e300, 0}, {1e300, 4}};
	line_values(beyond, 2, 5, v);
	assert_true(v[2] == 2);
}

/* Three groups of ten runs have three colours in all; their runs follow each other. */
static void groups_have_colours_and_rows(void **state)
{
	(void)state;
	struct model m;
	char name[32];
	model_init(&m, "test");
	for (int i = 0; i < 30; i++) {
		snprintf(name, sizeof name, "n%d/seed%d", i % 3, i / 3);
		model_add_run(&m, name, NULL);
	}
	m.grouping.on = true;
	model_arrange(&m);
	assert_null(run_groups_update(&m));
	model_arrange(&m);
	for (size_t i = 0; i < 30; i++) {
		const struct run *run = m.runs[m.run_rows[i]];
		assert_int_equal(run->colour, i / 10);
		assert_int_equal(run_group_place(&m, run).at, i % 10 + 1);
		assert_int_equal(run_group_place(&m, run).n, 10);
	}
	m.grouping.on = false;
	assert_null(run_groups_update(&m));
	assert_int_equal(m.runs[3]->colour, 3);
	model_release(&m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_stem_has_no_seed),
		cmocka_unit_test(a_column_has_a_value),
		cmocka_unit_test(values_between_two_columns_lie_on_a_line),
		cmocka_unit_test(the_distance_is_that_of_kolmogorov_and_smirnov),
		cmocka_unit_test(a_line_has_a_value_in_each_column),
		cmocka_unit_test(groups_have_colours_and_rows),
		cmocka_unit_test(statistics_ignore_what_is_not_finite),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
