/* write: one writer used by many threads, a slow disk, a full queue.
 *
 * wraps: write pthread_mutex_unlock pthread_detach */
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

#include "unit/logdir_bytes.h"

#include <tfevents/writer.h>

#include "write/writer.h"

enum { THREADS = 8 };

/* A gate before write(2): while it is closed, the writing thread waits at it. */
static struct {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	bool closed;
	int waiting;
} gate = {.lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};

ssize_t __real_write(int fd, const void *data, size_t bytes);
ssize_t __wrap_write(int fd, const void *data, size_t bytes);

ssize_t __wrap_write(int fd, const void *data, size_t bytes)
{
	if (fd > 2) {
		pthread_mutex_lock(&gate.lock);
		gate.waiting++;
		pthread_cond_broadcast(&gate.changed);
		while (gate.closed)
			pthread_cond_wait(&gate.changed, &gate.lock);
		gate.waiting--;
		pthread_mutex_unlock(&gate.lock);
	}
	return __real_write(fd, data, bytes);
}

static void close_gate(bool closed)
{
	pthread_mutex_lock(&gate.lock);
	gate.closed = closed;
	pthread_cond_broadcast(&gate.changed);
	pthread_mutex_unlock(&gate.lock);
}

static void await_somebody_at_the_gate(void)
{
	pthread_mutex_lock(&gate.lock);
	while (!gate.waiting)
		pthread_cond_wait(&gate.changed, &gate.lock);
	pthread_mutex_unlock(&gate.lock);
}

/* A thread that adds scalars of its own tag until it has added `most` or is refused. */
struct adder {
	pthread_t thread;
	tfe_writer *writer;
	char tag[24];
	int64_t most;
	_Atomic int64_t added;
	tfe_status refused;
};

static void *add_scalars(void *context)
{
	struct adder *a = context;
	while (!a->refused && atomic_load(&a->added) < a->most) {
		a->refused = tfe_writer_add_scalar(a->writer, a->tag, atomic_load(&a->added), 1);
		if (!a->refused)
			atomic_fetch_add(&a->added, 1);
	}
	return NULL;
}

static void start(struct adder *a, tfe_writer *w, int number, int64_t most)
{
	*a = (struct adder){.writer = w, .most = most};
	snprintf(a->tag, sizeof a->tag, "thread/%d", number);
	assert_int_equal(pthread_create(&a->thread, NULL, add_scalars, a), 0);
}

/* In the file, the steps of each thread's tag ascend from 0 without a gap. */
static void check_order(const tfe_event *event, void *context)
{
	int64_t *next = context;
	tfe_event copied = *event;
	tfe_value v = TFE_VALUE_INIT;
	while (tfe_event_next(&copied, &v) == TFE_OK) {
		if (v.kind != TFE_KIND_SCALAR)
			continue;
		int number = v.tag.data[v.tag.size - 1] - '0';
		assert_true(number >= 0);
		assert_true(number < THREADS);
		assert_int_equal(event->step, next[number]++);
	}
}

static void check_file(const char *path, const struct adder *adders, int n)
{
	int64_t next[THREADS] = {0};
	for_each_event(path, check_order, next);
	for (int i = 0; i < n; i++)
		assert_int_equal(next[i], atomic_load(&adders[i].added));
}

/* No test here waits for the interval to pass. */
static tfe_writer *open_writer(const char *dir, size_t queue_bytes, bool drop,
			       tfe_writer_stats *stats)
{
	const tfe_writer_options options = {.size = sizeof options,
					    .queue_bytes = queue_bytes,
					    .drop_when_full = drop,
					    .flush_interval_s = 3600};
	tfe_writer *w;
	assert_int_equal(tfe_writer_open(dir, &options, &w, NULL), TFE_OK);
	tfe_writer_get_stats(w, stats);
	return w;
}

