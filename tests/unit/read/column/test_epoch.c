/* read/column: epoch-based reclamation: the readers that keep data from being freed, and for how
 * long. */
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "read/column/chunk.h"
#include "read/column/epoch.h"

/* --- in one thread, step by step -------------------------------------------------------------- */

static void without_readers_it_passes_at_once(void **state)
{
	(void)state;
	struct tfe__epoch epoch = {0};
	for (int i = 0; i < 5; i++)
		assert_true(tfe__epoch_passed(&epoch));
	/* A reader that has left has no further effect. */
	for (int i = 0; i < 5; i++) {
		tfe__epoch_leave(&epoch, tfe__epoch_enter(&epoch));
		assert_true(tfe__epoch_passed(&epoch));
	}
}

static void a_reader_that_entered_before_is_waited_for(void **state)
{
	(void)state;
	struct tfe__epoch epoch = {0};
	for (int round = 0; round < 4; round++) {
		unsigned side = tfe__epoch_enter(&epoch);
		for (int i = 0; i < 5; i++)
			assert_false(tfe__epoch_passed(&epoch));
		tfe__epoch_leave(&epoch, side);
		assert_true(tfe__epoch_passed(&epoch));
	}
}

static void each_reader_that_entered_before_is_waited_for(void **state)
{
	(void)state;
	struct tfe__epoch epoch = {0};
	unsigned turns[3];
	for (int i = 0; i < 3; i++)
		turns[i] = tfe__epoch_enter(&epoch);
	static const int order[] = {1, 2, 0};
	for (int i = 0; i < 3; i++) {
		assert_false(tfe__epoch_passed(&epoch));
		tfe__epoch_leave(&epoch, turns[order[i]]);
	}
	assert_true(tfe__epoch_passed(&epoch));
}

/* Readers that follow each other without a pause, such as a busy screen, do not prevent
 * reclamation. */
static void a_reader_that_entered_after_is_not_waited_for(void **state)
{
	(void)state;
	struct tfe__epoch epoch = {0};
	unsigned in = tfe__epoch_enter(&epoch);
	for (int round = 0; round < 6; round++) {
		/* The first poll: readers that enter now are later. */
		assert_false(tfe__epoch_passed(&epoch));
		unsigned later = tfe__epoch_enter(&epoch);
		assert_false(tfe__epoch_passed(&epoch));
		tfe__epoch_leave(&epoch, in);
		assert_true(tfe__epoch_passed(&epoch));
		in = later;
	}
	tfe__epoch_leave(&epoch, in);
	assert_true(tfe__epoch_passed(&epoch));
}

/* A reader is interrupted between its two steps: it reads the epoch, the epoch advances, then the
 * reader counts itself. */
static void a_reader_that_counts_itself_late_is_waited_for(void **state)
{
	(void)state;
	for (unsigned passes = 0; passes < 4; passes++) {
		struct tfe__epoch epoch = {0};
		unsigned side = atomic_load(&epoch.epoch) & 1;
		for (unsigned i = 0; i < passes; i++)
			assert_true(tfe__epoch_passed(&epoch));
		atomic_fetch_add(&epoch.in[side], 1);
		for (int i = 0; i < 3; i++)
			assert_false(tfe__epoch_passed(&epoch));
		tfe__epoch_leave(&epoch, side);
		assert_true(tfe__epoch_passed(&epoch));
	}
}

static void a_column_of_which_nothing_is_dropped_has_none(void **state)
{
	(void)state;
	assert_int_equal(tfe__epoch_enter(NULL), 0);
	tfe__epoch_leave(NULL, 0);
}

/* --- many threads ----------------------------------------------------------------------------- */

enum { READERS = 3, BLOCKS = 4, WORDS = 64, ROUNDS = 100 };

/* A block is like a chunk: its data may be read while the state is RESIDENT. */
struct block {
	_Atomic(uint8_t) state;
	uint64_t *data; /* WORDS times the same value */
};

static struct shared {
	struct tfe__epoch epoch;
	struct block blocks[BLOCKS];
	sem_t reading; /* each reader posts it after it has read all blocks */
	atomic_bool stop;
	_Atomic(uint64_t) torn;
} shared;

/* Counts blocks that change or are freed while the thread reads them. It asserts nothing, because
 * cmocka's assertions work in the test's thread only. */
static void *read_blocks(void *context)
{
	struct shared *s = context;
	for (bool first = true; !atomic_load(&s->stop); first = false) {
		unsigned side = tfe__epoch_enter(&s->epoch);
		for (int i = 0; i < BLOCKS; i++) {
			if (atomic_load(&s->blocks[i].state) != TFE__CHUNK_RESIDENT)
				continue;
			const uint64_t *data = s->blocks[i].data;
			bool torn = false;
			for (int k = 1; k < WORDS; k++)
				torn |= data[k] != data[0];
			atomic_fetch_add(&s->torn, torn);
		}
		tfe__epoch_leave(&s->epoch, side);
		if (first)
			sem_post(&s->reading);
	}
	return NULL;
}

static void fill(struct block *b, uint64_t number)
{
	b->data = malloc(WORDS * sizeof *b->data);
	assert_non_null(b->data);
	for (int k = 0; k < WORDS; k++)
		b->data[k] = number;
	atomic_store(&b->state, TFE__CHUNK_RESIDENT);
}

/* Data are freed while readers read, and no reader sees freed data. */
static void nobody_reads_what_was_freed(void **state)
{
	(void)state;
	pthread_t threads[READERS];
	for (int i = 0; i < BLOCKS; i++)
		fill(&shared.blocks[i], (uint64_t)i);
	assert_int_equal(sem_init(&shared.reading, 0, 0), 0);
	for (int i = 0; i < READERS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, read_blocks, &shared), 0);
	for (int i = 0; i < READERS; i++)
		assert_int_equal(sem_wait(&shared.reading), 0);
	for (int round = 0; round < ROUNDS; round++) {
		struct block *b = &shared.blocks[round % BLOCKS];
		atomic_store(&b->state, TFE__CHUNK_DROPPED);
		/* The last reader's leaving is not an event: the library polls too, when it needs
		 * memory. */
		while (!tfe__epoch_passed(&shared.epoch))
			sched_yield();
		for (int k = 0; k < WORDS; k++)
			b->data[k] = UINT64_MAX - (uint64_t)k;
		free(b->data);
		fill(b, (uint64_t)round);
	}
	atomic_store(&shared.stop, true);
	for (int i = 0; i < READERS; i++)
		assert_int_equal(pthread_join(threads[i], NULL), 0);
	assert_int_equal(atomic_load(&shared.torn), 0);
	assert_int_equal(sem_destroy(&shared.reading), 0);
	for (int i = 0; i < BLOCKS; i++)
		free(shared.blocks[i].data);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_readers_it_passes_at_once),
		cmocka_unit_test(a_reader_that_entered_before_is_waited_for),
		cmocka_unit_test(each_reader_that_entered_before_is_waited_for),
		cmocka_unit_test(a_reader_that_entered_after_is_not_waited_for),
		cmocka_unit_test(a_reader_that_counts_itself_late_is_waited_for),
		cmocka_unit_test(a_column_of_which_nothing_is_dropped_has_none),
		cmocka_unit_test(nobody_reads_what_was_freed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
