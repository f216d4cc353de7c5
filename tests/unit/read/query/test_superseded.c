/* read/query: the points that each restart superseded, in the columns of a chart. */
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>

#include "unit/loaded.h"
#include "unit/read/query/cursors.h"

static const tfe_logdir_options supersede = {.restarts = TFE_RESTARTS_SUPERSEDE},
				keep = {.restarts = TFE_RESTARTS_KEEP},
				tensorboard = {.restarts = TFE_RESTARTS_TENSORBOARD};

/* --- few points ------------------------------------------------------------------------------- */

/* Writes points at successive steps; their values are 100 times the number of the life plus the
 * step. */
static void live(int life, const char *tag, int64_t from, int64_t to)
{
	char name[64];
	snprintf(name, sizeof name, "events.tfevents.%d", life);
	for (int64_t i = from; i <= to; i++)
		logs_scalar(name, tag, i, 1000 * life + (double)i, (float)(100 * life + i));
}

/* Returns the values that a restart superseded, those of a column within brackets if it has
 * several. Each column has one step. */
static const char *values_of(const tfe_view *view, size_t restart)
{
	enum { N = 20 };
	static char text[1024];
	tfe_column columns[N];
	size_t at = 0;
	if (tfe_view_get_superseded(view, restart, TFE_AXIS_STEP, -0.5, N - 0.5, columns, N))
		return "none";
	*text = '\0';
	for (size_t i = 0; i < N; i++) {
		const tfe_column *c = &columns[i];
		if (c->count == 1)
			at += (size_t)snprintf(text + at, sizeof text - at, "%g ", c->first);
		else if (c->count)
			at += (size_t)snprintf(text + at, sizeof text - at, "[%g %g %g %g] ",
					       c->first, c->min, c->max, c->last);
		if (c->nan)
			at += (size_t)snprintf(text + at, sizeof text - at, "nan ");
	}
	return text;
}

static void a_restart_at_a_step(void **state)
{
	(void)state;
	live(1, "loss", 0, 5);
	live(2, "loss", 3, 7);
	tfe_logdir *d = load_logs(supersede);
	const tfe_view view = view_of_tag(d, "loss");
	assert_string_equal(values_of(&view, 0), "103 104 105 ");
	assert_string_equal(values_of(&view, 1), "none");
	tfe_logdir_close(d);
}

static void each_restart_has_its_points(void **state)
{
	(void)state;
	live(1, "loss", 0, 5);
	live(2, "loss", 3, 7);
	live(3, "loss", 5, 9);
	live(4, "loss", 5, 6);
	tfe_logdir *d = load_logs(supersede);
	const tfe_view view = view_of_tag(d, "loss");
	assert_string_equal(values_of(&view, 0), "305 306 307 308 309 ");
	assert_string_equal(values_of(&view, 1), "205 206 207 ");
	assert_string_equal(values_of(&view, 2), "103 104 105 ");
	assert_string_equal(values_of(&view, 3), "none");
	tfe_logdir_close(d);
}

/* The points of the restarted session itself stay, although their steps are later. */
static void a_session_that_goes_back_further_keeps_its_points(void **state)
{
	(void)state;
	live(1, "loss", 0, 6);
	live(2, "loss", 4, 5);
	live(2, "loss", 2, 3);
	tfe_logdir *d = load_logs(supersede);
	const tfe_view view = view_of_tag(d, "loss");
	assert_int_equal(view.count, 6);
	assert_string_equal(values_of(&view, 0), "102 103 ");
	assert_string_equal(values_of(&view, 1), "104 105 106 ");
	tfe_logdir_close(d);
}

static void a_restart_from_the_beginning_has_all(void **state)
{
	(void)state;
	tfe_column columns[2];
	live(1, "loss", 0, 4);
	live(2, "loss", 0, 6);
	tfe_logdir *d = load_logs(supersede);
	const tfe_view view = view_of_tag(d, "loss");
	assert_string_equal(values_of(&view, 0), "100 101 102 103 104 ");
	/* The first entry of the view is 1000 seconds later. */
	assert_int_equal(
		tfe_view_get_superseded(&view, 0, TFE_AXIS_RELATIVE, -998.5, -996.5, columns, 2),
		TFE_OK);
	assert_true(columns[0].first == 102);
	assert_true(columns[1].first == 103);
	tfe_logdir_close(d);
}

