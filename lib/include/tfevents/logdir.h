/* Log directories, loaded once or followed: their runs, files, series and damage. */
#ifndef TFEVENTS_LOGDIR_H
#define TFEVENTS_LOGDIR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/histogram.h>
#include <tfevents/hparams.h>
#include <tfevents/kind.h>
#include <tfevents/status.h>

TFE_BEGIN_DECLS

/* A log directory: its runs are loaded into memory. The step, the wall time and the value of each
 * scalar are stored exactly. Of all other entries the library stores the location in the file and
 * reads the content when a caller asks for it. A single event file can be opened in the same way.
 *
 * Runs and series are only added: none is moved or freed before the log directory is closed, so
 * pointers to them stay valid and counts only grow.
 *
 * Threads: tfe_logdir_open, _load, _watch and _close: one call at a time. All other calls: any
 * thread at any time, also during loading. They never wait for a loading thread. */
typedef struct tfe_logdir tfe_logdir;

/* A run: a directory that holds event files. Ownership: the log directory's, valid until it is
 * closed. Threads: any. */
typedef struct tfe_run tfe_run;

/* A series: all entries of one tag of a run. Ownership: the log directory's, valid until it is
 * closed. Threads: any. */
typedef struct tfe_series tfe_series;

/* The treatment of restarts. A run restarts if a later file, or a SessionLog START, goes back to an
 * earlier step. The earlier points from that step on are superseded. */
typedef enum tfe_restarts {
	TFE_RESTARTS_SUPERSEDE, /* default: superseded points are counted and excluded from views */
	TFE_RESTARTS_KEEP,      /* no point is superseded */
	TFE_RESTARTS_TENSORBOARD /* the rules of TensorBoard's Python backend */
} tfe_restarts;

/* The options of a log directory. Zero in a field means its default. */
typedef struct tfe_logdir_options {
	size_t size;
	tfe_restarts restarts;
	unsigned threads; /* number of loading threads; default: the number of processors */
	/* Budget for loaded data, in bytes; default: tfe_logdir_default_memory_bytes. Above it the
	 * oldest entries are dropped: see tfe_view_get_points. */
	size_t memory_bytes;
	/* Time between two checks of files and directories for which the system sends no change
	 * notifications, in seconds; default 1, at most 3600. */
	double poll_interval_s;
	bool poll_only; /* check at intervals only, without change notifications of the system */
	const tfe_allocator *allocator; /* copied; default: malloc */
	/* Find and follow runs and their files without opening a file: runs have no series, and no
	 * loading thread is started. See tfe_run_get_file. */
	bool list_only;
	/* A path that does not exist yet is no error: while the log directory is followed, the
	 * library checks at intervals whether the path exists. */
	bool await_paths;
	/* Each event file is a run of its own, named after its directory and the file: curves of
	 * several writers of one tag are separate then. Such a run has no aliases. */
	bool per_file;
} tfe_logdir_options;

#define TFE_LOGDIR_OPTIONS_INIT TFE_SIZED(tfe_logdir_options)

/* The default of memory_bytes: a quarter of the memory of the machine, or of its control group if
 * that has less. Returns bytes. Threads: any. */
TFE_API size_t tfe_logdir_default_memory_bytes(void);

/* Opens `n_paths` directories or single event files. "name:path" gives the runs of a directory the
 * prefix "name/". `options` may be NULL. No directory is searched and no event file is read yet.
 * Returns TFE_E_ARG (no path, bad options), TFE_E_NOTFOUND, TFE_E_IO or TFE_E_NOMEM; then *out is
 * NULL and *error (may be NULL) has the detail.
 * Ownership: *out is the caller's until tfe_logdir_close. */
TFE_API TFE_MUST_CHECK tfe_status tfe_logdir_open(const char *const *paths, size_t n_paths,
						  const tfe_logdir_options *options,
						  tfe_logdir **out, tfe_error *error);

/* Searches all directories and reads all event files to their present ends; with list_only it
 * searches only. Returns after that is done. A log directory that is followed is searched from
 * scratch.
 * Returns TFE_E_NOMEM if memory ran out: data that were read are available, and the next call
 * continues. Returns TFE_E_IO if no thread can be started. tfe_logdir_get_error has the detail. */
