/* The table of trials: values in names, groups and their means, filters, the order, colours, and
 * how much a metric depends on a hyperparameter. */
#include "unit/logs.h"

#include <math.h>

#include "tbtop/model/association.h"
#include "tbtop/model/model.h"
#include "tbtop/model/run_colours.h"
#include "tbtop/model/trials_filter.h"
#include "tbtop/model/trials_names.h"

/* --- names ------------------------------------------------------------------------------------ */

static void values_are_found_in_names(void **state)
{
	(void)state;
	static const struct {
		const char *name, *values; /* "key value" of each, separated by ";" */
		size_t length;
	} cases[] = {
		{"lr=1e-3_bs32", "lr 1e-3;bs 32", 12},
		{"sweep/lr=0.1,optimizer=adam/train", "lr 0.1;optimizer adam", 27},
		{"mlp_batch_size=32_lr=1", "batch_size 32;lr 1", 22},
		{"adam_lr=0.1", "lr 0.1", 11},
		{"seed0", "seed 0", 5},
		{"run1", "", 0},
		{"exp12/version_3", "", 0},
		{"baseline", "", 0},
		{"=3_x=", "", 0},
		{"a==b", "a =b", 4},
		{"lr=0.1/seed1/val", "lr 0.1;seed 1", 12},
		{"", "", 0},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct name_value v[NAME_VALUES];
		char got[256] = "";
		size_t length, n = trial_name_values(cases[i].name, v, &length);
		for (size_t k = 0; k < n; k++)
			snprintf(got + strlen(got), sizeof got - strlen(got), "%s%.*s %.*s",
				 k ? ";" : "", (int)v[k].key_length, v[k].key,
				 (int)v[k].value_length, v[k].value);
		assert_string_equal(got, cases[i].values);
		assert_int_equal(length, cases[i].length);
	}
}

static void values_have_types(void **state)
{
	(void)state;
	struct trial_value v = trial_parse("1e-3x", 4);
	assert_int_equal(v.type, TRIAL_NUMBER);
	assert_true(v.number == 1e-3);
	assert_int_equal(trial_parse("true", 4).type, TRIAL_BOOL);
	v = trial_parse("0x10", 4); /* no number of this table */
	assert_int_equal(v.type, TRIAL_TEXT);
	assert_string_equal(v.text, "0x10");
	free(v.text);
}

/* --- a table ---------------------------------------------------------------------------------- */

static struct model m;

static char *copy(const char *text)
{
	return strcpy(malloc(strlen(text) + 1), text);
}

/* Adds a session with a number, a text and a group. Its run has the index of the series. */
static void add_session(const char *run, const char *group, double lr, const char *optimizer)
{
	struct trial_source *s = calloc(1, sizeof *s);
	size_t index = model_add_run(&m, run, NULL)->index;
	s->series = (const tfe_series *)(uintptr_t)(index + 1);
	s->run = index;
	s->is_start = true;
	s->entries = 1;
	s->group = copy(group);
	s->pairs = calloc(2, sizeof *s->pairs);
	s->pairs[s->n_pairs++] = (struct trial_pair){copy("lr"), {TRIAL_NUMBER, lr, NULL}};
	if (optimizer)
		s->pairs[s->n_pairs++] =
			(struct trial_pair){copy("optimizer"), {TRIAL_TEXT, 0, copy(optimizer)}};
	s->metrics = calloc(1, sizeof *s->metrics);
	s->metrics[s->n_metrics++] = (struct trial_metric){copy(""), copy("val/accuracy")};
	trials_put(&m.trials, s);
}

static void set_metric(const char *run, double value)
{
	for (size_t i = 0; i < m.trials.n; i++)
		if (!strcmp(m.trials.trials[i].name, run)) {
			m.trials.trials[i].metric[0].entries = 1;
			for (int w = 0; w < METRIC_WAYS; w++)
				m.trials.trials[i].metric[0].number[w] = value;
		}
}

static int make_table(void **state)
{
	(void)state;
	model_init(&m, "logs");
	add_session("c", "", 0.1, "adam");
	add_session("b", "same", 0.01, "sgd");
	add_session("a", "same", 0.01, "sgd");
	add_session("d", "", 0.001, NULL);
	add_session("e", "", 1e-4, "adam");
	model_add_run(&m, "b/val", NULL);
	model_arrange(&m);
	trials_build(&m, true);
	set_metric("a", 0.5);
	set_metric("b", 0.7);
	set_metric("c", NAN);
	set_metric("d", 0.9);
	char error[160];
	assert_true(trials_filter(&m.trials, error));
	trials_arrange(&m);
	return 0;
}