static void eight_threads_lose_nothing(void **state)
{
	(void)state;
	char *dir = make_logdir();
	tfe_writer_stats stats = TFE_WRITER_STATS_INIT;
	tfe_writer *w = open_writer(dir, 64 * 1024, false, &stats);
	struct adder adders[THREADS];
	for (int i = 0; i < THREADS; i++)
		start(&adders[i], w, i, 20000);
	for (int i = 0; i < 50; i++)
		assert_int_equal(tfe_writer_flush(w), TFE_OK);
	for (int i = 0; i < THREADS; i++) {
		pthread_join(adders[i].thread, NULL);
		assert_int_equal(adders[i].refused, TFE_OK);
	}
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	check_file(stats.path, adders, THREADS);
	remove_logdir(dir);
}

static void finish_while_others_add(void **state)
{
	(void)state;
	char *dir = make_logdir();
	tfe_writer_stats stats = TFE_WRITER_STATS_INIT;
	tfe_writer *w = open_writer(dir, 0, false, &stats);
	struct adder adders[THREADS];
	for (int i = 0; i < THREADS; i++)
		start(&adders[i], w, i, INT64_MAX);
	for (int i = 0; i < THREADS; i++)
		while (atomic_load(&adders[i].added) < 1000)
			sched_yield();
	assert_int_equal(tfe_writer_finish(w), TFE_OK);
	int64_t added = 0;
	for (int i = 0; i < THREADS; i++) {
		pthread_join(adders[i].thread, NULL);
		assert_int_equal(adders[i].refused, TFE_E_CLOSED);
		added += atomic_load(&adders[i].added);
	}
	tfe_writer_get_stats(w, &stats);
	assert_int_equal(stats.events, added);
	assert_int_equal(stats.dropped, 0);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	check_file(stats.path, adders, THREADS);
	remove_logdir(dir);
}

/* Returns the number of scalars of a thread's tag that fit in the queue while nothing is
 * written. */
static int64_t room_of(size_t queue_bytes)
{
	char *dir = make_logdir();
	tfe_writer_stats stats = TFE_WRITER_STATS_INIT;
	tfe_writer *w = open_writer(dir, queue_bytes, true, &stats);
	close_gate(true);
	int64_t taken = 0;
	/* Steps from 1 to 127 have one byte; step 0 has none. */
	while (tfe_writer_add_scalar(w, "thread/0", 1, 1) == TFE_OK)
		taken++;
	assert_int_equal(tfe_writer_add_scalar(w, "thread/0", 1, 1), TFE_E_LIMIT);
	assert_int_equal(tfe_writer_add_scalar(w, "thread/0", 1, 1), TFE_E_LIMIT);
	tfe_error error = TFE_ERROR_INIT;
	tfe_writer_get_error(w, &error);
	assert_int_equal(error.status, TFE_E_LIMIT);
	assert_string_equal(error.path, stats.path);
	assert_non_null(strstr(error.message, "the queue is full"));
	tfe_writer_get_stats(w, &stats);
	assert_int_equal(stats.events, taken);
	assert_int_equal(stats.dropped, 3);
	close_gate(false);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	assert_int_equal(events_in(dir), taken + 1);
	remove_logdir(dir);
	return taken;
}