TFE_API TFE_MUST_CHECK tfe_status tfe_logdir_load(tfe_logdir *logdir);

/* Starts loading and following in background threads. A second call has no effect.
 * Returns TFE_E_NOMEM, or TFE_E_IO if no thread can be started. tfe_logdir_get_error has the
 * detail. */
TFE_API TFE_MUST_CHECK tfe_status tfe_logdir_watch(tfe_logdir *logdir);

/* Copies the error of the last tfe_logdir_load or tfe_logdir_watch: path, errno and message. The
 * status is TFE_OK if that call succeeded. Threads: any. */
TFE_API void tfe_logdir_get_error(const tfe_logdir *logdir, tfe_error *error);

/* Stops all threads of the log directory and frees it. NULL is a no-op. */
TFE_API void tfe_logdir_close(tfe_logdir *logdir);

/* A file descriptor that is readable (poll it for POLLIN) after a change that queries can see,
 * until tfe_logdir_acknowledge. Ownership: the log directory's; do not read or close it. Threads:
 * any. */
TFE_API int tfe_logdir_fd(const tfe_logdir *logdir);

/* Makes the descriptor unreadable until the next change. Call it before the queries, so that no
 * change is missed. Threads: any. */
TFE_API void tfe_logdir_acknowledge(tfe_logdir *logdir);

/* The progress of loading. */
typedef struct tfe_progress {
	size_t size;
	uint64_t generation;          /* grows with every change that a query can see */
	uint64_t bytes_total;         /* sum of the lengths of all event files at the last check */
	uint64_t bytes_read;          /* bytes of the event files that were read */
	uint64_t points;              /* number of loaded scalar points */
	uint64_t files, directories;  /* numbers of event files found and directories searched */
	uint64_t memory_bytes;        /* memory in use for loaded data, names and cached values */
	uint64_t memory_budget_bytes; /* memory_bytes of the options, or its default */
	/* Entries that the memory budget dropped: charts show them at a lower resolution. */
	uint64_t dropped;
	/* Values that the memory budget excluded from their series: charts do not show them. */
	uint64_t left_out;
	bool loaded;         /* all files were read to the ends that they had at the last check */
	uint64_t names;      /* grows when a run gets or loses an alias or gets another name */
	uint64_t superseded; /* the part of `points` that restarts superseded: no view has them */
} tfe_progress;

#define TFE_PROGRESS_INIT TFE_SIZED(tfe_progress)

/* Fills *progress with the present progress of loading. Threads: any. */
TFE_API void tfe_logdir_get_progress(const tfe_logdir *logdir, tfe_progress *progress);

/* The number of runs, and run i in the order in which the runs were found. The name of a run is its
 * path below the log directory, "." for the log directory itself.
 *
 * Several paths may lead to one directory (symbolic links, bind mounts, log directories within each
 * other). That directory is one run. Its name comes from a path without a symbolic link below the
 * log directory; if there is no such path or more than one, from the first one in byte order. The
 * other paths are its aliases.
 *
 * Returns for `i` at or above the count: NULL. Ownership: the log directory's. Threads: any. */
TFE_API size_t tfe_logdir_run_count(const tfe_logdir *logdir);
TFE_API const tfe_run *tfe_logdir_run_at(const tfe_logdir *logdir, size_t i);

/* The properties of a run. With list_only the fields name, bytes_total, files, moved, path and
 * relative_name are set; the others are 0. */