static int release_table(void **state)
{
	(void)state;
	model_release(&m);
	return 0;
}

/* The names of the first trials of the shown rows. */
static const char *shown(void)
{
	static char text[64];
	text[0] = '\0';
	for (size_t i = 0; i < m.trials.n_shown; i++)
		strcat(text, m.trials.trials[m.trials.rows[m.trials.shown[i]].first].name);
	return text;
}

/* As in TensorBoard: the values of the first session of a group, and the mean of those that have
 * the metric. */
static void groups_are_rows_with_means(void **state)
{
	(void)state;
	const struct trials *t = &m.trials;
	assert_int_equal(t->n_params, 2);
	assert_int_equal(t->n_columns, 3);
	assert_int_equal(t->n_rows, 4);
	assert_string_equal(shown(), "acde");
	assert_true(fabs(trials_value(t, 0, 2).number - 0.6) < 1e-12);
	assert_int_equal(trials_value(t, 3, 2).type, TRIAL_ABSENT);
	assert_int_equal(trials_value(t, 2, 1).type, TRIAL_ABSENT);
	assert_string_equal(trials_value(t, 0, 1).text, "sgd");
	size_t below = model_find_run(&m, "b/val")->index;
	assert_int_equal(t->row_of[below], 0);
}

static void not_a_number_and_absent_are_last_both_ways(void **state)
{
	(void)state;
	m.trials.sort = 2;
	trials_arrange(&m);
	assert_string_equal(shown(), "adce");
	m.trials.descending = true;
	trials_arrange(&m);
	assert_string_equal(shown(), "dace");
	m.trials.sort = 1; /* a text */
	m.trials.descending = false;
	trials_arrange(&m);
	assert_string_equal(shown(), "cead");
}

