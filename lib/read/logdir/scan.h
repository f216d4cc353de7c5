/* read/logdir: the scanner: it finds the folders, runs and event files of a log directory.
 *
 * A directory is identified by device and inode. It is searched under one path, that of its owner;
 * its other paths are aliases. Paths without a symbolic link below the root take precedence over
 * paths through links; within both groups the order is that of bytes. Real directories are searched
 * as they are found. Links are resolved together, in the order of their paths (scan_links.c), so
 * that the result depends only on the file tree and not on the order of events. */
#ifndef TFE_READ_LOGDIR_SCAN_H
#define TFE_READ_LOGDIR_SCAN_H

#include <sys/stat.h>

#include "base/buf.h"
#include "read/logdir/logdir.h"
#include "read/logdir/roots.h"

/* Directories nested deeper are not searched. */
enum { TFE__DEPTH_MAX = 64 };

enum tfe__limit_kind {
	TFE__LIMIT_FOLDERS,
	TFE__LIMIT_FILES,
	TFE__LIMIT_DEPTH,
	TFE__LIMIT_REPORTS,
	TFE__LIMIT_ALIASES, /* concerns runs; the limits before it concern entries of folders */
	TFE__LIMITS
};

/* A directory, independent of its paths. */
struct tfe__directory {
	struct tfe__directory_id {
		dev_t device;
		ino_t inode;
	} id;
	struct tfe__folder *owner; /* the folder under which it is searched; NULL: none */
};

/* A folder: one path of a directory, or a symbolic link that may lead to one. It lives as long as
 * the logdir. */
struct tfe__folder {
	struct tfe__root *root;
	struct tfe__folder *parent; /* NULL for a root */
	struct tfe__folder *children, *sibling;
	/* The folder itself: it is searched. Another folder: the other one is searched, and this
	 * one is its alias. NULL: no directory is at this path. */
	struct tfe__folder *owner;
	struct tfe__directory *directory; /* NULL: never found, or the root is a single file */
	struct tfe_run *run;              /* NULL: no event file was found in it */
	struct tfe__log *logs;
	/* The list of the aliases of an owner. Protected by the lock of the scanner, like
	 * `owner`. */
	struct tfe__folder *aliases, *next_alias, *previous_alias;
	struct tfe__folder *next_of_run;
	struct tfe__folder *same_watch; /* the next folder with the same `watch` */
	struct tfe__folder *next_waiting, *next_polled,
		*next_to_compare; /* of lists in the scanner */
	struct timespec modified;
	unsigned depth;
	unsigned scans;     /* number of times that it was listed */
	unsigned last_scan; /* `scans` of the parent at the last listing that had this entry */
	unsigned round;     /* the last round of links in which it was an owner */
	uint32_t left_out[TFE__LIMIT_ALIASES]; /* numbers of its entries beyond each limit */
	int watch;                             /* the number of its watch, -1: none */
	bool link;                             /* the entry is a symbolic link */
	bool dangling;                         /* the entry is a link that leads nowhere */
	bool listed_link;                      /* it is in the list of links of the scanner */
	bool is_alias;                         /* it is in the list of aliases of its owner */
	bool waiting, polled, in_polled, queued_to_compare; /* membership in lists of the scanner */
	bool linked_logs; /* one of its files is a link or has several links */
	const char *name; /* within the parent; for a root its path */
	char key[];       /* the address of the parent, followed by the name */
};

/* The entries beyond a limit: one damage of the logdir. */
struct tfe__limit {
	_Atomic(uint64_t) count;
	_Atomic(const char *) path; /* of the first entry; NULL: there was none */
};