static void a_full_queue_drops_and_counts(void **state)
{
	(void)state;
	int64_t small = room_of(1000), large = room_of(3000);
	assert_true(small >= 10);
	assert_true(small <= 25);
	assert_true(large >= 3 * small - 3);
	assert_true(large <= 3 * small + 3);
	/* An event larger than the queue is accepted if no other event waits. */
	char *dir = make_logdir(), text[5000];
	memset(text, 'x', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	tfe_writer_stats stats = TFE_WRITER_STATS_INIT;
	tfe_writer *w = open_writer(dir, 1000, true, &stats);
	assert_int_equal(tfe_writer_add_text(w, "t", 0, text), TFE_OK);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	assert_int_equal(events_in(dir), 2);
	remove_logdir(dir);
}

/* Opens a writer with a closed gate. The adder, which would add `most` scalars, has filled the
 * queue. */
static tfe_writer *open_full(const char *dir, struct adder *adder, int64_t most, int64_t *room,
			     tfe_writer_stats *stats)
{
	enum { QUEUE_BYTES = 3000 };
	*room = room_of(QUEUE_BYTES);
	tfe_writer *w = open_writer(dir, QUEUE_BYTES, false, stats);
	close_gate(true);
	start(adder, w, 0, most);
	while (atomic_load(&adder->added) < *room)
		sched_yield();
	return w;
}

static void a_full_queue_makes_the_caller_wait(void **state)
{
	(void)state;
	char *dir = make_logdir();
	struct adder adder;
	tfe_writer_stats stats = TFE_WRITER_STATS_INIT;
	int64_t room;
	tfe_writer *w = open_full(dir, &adder, 5000, &room, &stats);
	await_somebody_at_the_gate();
	tfe_writer_get_stats(w, &stats);
	assert_in_range(stats.events, room, room + 1); /* step 0 is a little shorter */
	close_gate(false);
	pthread_join(adder.thread, NULL);
	assert_int_equal(adder.refused, TFE_OK);
	tfe_writer_get_stats(w, &stats);
	assert_int_equal(stats.dropped, 0);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	check_file(stats.path, &adder, 1);
	assert_int_equal(atomic_load(&adder.added), 5000);
	remove_logdir(dir);
}

static void *finish(void *writer)
{
	return (void *)(intptr_t)tfe_writer_finish(writer);
}

static void finish_releases_who_waits_for_room(void **state)
{
	(void)state;
	char *dir = make_logdir();
	struct adder adder;
	tfe_writer_stats stats = TFE_WRITER_STATS_INIT;
	int64_t room;
	tfe_writer *w = open_full(dir, &adder, INT64_MAX, &room, &stats);
	pthread_t finisher;
	void *status;
	assert_int_equal(pthread_create(&finisher, NULL, finish, w), 0);
	pthread_join(adder.thread, NULL); /* while the gate is closed */
	assert_int_equal(adder.refused, TFE_E_CLOSED);
	close_gate(false);
	pthread_join(finisher, &status);
	assert_int_equal((intptr_t)status, TFE_OK);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	check_file(stats.path, &adder, 1);
	remove_logdir(dir);
}

static void *flush(void *writer)
{
	return (void *)(intptr_t)tfe_writer_flush(writer);
}

/* Adds scalars until the queue is full while nothing is written: the first one waits at the gate
 * alone, in a segment of its own, so no later state of the queue needs more segments. */
static tfe_writer *open_with_queue_filled(const char *dir, const tfe_allocator *allocator,
					  double flush_interval_s)
{
	const tfe_writer_options options = {.size = sizeof options,
					    .queue_bytes = 2 << 20,
					    .drop_when_full = true,
					    .flush_interval_s = flush_interval_s,
					    .allocator = allocator};
	tfe_writer *w;
	pthread_t flusher;
	assert_int_equal(tfe_writer_open(dir, &options, &w, NULL), TFE_OK);
	close_gate(true);
	assert_int_equal(tfe_writer_add_scalar(w, "loss", 0, 1), TFE_OK);
	assert_int_equal(pthread_create(&flusher, NULL, flush, w), 0);
	await_somebody_at_the_gate();
	while (tfe_writer_add_scalar(w, "loss", 1, 1) == TFE_OK)
		;
	close_gate(false);
	pthread_join(flusher, NULL);
	return w;
}

/* Twenty times the queue, from two threads, with two values in every tenth event. */
static void a_steady_flow_allocates_nothing(void **state)
{
	(void)state;
	struct inject in = {0};
	const tfe_allocator allocator = inject_allocator(&in);
	const tfe_scalar two[] = {{"val/loss", 1}, {"val/accuracy", 0.5}};
	char *dir = make_logdir();
	tfe_writer *w = open_with_queue_filled(dir, &allocator, 3600);
	const size_t before = atomic_load(&in.calls);
	assert_true(before > 8); /* segments of 256 kB */
	struct adder adder;
	start(&adder, w, 0, 400000);
	for (int i = 0; i < 400000; i++) {
		(void)tfe_writer_add_scalar(w, "loss", i, 1);
		if (i % 10 == 0)
			(void)tfe_writer_add_scalars(w, i, two, 2, TFE_DTYPE_FLOAT32);
	}
	pthread_join(adder.thread, NULL);
	assert_int_equal(atomic_load(&in.calls), before);
	(void)!tfe_writer_close(w);
	assert_int_equal(atomic_load(&in.live), 0);
	remove_logdir(dir);
}

static void an_idle_writer_gives_memory_back(void **state)
{
	(void)state;
	struct inject in = {0};
	const tfe_allocator allocator = inject_allocator(&in);
	char *dir = make_logdir();
	tfe_writer *w = open_with_queue_filled(dir, &allocator, 0.001);
	assert_true(atomic_load(&in.calls) > 16);
	while (atomic_load(&in.live) > 12) /* four segments and the parts of the writer */
		sched_yield();
	assert_int_equal(tfe_writer_add_scalar(w, "loss", 1, 1), TFE_OK);
	(void)!tfe_writer_close(w);
	assert_int_equal(atomic_load(&in.live), 0);
	remove_logdir(dir);
}

/* Opens a writer with one event, a short close_timeout and a closed gate. */
static tfe_writer *open_on_a_dead_disk(const char *dir, const tfe_allocator *allocator)
{
	const tfe_writer_options options = {
		.size = sizeof options, .close_timeout_s = 0.01, .allocator = allocator};
	tfe_writer *w;
	assert_int_equal(tfe_writer_open(dir, &options, &w, NULL), TFE_OK);
	close_gate(true);
	assert_int_equal(tfe_writer_add_scalar(w, "loss", 0, 1), TFE_OK);
	return w;
}

/* The disk never answers: close returns in time, and the writer is released when the disk comes
 * back. */
static void close_does_not_wait_for_a_dead_disk(void **state)
{
	(void)state;
	struct inject in = {0};
	const tfe_allocator allocator = inject_allocator(&in);
	char *dir = make_logdir();
	tfe_writer *w = open_on_a_dead_disk(dir, &allocator);
	assert_int_equal(tfe_writer_close(w), TFE_E_TIMEOUT);
	close_gate(false);
	while (atomic_load(&in.live))
		sched_yield();
	assert_int_equal(events_in(dir), 2);
	remove_logdir(dir);
}

/* In the thread that closes: the writer that is left to its own thread, and the number of its
 * memory blocks in use. */
static _Thread_local struct {
	tfe_writer *writer;
	struct inject *in;
} left;
static atomic_bool detached_after_free;

int __real_pthread_mutex_unlock(pthread_mutex_t *lock);
int __wrap_pthread_mutex_unlock(pthread_mutex_t *lock);
int __real_pthread_detach(pthread_t thread);
int __wrap_pthread_detach(pthread_t thread);

/* After close has left the writer to its thread and unlocks it, that thread frees it at once. */
int __wrap_pthread_mutex_unlock(pthread_mutex_t *lock)
{
	bool given = left.writer && lock == &left.writer->lock && left.writer->orphaned;
	int failed = __real_pthread_mutex_unlock(lock);
	if (given) {
		left.writer = NULL;
		close_gate(false);
		while (atomic_load(&left.in->live))
			sched_yield();
	}
	return failed;
}

int __wrap_pthread_detach(pthread_t thread)
{
	if (left.in && !atomic_load(&left.in->live))
		atomic_store(&detached_after_free, true);
	return __real_pthread_detach(thread);
}

static void close_does_not_touch_what_the_thread_frees(void **state)
{
	(void)state;
	struct inject in = {0};
	const tfe_allocator allocator = inject_allocator(&in);
	char *dir = make_logdir();
	tfe_writer *w = open_on_a_dead_disk(dir, &allocator);
	left.writer = w;
	left.in = &in;
	assert_int_equal(tfe_writer_close(w), TFE_E_TIMEOUT);
	assert_null(left.writer); /* the thread was faster */
	left.in = NULL;
	assert_false(atomic_load(&detached_after_free));
	assert_int_equal(events_in(dir), 2);
	remove_logdir(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(eight_threads_lose_nothing),
		cmocka_unit_test(finish_while_others_add),
		cmocka_unit_test(a_full_queue_drops_and_counts),
		cmocka_unit_test(a_full_queue_makes_the_caller_wait),
		cmocka_unit_test(finish_releases_who_waits_for_room),
		cmocka_unit_test(a_steady_flow_allocates_nothing),
		cmocka_unit_test(an_idle_writer_gives_memory_back),
		cmocka_unit_test(close_does_not_wait_for_a_dead_disk),
		cmocka_unit_test(close_does_not_touch_what_the_thread_frees),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