static void filters_select_rows(void **state)
{
	(void)state;
	static const struct {
		const char *filter, *shown; /* or the beginning of the error after "!" */
	} cases[] = {
		{"lr<1e-2", "de"},
		{"lr <= 0.01", "ade"},
		{"lr=0.01", "a"},
		{"lr==1e-1", "c"},
		{"lr!=0.01", "cde"},
		{"optimizer=adam", "ce"},
		{"optimizer!=adam", "a"},
		{"optimizer~d", "ace"},
		{"optimizer=\"adam\" & lr>0.001", "c"},
		{"lr>0.05|lr<0.0005", "ce"},
		{"lr>0.05||lr<0.0005&&optimizer=sgd", "c"},
		{"(lr>0.05|lr<0.0005)&optimizer=adam", "ce"},
		{"!optimizer=adam", "ad"},
		{"!(lr<0.01|lr>0.05)", "a"},
		{"!!lr<1e-2", "de"},
		{"val/accuracy>=.6", "ad"},
		{"accuracy>.6", "d"},
		{"run~a", "a"},
		{"LR<1e-2", "de"},
		{"lr<adam", ""},
		{"lr", "!one of = != < <= > >= ~ is missing at character 3"},
		{"lr<", "!a value is missing at character 4"},
		{"lr<1 optimizer=adam", "!& or | is missing at character 6"},
		{"lr<1 &", "!the name of a column is missing at character 7"},
		{"(lr<1", "!a ) is missing at character 6"},
		{"lr<1)", "!nothing was opened that ) closes, at character 5"},
		{"foo<1", "!no single column is named foo, at character 1"},
		{"\"lr<1", "!the name of a column is missing at character 1"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char error[160] = "";
		snprintf(m.trials.filter, sizeof m.trials.filter, "%s", cases[i].filter);
		bool good = trials_filter(&m.trials, error);
		trials_arrange(&m);
		if (*cases[i].shown == '!') {
			assert_string_equal(error, cases[i].shown + 1);
			assert_string_equal(shown(), "acde");
		} else {
			if (!good)
				fail_msg("%s: %s", cases[i].filter, error);
			assert_string_equal(shown(), cases[i].shown);
		}
	}
}

static void deep_and_long_filters_are_bounded(void **state)
{
	(void)state;
	char error[160];
	char *filter = m.trials.filter;
	memset(filter, '(', TRIALS_FILTER - 1);
	filter[TRIALS_FILTER - 1] = '\0';
	assert_false(trials_filter(&m.trials, error));
	memset(filter, '!', TRIALS_FILTER - 1);
	assert_false(trials_filter(&m.trials, error));
	srandom(7);
	for (int i = 0; i < 20000; i++) {
		size_t n = (size_t)random() % 40;
		for (size_t k = 0; k < n; k++)
			filter[k] = "lr<=>!~&|()\" 01.ax"[random() % 18];
		filter[n] = '\0';
		trials_filter(&m.trials, error);
	}
}

/* A filter also decides which runs are drawn, those below a trial with it. */
static void filters_admit_runs(void **state)
{
	(void)state;
	char error[160];
	snprintf(m.trials.filter, sizeof m.trials.filter, "lr=0.01");
	assert_true(trials_filter(&m.trials, error));
	assert_true(trials_admit(&m, model_find_run(&m, "b/val")->index));
	assert_true(trials_admit(&m, model_find_run(&m, "a")->index));
	assert_false(trials_admit(&m, model_find_run(&m, "c")->index));
}

static void colours_follow_values(void **state)
{
	(void)state;
	uint8_t own = model_find_run(&m, "d")->colour;
	m.trials.colour = 1;
	model_colour_runs(&m);
	assert_int_equal(model_find_run(&m, "c")->colour, model_find_run(&m, "e")->colour);
	assert_int_equal(model_find_run(&m, "a")->colour, model_find_run(&m, "b/val")->colour);
	assert_int_not_equal(model_find_run(&m, "a")->colour, model_find_run(&m, "c")->colour);
	m.trials.colour = NO_COLUMN;
	model_colour_runs(&m);
	assert_int_equal(model_find_run(&m, "d")->colour, own);
}

/* The choices stay with their rows and columns when trials are added before them. */
static void choices_follow_their_rows(void **state)
{
	(void)state;
	m.trials.row = 2; /* d */
	m.trials.column = m.trials.sort = 2;
	struct trial_source *s = calloc(1, sizeof *s);
	s->run = model_add_run(&m, "0", NULL)->index;
	s->series = (const tfe_series *)(uintptr_t)100;
	s->is_start = true;
	s->group = copy("");
	s->pairs = calloc(1, sizeof *s->pairs);
	s->pairs[s->n_pairs++] = (struct trial_pair){copy("new"), {TRIAL_NUMBER, 1, NULL}};
	trials_put(&m.trials, s);
	model_arrange(&m);
	trials_build(&m, true);
	assert_int_equal(m.trials.n_columns, 4);
	assert_string_equal(m.trials.trials[m.trials.rows[m.trials.row].first].name, "d");
	assert_string_equal(m.trials.columns[m.trials.column].name, "val/accuracy");
	assert_int_equal(m.trials.sort, m.trials.column);
}

/* --- association ------------------------------------------------------------------------------ */

/* scipy.stats.spearmanr 1.17; the square root of between / total sum of squares of rankdata(y). */
static void associations_are_those_of_scipy(void **state)
{
	(void)state;
	static const double x[] = {1, 2, 2, 3, 5, 8, 8, 8};
	static const double y[] = {0.3, 0.1, 0.4, 0.4, 0.9, 0.7, 0.8, 1};
	static const size_t group[] = {0, 0, 1, 1, 2, 2, 2, 1};
	static const double equal[8] = {0};
	assert_true(fabs(rank_correlation(x, y, 8) - 0.8212380317755189) < 1e-12);
	assert_true(fabs(correlation_ratio(group, 3, y, 8) - 0.7838736067283432) < 1e-12);
	assert_true(isnan(rank_correlation(equal, y, 8)));
	assert_true(isnan(correlation_ratio(group, 3, equal, 8)));
	assert_true(isnan(rank_correlation(x, y, 0)));
}

int main(void)
{
#define TABLE(name) cmocka_unit_test_setup_teardown(name, make_table, release_table)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_are_found_in_names),
		cmocka_unit_test(values_have_types),
		TABLE(groups_are_rows_with_means),
		TABLE(not_a_number_and_absent_are_last_both_ways),
		TABLE(filters_select_rows),
		TABLE(deep_and_long_filters_are_bounded),
		TABLE(filters_admit_runs),
		TABLE(colours_follow_values),
		TABLE(choices_follow_their_rows),
		cmocka_unit_test(associations_are_those_of_scipy),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
