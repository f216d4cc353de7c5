/* read/run: files that are written at the same time, and the result of reading files while they
 * grow: what is shown depends on the files only. */
#include "unit/runs.h"

#include <tfevents/cursor.h>

static const tfe_logdir_options supersede = {.restarts = TFE_RESTARTS_SUPERSEDE};

static const char first[] = "events.tfevents.100", second[] = "events.tfevents.101";

static void expect(const tfe_logdir *d, const char *tag, const char *steps)
{
	assert_string_equal(steps_of(d, ".", tag), steps);
}

static uint64_t damages_of(const tfe_logdir *d, tfe_damage *damage)
{
	const tfe_run *run = tfe_logdir_run_at(d, 0);
	tfe_run_get_damage(run, 0, damage);
	return tfe_run_damage_count(run);
}

static void workers_in_turns_are_one_series(void **state)
{
	(void)state;
	scalars(first, "loss", 0, 3, 100);
	scalars(first, "loss", 8, 9, 108);
	scalars(second, "loss", 4, 7, 104);
	tfe_logdir *d = load_logs(supersede);
	expect(d, "loss", "0 1 2 3 4 5 6 7 8 9");
	assert_int_equal(info_of(d, ".").superseded, 0);
	tfe_damage damage = TFE_DAMAGE_INIT;
	assert_int_equal(damages_of(d, &damage), 0);
	tfe_logdir_close(d);
}

static void several_writers_are_reported(void **state)
{
	(void)state;
	for (int rank = 0; rank < 3; rank++) {
		char file[32];
		snprintf(file, sizeof file, "events.tfevents.%d", 100 + rank);
		for (int step = 0; step < 4; step++)
			logs_scalar(file, "loss", step, 100 + step + rank / 4.0, (float)rank);
	}
	tfe_logdir *d = load_logs(supersede);
	expect(d, "loss", "0 0 0 1 1 1 2 2 2 3 3 3");
	tfe_damage damage = TFE_DAMAGE_INIT;
	assert_int_equal(damages_of(d, &damage), 1);
	assert_int_equal(damage.kind, TFE_DAMAGE_KIND_SEVERAL_WRITERS);
	assert_string_equal(damage.path, logs_path("events.tfevents.100"));
	assert_non_null(strstr(damage.reason, "2 more files have points of tag loss"));
	tfe_logdir_close(d);
}

static void copies_count_once(void **state)
{
	(void)state;
	scalars(first, "loss", 0, 5, 100);
	scalars("events.tfevents.100.orig", "loss", 0, 5, 100);
	scalars(".events.tfevents.100.aB3dEf", "loss", 0, 2, 100);
	tfe_logdir *d = load_logs(supersede);
	expect(d, "loss", "0 1 2 3 4 5");
	assert_int_equal(info_of(d, ".").superseded, 0);
	tfe_damage damage = TFE_DAMAGE_INIT;
	assert_int_equal(damages_of(d, &damage), 0);
	tfe_logdir_close(d);
}

/* The ranks of a resumed job supersede those of the first one, and nothing of each other. */
static void resumed_ranks_supersede_the_first_ones(void **state)
{
	(void)state;
	scalars("events.tfevents.100", "loss", 0, 5, 100);
	scalars("events.tfevents.101", "loss", 0, 5, 100.5);
	scalars("events.tfevents.200", "loss", 3, 6, 200);
	scalars("events.tfevents.201", "loss", 3, 6, 200.5);
	tfe_logdir *d = load_logs(supersede);
	expect(d, "loss", "0 0 1 1 2 2 3 3 4 4 5 5 6 6");
	assert_int_equal(info_of(d, ".").superseded, 6);
	assert_int_equal(info_of(d, ".").restarts, 1);
	tfe_logdir_close(d);
}

/* --- the memory budget ------------------------------------------------------------------------ */

enum { TAGS = 32, STEPS_MANY = 2500 };

