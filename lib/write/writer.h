/* write: the inside of a writer. */
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
#include "write/queue.h"

/* What the writing thread does at the moment: whoever adds wakes it only when it would sleep too long. */
enum tfe__activity { TFE__AWAKE, TFE__SLEEPS_FOR_INTERVAL, TFE__SLEEPS };

struct tfe__description {
	const char *display_name, *description; /* in the arena; either may be NULL */
};

struct tfe_writer {
	tfe_writer *next; /* the registry's */

	/* Constant once open. Strings are the writer's own. */
	tfe_writer_options options;
	tfe_allocator allocator;
	char *logdir;

	pthread_mutex_t lock;    /* guards all that follows */
	pthread_cond_t work;     /* for the thread: something to do */
	pthread_cond_t progress; /* from the thread: bytes written, failed or ended */
	pthread_t thread;
	bool running; /* `thread` exists: not before open, not in a fork's child */
	enum tfe__activity activity;

	struct tfe__queue queue;
	struct tfe__segment *taken;  /* what the thread writes, without the lock */
	struct tfe__event_file file; /* the thread's while it runs, but for `path` */
	double opened_at;            /* wall time, in the name and first records of each file */
	uint64_t queued, written;    /* bytes pushed and written since the first file was opened */
	uint64_t wanted;             /* `written` must reach that without delay: flush */

	/* The thread looks whether the file is still at its path: for each flush and finish, and
	 * about once a second while it writes. */
	uint64_t looks, looks_wanted;
	double looked_at; /* monotonic */
	bool gone;        /* it was not, and a new file could not be opened yet */
	tfe_error
		lost; /* what flush, finish or close must report of that; status TFE_OK: nothing */

	tfe_status failing; /* what the last attempt to write came to */
	uint64_t failures;  /* attempts that failed */
	double retry_at, backoff_s;
	tfe_status refused; /* the first add that was refused and that no flush told of */
	tfe_error error;    /* the last one */

	bool closing;    /* no more adds */
	double deadline; /* of closing */
	bool ended;      /* the thread is done */
	bool orphaned;   /* the thread frees the writer */
	bool forked;     /* this is a child, and what is above is the parent's */

	uint64_t events, dropped;

	atomic_bool described;           /* any tag is; read without the lock */
	struct tfe__map descriptions_of; /* tag -> index in `descriptions` */
	struct tfe__description *descriptions;
	size_t n_descriptions, descriptions_capacity;
	struct tfe__arena arena;
};

/* With the lock held. */

/* Opens the file and starts the thread. */
tfe_status tfe__writer_start(tfe_writer *w, tfe_error *error) TFE_MUST_CHECK;
/* In a fork's child, forgets what is the parent's. */
void tfe__writer_disown(tfe_writer *w);
void tfe__writer_wake(tfe_writer *w);

/* In the thread: opens a new file where the one that is written is no longer at its path. */
tfe_status tfe__writer_keep_file(tfe_writer *w, tfe_error *error) TFE_MUST_CHECK;

/* Without the lock. */

/* Opens an event file of the run, its first records on disk. */
tfe_status tfe__writer_open_file(const tfe_writer *w, struct tfe__event_file *file,
				 tfe_error *error) TFE_MUST_CHECK;

/* Queues whole records that are `events` events. */
tfe_status tfe__writer_push(tfe_writer *w, const void *records, size_t n, unsigned events);
/* Remembers that an add was refused, and why. */
tfe_status tfe__writer_refuse(tfe_writer *w, tfe_status status, const char *format, ...)
	TFE__PRINTF(3, 4);

void tfe__writer_ask_to_finish(tfe_writer *w);
tfe_status tfe__writer_wait_finished(tfe_writer *w);
void tfe__writer_init_conditions(tfe_writer *w);
void tfe__writer_free(tfe_writer *w);

/* In a fork's child, before anything else runs there. */
void tfe__writer_forked(tfe_writer *w);

/* The thread. */
void *tfe__writer_run(void *writer);

#endif