struct tfe__scan {
	struct tfe_logdir *logdir;
	struct tfe__root *roots;
	size_t opened_roots; /* number of initialised roots */
	size_t n_roots;      /* number of their folders, which are the first in `folders` */
	struct tfe__list folders, directories, logs, links, polled_logs; /* in the logdir's arena */
	struct tfe__map folder_by_name, directory_by_id, log_by_path, run_by_name, reported,
		file_roots;
	struct tfe__buf path;             /* path of the visited entry */
	struct tfe__buf other;            /* path of another folder, or name of a run */
	size_t prefix;                    /* length of the path of the folder in `path` */
	struct tfe__folder *waiting;      /* stack of folders to be listed */
	struct tfe__folder *held;         /* the folder whose run waits for its end; NULL: none */
	struct tfe__folder *polled;       /* folders without notifications of the system */
	struct tfe__folder *to_compare;   /* folders whose files are to be compared */
	size_t n_polled;                  /* number of polled folders */
	size_t n_missing_roots;           /* number of roots that do not exist */
	size_t n_dangling;                /* number of links that lead nowhere */
	size_t limit_bytes;               /* limit for the memory of the scanner */
	size_t runs_bytes, folders_bytes; /* memory of runs and of folders */
	struct tfe__limit limits[TFE__LIMITS];
	/* Each entry beyond a limit is counted once: by the listing of its folder, which counts all
	 * such entries of the folder from scratch, or by the notification of its creation. */
	struct tfe__folder *listed;            /* the folder that is being listed; NULL: none */
	uint32_t left_out[TFE__LIMIT_ALIASES]; /* numbers of its entries beyond limits so far */
	bool appeared; /* the visited entry was created: it was not counted yet */
	/* Links: */
	bool dirty;     /* links have to be resolved: their targets may have changed */
	bool resolving; /* a round is running: links that are found are added to the heap */
	unsigned round;
	struct tfe__folder **heap; /* links to be resolved, the first path first */
	size_t heap_count, heap_capacity;
	/* Protects owners, aliases and folders of runs, which queries read. */
	pthread_mutex_t lock;
	_Atomic(uint64_t) names_version; /* grows when the name or the aliases of a run change */
	struct tfe__arena names_arena;   /* stores the aliases of runs, each once */
	struct tfe__list names;
	struct tfe__map name_known;
	struct tfe__buf name;
	/* Called before a folder is listed, so that no change is missed between; `directory` is set
	 * if the folder is readable. May be NULL. */
	void (*entered)(void *context, struct tfe__folder *folder);
	/* Called when a folder is no longer searched. May be NULL. */
	void (*left)(void *context, struct tfe__folder *folder);
	void *context;
};

static inline bool tfe__folder_is_searched(const struct tfe__folder *folder)
{
	return folder->owner == folder;
}

/* Creates the scanner for paths, also of the form "name:path". No folder is read yet. Returns
 * TFE_E_NOTFOUND, TFE_E_IO or TFE_E_NOMEM. */
tfe_status tfe__scan_open(struct tfe_logdir *logdir, const char *const *paths, size_t n,
			  tfe_error *error) TFE_MUST_CHECK;
void tfe__scan_close(struct tfe__scan *scan);

/* Searches everything from the roots down. New and changed event files are queued. */
tfe_status tfe__scan_all(struct tfe__scan *scan) TFE_MUST_CHECK;

/* Lists one folder, and searches the new folders below it. */
tfe_status tfe__scan_folder(struct tfe__scan *scan, struct tfe__folder *folder) TFE_MUST_CHECK;

/* Visits an entry of a folder that was created (`appeared`), changed or removed. */
tfe_status tfe__scan_entry(struct tfe__scan *scan, struct tfe__folder *folder, const char *name,
			   bool appeared) TFE_MUST_CHECK;

/* Handles a folder that was removed or moved, with everything below it. */
tfe_status tfe__scan_gone(struct tfe__scan *scan, struct tfe__folder *folder) TFE_MUST_CHECK;

/* Checks by stat the logs, folders and links without notifications, and visits the changed ones. */
tfe_status tfe__scan_poll(struct tfe__scan *scan) TFE_MUST_CHECK;

/* Whether tfe__scan_poll has anything to check. */
static inline bool tfe__scan_must_poll(const struct tfe__scan *s)
{
	return s->n_polled || s->n_missing_roots || s->n_dangling ||
	       tfe__list_count(&s->polled_logs);
}

/* Resolves links and compares files with several names after changes. tfe__scan_all calls it. */
tfe_status tfe__scan_settle(struct tfe__scan *scan) TFE_MUST_CHECK;

static inline bool tfe__scan_is_settled(const struct tfe__scan *s)
{
	return !s->dirty && !s->to_compare;
}

/* Sets whether a folder is polled. */
void tfe__scan_set_polled(struct tfe__scan *scan, struct tfe__folder *folder, bool polled);

/* --- within the scanner ----------------------------------------------------------------------- */

