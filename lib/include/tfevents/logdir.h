/* A log directory read whole and followed: runs, their series, their damage. */
#ifndef TFEVENTS_LOGDIR_H
#define TFEVENTS_LOGDIR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/histogram.h>
#include <tfevents/status.h>

TFE_BEGIN_DECLS

/* Log directories and single event files, loaded into memory: every scalar exact, everything
 * else indexed by its place on disk.
 *
 * Threads: one caller at a time for open, load, watch, close; all queries may run at any time,
 * in any thread, beside the library's own loading threads, and never wait for them. Runs and
 * series are only added, never moved or freed before close: pointers to them stay good, and
 * counts only grow. */
typedef struct tfe_logdir tfe_logdir;

/* A run of a log directory. Ownership: the logdir's, good until it is closed. */
typedef struct tfe_run tfe_run;

/* A series of a run. Ownership: the logdir's, good until it is closed. */
typedef struct tfe_series tfe_series;

/* What a restart (a later file, or a SessionLog START, that goes back to an earlier step) does
 * to the points of its run from that step on. */
typedef enum tfe_restarts {
	TFE_RESTARTS_SUPERSEDE, /* they are superseded: counted, left out of the series (default) */
	TFE_RESTARTS_KEEP,      /* nothing is ever left out */
	TFE_RESTARTS_TENSORBOARD /* as TensorBoard's Python backend does it */
} tfe_restarts;

/* Zero in a field means its default. */
typedef struct tfe_logdir_options {
	size_t size;
	tfe_restarts restarts;
	unsigned threads; /* loading threads; default the number of processors */
	size_t memory_bytes; /* budget for what is loaded; default a quarter of the machine's, or of its control
				   group's. Past it points are dropped, the oldest first: see tfe_view_get_points */
	double poll_interval_s; /* where the system cannot notify: time between two looks; default 1 */
	bool poll_only;         /* look at intervals even where the system could notify */
	const tfe_allocator *allocator; /* copied; default malloc */
	bool list_only; /* runs and their files are found and followed, but no file is opened: runs
			   have no series, and no loading thread is started. See tfe_run_get_file */
	bool await_paths; /* a path that is not there yet is no error, and is looked for at
			     intervals while the logdir is followed */
} tfe_logdir_options;

#define TFE_LOGDIR_OPTIONS_INIT TFE_SIZED(tfe_logdir_options)

/* The memory budget of a logdir whose options name none: a quarter of the machine's memory, or of
 * its control group's. Returns bytes. Threads: any. */
TFE_API size_t tfe_logdir_default_memory_bytes(void);

/* Opens `n_paths` directories or single files; "name:path" gives a directory's runs the prefix
 * "name/". Reads nothing yet. Returns TFE_E_ARG, TFE_E_NOTFOUND or TFE_E_IO, detailed in *error (may be
 * NULL). */
TFE_API TFE_MUST_CHECK tfe_status tfe_logdir_open(const char *const *paths, size_t n_paths,
						  const tfe_logdir_options *options,
						  tfe_logdir **out, tfe_error *error);

/* Reads all that is there now, or finds it with list_only, and returns when that is done. A logdir
 * that is followed searches all its directories again. Returns TFE_E_NOMEM where memory
 * ran out: what was read nevertheless is there, and the next call goes on; TFE_E_IO where no
 * thread can be started. */
TFE_API TFE_MUST_CHECK tfe_status tfe_logdir_load(tfe_logdir *logdir);

/* Starts loading and following in the background. Returns TFE_E_NOMEM, TFE_E_IO where no thread
 * can be started. */
TFE_API TFE_MUST_CHECK tfe_status tfe_logdir_watch(tfe_logdir *logdir);

/* The detail of what the last tfe_logdir_load or tfe_logdir_watch returned, copied out: the file
 * or directory concerned, the errno, a sentence; status TFE_OK when it succeeded. Threads: any. */
TFE_API void tfe_logdir_get_error(const tfe_logdir *logdir, tfe_error *error);

/* Stops what was started and frees. NULL is a no-op. */
TFE_API void tfe_logdir_close(tfe_logdir *logdir);