typedef struct tfe_run_info {
	size_t size;
	const char *name; /* bytes as the file system has them; escape before display */
	/* Of all events, in seconds since 1970; 0 if none was read. */
	double first_wall_time, last_wall_time;
	int64_t last_step;    /* latest step of a summary, without superseded ones */
	uint64_t bytes_total; /* sum of the lengths of its files at the last check */
	uint64_t bytes_read;  /* bytes of its files that were read */
	uint64_t files;       /* number of its event files */
	uint64_t records;     /* number of records that were read */
	uint64_t restarts;    /* number of times that it went back to an earlier step */
	uint64_t superseded;  /* number of points that restarts superseded */
	/* Values of tags that have no series because the memory budget was exhausted. */
	uint64_t left_out;
	bool loaded; /* its files were read to the ends that they had at the last check */
	bool gone;   /* all its files were deleted or are unreadable: see its damages */
	/* It reported its end: by a SessionLog STOP as its last event, or by the end of its trial
	 * (tfe_writer_end_trial) at most 60 s before its last event. */
	bool finished;
	bool moved;  /* its directory is listed as another run now; this run stays empty */
	size_t path; /* index of its path among those that were passed to tfe_logdir_open */
	/* The name without the path that precedes it if several paths were opened; "." for the
	 * directory that was opened. */
	const char *relative_name;
	uint64_t damaged_places; /* exact, however many of them are listed (tfe_run_get_damage) */
} tfe_run_info;

#define TFE_RUN_INFO_INIT TFE_SIZED(tfe_run_info)

/* Fills *info with the present properties of a run. Ownership: its strings live as long as the log
 * directory. Threads: any. */
TFE_API void tfe_run_get_info(const tfe_run *run, tfe_run_info *info);

/* An event file of a run. */
typedef struct tfe_run_file {
	size_t size;
	const char *path; /* a path that was opened, followed by the path from there to the file */
	uint64_t bytes;   /* length of the file at the last check */
	uint64_t bytes_read; /* bytes of the file that were read; 0 with list_only */
	/* Grows whenever a check finds the file longer, rewritten, replaced, deleted or created. */
	uint64_t changes;
	bool gone;  /* the file did not exist at the last check */
	bool alias; /* the same file is read under another path: this one adds nothing */
} tfe_run_file;

#define TFE_RUN_FILE_INIT TFE_SIZED(tfe_run_file)

/* The number of files of a run, and file i in the order in which the files were found. The count
 * only grows: an index always means the same path, also after its file was deleted.
 * tfe_run_get_file returns TFE_E_ARG for an index at or above the count; *file is then empty (all
 * fields 0).
 * While a log directory is followed, its descriptor becomes readable after `changes` grew.
 * Ownership: `path` lives as long as the log directory. Threads: any. */
TFE_API size_t tfe_run_file_count(const tfe_run *run);
TFE_API tfe_status tfe_run_get_file(const tfe_run *run, size_t i, tfe_run_file *file);

/* The aliases of a run: the names that symbolic links to its directory, or to a directory above it,
 * give it. They are in byte order, without the name of the run; at most 1000 are listed.
 * tfe_run_alias_count updates the list; tfe_run_alias_at returns alias i of the list that was
 * updated last, or NULL for an index at or above its count.
 * Ownership: aliases live as long as the log directory. Threads: any. */
TFE_API size_t tfe_run_alias_count(const tfe_run *run);
TFE_API const char *tfe_run_alias_at(const tfe_run *run, size_t i);

/* The kinds of damage. */
typedef enum tfe_damage_kind {
	TFE_DAMAGE_KIND_BYTES,         /* bytes of a file were skipped */
	TFE_DAMAGE_KIND_RECORD,        /* a record with correct checksums is no valid event */
	TFE_DAMAGE_KIND_VALUE,         /* a value of a whole record is invalid and was skipped */
	TFE_DAMAGE_KIND_NO_EVENT_FILE, /* an entry with the name of an event file is none */
	TFE_DAMAGE_KIND_UNREADABLE,    /* the file or directory cannot be read at all */
	TFE_DAMAGE_KIND_LIMIT,         /* data beyond a limit were not read or not listed */
	/* The clocks of the files' writers disagree about the order of the files: these files
	 * supersede no points, which is no damage. */
	TFE_DAMAGE_KIND_CLOCK,
	TFE_DAMAGE_KIND_SEVERAL_WRITERS, /* several files have points of a tag at the same steps */
	/* Bytes were skipped in a file of which every record fails its data checksum and is a valid
	 * event: the program that wrote it computes the checksum wrongly. */
	TFE_DAMAGE_KIND_CHECKSUM,
	TFE_DAMAGE_KIND_POINTER,  /* a git-lfs pointer in place of the event file */
	TFE_DAMAGE_KIND_TEXT_FILE /* a text file, such as a YAML sidecar: no damage */
} tfe_damage_kind;

