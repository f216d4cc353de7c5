/* write: the private parts of a writer. */
#ifndef TFE_WRITE_WRITER_H
#define TFE_WRITE_WRITER_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include <tfevents/writer.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "base/map.h"
#include "summary/value.h"
#include "write/file.h"
#include "write/lanes.h"
#include "write/queue.h"

/* What the writer thread is doing. An add wakes it only if it would sleep too long. */
enum tfe__activity { TFE__AWAKE, TFE__SLEEPS_FOR_INTERVAL, TFE__SLEEPS };

struct tfe__description {
	const char *display_name, *description; /* allocated in the arena; either may be NULL */
};

struct tfe_writer {
	tfe_writer *next; /* the next writer in the registry */

	/* Constant after open. The strings belong to the writer. */
	tfe_writer_options options;
	tfe_allocator allocator;
	char *logdir;
	bool uses_lanes; /* the clock is that of the system, and the queue is large */

	struct tfe__lanes lanes; /* with locks of their own, taken after `lock` */

	pthread_mutex_t lock; /* guards all following fields */
	pthread_cond_t work;  /* signals the thread: there is work */
	/* Signals callers: bytes were written, or writing failed or ended. */
	pthread_cond_t progress;
	pthread_t thread;
	bool running; /* `thread` exists; false before open and in a forked child */
	_Atomic(enum tfe__activity) activity; /* adds to lanes read it without the lock */

	struct tfe__queue queue;
	struct tfe__segment *taken;  /* the chunk that the thread writes without the lock */
	struct tfe__event_file file; /* used only by the thread while it runs, except `path` */
	double opened_at;         /* wall time of opening: in each file's name and first records */
	uint64_t queued, written; /* bytes pushed and written since the first file was opened */
	uint64_t wanted;          /* a flush waits until `written` reaches this value */

	/* The thread checks that the file is still at its path: for each flush and finish, and
	 * about once a second while it writes. `looks` counts checks, `looks_wanted` requests. */
	uint64_t looks, looks_wanted;
	double looked_at; /* monotonic */
	bool gone;        /* the file is gone, and a new one could not be opened yet */
	tfe_error lost; /* the loss that flush, finish or close must report; status TFE_OK: none */

	tfe_status failing; /* result of the last write attempt */
	uint64_t failures;  /* number of failed attempts */
	double retry_at, backoff_s;
	tfe_status refused; /* the first refused add that no flush has returned */
	tfe_error error;    /* the last one */

	bool closing;    /* no more adds */
	double deadline; /* of closing */
	bool ended;      /* the thread has ended */
	bool orphaned;   /* the thread must free the writer */
	bool forked;     /* this is a forked child; the fields above belong to the parent */

	uint64_t events, dropped;

	/* The wall time that the caller has set; 0: the clock. Read without the lock. */
	_Atomic(double) wall_time;
	/* Whether any tag has a description; read without the lock. */
	atomic_bool described;
	struct tfe__map descriptions_of; /* tag -> index in `descriptions` */
	struct tfe__description *descriptions;
	size_t n_descriptions, descriptions_capacity;
	struct tfe__arena arena;
};

/* The following functions are called with the lock held. */

/* Opens the file and starts the thread. */
tfe_status tfe__writer_start(tfe_writer *w, tfe_error *error) TFE_MUST_CHECK;
/* Resets the state that a forked child inherits from its parent. */
void tfe__writer_disown(tfe_writer *w);
void tfe__writer_wake(tfe_writer *w);
/* Moves all records of the lanes into the queue. `tidy`: lanes without records are not used any
 * more. */
void tfe__writer_collect(tfe_writer *w, bool tidy);
/* Lets the adds of a thread go to its lane, if nothing prevents it. */
void tfe__writer_use_lane(tfe_writer *w, size_t lane);

/* Opens a new file if the current one is no longer at its path. Called in the thread. */
tfe_status tfe__writer_keep_file(tfe_writer *w, tfe_error *error) TFE_MUST_CHECK;

/* The following functions are called without the lock. */

/* Opens an event file of the run and writes its first records. */
tfe_status tfe__writer_open_file(const tfe_writer *w, struct tfe__event_file *file,
				 tfe_error *error) TFE_MUST_CHECK;

/* Queues whole records that contain `events` events. */
tfe_status tfe__writer_push(tfe_writer *w, const void *records, size_t n, unsigned events);
/* Queues one record; `time_ns` is the time of the add by the clock of the system, 0 if it has
 * another one. */
tfe_status tfe__writer_push_at(tfe_writer *w, const void *record, size_t n, uint64_t time_ns);
/* Whether the writer is finished, for adds that queue nothing. They return TFE_E_CLOSED as others
 * do, and no later call returns it. */
bool tfe__writer_is_closed(tfe_writer *w);
/* Stores the error of a refused add. */
tfe_status tfe__writer_refuse(tfe_writer *w, tfe_status status, const char *format, ...)
	TFE__PRINTF(3, 4);

void tfe__writer_ask_to_finish(tfe_writer *w);
tfe_status tfe__writer_wait_finished(tfe_writer *w);
void tfe__writer_init_conditions(tfe_writer *w);
void tfe__writer_free(tfe_writer *w);

/* Called in a forked child before any other code runs there. */
void tfe__writer_forked(tfe_writer *w);

/* The writer thread. */
void *tfe__writer_run(void *writer);

#endif
