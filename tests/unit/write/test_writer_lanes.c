/* write: lanes: the queues of threads that add scalars at the same time. */
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "unit/logdir_bytes.h"

#include <tfevents/writer.h>

#include "wire/record.h"
#include "write/writer.h"

/* Lets the next scalar of each thread open its lane, as repeated waits for the queue do. */
static void use_lanes(tfe_writer *w)
{
	pthread_mutex_lock(&w->lock);
	w->lanes.waits = TFE__LANES_AFTER;
	pthread_mutex_unlock(&w->lock);
}

static bool lanes_hold(tfe_writer *w)
{
	pthread_mutex_lock(&w->lock);
	bool hold = tfe__lanes_hold(&w->lanes);
	pthread_mutex_unlock(&w->lock);
	return hold;
}

static tfe_writer *open_writer(const char *dir, double flush_interval_s, tfe_writer_stats *stats)
{
	const tfe_writer_options options = {.size = sizeof options,
					    .flush_interval_s = flush_interval_s};
	tfe_writer *w;
	assert_int_equal(tfe_writer_open(dir, &options, &w, NULL), TFE_OK);
	tfe_writer_get_stats(w, stats);
	return w;
}

/* --- threads that take turns ------------------------------------------------------------------ */

enum { PLAYERS = 3, TURNS = 20000 };

struct game {
	tfe_writer *writer;
	_Atomic int64_t turn;
	atomic_bool held; /* a lane was seen with records */
};

struct player {
	pthread_t thread;
	struct game *game;
	int number;
	bool failed;
};

static tfe_status add_kind(tfe_writer *w, int64_t step)
{
	const tfe_scalar two[] = {{"a", 1}, {"b", 2}};
	if (step % 500 == 499)
		return tfe_writer_add_text(w, "text", step, "text");
	if (step % 7 == 0)
		return tfe_writer_add_scalars(w, step, two, 2, TFE_DTYPE_FLOAT32);
	return tfe_writer_add_scalar(w, "loss", step, 1);
}

static void *play(void *context)
{
	struct player *p = context;
	struct game *g = p->game;
	for (;;) {
		int64_t turn = atomic_load(&g->turn);
		if (turn >= TURNS)
			return NULL;
		if (turn % PLAYERS != p->number) {
			sched_yield();
			continue;
		}
		if (turn % 1000 == 0)
			use_lanes(g->writer);
		p->failed |= add_kind(g->writer, turn) != TFE_OK;
		if (turn % 10 == 0 && lanes_hold(g->writer))
			atomic_store(&g->held, true);
		atomic_store(&g->turn, turn + 1);
	}
}

/* An add that comes after the add of another thread is after it in the file, whatever its kind. */
static void the_order_is_kept_from_thread_to_thread(void **state)
{
	(void)state;
	char *dir = make_logdir();
	tfe_writer_stats stats = TFE_WRITER_STATS_INIT;
	struct game g = {.writer = open_writer(dir, 0.001, &stats)};
	struct player players[PLAYERS];
	for (int i = 0; i < PLAYERS; i++) {
		players[i] = (struct player){.game = &g, .number = i};
		assert_int_equal(pthread_create(&players[i].thread, NULL, play, &players[i]), 0);
	}
	for (int i = 0; i < PLAYERS; i++) {
		pthread_join(players[i].thread, NULL);
		assert_false(players[i].failed);
	}
	assert_true(atomic_load(&g.held));
	tfe_writer_get_stats(g.writer, &stats);
	assert_int_equal(stats.events, TURNS);
	assert_int_equal(tfe_writer_close(g.writer), TFE_OK);
	check_steps(stats.path, TURNS);
	remove_logdir(dir);
}

/* --- the writer thread ------------------------------------------------------------------------ */

static off_t size_of(const char *path)
{
	struct stat st;
	assert_int_equal(stat(path, &st), 0);
	return st.st_size;
}

/* The writer thread sleeps without a limit when nothing waits; a record in a lane wakes it. */
static void a_record_in_a_lane_is_written_in_time(void **state)
{
	(void)state;
	char *dir = make_logdir();
	tfe_writer_stats stats = TFE_WRITER_STATS_INIT;
	tfe_writer *w = open_writer(dir, 0.001, &stats);
	assert_int_equal(tfe_writer_flush(w), TFE_OK);
	const off_t first = size_of(stats.path);
	assert_int_equal(tfe_writer_add_scalar(w, "loss", 1, 1), TFE_OK);
	assert_int_equal(tfe_writer_flush(w), TFE_OK);
	const off_t record = size_of(stats.path) - first;
	for (int i = 0; i < 60; i++) {
		use_lanes(w);
		assert_int_equal(tfe_writer_add_scalar(w, "loss", 2 * i + 2, 1), TFE_OK);
		assert_int_equal(tfe_writer_add_scalar(w, "loss", 2 * i + 3, 1), TFE_OK);
		while (size_of(stats.path) < first + (2 * i + 3) * record)
			sched_yield();
	}
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	assert_int_equal(events_in(dir), 1 + 121);
	remove_logdir(dir);
}

