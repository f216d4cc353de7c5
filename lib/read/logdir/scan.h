/* read/logdir: which folders, runs and event files a log directory has.
 *
 * A directory is known by its device and inode, and searched under one path, that of its owner.
 * Paths without a symbolic link below the root come first, then those through links, each in
 * byte order; the other paths are its aliases. Real directories are walked as they are found;
 * links are resolved together, in the order of their paths (scan_links.c), so that the result
 * depends on the file tree alone and not on the order of events. */
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
	TFE__LIMIT_PLACES,
	TFE__LIMIT_ALIASES, /* of runs; the others are of entries of folders */
	TFE__LIMITS
};

/* A directory, whatever paths lead to it. */
struct tfe__directory {
	struct tfe__directory_id {
		dev_t device;
		ino_t inode;
	} id;
	struct tfe__folder *owner; /* the folder that is searched for it; NULL: none now */
};

/* A path of a directory, or of a symbolic link that may lead to one. Never freed before the
 * logdir is. */
struct tfe__folder {
	struct tfe__root *root;
	struct tfe__folder *parent; /* the folder that holds the entry; NULL for a root */
	struct tfe__folder *children, *sibling;
	/* Itself: it is searched. Another one: that is searched in its stead. NULL: nothing is
	 * there. */
	struct tfe__folder *owner;
	struct tfe__directory *directory; /* NULL: none was there, or the root is a single file's */
	struct tfe_run *run;              /* NULL where no event file was seen */
	struct tfe__log *logs;
	/* Under the scanner's lock, as `owner` is: the other paths of a folder that is searched. */
	struct tfe__folder *aliases, *next_alias, *previous_alias;
	struct tfe__folder *next_of_run;
	struct tfe__folder *same_watch;                              /* another one, same `watch` */
	struct tfe__folder *next_waiting, *next_polled, *next_twins; /* of lists in the scanner */
	struct timespec modified;
	unsigned depth;
	unsigned scans;     /* how often it was listed */
	unsigned last_scan; /* the listing of the parent that showed it */
	unsigned round;     /* of resolving links, when it was last found to be an owner */
	uint32_t left_out[TFE__LIMIT_ALIASES]; /* entries that limits left out, as last counted */
	int watch;        /* the number that the watcher knows it by, -1 when there is none */
	bool link;        /* the entry is a symbolic link */
	bool dangling;    /* which leads nowhere */
	bool listed_link; /* it is in the scanner's links */
	bool is_alias;    /* it is in its owner's aliases */
	bool waiting, polled, in_polled, in_twins; /* of which lists it is */
	bool linked_logs; /* some file in it is a link, or may have more names */
	const char *name; /* within the parent; the path for a root */
	char key[];       /* the parent's address, then the name */
};

/* What was left out because of a limit: one damage of the logdir. */
struct tfe__limit {
	_Atomic(uint64_t) count;
	_Atomic(const char *) path; /* of the first; NULL: there was none */
};

struct tfe__scan {
	struct tfe_logdir *logdir;
	struct tfe__root *roots;
	size_t opened_roots,
		n_roots; /* roots that are prepared; the first folders, which are theirs */
	struct tfe__list folders, directories, logs, links, polled_logs; /* in the logdir's arena */
	struct tfe__map folder_by_name, directory_by_id, log_by_path, run_by_name, reported,
		file_roots;
	struct tfe__buf path, other; /* of the entry that is looked at; of another folder */
	size_t prefix;               /* how much of `path` is the folder's */
	struct tfe__folder *waiting; /* a stack of those to be listed */
	struct tfe__folder *polled;  /* those that nobody tells about, and roots that are gone */
	struct tfe__folder *twins;   /* those whose files must be compared */
	size_t n_polled, n_lost, n_dangling;
	size_t limit_bytes;               /* the scanner's share of the budget */
	size_t runs_bytes, folders_bytes; /* what these take of it */
	struct tfe__limit limits[TFE__LIMITS];
	/* Entries that limits leave out are counted once: by the listing of their folder, which
	 * counts anew, or when they appear. */
	struct tfe__folder *listed;            /* the folder that is listed; NULL: none */
	uint32_t left_out[TFE__LIMIT_ALIASES]; /* of its entries, so far */
	bool appeared; /* an entry that is looked at by itself may not have been counted yet */
	/* Links: */
	bool dirty;     /* some may lead elsewhere now */
	bool resolving; /* found links go to the heap */
	unsigned round;
	struct tfe__folder **heap; /* links to be resolved, the first path on top */
	size_t heaped, heap_capacity;
	/* Owners, aliases, runs' folders and damages, which queries look at: */
	pthread_mutex_t lock;
	_Atomic(uint64_t) names_version; /* grows when a run gets another name */
	struct tfe__arena names_arena;   /* has the expanded aliases, each once */
	struct tfe__list names;
	struct tfe__map name_known;
	struct tfe__buf name;
	/* Called for a folder, whose directory is known if it can be read, before its content is
	 * listed, so that nothing slips between, and when it is no longer searched. May be NULL. */
	void (*entered)(void *context, struct tfe__folder *folder);
	void (*left)(void *context, struct tfe__folder *folder);
	void *context;
};

