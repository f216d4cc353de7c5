/* read/run: the parts of a log directory in memory, and who may touch what.
 *
 * One scanning thread (the caller of tfe_logdir_load, or the watching thread) adds folders, logs
 * and runs. Loading threads take runs from a queue; a run is with one of them at a time, which
 * alone appends to its series. Queries look at lists and columns that only grow (list.h, column.h)
 * and at atomic numbers. The lock is for the queue alone. */
#ifndef TFE_READ_RUN_STORE_H
#define TFE_READ_RUN_STORE_H

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>

#include <tfevents/logdir.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/map.h"
#include "read/column/arrivals.h"
#include "read/file/event_file.h"
#include "read/run/budget.h"
#include "read/run/damage_list.h"
#include "read/run/origin.h"
#include "read/run/series.h"

struct tfe__helpers;
struct tfe__rereads;
struct tfe__selection;
struct tfe__value_cache;

/* What runs belong to: the store of a log directory, or one for a run that is read a second
 * time. The owner fills it in before any run is made. */
struct tfe__store {
	tfe_allocator allocator;
	tfe_restarts restarts;
	_Atomic(bool) live; /* files may grow */
	struct tfe__budget budget;
	_Atomic(uint64_t) bytes_total, bytes_read, points;
	_Atomic(uint64_t) superseded; /* of these points */
	/* Called instead of dropping from run after run when the budget is exceeded. NULL: not. */
	void (*release_memory)(struct tfe_run *run);
	struct tfe__helpers *helpers;    /* threads that read ahead; NULL: none */
	struct tfe__value_cache *values; /* values that were read one by one; NULL: none are kept */
	struct tfe__rereads *rereads;    /* runs that are read a second time; NULL: none are */
};

/* One start of a program: a file, the part of one from a file version on where files were joined
 * into one, or what follows a SessionLog START. In the run's arena. */
struct tfe__session {
	struct tfe__session *earlier;      /* the one that began before it in the run; NULL: none */
	struct tfe__log *log;              /* the file that it is in */
	struct tfe__session *part;         /* the first one of its file, or of its part of a file */
	const struct tfe__session *before; /* the last one that trained before it; NULL: none */
	/* Of a part, in seconds: the wall time of its first summary (NAN: it has none yet), and the
	 * latest one of a summary. */
	double wall_first, wall_last;
	uint32_t number;    /* of its part, in the order of the run */
	uint32_t training;  /* training tags that advanced in it */
	uint32_t again;     /* of those of `before`, the ones that it logged too */
	int64_t again_step; /* the lowest step at which it did */
	bool used;          /* a series had an entry of it */
	bool has_held_out;  /* it logged a held-out tag */
	bool knows_before;  /* `before` is valid */
	bool whole;         /* it superseded the whole run, from `again_step` on */
	bool counted;       /* it is counted among the restarts of the run */
	bool supposed;      /* it superseded as a training that has only begun */
	bool decided;       /* of a part: what it superseded depended on earlier parts */
	double first_max;   /* of a part: the latest `wall_first` of the parts before it */
	/* Of a part with a wall_first: the next one in the ring of parts that began at the same
	 * wall time, because they are copies of one file. */
	struct tfe__session *copy;
};

/* A stretch of a file that was read without reading another one of the run in between, up to
 * `end` (the place of its records). In the run's arena; only the latest one grows. A second
 * reading of the run follows these, so that the entries of its series arrive in the same order. */
struct tfe__stretch {
	const struct tfe__stretch *earlier;
	const struct tfe__log *log;
	uint64_t end;
};

