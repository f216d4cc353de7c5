/* A log directory and a reader follow a file that is written at full speed: no event is missed, and
 * none is read twice. The file is followed, because its writer waits until the readers have seen
 * its first events.
 *
 * The test takes two seconds or 64 MB by default; SOAK_SECONDS and SOAK_MB make it longer (make
 * check-full: 60 s or 2 GB). */
#include <glob.h>
#include <math.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#include "unit/loaded.h"

#include <tfevents/reader.h>
#include <tfevents/writer.h>

/* One of every TEXT_EVERY steps has a text as well; the writer waits after FIRST_STEPS. */
enum { TEXT_EVERY = 16, FIRST_STEPS = 1000 };

struct soak {
	tfe_writer *writer;
	double seconds, bytes;
	_Atomic(int64_t) steps; /* the number of steps, after the last one is written */
	int followed[2];        /* a pipe; it gets a byte when the readers have seen a point */
	int done[2];            /* a pipe; the thread closes its end then */
};

static double setting(const char *name, double otherwise)
{
	const char *text = getenv(name);
	return text ? strtod(text, NULL) : otherwise;
}

static double now_s(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double value_of(int64_t step)
{
	return (double)(float)((uint64_t)step * 2654435761U % 1000003);
}

static void *write_at_full_speed(void *context)
{
	struct soak *s = context;
	static char text[600];
	memset(text, 'x', sizeof text - 1);
	double end = INFINITY, written = 0;
	int64_t step = 0;
	for (; written < s->bytes && (step % 1000 || now_s() < end); step++) {
		if (step == FIRST_STEPS) {
			char byte;
			if (read(s->followed[0], &byte, 1) != 1)
				break;
			end = now_s() + s->seconds;
		}
		tfe_writer_add_scalar(s->writer, "a", step, value_of(step));
		written += 40;
		if (step % TEXT_EVERY)
			continue;
		tfe_writer_add_text(s->writer, "note", step, text);
		written += sizeof text;
	}
	atomic_store(&s->steps, step);
	tfe_status status = tfe_writer_finish(s->writer);
	(void)status; /* close reports it again */
	close(s->done[1]);
	return NULL;
}

/* The progress of the reader. */
struct seen {
	int64_t scalars, texts;
};

static void take(struct seen *seen, tfe_event *event)
{
	tfe_value value = TFE_VALUE_INIT;
	tfe_status status;
	while (!(status = tfe_event_next(event, &value))) {
		if (value.kind == TFE_KIND_SCALAR) {
			assert_true(event->step == seen->scalars);
			assert_true(value.scalar == value_of(event->step));
			seen->scalars++;
		} else if (value.kind == TFE_KIND_TEXT) {
			assert_true(event->step == seen->texts * TEXT_EVERY);
			seen->texts++;
		}
	}
	assert_int_equal(status, TFE_E_NOTFOUND);
}

/* Reads all available events. */
static void drain(tfe_reader *reader, struct seen *seen)
{
	tfe_event event = TFE_EVENT_INIT;
	tfe_status status;
	tfe_file_change change;
	assert_int_equal(tfe_reader_check(reader, &change), TFE_OK);
	if (change != TFE_FILE_CHANGE_SAME)
		assert_int_equal(change, TFE_FILE_CHANGE_GROWN);
	while (!(status = tfe_reader_next(reader, &event)))
		take(seen, &event);
	assert_int_equal(status, TFE_E_AGAIN);
}

static tfe_view view_of(const tfe_logdir *d, const char *tag)
{
	const tfe_run *run = tfe_logdir_run_at(d, 0);
	const tfe_series *series = run ? tfe_run_find_series(run, tag) : NULL;
	return series ? tfe_series_view(series) : (tfe_view){0};
}

/* Compares the points after `*checked` with those that were written. */
static void check_points(const tfe_view *view, uint64_t *checked)
{
	tfe_point points[1000];
	size_t n;
	assert_true(view->count >= *checked);
	while (*checked < view->count &&
	       (n = tfe_view_get_points(view, *checked, points, 1000)) > 0) {
		for (size_t i = 0; i < n; i++) {
			assert_true(points[i].step == (int64_t)(*checked + i));
			assert_true(points[i].value == value_of(points[i].step));
		}
		*checked += n;
	}
	assert_int_equal(*checked, view->count);
}

static tfe_reader *open_reader(void)
{
	tfe_reader *reader = NULL;
	tfe_reader_options o = {.size = sizeof o, .live = true};
	glob_t found;
	assert_int_equal(glob(logs_path("*tfevents*"), 0, NULL, &found), 0);
	assert_int_equal(found.gl_pathc, 1);
	assert_int_equal(tfe_reader_open(found.gl_pathv[0], &o, &reader, NULL), TFE_OK);
	globfree(&found);
	return reader;
}

static void nothing_is_missed_and_nothing_comes_twice(void **state)
{
	(void)state;
	static struct soak s;
	struct seen seen = {0};
	pthread_t thread;
	tfe_writer_options how = {.size = sizeof how, .flush_interval_s = 0.02};
	s.seconds = setting("SOAK_SECONDS", 2);
	s.bytes = setting("SOAK_MB", 64) * 1e6;
	assert_int_equal(tfe_writer_open(logs_folder, &how, &s.writer, NULL), TFE_OK);
	tfe_logdir *d = open_logs((tfe_logdir_options){.memory_bytes = (size_t)1 << 31});
	assert_int_equal(tfe_logdir_watch(d), TFE_OK);
	tfe_reader *reader = open_reader();
	assert_int_equal(pipe(s.followed), 0);
	assert_int_equal(pipe(s.done), 0);
	assert_int_equal(pthread_create(&thread, NULL, write_at_full_speed, &s), 0);
	uint64_t checked = 0;
	bool followed = false, done = false;
	for (;;) {
		struct pollfd fds[] = {{.fd = tfe_logdir_fd(d), .events = POLLIN},
				       {.fd = done ? -1 : s.done[0], .events = POLLIN}};
		tfe_logdir_acknowledge(d);
		tfe_view view = view_of(d, "a");
		check_points(&view, &checked);
		drain(reader, &seen);
		if (!followed && checked > 0 && seen.scalars > 0)
			followed = write(s.followed[1], "", 1) == 1;
		int64_t steps = atomic_load(&s.steps),
			texts = (steps + TEXT_EVERY - 1) / TEXT_EVERY;
		if (done && view.count >= (uint64_t)steps && seen.texts >= texts &&
		    view_of(d, "note").count >= (uint64_t)texts)
			break;
		if (poll(fds, 2, 60000) == 0)
			fail_msg("%llu of %lld points, and no more in 60 s",
				 (unsigned long long)view.count, (long long)steps);
		done |= fds[1].revents != 0;
	}
	pthread_join(thread, NULL);
	assert_int_equal(checked, s.steps);
	assert_int_equal(seen.scalars, s.steps);
	assert_int_equal(seen.texts, (s.steps + TEXT_EVERY - 1) / TEXT_EVERY);
	assert_int_equal(view_of(d, "note").count, seen.texts);
	assert_int_equal(tfe_run_damage_count(tfe_logdir_run_at(d, 0)), 0);
	assert_true(s.steps > FIRST_STEPS);
	print_message("# %lld points\n", (long long)s.steps);
	close(s.followed[0]);
	close(s.followed[1]);
	close(s.done[0]);
	tfe_reader_close(reader);
	tfe_logdir_close(d);
	assert_int_equal(tfe_writer_close(s.writer), TFE_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(
		nothing_is_missed_and_nothing_comes_twice, logs_make, logs_remove)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