static inline bool tfe__folder_is_searched(const struct tfe__folder *folder)
{
	return folder->owner == folder;
}

/* Checks the paths ("name:path" too) and prepares. Reads no folder yet. */
tfe_status tfe__scan_open(struct tfe_logdir *logdir, const char *const *paths, size_t n,
			  tfe_error *error) TFE_MUST_CHECK;
void tfe__scan_close(struct tfe__scan *scan);

/* Looks into everything from the roots down; new and changed event files are queued. */
tfe_status tfe__scan_all(struct tfe__scan *scan) TFE_MUST_CHECK;

/* Lists one folder again, and goes into those below that are new. */
tfe_status tfe__scan_folder(struct tfe__scan *scan, struct tfe__folder *folder) TFE_MUST_CHECK;

/* An entry of a folder appeared, changed or went away. */
tfe_status tfe__scan_entry(struct tfe__scan *scan, struct tfe__folder *folder, const char *name,
			   bool appeared) TFE_MUST_CHECK;

/* A folder went away or was moved, with all below. */
tfe_status tfe__scan_gone(struct tfe__scan *scan, struct tfe__folder *folder) TFE_MUST_CHECK;

/* Looks (stat) whether a log, folder or link that nobody tells about changed, and what follows. */
tfe_status tfe__scan_poll(struct tfe__scan *scan) TFE_MUST_CHECK;

/* Whether tfe__scan_poll has something to look at. */
static inline bool tfe__scan_must_poll(const struct tfe__scan *s)
{
	return s->n_polled || s->n_lost || s->n_dangling || tfe__list_count(&s->polled_logs);
}

/* Decides what links and files with several names lead to, after changes. tfe__scan_all does so
 * itself. */
tfe_status tfe__scan_settle(struct tfe__scan *scan) TFE_MUST_CHECK;

static inline bool tfe__scan_is_settled(const struct tfe__scan *s)
{
	return !s->dirty && !s->twins;
}

/* Has a folder looked at at intervals, or not. */
void tfe__scan_set_polled(struct tfe__scan *scan, struct tfe__folder *folder, bool polled);

/* --- within the scanner ----------------------------------------------------------------------- */