static void a_series_may_have_no_other_points(void **state)
{
	(void)state;
	tfe_column columns[3];
	live(1, "loss", 0, 9);
	live(1, "once", 7, 9);
	logs_session("events.tfevents.1", 5, 2000, 1);
	live(1, "loss", 5, 6);
	tfe_logdir *d = load_logs(supersede);
	const tfe_view view = view_of_tag(d, "once");
	assert_int_equal(view.count, 0);
	assert_string_equal(values_of(&view, 0), "107 108 109 ");
	/* The first one that the series had is at second 0. */
	assert_int_equal(
		tfe_view_get_superseded(&view, 0, TFE_AXIS_RELATIVE, -0.5, 2.5, columns, 3),
		TFE_OK);
	assert_true(columns[0].first == 107);
	assert_true(columns[2].first == 109);
	tfe_logdir_close(d);
}

static void without_a_restart_there_are_none(void **state)
{
	(void)state;
	live(1, "loss", 0, 5);
	live(2, "loss", 6, 7);
	live(3, "other", 3, 7);
	tfe_logdir *d = load_logs(supersede);
	const tfe_view view = view_of_tag(d, "loss");
	assert_int_equal(view.count, 8);
	assert_string_equal(values_of(&view, 0), "none");
	tfe_logdir_close(d);
}

static void restarts_that_are_kept_supersede_nothing(void **state)
{
	(void)state;
	live(1, "loss", 0, 5);
	logs_session("events.tfevents.1", 3, 2000, 1);
	live(2, "loss", 3, 7);
	tfe_logdir *d = load_logs(keep);
	tfe_view view = view_of_tag(d, "loss");
	assert_int_equal(view.count, 11);
	assert_string_equal(values_of(&view, 0), "none");
	tfe_logdir_close(d);
	d = load_logs(tensorboard);
	view = view_of_tag(d, "loss");
	assert_string_equal(values_of(&view, 0), "103 104 105 ");
	tfe_logdir_close(d);
}

static void times_are_those_of_the_view(void **state)
{
	(void)state;
	tfe_column columns[4];
	live(1, "loss", 0, 5);
	live(2, "loss", 3, 7);
	tfe_logdir *d = load_logs(supersede);
	const tfe_view view = view_of_tag(d, "loss");
	assert_int_equal(
		tfe_view_get_superseded(&view, 0, TFE_AXIS_WALL, 1001.5, 1005.5, columns, 4),
		TFE_OK);
	assert_int_equal(columns[0].count, 0);
	assert_true(isnan(columns[0].first));
	assert_true(columns[1].first == 103);
	assert_true(columns[3].first == 105);
	assert_int_equal(tfe_view_get_superseded(&view, 0, TFE_AXIS_RELATIVE, 2.5, 4.5, columns, 2),
			 TFE_OK);
	assert_true(columns[0].first == 103);
	assert_true(columns[1].first == 104);
	tfe_logdir_close(d);
}

static void values_that_are_not_finite_are_counted(void **state)
{
	(void)state;
	live(1, "loss", 0, 2);
	logs_scalar("events.tfevents.1", "loss", 3, 1003, NAN);
	live(1, "loss", 4, 4);
	live(2, "loss", 2, 3);
	tfe_logdir *d = load_logs(supersede);
	const tfe_view view = view_of_tag(d, "loss");
	assert_string_equal(values_of(&view, 0), "102 nan 104 ");
	tfe_logdir_close(d);
}

/* The points of both files are ordered by step, then superseded. */
static void points_of_concurrent_files_are_superseded_together(void **state)
{
	(void)state;
	for (int i = 0; i < 6; i++) {
		logs_scalar("events.tfevents.1", "loss", i, 1000 + i, (float)(100 + i));
		logs_scalar("events.tfevents.2", "loss", i, 1000.5 + i, (float)(200 + i));
	}
	live(3, "loss", 4, 7);
	tfe_logdir *d = load_logs(supersede);
	const tfe_view view = view_of_tag(d, "loss");
	assert_string_equal(values_of(&view, 0), "[104 104 204 204] [105 105 205 205] ");
	tfe_logdir_close(d);
}

/* The points are superseded before those of the later files are ordered. */
static void a_later_order_changes_nothing(void **state)
{
	(void)state;
	live(1, "loss", 0, 5);
	for (int i = 3; i < 8; i++) {
		logs_scalar("events.tfevents.2", "loss", i, 2000 + i, (float)(200 + i));
		logs_scalar("events.tfevents.3", "loss", i, 2000.5 + i, (float)(300 + i));
	}
	live(4, "loss", 7, 9);
	tfe_logdir *d = load_logs(supersede);
	const tfe_view view = view_of_tag(d, "loss");
	assert_string_equal(values_of(&view, 0), "[207 207 307 307] ");
	assert_string_equal(values_of(&view, 1), "103 104 105 ");
	assert_string_equal(values_of(&view, 2), "none");
	tfe_logdir_close(d);
}