static void write_many(const char *file, double wall)
{
	static struct logs_message batch, event;
	for (int step = 0; step < STEPS_MANY; step++)
		for (int t = 0; t < TAGS; t++) {
			char tag[] = {(char)('A' + t), 0};
			logs_scalar_event(&event, tag, step, wall + step, (float)(step % 97));
			logs_add(file, &batch, &event);
		}
	logs_flush(file, &batch);
}

static void expect_same_points(const tfe_series *a, const tfe_series *b)
{
	tfe_cursor *x, *y;
	tfe_point p[500], q[500];
	size_t n = 1, m;
	assert_int_equal(tfe_cursor_open(a, NULL, &x, NULL), TFE_OK);
	assert_int_equal(tfe_cursor_open(b, NULL, &y, NULL), TFE_OK);
	while (n) {
		assert_int_equal(tfe_cursor_next(x, p, 500, &n), TFE_OK);
		assert_int_equal(tfe_cursor_next(y, q, n ? n : 1, &m), TFE_OK);
		assert_int_equal(n, m);
		for (size_t i = 0; i < n; i++) {
			assert_int_equal(p[i].step, q[i].step);
			assert_true(p[i].wall_time == q[i].wall_time);
		}
	}
	tfe_cursor_close(x);
	tfe_cursor_close(y);
}

/* A second reading orders what the first one has dropped; a copy counts once there too. */
static void a_second_reading_has_the_same_order(void **state)
{
	(void)state;
	write_many(first, 1000.5);
	write_many(second, 1000);
	write_many("events.tfevents.101.copy", 1000);
	tfe_logdir *large = load_logs(supersede);
	tfe_logdir_options o = supersede;
	o.memory_bytes = 1 << 20;
	tfe_logdir *small = load_logs(o);
	tfe_progress progress = TFE_PROGRESS_INIT;
	tfe_logdir_get_progress(small, &progress);
	assert_true(progress.dropped > 0);
	for (size_t i = 0; i < TAGS; i++)
		expect_same_points(tfe_run_series_at(tfe_logdir_run_at(large, 0), i),
				   tfe_run_series_at(tfe_logdir_run_at(small, 0), i));
	assert_int_equal(points_of(large, ".", "A"), 2 * STEPS_MANY);
	tfe_logdir_close(small);
	tfe_logdir_close(large);
}

/* --- files that grow -------------------------------------------------------------------------- */

enum { FILES_MAX = 4, EVENTS_MAX = 24, CASES = 150 };

struct event {
	const char *tag;
	int64_t step;
	double wall;
	float value;
	bool start;
};

static const char *const names[FILES_MAX] = {"events.tfevents.1000", "events.tfevents.1001",
					     "events.tfevents.1002", "events.tfevents.1003"};

struct file {
	const char *name;
	struct event event[EVENTS_MAX];
	unsigned n, written;
};

static uint64_t random_state;

static uint32_t below(uint32_t n)
{
	random_state = random_state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)((random_state >> 33) % n);
}

/* A program: a training, or an evaluation, from some step and second on. */
static void make_file(struct file *f, unsigned number, double wall)
{
	static const char *const training[] = {"loss", "lr", "epoch"};
	static const char *const evaluation[] = {"val/loss", "epoch", "loss"};
	bool trains = below(3) > 0;
	int64_t step = below(2) ? (int64_t)below(8) : 0;
	f->name = names[number];
	f->written = 0;
	f->n = 0;
	if (!below(4))
		f->event[f->n++] = (struct event){.step = step, .wall = wall, .start = true};
	for (unsigned rounds = 1 + below(6), i = 0; i < rounds; i++, step++, wall += 1)
		for (unsigned t = 0; t < 3; t++)
			if (below(4))
				f->event[f->n++] =
					(struct event){.tag = trains ? training[t] : evaluation[t],
						       .step = step,
						       .wall = wall + t / 8.0,
						       .value = (float)below(100)};
}