/* A damaged place, or several of one file: a part of a file, a file or a directory that was not
 * read. */
typedef struct tfe_damage {
	size_t size;
	tfe_damage_kind kind;
	const char *path;   /* of the file or directory; lives as long as the log directory */
	int64_t offset;     /* byte offset of the damage or of the first of several; -1: the file */
	uint64_t bytes;     /* number of skipped bytes of all places */
	const char *reason; /* the cause, such as "data checksum mismatch"; lives as long as the log
			    * directory */
	int sys_errno;      /* errno of the call that failed on an unreadable file; else 0 */
	/* With an offset: number of further damaged places of the file, the first at `offset`. With
	 * offset -1: number of files or directories beyond a limit, `path` the first. Else 0. */
	uint64_t count;
	const char
		*tag; /* of an invalid value: its tag, at least the first 1024 bytes; else NULL. It
			    * may contain any byte except NUL; lives as long as the log directory */
} tfe_damage;

#define TFE_DAMAGE_INIT TFE_SIZED(tfe_damage)

/* Writes a damage as text: "data checksum mismatch, at byte offset 40, 22 bytes skipped". At most
 * `bytes` bytes are written, including the NUL at the end. The text has the path only if `count` is
 * not 0 and `offset` is -1. Returns the length of the whole text without the NUL, as snprintf does.
 * Threads: any. */
TFE_API size_t tfe_damage_get_text(const tfe_damage *damage, char *text, size_t bytes);

/* Returns whether existing data were not read: because they are unreadable, or beyond a limit.
 * Threads: any. */
TFE_API bool tfe_damage_is_unread(const tfe_damage *damage);

/* The number of listed damages of a run, and damage i. Files are in the order of their paths. Of
 * each file the first 20 damaged places are listed in the order of their offsets, then one damage
 * that counts the others. While the log directory is followed, an index may come to mean another
 * damage. For an index at or above the count tfe_run_get_damage returns TFE_E_ARG, and *damage is
 * empty (path "", offset -1): while a run is reread from its beginning, the count falls.
 * Threads: any. */
TFE_API size_t tfe_run_damage_count(const tfe_run *run);
TFE_API tfe_status tfe_run_get_damage(const tfe_run *run, size_t i, tfe_damage *damage);

/* The same for damages that belong to no run: directories that cannot be read or are beyond a
 * limit, a FIFO with the name of an event file. While the log directory is followed, the damage of
 * an index may change. Threads: any. */
TFE_API size_t tfe_logdir_damage_count(const tfe_logdir *logdir);
TFE_API tfe_status tfe_logdir_get_damage(const tfe_logdir *logdir, size_t i, tfe_damage *damage);

/* The number of series of a run, and series i in the order in which they first appeared: one for
 * each tag and kind. A tag with values of several kinds has a series of each kind. Returns for `i`
 * at or above the count: NULL. Ownership: the log directory's. Threads: any. */
TFE_API size_t tfe_run_series_count(const tfe_run *run);
TFE_API const tfe_series *tfe_run_series_at(const tfe_run *run, size_t i);

/* Returns the first series of a tag, or its series of a kind; NULL if the run has none yet.
 * Ownership: the log directory's. Threads: any. */
TFE_API const tfe_series *tfe_run_find_series(const tfe_run *run, const char *tag);
TFE_API const tfe_series *tfe_run_find_series_of_kind(const tfe_run *run, const char *tag,
						      tfe_kind kind);

/* Reads the hyperparameters of a run from its files: the last experiment, start and end of a
 * session. A content that cannot be decoded is skipped. Returns TFE_E_NOTFOUND (the run has none),
 * TFE_E_IO, TFE_E_DAMAGED, TFE_E_NOMEM; then *out is NULL and *error (may be NULL) has the detail.
 * Ownership: *out is the caller's until tfe_hparams_close, also after the log directory is closed.
 * Threads: any. */
TFE_API TFE_MUST_CHECK tfe_status tfe_run_open_hparams(const tfe_run *run, tfe_hparams **out,
						       tfe_error *error);

TFE_END_DECLS

#endif