static void impossible_questions_are_refused(void **state)
{
	(void)state;
	tfe_column columns[2];
	live(1, "loss", 0, 5);
	live(2, "loss", 3, 7);
	tfe_logdir *d = load_logs(supersede);
	const tfe_view view = view_of_tag(d, "loss");
	assert_int_equal(tfe_view_get_superseded(&view, 0, TFE_AXIS_STEP, 5, 5, columns, 2),
			 TFE_E_ARG);
	assert_int_equal(tfe_view_get_superseded(&view, 0, TFE_AXIS_STEP, 0, NAN, columns, 2),
			 TFE_E_ARG);
	assert_int_equal(tfe_view_get_superseded(&view, 0, TFE_AXIS_STEP, 0, 5, columns, 0),
			 TFE_E_ARG);
	assert_int_equal(tfe_view_get_superseded(&view, SIZE_MAX, TFE_AXIS_STEP, 0, 5, columns, 2),
			 TFE_E_ARG);
	tfe_logdir_close(d);
}

/* --- many points ------------------------------------------------------------------------------ */

enum { STEPS = 60000, RESTART = 25003, TAG = 1 };

/* Adds a second life of the tags, from a step on. */
static void add_restart(const char *name, int64_t from, int64_t to)
{
	for (int64_t step = from; step < to; step++)
		add_event(name, 2, step, 2e9 + (double)step);
	logs_flush(name, &batch);
}

/* Returns a column computed point by point. */
static tfe_column expected(int64_t from, int64_t to)
{
	tfe_column c = {.first = NAN, .min = NAN, .max = NAN, .last = NAN};
	for (int64_t step = from; step < to; step++) {
		double value = (double)value_of(TAG, step);
		c.first = c.count ? c.first : value;
		c.min = fmin(c.min, value);
		c.max = fmax(c.max, value);
		c.last = value;
		c.count++;
	}
	return c;
}

static int64_t later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* The ranges are in the middle of chunks, of nodes, and around all points. */
static void many_points_are_summarised_exactly(void **state)
{
	(void)state;
	enum { COLUMNS = 13 };
	static const int64_t widths[] = {1, 7, 300, 2000, 5000};
	tfe_column columns[COLUMNS];
	add_events("events.tfevents.1", 2, 0, STEPS);
	add_restart("events.tfevents.2", RESTART, RESTART + 5000);
	tfe_logdir *d = load_with(0, NULL);
	const tfe_view view = view_of_tag(d, "t1");
	tfe_restart restart;
	assert_int_equal(tfe_view_get_restarts(&view, &restart, 1), 1);
	assert_int_equal(restart.step, RESTART);
	assert_int_equal(restart.superseded, STEPS - RESTART);
	for (size_t w = 0; w < sizeof widths / sizeof *widths; w++)
		for (int64_t from = RESTART - 20; from < STEPS; from += 9973) {
			const int64_t width = widths[w];
			assert_int_equal(
				tfe_view_get_superseded(&view, 0, TFE_AXIS_STEP, (double)from - 0.5,
							(double)(from + COLUMNS * width) - 0.5,
							columns, COLUMNS),
				TFE_OK);
			for (int64_t i = 0; i < COLUMNS; i++) {
				int64_t a = later(from + i * width, RESTART);
				int64_t b = from + (i + 1) * width;
				tfe_column c = expected(a, b < STEPS ? b : STEPS);
				assert_memory_equal(&columns[i], &c, sizeof c);
			}
		}
	tfe_logdir_close(d);
}

/* Of dropped points the chunks remain: each column has at least the range of its points, none lies
 * before the restart, and all points are counted once. */
static void dropped_points_are_drawn_from_their_chunks(void **state)
{
	(void)state;
	enum { COLUMNS = 50 };
	tfe_column columns[COLUMNS];
	const double width = STEPS / COLUMNS;
	uint64_t count = 0;
	add_events("events.tfevents.1", 2, 0, STEPS);
	add_restart("events.tfevents.2", RESTART, RESTART + 50000);
	/* Other points need the memory. */
	add_events("other/events.tfevents.1", 10, 0, 20000);
	tfe_logdir *d = load_with(MIB, NULL);
	const tfe_view view = tfe_series_view(series_of(d, 0, "t1"));
	tfe_restart restart;
	assert_int_equal(tfe_view_get_restarts(&view, &restart, 1), 1);
	/* The column of one step has the range of a chunk. */
	assert_int_equal(
		tfe_view_get_superseded(&view, 0, TFE_AXIS_STEP, 40000, 40000.5, columns, 1),
		TFE_OK);
	assert_true(columns[0].min < columns[0].max);
	assert_int_equal(tfe_view_get_superseded(&view, 0, TFE_AXIS_STEP, -0.5, STEPS - 0.5,
						 columns, COLUMNS),
			 TFE_OK);
	for (int i = 0; i < COLUMNS; i++) {
		int64_t a = later((int64_t)(width * i), RESTART), b = (int64_t)(width * (i + 1));
		tfe_column c = expected(a, b);
		count += columns[i].count;
		if (a >= b)
			assert_int_equal(columns[i].count, 0);
		if (c.count)
			assert_in_range((int64_t)c.min, (int64_t)columns[i].min,
					(int64_t)columns[i].max);
		if (c.count)
			assert_in_range((int64_t)c.max, (int64_t)columns[i].min,
					(int64_t)columns[i].max);
	}
	/* One column after the restart spans a twentieth of the points. */
	assert_true(llabs((long long)(count - restart.superseded)) < (long long)width);
	tfe_logdir_close(d);
}