static inline bool tfe__same_time(struct timespec a, struct timespec b)
{
	return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

/* Whether `bytes` more are within the memory limit of the scanner. */
bool tfe__scan_has_space(const struct tfe__scan *scan, size_t bytes);

/* Reports a damage of a path, once per path. */
void tfe__scan_report(struct tfe__scan *scan, const char *path, tfe_damage_kind kind,
		      const char *reason, int sys_errno);
void tfe__scan_report_unreadable(struct tfe__scan *scan, const char *path, int sys_errno);

/* Counts an entry beyond a limit. The path of the first one is copied. `folder` is NULL if it is
 * unknown. */
void tfe__scan_leave_out(struct tfe__scan *scan, struct tfe__folder *folder,
			 enum tfe__limit_kind kind, const char *path);
/* Reports whether some aliases of a run are not listed. The caller has locked the scanner. */
void tfe__scan_leave_out_names(struct tfe__scan *scan, struct tfe_run *run, bool some);
/* Begins to count the entries of a folder that is listed. A call with NULL ends the count. */
void tfe__scan_count_in(struct tfe__scan *scan, struct tfe__folder *folder);
/* Removes the entries of a folder that is no longer searched from the counts. */
void tfe__scan_forget_left_out(struct tfe__scan *scan, struct tfe__folder *folder);

/* scan_folder.c and scan_path.c: folders, owners of directories, paths. */

/* Returns the folder with a name in `parent`; NULL if it is unknown. */
struct tfe__folder *tfe__folder_find(struct tfe__scan *scan, const struct tfe__folder *parent,
				     const char *name);
/* Adds an unknown folder. *out is NULL if the limit of the scanner is reached; the folder is
 * counted then. */
tfe_status tfe__folder_add(struct tfe__scan *scan, struct tfe__root *root,
			   struct tfe__folder *parent, const char *name,
			   struct tfe__folder **out) TFE_MUST_CHECK;
/* Gets the path of a folder, with a NUL. The buffer keeps an error. */
void tfe__folder_path(const struct tfe__folder *folder, struct tfe__buf *path);
/* Gets the name of the run of a folder, without a NUL. */
void tfe__folder_run_name(const struct tfe__folder *folder, struct tfe__buf *name);
/* Whether the path of a folder goes through a link below its root. */
bool tfe__folder_is_through_link(const struct tfe__folder *folder);
/* Compares the paths of two folders, as strcmp: by root, then by bytes. */
int tfe__folder_compare(const struct tfe__folder *a, const struct tfe__folder *b);
/* Decides whether a folder becomes the owner of the directory at its path, or an alias. *search: it
 * became the owner and has to be listed. */
tfe_status tfe__folder_claim(struct tfe__scan *scan, struct tfe__folder *folder,
			     const struct tfe__directory_id *id, bool *search) TFE_MUST_CHECK;
/* Ends the search of a folder and of all folders below: they were removed, or they are searched
 * under another path. */
enum tfe__release { TFE__RELEASE_GONE, TFE__RELEASE_MOVED };
tfe_status tfe__folder_release(struct tfe__scan *scan, struct tfe__folder *top,
			       enum tfe__release how) TFE_MUST_CHECK;
/* Returns the next folder of the tree of `top`, parents first; NULL at the end. Without `descend`
 * the folders below `folder` are skipped. */
struct tfe__folder *tfe__folder_next(const struct tfe__folder *top, struct tfe__folder *folder,
				     bool descend);
void tfe__folder_set_dangling(struct tfe__scan *scan, struct tfe__folder *folder, bool dangling);

/* scan_links.c */

/* Adds a link that leads to a directory or to nothing. */
tfe_status tfe__links_add(struct tfe__scan *scan, struct tfe__folder *folder) TFE_MUST_CHECK;
/* Resolves all links, if some are new or may have other targets. */
tfe_status tfe__links_resolve(struct tfe__scan *scan) TFE_MUST_CHECK;

/* scan_link_heap.c: the heap of links. Pop removes and returns the link with the first path; the
 * heap must not be empty. */
tfe_status tfe__links_push(struct tfe__scan *scan, struct tfe__folder *link) TFE_MUST_CHECK;
struct tfe__folder *tfe__links_pop(struct tfe__scan *scan);

/* scan_visit.c: queues a folder for listing, and lists all queued folders. */
void tfe__scan_wait(struct tfe__scan *scan, struct tfe__folder *folder);
tfe_status tfe__scan_waiting(struct tfe__scan *scan) TFE_MUST_CHECK;
/* Whether a directory on `device`, in a parent on another device, is in a virtual file system of
 * the kernel. Then it is reported, and must not be searched. */
bool tfe__scan_is_kernel_fs(struct tfe__scan *scan, const char *path, dev_t device, dev_t parent);

/* scan_logs.c: event files. */

/* Visits an event file: adds a new one, and queues its run if the file is new or changed. */
tfe_status tfe__logs_visit(struct tfe__scan *scan, struct tfe__folder *folder, const char *path,
			   const struct stat *st, bool link) TFE_MUST_CHECK;
/* Returns the log of a path; NULL if it is unknown. */
struct tfe__log *tfe__logs_find(struct tfe__scan *scan, const char *path);
/* Reports that the file of a log does not exist. */
tfe_status tfe__logs_missing(struct tfe__log *log) TFE_MUST_CHECK;
/* Sets whether a log is excluded, because the same file is read under another path. */
tfe_status tfe__logs_exclude(struct tfe__log *log, bool excluded) TFE_MUST_CHECK;
/* Checks by stat whether the file of a log changed. */
tfe_status tfe__logs_poll(struct tfe__scan *scan, struct tfe__log *log) TFE_MUST_CHECK;
/* Compares the files of a folder. Of several paths of the same file only the first is read. */
tfe_status tfe__logs_compare(struct tfe__scan *scan, struct tfe__folder *folder) TFE_MUST_CHECK;

#endif