/* A file descriptor that is readable (poll it for POLLIN) once something changed since the last
 * tfe_logdir_acknowledge. Owned by the logdir. */
TFE_API int tfe_logdir_fd(const tfe_logdir *logdir);
TFE_API void tfe_logdir_acknowledge(tfe_logdir *logdir);

/* How far loading is. */
typedef struct tfe_progress {
	size_t size;
	uint64_t generation;  /* grows with every change that a query could see */
	uint64_t bytes_total; /* sizes of all event files, as last seen */
	uint64_t bytes_read;
	uint64_t points;             /* scalar points held */
	uint64_t files, directories; /* event files found; directories looked into */
	uint64_t memory_bytes, memory_budget_bytes;
	uint64_t
		dropped; /* points that are drawn coarser: the memory budget had no room for them */
	uint64_t
		left_out; /* values that are not drawn at all: it had none for their series, or for more of it */
	bool loaded;    /* everything that was there when it was last looked at has been read */
	uint64_t names; /* grows when runs get or lose aliases, or move to other names */
} tfe_progress;

#define TFE_PROGRESS_INIT TFE_SIZED(tfe_progress)

/* Gets how far loading is at this moment. Threads: any. */
TFE_API void tfe_logdir_get_progress(const tfe_logdir *logdir, tfe_progress *progress);

/* Runs, in the order in which they were found. A run is a directory that holds event files; its
 * name is the path below the log directory, "." for the log directory itself. A directory that
 * several paths lead to (symbolic links, bind mounts, roots within each other) is one run: a
 * path without a link below the root names it, else the first path in byte order; the other
 * paths are its aliases. */
TFE_API size_t tfe_logdir_run_count(const tfe_logdir *logdir);
TFE_API const tfe_run *tfe_logdir_run_at(const tfe_logdir *logdir, size_t i);

/* The properties of a run. With list_only the fields name, bytes_total, files, moved, path and
 * relative_name are set; the others are 0. */
typedef struct tfe_run_info {
	size_t size;
	const char *name;       /* bytes as the file system has them; escape before showing */
	double first_wall_time; /* of any event, 0 while none was read */
	double last_wall_time;
	int64_t last_step;
	uint64_t bytes_total, bytes_read;
	uint64_t files;
	uint64_t records;
	uint64_t restarts;   /* how often it went back to an earlier step */
	uint64_t superseded; /* points left out because of that */
	uint64_t left_out;   /* values of tags that are not listed: the memory budget had no room */
	bool loaded;         /* read to the end of what is there */
	bool gone;           /* all its files were deleted, or cannot be read: its damages tell */
	bool finished;       /* says so itself (SessionLog STOP as the last event) */
	bool moved;          /* its directory is another run by now; this one is empty */
	/* Index of the path that it was found under, of those passed to tfe_logdir_open. */
	size_t path;
	/* The name without the path that precedes it where several paths were opened; "." for the
	 * directory that was opened. */
	const char *relative_name;
} tfe_run_info;

#define TFE_RUN_INFO_INIT TFE_SIZED(tfe_run_info)

/* Gets the numbers of a run at this moment. Threads: any. */
TFE_API void tfe_run_get_info(const tfe_run *run, tfe_run_info *info);

/* An event file of a run. */
typedef struct tfe_run_file {
	size_t size;
	const char *path;    /* a path that was opened, and what leads from there to the file */
	uint64_t bytes;      /* length of the file when it was last looked at */
	uint64_t bytes_read; /* how many of them were read; 0 with list_only */
	uint64_t changes; /* grows when the file is found to be longer, rewritten, replaced, deleted
			     or there again */
	bool gone;        /* the file was not there when it was last looked for */
	bool alias; /* the same file is read under another path: this one adds nothing to the run */
} tfe_run_file;

#define TFE_RUN_FILE_INIT TFE_SIZED(tfe_run_file)