/* --- a log that grows ------------------------------------------------------------------------- */

static void an_older_view_has_no_later_restart(void **state)
{
	(void)state;
	tfe_column columns[2];
	add_events("events.tfevents.1", 2, 0, 3000);
	tfe_logdir *d = watch(MIB);
	const tfe_series *series = series_of(d, 0, "t1");
	const tfe_view before = tfe_series_view(series);
	tfe_cursor *cursor = open_cursor(series);
	add_restart("events.tfevents.2", 2000, 2500);
	wait_for(d, series, 2500);
	const tfe_view after = tfe_series_view(series);
	assert_int_equal(tfe_view_get_superseded(&before, 0, TFE_AXIS_STEP, 0, 3000, columns, 2),
			 TFE_E_ARG);
	assert_int_equal(
		tfe_view_get_superseded(&after, 0, TFE_AXIS_STEP, 1999.5, 2999.5, columns, 2),
		TFE_OK);
	for (int i = 0; i < 2; i++) {
		tfe_column c = expected(2000 + 500 * i, 2500 + 500 * i);
		assert_memory_equal(&columns[i], &c, sizeof c);
	}
	read_rest(cursor, 1, 0, 3000);
	tfe_cursor_close(cursor);
	tfe_logdir_close(d);
}

struct asking {
	const tfe_series *series;
	_Atomic(bool) stop;
	int wrong, questions;
};

/* Whatever the view, each restart has as many points as it reports. */
static void *ask(void *context)
{
	struct asking *a = context;
	while (!atomic_load(&a->stop) || !a->questions) {
		tfe_restart restarts[64];
		tfe_column column;
		const tfe_view view = tfe_series_view(a->series);
		size_t n = tfe_view_get_restarts(&view, restarts, 64);
		for (size_t i = 0; i < n; i++, a->questions++)
			a->wrong += tfe_view_get_superseded(&view, i, TFE_AXIS_STEP, -1, 1e6,
							    &column, 1) ||
				    column.count != restarts[i].superseded;
	}
	return NULL;
}

static void a_thread_may_ask_while_restarts_are_loaded(void **state)
{
	(void)state;
	enum { RESTARTS = 12 };
	pthread_t thread;
	add_events("events.tfevents.1", 2, 0, 5000);
	tfe_logdir *d = watch(0);
	struct asking a = {.series = series_of(d, 0, "t1")};
	wait_for(d, a.series, 5000);
	assert_int_equal(pthread_create(&thread, NULL, ask, &a), 0);
	for (int i = 0; i < RESTARTS; i++) {
		char name[64];
		snprintf(name, sizeof name, "events.tfevents.%d", 2 + i);
		for (int64_t step = 4000 - 100 * i; step < 4950 - 10 * i; step++)
			add_event(name, 2, step, 2e9 + 1e4 * i + (double)step);
		logs_flush(name, &batch);
		wait_for(d, a.series, (uint64_t)(4950 - 10 * i));
	}
	atomic_store(&a.stop, true);
	assert_int_equal(pthread_join(thread, NULL), 0);
	assert_int_equal(a.wrong, 0);
	tfe_logdir_close(d);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, logs_make, logs_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_restart_at_a_step),
		TEST(each_restart_has_its_points),
		TEST(a_session_that_goes_back_further_keeps_its_points),
		TEST(a_restart_from_the_beginning_has_all),
		TEST(a_series_may_have_no_other_points),
		TEST(without_a_restart_there_are_none),
		TEST(restarts_that_are_kept_supersede_nothing),
		TEST(times_are_those_of_the_view),
		TEST(values_that_are_not_finite_are_counted),
		TEST(points_of_concurrent_files_are_superseded_together),
		TEST(a_later_order_changes_nothing),
		TEST(impossible_questions_are_refused),
		TEST(many_points_are_summarised_exactly),
		TEST(dropped_points_are_drawn_from_their_chunks),
		TEST(an_older_view_has_no_later_restart),
		TEST(a_thread_may_ask_while_restarts_are_loaded),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