static inline bool tfe__same_time(struct timespec a, struct timespec b)
{
	return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

/* Whether the scanner may take so many bytes more. */
bool tfe__scan_has_room(const struct tfe__scan *scan, size_t bytes);

/* Says once what is wrong with a path. */
void tfe__scan_report(struct tfe__scan *scan, const char *path, tfe_damage_kind kind,
		      const char *reason, int sys_errno);
void tfe__scan_report_unreadable(struct tfe__scan *scan, const char *path, int sys_errno);

/* Counts an entry of a folder that a limit leaves out; the first one's path is copied. `folder` is
 * NULL where none is known. */
void tfe__scan_leave_out(struct tfe__scan *scan, struct tfe__folder *folder,
			 enum tfe__limit_kind kind, const char *path);
/* Says whether some names of a run are not listed. Under the scanner's lock. */
void tfe__scan_leave_out_names(struct tfe__scan *scan, struct tfe_run *run, bool some);
/* A folder is listed from here on, up to a call with NULL. */
void tfe__scan_count_in(struct tfe__scan *scan, struct tfe__folder *folder);
/* Nothing is left out of a folder, which is not searched any more. */
void tfe__scan_forget_left_out(struct tfe__scan *scan, struct tfe__folder *folder);

/* scan_folder.c: folders and who owns a directory. */

/* The entry of a folder; NULL where it was never seen. */
struct tfe__folder *tfe__folder_find(struct tfe__scan *scan, const struct tfe__folder *parent,
				     const char *name);
/* Adds one that is not known. *out is NULL where there is no room, which is counted. */
tfe_status tfe__folder_add(struct tfe__scan *scan, struct tfe__root *root,
			   struct tfe__folder *parent, const char *name,
			   struct tfe__folder **out) TFE_MUST_CHECK;
/* Its path, NUL-terminated; an error sticks in the buffer. */
void tfe__folder_path(const struct tfe__folder *folder, struct tfe__buf *path);
/* The name of its run, not NUL-terminated. */
void tfe__folder_run_name(const struct tfe__folder *folder, struct tfe__buf *name);
/* Whether a path goes through a link. */
bool tfe__folder_is_foreign(const struct tfe__folder *folder);
/* The order of paths: by root, then by bytes. */
int tfe__folder_compare(const struct tfe__folder *a, const struct tfe__folder *b);
/* Decides whether a folder is searched for the directory that its path leads to. *search: it was
 * not yet. */
tfe_status tfe__folder_claim(struct tfe__scan *scan, struct tfe__folder *folder,
			     const struct tfe__directory_id *id, bool *search) TFE_MUST_CHECK;
/* Nothing of a folder and all below is searched any more: it is gone, or its content is read
 * under another name. */
enum tfe__release { TFE__RELEASE_GONE, TFE__RELEASE_MOVED };
tfe_status tfe__folder_release(struct tfe__scan *scan, struct tfe__folder *top,
			       enum tfe__release how) TFE_MUST_CHECK;
/* The next one of a tree, from the top down. */
struct tfe__folder *tfe__folder_next(const struct tfe__folder *top, struct tfe__folder *folder,
				     bool descend);
void tfe__folder_set_dangling(struct tfe__scan *scan, struct tfe__folder *folder, bool dangling);

/* scan_links.c */

/* The entry is a link that leads to a directory, or nowhere. */
tfe_status tfe__links_add(struct tfe__scan *scan, struct tfe__folder *folder) TFE_MUST_CHECK;
tfe_status tfe__links_resolve(struct tfe__scan *scan) TFE_MUST_CHECK;

/* scan_link_heap.c: links in the order of their paths; pop gives the first one, where there is one. */
tfe_status tfe__links_push(struct tfe__scan *scan, struct tfe__folder *link) TFE_MUST_CHECK;
struct tfe__folder *tfe__links_pop(struct tfe__scan *scan);

/* scan_visit.c: has a folder listed, now or after what is being listed. */
void tfe__scan_wait(struct tfe__scan *scan, struct tfe__folder *folder);
tfe_status tfe__scan_waiting(struct tfe__scan *scan) TFE_MUST_CHECK;
/* Whether a directory on another device than `device` is of the kernel: reported, and not
 * searched. */
bool tfe__scan_is_kernels(struct tfe__scan *scan, const char *path, dev_t device, dev_t parent);

/* scan_logs.c: event files. */

tfe_status tfe__logs_see(struct tfe__scan *scan, struct tfe__folder *folder, const char *path,
			 const struct stat *st, bool link) TFE_MUST_CHECK;
struct tfe__log *tfe__logs_find(struct tfe__scan *scan, const char *path);
tfe_status tfe__logs_missing(struct tfe__log *log) TFE_MUST_CHECK;
tfe_status tfe__logs_exclude(struct tfe__log *log, bool excluded) TFE_MUST_CHECK;
tfe_status tfe__logs_poll(struct tfe__scan *scan, struct tfe__log *log) TFE_MUST_CHECK;
/* Of files that are the same one, reads that with the first name alone. */
tfe_status tfe__logs_compare(struct tfe__scan *scan, struct tfe__folder *folder) TFE_MUST_CHECK;

#endif