/* One event file. Never freed before the logdir is. */
struct tfe__log {
	const char *path;
	struct tfe_run *run;
	struct tfe__folder *folder;
	uint32_t number;         /* in the run, in the order in which they were found */
	uint32_t position;       /* in run->order */
	_Atomic(bool) changed;   /* to be looked at by the loader */
	_Atomic(uint64_t) bytes; /* how long it is, as last seen */
	/* The same file is read under another path; set by the scanner. */
	_Atomic(bool) excluded;
	_Atomic(uint64_t) changes;    /* how often the scanner found it changed */
	_Atomic(uint64_t) bytes_read; /* as counted in the run */
	_Atomic(off_t) size;          /* when the scanner last looked at it */
	_Atomic(bool) missing;        /* was not there when last looked for */
	/* The scanner's: */
	struct tfe__log *next; /* of the same folder */
	dev_t device;
	ino_t inode;
	struct timespec modified;
	bool link;          /* its path is a symbolic link */
	bool polled;        /* nobody tells us when it changes */
	unsigned last_scan; /* the scan of its folder that saw it */
	/* The loader's: */
	struct tfe__file file;
	_Atomic(struct tfe__gzip_points *)
		points;               /* of the file, where it is compressed; any thread's */
	bool opened;                  /* `file` is valid */
	bool absent;                  /* nothing there, or cannot be read */
	bool more;                    /* stopped before its end */
	bool reported;                /* that it cannot be read was said */
	struct tfe__session *session; /* what its next record is of; NULL: of a new one */
	struct tfe__session *part;    /* the part of the file that it is in; NULL: in a new one */
	double named;                 /* seconds in its name; INFINITY: none */
	struct tfe__copy *copy; /* the file is a copy of another one (copies.h); NULL: it is none */
	uint32_t begin;         /* checksum of its first records; 0: not known */
	double written; /* when it was last modified, if decisions depend on that; 0: not known */
	double wall_first; /* wall time of its first record, where that was needed; else INFINITY */
	struct tfe__log_check {       /* log_check.h */
		uint64_t version_end; /* the file version at its beginning ends here; else 0 */
		/* Up to here, every record except the file version has a wrong checksum and is
		 * a valid event; 0: there is none. */
		uint64_t wrong_end, wrong_records;
		bool checksums_wrong; /* this was reported */
		bool text; /* the file begins as a text, with no record before text_end */
		uint64_t text_end;
		const char *text_reason; /* static */
		tfe_damage_kind text_kind;
		bool text_reported;
	} check;
	/* The offset and length of the incomplete record at the end of the file; 0: none. */
	_Atomic(uint64_t) cut_offset, cut_bytes;
	bool retry; /* memory ran out within the record at `retry_offset` */
	uint64_t retry_offset;
	uint32_t values_done; /* of that record */
};

/* The latest summaries of a run, from which restarts are recognised. */
struct tfe__history {
	bool any;                     /* it had a summary; then: */
	int64_t last_step;            /* of the last one */
	int64_t step_max;             /* the latest step, without those that were superseded */
	bool back;                    /* which was earlier than the one before it */
	double wall_max;              /* latest wall time since summaries of `session` began */
	struct tfe__session *session; /* of the last one; NULL: not known */
	bool version2;                /* the last file version read was 2 or more */
	bool start_seen;              /* a SessionLog START was read */
	double first_max;             /* latest wall time with which a part began */
	uint32_t parts;               /* that were begun */
	uint32_t position;            /* the last one in run->order of a file with a session */
	uint32_t decided;             /* number of the latest part that superseded or may have */
	const struct tfe__session *first; /* the first one that has entries; NULL: none has */
};

#define TFE__HISTORY_NONE ((struct tfe__history){.step_max = INT64_MIN, .first_max = -INFINITY})

enum tfe__queueing { TFE__IDLE, TFE__HELD, TFE__QUEUED, TFE__BUSY, TFE__BUSY_AGAIN };

/* The files that have points of one series at the same steps. */
struct tfe__writers {
	const tfe_series *series; /* NULL: there are none */
	const char *first, *last; /* paths */
	size_t files;
};