static void write_event(struct file *f)
{
	const struct event *e = &f->event[f->written++];
	if (e->start)
		logs_session(f->name, e->step, e->wall, 1);
	else
		logs_scalar(f->name, e->tag, e->step, e->wall, e->value);
}

static void expect_same_series(const tfe_series *a, const tfe_series *b)
{
	enum { MANY = FILES_MAX * EVENTS_MAX };
	tfe_view v = tfe_series_view(a), w = tfe_series_view(b);
	tfe_point p[MANY], q[MANY];
	tfe_series_info x = TFE_SERIES_INFO_INIT, y = TFE_SERIES_INFO_INIT;
	tfe_view_get_info(&v, &x);
	tfe_view_get_info(&w, &y);
	assert_int_equal(v.count, w.count);
	assert_int_equal(x.superseded, y.superseded);
	tfe_view_get_points(&v, 0, p, MANY);
	tfe_view_get_points(&w, 0, q, MANY);
	for (uint64_t i = 0; i < v.count; i++) {
		assert_int_equal(p[i].step, q[i].step);
		assert_true(p[i].wall_time == q[i].wall_time);
		assert_true(p[i].value == q[i].value);
	}
}

static uint64_t expect_as_fresh(const tfe_logdir *d)
{
	tfe_logdir *fresh = load_logs(supersede);
	const tfe_run *a = tfe_logdir_run_at(d, 0), *b = tfe_logdir_run_at(fresh, 0);
	tfe_run_info x = info_of(d, "."), y = info_of(fresh, ".");
	assert_int_equal(x.superseded, y.superseded);
	assert_int_equal(x.restarts, y.restarts);
	assert_int_equal(tfe_run_series_count(a), tfe_run_series_count(b));
	for (size_t i = 0; i < tfe_run_series_count(a); i++) {
		const tfe_series *series = tfe_run_series_at(a, i);
		const tfe_series *other = tfe_run_find_series(b, tfe_series_tag(series));
		assert_non_null(other);
		expect_same_series(series, other);
	}
	tfe_logdir_close(fresh);
	return x.superseded;
}

/* Whether all events of the file are written. */
static bool is_done(const struct file *f)
{
	return f->written == f->n;
}

static uint64_t run_case(void)
{
	struct file file[FILES_MAX];
	unsigned files = 2 + below(FILES_MAX - 1), left = 0;
	uint64_t superseded = 0;
	double wall = 1000;
	for (unsigned i = 0; i < files; i++) {
		make_file(&file[i], i, wall);
		left += !is_done(&file[i]);
		wall += below(3) ? 20 : 2.5;
	}
	if (!left)
		return 0;
	tfe_logdir *d = NULL;
	while (left) {
		for (unsigned piece = 1 + below(8); piece && left; piece--) {
			struct file *f = &file[below(files)];
			if (is_done(f))
				continue;
			write_event(f);
			left -= is_done(f);
		}
		if (!d)
			d = open_logs(supersede);
		assert_int_equal(tfe_logdir_load(d), TFE_OK);
		if (tfe_logdir_run_count(d))
			superseded = expect_as_fresh(d);
	}
	tfe_logdir_close(d);
	for (unsigned i = 0; i < files; i++)
		unlink(logs_path(file[i].name));
	return superseded;
}

static void files_that_grow_are_as_a_fresh_start(void **state)
{
	(void)state;
	uint64_t superseded = 0;
	for (uint32_t n = 0; n < CASES; n++) {
		random_state = n;
		superseded += run_case();
	}
	/* There was something to get wrong. */
	assert_true(superseded > CASES);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, logs_make, logs_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(workers_in_turns_are_one_series),
		TEST(several_writers_are_reported),
		TEST(copies_count_once),
		TEST(resumed_ranks_supersede_the_first_ones),
		TEST(a_second_reading_has_the_same_order),
		TEST(files_that_grow_are_as_a_fresh_start),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
