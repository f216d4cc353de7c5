/* write: what a writer is made of. Adds queue whole records, one thread takes them to the file. */
#ifndef TFE_WRITE_WRITER_H
#define TFE_WRITE_WRITER_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/writer.h>

#include "base/buf.h"
#include "write/described.h"
#include "write/output.h"

/* A position in the stream of bytes that adds have queued since the file was opened. */
typedef uint64_t tfe__position;

enum tfe__writer_phase {
	TFE__WRITER_FORKED,   /* a child's copy: no thread, no file yet */
	TFE__WRITER_OPEN,
	TFE__WRITER_FINISHING, /* no adds any more; the thread empties the queue and ends */
	TFE__WRITER_FINISHED
};

/* Bytes travel from `queue` (filled by adds) to `sending` (the thread's alone, but for its size) to the file; both
 * hold whole records. The thread swaps the two when something is due. All fields below `lock` are
 * guarded by it, but for what is said to be the thread's.
 *
 *	written <= queued, and queued - written = queue.size + sending.size - sent */
struct tfe_writer {
	/* Set at open. */
	tfe_allocator allocator;
	char *directory, *suffix, *hostname;
	int64_t pid; /* 0: the process's */
	double flush_interval_s, close_timeout_s;
	size_t queue_bytes;
	bool drop_when_full;
	int64_t resume_step;
	double (*clock)(void *context);
	void *clock_context;

	struct tfe_writer *next, *previous; /* the registry's */

	pthread_mutex_t lock;
	pthread_cond_t work;     /* to the thread: something is due */
	pthread_cond_t progress; /* from the thread: bytes were written, an error came or went, it ended */
	enum tfe__writer_phase phase;
	struct tfe__buf queue;
	struct tfe__buf sending; /* the thread's */
	size_t sent;             /* of `sending`, written so far; the thread's */
	struct tfe__output output; /* the thread's while it runs */
	tfe__position queued, written, wanted; /* wanted: flush asked for all up to here */
	bool thread_runs, thread_ended, give_up, abandoned;
	pthread_t thread;
	tfe_error error;      /* status TFE_OK while all is well */
	uint64_t events, dropped;
	struct tfe__described described;
};

/* Queues one whole record, or a few that belong together (`events` of them): all or nothing. Opens a child's own
 * file first. Returns TFE_E_CLOSED, TFE_E_NOMEM, TFE_E_LIMIT, TFE_E_IO (the file is failing and the queue full:
 * dropped and counted). */
tfe_status tfe__writer_queue(struct tfe_writer *w, const uint8_t *records, size_t bytes,
			     unsigned events);

/* Opens the file and starts the thread: tfe_writer_open's work, and a child's at its first add. */
tfe_status tfe__writer_start(struct tfe_writer *w, tfe_error *error) TFE_MUST_CHECK;

/* The thread: takes what is queued to the file until the writer finishes. */
void *tfe__writer_run(void *writer);

/* Frees all that a writer owns and the writer. */
void tfe__writer_free(struct tfe_writer *w);

/* Finishes within the time given. */
tfe_status tfe__writer_finish_within(struct tfe_writer *w, double seconds) TFE_MUST_CHECK;

/* The wall time for the next event. */
static inline double tfe__writer_now(const struct tfe_writer *w)
{
	return w->clock(w->clock_context);
}

#endif