struct tfe_run {
	struct tfe__store *store;
	const char *name, *relative_name; /* as in tfe_run_info */
	size_t path;
	struct tfe__selection
		*selection;      /* it is read a second time, only these series of it; else NULL */
	pthread_mutex_t filling; /* held by who changes what the loader fills */
	struct tfe__list logs;   /* of struct tfe__log; the scanner adds (in the logdir's arena) */
	/* Under the scanner's lock: its folders, and its aliases as last asked for. */
	struct tfe__folder *folders;
	const char **aliases;
	size_t n_aliases, alias_capacity;
	uint64_t aliases_version; /* tfe__scan.names_version when they were listed */
	bool more_aliases;        /* some were not listed */
	_Atomic(bool) moved;      /* its folders are searched under other names */
	/* Filled by the loader, in the run's arena: */
	struct tfe__arena arena;
	struct tfe__pool pool; /* what can be dropped of its series */
	struct tfe__list series;
	struct tfe__damage_list damages;
	struct tfe__map by_tag;      /* to the first series of each tag */
	_Atomic(bool) several_kinds; /* a tag has several series: see next_kind */
	struct tfe__log **order;     /* the logs by path */
	size_t ordered, order_capacity;
	tfe_series *last;                            /* the one that the last value was of */
	const struct tfe__superseding *supersedings; /* the latest one; what restarts left out */
	const struct tfe__ordering *orderings;       /* the latest one; what is ordered by step */
	struct tfe__stretch *stretches;              /* the latest one; what was read */
	struct tfe__session *sessions;               /* the latest one */
	unsigned generation; /* how often the run was read from its beginning again */
	uint64_t points_read, points_superseded, restart_cost;
	uint64_t reread_bytes; /* read again because files grew at the same time */
	double wall_first,
		wall_last; /* of all records; INFINITY and -INFINITY while there is none */
	struct tfe__history history;
	/* A file was replaced, or one appeared before those that were read: all that was read is
	 * void. */
	bool void_files;
	/* Sessions whose clocks disagree, the first ones in the order of the run; NULL: none. */
	const struct tfe__session *clock_earlier, *clock_later;
	const struct tfe__session *clock_reported, *clock_reported_later; /* as reported */
	struct tfe__writers writers_reported;
	bool order_ignored;    /* that later points are not ordered by step was reported */
	bool order_open;       /* the order of the files may change: one has no record yet */
	bool has_orderings;    /* series are to be ordered by step when all is read */
	bool restarts_ignored; /* that further restarts supersede nothing was reported */
	bool given_up;         /* it was rewritten, and memory is short: nothing more is read */
	size_t arena_before; /* what the arena had when the run was last read from its beginning */
	bool reloading; /* read from its beginning: columns are published after all of it is read */
	_Atomic(tfe_status) status; /* TFE_E_NOMEM: not all was read */
	/* What tfe_run_get_info tells: */
	_Atomic(double) first_wall_time, last_wall_time;
	_Atomic(int64_t) last_step;
	_Atomic(uint64_t) bytes_total, bytes_read, files, records, restarts, superseded, left_out;
	_Atomic(bool) loaded, gone, finished;
	/* Under the logdir's lock: */
	enum tfe__queueing queueing;
	double newest; /* when one of its files was last changed */
	size_t heap_at;
	/* Guards the following fields, and the list of damages: */
	pthread_mutex_t find_lock;
	struct tfe__map next_kind; /* from the number of a series to the next one of its tag */
	struct tfe__origins origins;
	struct tfe__map find_map; /* of tfe_run_find_series; the first find_known series */
	size_t find_known;
};

/* Records the length of a log, 0 if it is missing or excluded. Threads: the scanner. */
void tfe__log_set_bytes(struct tfe__log *log, uint64_t bytes);

/* Returns a number of bytes for queries: the length that the scanner saw, or what was read if that
 * is more, because files grow between a scan and reading. */
static inline uint64_t tfe__bytes_known(const _Atomic(uint64_t) *seen,
					const _Atomic(uint64_t) *read)
{
	uint64_t a = atomic_load(seen), b = atomic_load(read);
	return a > b ? a : b;
}

/* A run without files; the scanner's. NULL when there is no memory. */
struct tfe_run *tfe__run_new(struct tfe__store *store, const char *name);
void tfe__run_free(struct tfe_run *run);

#endif