static void a_flush_and_an_end_write_the_lanes(void **state)
{
	(void)state;
	for (int end = 0; end < 3; end++) {
		char *dir = make_logdir();
		tfe_writer_stats stats = TFE_WRITER_STATS_INIT;
		tfe_writer *w = open_writer(dir, 3600, &stats);
		use_lanes(w);
		for (int i = 0; i < 10; i++)
			assert_int_equal(tfe_writer_add_scalar(w, "loss", i, 1), TFE_OK);
		assert_true(lanes_hold(w));
		if (end == 0)
			assert_int_equal(tfe_writer_flush(w), TFE_OK);
		if (end == 1) {
			assert_int_equal(tfe_writer_finish(w), TFE_OK);
			assert_int_equal(tfe_writer_add_scalar(w, "loss", 10, 1), TFE_E_CLOSED);
		}
		if (end < 2)
			assert_int_equal(events_in(dir), 11);
		assert_int_equal(tfe_writer_close(w), TFE_OK);
		check_steps(stats.path, 10);
		remove_logdir(dir);
	}
}

/* The records in the lanes of the parent are the parent's. */
static void a_fork_leaves_the_lanes_to_the_parent(void **state)
{
	(void)state;
#ifdef __SANITIZE_THREAD__
	skip(); /* TSan cannot start a thread in a forked child */
#else
	char *dir = make_logdir();
	tfe_writer_stats stats = TFE_WRITER_STATS_INIT;
	tfe_writer *w = open_writer(dir, 3600, &stats);
	assert_int_equal(tfe_writer_add_scalar(w, "loss", 0, 1), TFE_OK);
	assert_int_equal(tfe_writer_flush(w), TFE_OK); /* the writer thread has started */
	use_lanes(w);
	for (int i = 1; i < 10; i++)
		assert_int_equal(tfe_writer_add_scalar(w, "loss", i, 1), TFE_OK);
	assert_true(lanes_hold(w));
	fflush(NULL);
	pid_t child = fork();
	if (child == 0) {
		int failed = 0;
		for (int i = 0; i < 5; i++)
			failed |= tfe_writer_add_scalar(w, "child", i, 1) != TFE_OK;
		_exit(failed || tfe_writer_close(w) != TFE_OK);
	}
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	check_steps(stats.path, 10);
	assert_int_equal(events_in(dir), 11 + 6); /* two file versions */
	remove_logdir(dir);
#endif
}

/* --- merging ---------------------------------------------------------------------------------- */

enum { SEGMENTS = 5, RECORDS = 4000 };

/* A record whose data are its time and its number in its segment. */
static void add_record(struct tfe__segment *s, uint64_t time_ns, uint64_t number)
{
	uint8_t record[16 + TFE__RECORD_FRAME_BYTES];
	memcpy(record + TFE__RECORD_HEADER_BYTES, &time_ns, 8);
	memcpy(record + TFE__RECORD_HEADER_BYTES + 8, &number, 8);
	tfe__record_frame(record, 16);
	memcpy(s->data + s->size, record, sizeof record);
	s->size += sizeof record;
	tfe__segment_add_time(s, time_ns);
}

/* Merges segments of random times. Returns whether the records are in the order of their times. */
static bool merge(struct inject *in, size_t fail_at)
{
	const tfe_allocator allocator = inject_allocator(in);
	struct tfe__queue q;
	struct tfe__segment *list = NULL, *c;
	tfe__queue_init(&q, &allocator, SIZE_MAX);
	srand(1);
	for (uint64_t i = 0; i < SEGMENTS; i++) {
		struct tfe__segment *s = tfe__queue_segment(&q, TFE__SEGMENT_BYTES);
		uint64_t time_ns = 0;
		assert_non_null(s);
		for (uint64_t k = 0; k < (i ? RECORDS : 5); k++)
			add_record(s, time_ns += (uint64_t)(rand() % 3), i << 32 | k);
		s->next = list;
		list = s;
	}
	in->fail_at = fail_at ? atomic_load(&in->calls) + fail_at : 0;
	tfe__queue_merge(&q, list);
	uint64_t records = 0, last_ns = 0, next[SEGMENTS] = {0};
	bool ascending = true;
	while ((c = tfe__queue_take(&q))) {
		for (size_t at = c->done; at < c->size; at += 16 + TFE__RECORD_FRAME_BYTES) {
			uint64_t time_ns, number;
			memcpy(&time_ns, c->data + at + TFE__RECORD_HEADER_BYTES, 8);
			memcpy(&number, c->data + at + TFE__RECORD_HEADER_BYTES + 8, 8);
			assert_int_equal(number & UINT32_MAX, next[number >> 32]++);
			ascending &= time_ns >= last_ns;
			last_ns = time_ns;
			q.bytes -= 16 + TFE__RECORD_FRAME_BYTES;
			records++;
		}
		tfe__queue_release_segment(&q, c);
	}
	assert_int_equal(records, 5 + (SEGMENTS - 1) * RECORDS);
	assert_int_equal(q.bytes, 0);
	tfe__queue_release(&q);
	assert_int_equal(atomic_load(&in->live), 0);
	return ascending;
}

static void segments_are_merged_by_time(void **state)
{
	(void)state;
	struct inject in = {0};
	assert_true(merge(&in, 0));
}

/* Without memory no record is lost, and each segment keeps its order. */
static void merging_without_memory_loses_nothing(void **state)
{
	(void)state;
	for (size_t n = 1; n <= 2; n++) {
		struct inject in = {0};
		assert_false(merge(&in, n));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_order_is_kept_from_thread_to_thread),
		cmocka_unit_test(a_record_in_a_lane_is_written_in_time),
		cmocka_unit_test(a_flush_and_an_end_write_the_lanes),
		cmocka_unit_test(a_fork_leaves_the_lanes_to_the_parent),
		cmocka_unit_test(segments_are_merged_by_time),
		cmocka_unit_test(merging_without_memory_loses_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