/* The files of a run, in the order in which they were found. The count only grows: an index always
 * means the same path, also after its file was deleted.
 * tfe_run_get_file fills the fields that the caller's size covers and sets the others to 0; all
 * are 0 for an index at or above the count. A size that no struct can have leaves *file as it is.
 * While a logdir is followed, its descriptor becomes readable after `changes` grew.
 * Ownership: `path` lives as long as the logdir. Threads: any. */
TFE_API size_t tfe_run_file_count(const tfe_run *run);
TFE_API void tfe_run_get_file(const tfe_run *run, size_t i, tfe_run_file *file);

/* The aliases of a run: the names that links to its directory, or to one above it, give it. In
 * byte order, without its name; at most 1000. tfe_run_alias_count brings them up to date;
 * tfe_run_alias_at is one of those that it counted last, NULL for an index that is none.
 * Ownership: names live as long as the logdir. Threads: any. */
TFE_API size_t tfe_run_alias_count(const tfe_run *run);
TFE_API const char *tfe_run_alias_at(const tfe_run *run, size_t i);

/* What kind of trouble a damage is. */
typedef enum tfe_damage_kind {
	TFE_DAMAGE_KIND_BYTES,         /* bytes were passed over */
	TFE_DAMAGE_KIND_RECORD,        /* a record whose checksums are right is no valid event */
	TFE_DAMAGE_KIND_VALUE,         /* of a whole record a value was left out */
	TFE_DAMAGE_KIND_NO_EVENT_FILE, /* something else has the name of an event file */
	TFE_DAMAGE_KIND_UNREADABLE, /* it cannot be read at all, so that nothing of it is known */
	TFE_DAMAGE_KIND_LIMIT,      /* there is more than is looked at, or listed */
	TFE_DAMAGE_KIND_CLOCK /* clocks disagree about the order of files: they supersede nothing */
} tfe_damage_kind;

/* Damage: each place where bytes of an event file had to be passed over, or a file could not be
 * read. */
typedef struct tfe_damage {
	size_t size;
	tfe_damage_kind kind;
	const char *path;   /* of the file; lives as long as the logdir */
	int64_t offset;     /* where it begins, -1 for the file as a whole */
	uint64_t bytes;     /* passed over */
	const char *reason; /* a sentence: "data fail their checksum", ...; static */
	int sys_errno;      /* why it cannot be read at all; else 0 */
	uint64_t count;     /* what a limit left out, of which `path` is the first; else 0 */
} tfe_damage;

#define TFE_DAMAGE_INIT TFE_SIZED(tfe_damage)

/* Writes the damage in words, at most `bytes` bytes with the NUL that ends them: "data checksum
 * mismatch, at byte offset 40, 22 bytes skipped". The path is only part of it where the damage is
 * a limit that has a count. Returns the length of the whole text, as snprintf does. Threads: any. */
TFE_API size_t tfe_damage_get_text(const tfe_damage *damage, char *text, size_t bytes);

/* Whether something that exists was not read: it is not readable, or a limit left it out.
 * Threads: any. */
TFE_API bool tfe_damage_is_unread(const tfe_damage *damage);

/* The damages of a run: how many are listed, and damage i; one that means nothing (path "", offset
 * -1) for an index that is none. Threads: any. */
TFE_API size_t tfe_run_damage_count(const tfe_run *run);
TFE_API void tfe_run_get_damage(const tfe_run *run, size_t i, tfe_damage *damage);

/* The same for what belongs to no run: what limits leave out, directories that cannot be read, a
 * FIFO named like an event file. While the logdir is followed an index may come to mean another
 * one. */
TFE_API size_t tfe_logdir_damage_count(const tfe_logdir *logdir);
TFE_API void tfe_logdir_get_damage(const tfe_logdir *logdir, size_t i, tfe_damage *damage);

/* Series of a run: one a tag, in the order in which the tags first appear. */
TFE_API size_t tfe_run_series_count(const tfe_run *run);
TFE_API const tfe_series *tfe_run_series_at(const tfe_run *run, size_t i);
/* NULL where the run has no such tag (yet). */
TFE_API const tfe_series *tfe_run_find_series(const tfe_run *run, const char *tag);

TFE_END_DECLS

#endif
