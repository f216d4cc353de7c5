/* read: which folders, runs and event files a log directory has. */
#define _DEFAULT_SOURCE /* d_type */
#include "read/scan.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/error.h"
#include "read/loader.h"

/* What keeps a tree of links from being endless. */
enum { DEPTH_MAX = 64, FOLDERS_MAX = 1000000 };

/* TensorBoard takes every file for an event file that has this in its name. */
static bool is_event_name(const char *name)
{
	return strstr(name, "tfevents") != NULL;
}

static double seconds_of(struct timespec t)
{
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static bool same_time(struct timespec a, struct timespec b)
{
	return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

/* Says once what is wrong with a path. */
static void report(struct tfe__scan *s, const char *path, tfe_damage_kind kind, const char *reason,
		   int sys_errno)
{
	struct tfe_logdir *d = s->logdir;
	size_t length = strlen(path);
	if (tfe__map_get(&s->reported, path, length) != TFE__MAP_NONE)
		return;
	const char *kept = tfe__arena_strndup(&d->arena, path, length);
	if (!kept || tfe__map_add(&s->reported, kept, length, 0))
		return;
	tfe__damage_add(&d->damages, &d->arena, &d->budget,
			(tfe_damage){kind, kept, -1, 0, reason, sys_errno});
	tfe__logdir_changed(d);
}

static void report_unreadable(struct tfe__scan *s, const char *path, int sys_errno)
{
	report(s, path, TFE_DAMAGE_UNREADABLE, tfe__damage_reason(sys_errno), sys_errno);
}

/* --- logs ------------------------------------------------------------------------------------------ */

static tfe_status touch(struct tfe__log *log, double newest)
{
	atomic_store(&log->changed, true);
	return tfe__loader_queue(log->run, newest);
}

/* Both tell the loader first: what failed for want of memory is news the next time too. */
static tfe_status note_change(struct tfe__log *log, const struct stat *st)
{
	tfe__log_set_bytes(log, (uint64_t)st->st_size);
	tfe_status status = touch(log, seconds_of(st->st_mtim));
	if (status)
		return status;
	log->missing = false;
	log->inode = st->st_ino;
	log->size = st->st_size;
	log->modified = st->st_mtim;
	return TFE_OK;
}

static tfe_status note_missing(struct tfe__log *log)
{
	tfe_status status = touch(log, 0);
	if (!status)
		log->missing = true;
	return status;
}

static tfe_status run_of(struct tfe__scan *s, struct tfe__folder *folder, struct tfe_run **out)
{
	struct tfe_logdir *d = s->logdir;
	*out = folder->run;
	if (*out)
		return TFE_OK;
	const char *name = tfe__root_run_name(folder->root, &d->arena, folder->relative);
	if (!name)
		return TFE_E_NOMEM;
	size_t known = tfe__map_get(&s->run_by_name, name, strlen(name));
	if (known != TFE__MAP_NONE) {
		*out = folder->run = tfe__list_at(&d->runs, known);
		return TFE_OK;
	}
	struct tfe_run *run = tfe__run_new(d, name);
	if (!run)
		return TFE_E_NOMEM;
	size_t at = tfe__list_count(&d->runs);
	tfe_status status = tfe__list_add(&d->runs, &d->arena, run);
	if (status) {
		tfe__run_free(run);
		return status;
	}
	*out = folder->run = run;
	return tfe__map_add(&s->run_by_name, name, strlen(name), at);
}

static tfe_status add_log(struct tfe__scan *s, struct tfe__folder *folder, const char *given,
			  struct tfe__log **out)
{
	struct tfe_logdir *d = s->logdir;
	struct tfe_run *run;
	const char *path = tfe__arena_strndup(&d->arena, given, strlen(given));
	if (!path)
		return TFE_E_NOMEM;
	tfe_status status = run_of(s, folder, &run);
	if (status)
		return status;
	struct tfe__log *log = tfe__arena_alloc(&d->arena, sizeof *log);
	if (!log)
		return TFE_E_NOMEM;
	memset(log, 0, sizeof *log);
	log->path = path;
	log->run = run;
	log->folder = folder;
	log->number = (uint32_t)tfe__list_count(&run->logs);
	size_t at = tfe__list_count(&s->logs);
	status = tfe__list_add(&s->logs, &d->arena, log);
	if (!status)
		status = tfe__map_add(&s->log_by_path, path, strlen(path), at);
	if (!status)
		status = tfe__list_add(&run->logs, &d->arena, log);
	if (status)
		return status;
	atomic_fetch_add(&run->files, 1);
	atomic_fetch_add(&d->files, 1);
	*out = log;
	return TFE_OK;
}

static struct tfe__log *find_log(struct tfe__scan *s, const char *path)
{
	size_t i = tfe__map_get(&s->log_by_path, path, strlen(path));
	return i == TFE__MAP_NONE ? NULL : tfe__list_at(&s->logs, i);
}

static tfe_status see_log(struct tfe__scan *s, struct tfe__folder *folder, const char *path,
			  const struct stat *st, bool link)
{
	struct tfe__log *log = find_log(s, path);
	if (log) {
		log->last_scan = folder->scans;
		if (log->inode == st->st_ino && log->size == st->st_size &&
		    same_time(log->modified, st->st_mtim) && !log->missing)
			return TFE_OK;
	} else {
		tfe_status status = add_log(s, folder, path, &log);
		if (status)
			return status;
		log->last_scan = folder->scans;
	}
	log->polled |= link;
	return note_change(log, st);
}

/* --- folders --------------------------------------------------------------------------------------- */

static struct tfe__folder *find_folder(struct tfe__scan *s, const char *path)
{
	size_t i = tfe__map_get(&s->folder_by_path, path, strlen(path));
	return i == TFE__MAP_NONE ? NULL : tfe__list_at(&s->folders, i);
}

/* Whether a folder lies in itself: a link that leads back up. */
static bool is_loop(const struct tfe__folder *parent, const struct stat *st)
{
	for (; parent; parent = parent->parent)
		if (parent->device == st->st_dev && parent->inode == st->st_ino)
			return true;
	return false;
}

static tfe_status add_folder(struct tfe__scan *s, const struct tfe__root *root,
			     struct tfe__folder *parent, const char *given, const char *relative,
			     struct tfe__folder **out)
{
	struct tfe_logdir *d = s->logdir;
	const char *path = tfe__arena_strndup(&d->arena, given, strlen(given));
	if (!path)
		return TFE_E_NOMEM;
	struct tfe__folder *folder = tfe__arena_alloc(&d->arena, sizeof *folder);
	if (!folder)
		return TFE_E_NOMEM;
	*folder = (struct tfe__folder){.root = root,
				       .path = path,
				       .relative = relative,
				       .parent = parent,
				       .depth = parent ? parent->depth + 1 : 0,
				       .watch = -1};
	size_t at = tfe__list_count(&s->folders);
	tfe_status status = tfe__list_add(&s->folders, &d->arena, folder);
	/* A root inside another one is a folder of its own. */
	if (!status && parent)
		status = tfe__map_add(&s->folder_by_path, path, strlen(path), at);
	if (status)
		return status;
	atomic_fetch_add(&d->directories, 1);
	*out = folder;
	return TFE_OK;
}

/* A folder within a folder: goes in where it is new or came back. */
static tfe_status see_folder(struct tfe__scan *s, struct tfe__folder *parent, const char *path,
			     const char *name, const struct stat *st)
{
	struct tfe__folder *folder = find_folder(s, path);
	if (folder && !folder->gone && folder->inode == st->st_ino)
		return TFE_OK;
	if (is_loop(parent, st))
		return TFE_OK;
	if (!folder) {
		if (parent->depth >= DEPTH_MAX || tfe__list_count(&s->folders) >= FOLDERS_MAX) {
			report(s, path, TFE_DAMAGE_LIMIT,
			       "nested too deep, or too many directories: not looked into", 0);
			return TFE_OK;
		}
		const char *relative = tfe__path_join(&s->logdir->arena, parent->relative, name);
		if (!relative)
			return TFE_E_NOMEM;
		tfe_status status = add_folder(s, parent->root, parent, path, relative, &folder);
		if (status)
			return status;
	}
	return tfe__scan_folder(s, folder);
}

/* What no event file should be, though it is named like one; NULL for a regular file. */
static const char *odd_type(mode_t mode)
{
	if (S_ISREG(mode))
		return NULL;
	if (S_ISFIFO(mode))
		return "is a FIFO, not an event file";
	if (S_ISSOCK(mode))
		return "is a socket, not an event file";
	return "is a device, not an event file";
}

/* There was something, and now there is not. */
static tfe_status see_nothing(struct tfe__scan *s, const char *path, const char *name,
			      int sys_errno)
{
	struct tfe__folder *folder = find_folder(s, path);
	struct tfe__log *log = find_log(s, path);
	tfe_status status = TFE_OK;
	if (folder)
		status = tfe__scan_gone(s, folder);
	if (log && !log->missing) {
		status = note_missing(log);
	} else if (!log && !folder && is_event_name(name)) {
		report_unreadable(s, path, sys_errno);
	}
	return status;
}

static tfe_status see_entry(struct tfe__scan *s, struct tfe__folder *folder, const char *path,
			    const char *name)
{
	struct stat st;
	bool link = false;
	if (lstat(path, &st) || (S_ISLNK(st.st_mode) && (link = true) && stat(path, &st)))
		return see_nothing(s, path, name, errno);
	if (S_ISDIR(st.st_mode)) {
		if (!strncmp(name, "events.out.tfevents.", 20))
			report(s, path, TFE_DAMAGE_NO_EVENT_FILE,
			       "is a directory, not an event file", 0);
		return folder->root->file ? TFE_OK : see_folder(s, folder, path, name, &st);
	}
	/* A file that was named itself is taken by any name. */
	if (!is_event_name(name) && !folder->root->file)
		return TFE_OK;
	const char *odd = odd_type(st.st_mode);
	if (!odd)
		return see_log(s, folder, path, &st, link);
	report(s, path, TFE_DAMAGE_NO_EVENT_FILE, odd, 0);
	return TFE_OK;
}

/* Whether an entry may be of use: spares a stat for the others. */
static bool may_matter(const struct tfe__folder *folder, const struct dirent *e)
{
	if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, ".."))
		return false;
	if (folder->root->file)
		return !strcmp(e->d_name, folder->root->file);
#ifdef _DIRENT_HAVE_D_TYPE
	if (e->d_type == DT_DIR || e->d_type == DT_LNK || e->d_type == DT_UNKNOWN)
		return true;
#endif
	return is_event_name(e->d_name);
}

/* The entries of a folder, in byte order. */
struct names {
	struct tfe__arena arena;
	char **at;
	size_t n, capacity;
};

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* NULL where it cannot be opened. */
static DIR *open_folder(struct tfe__scan *s, struct tfe__folder *folder)
{
	struct stat st;
	DIR *dir = opendir(folder->path);
	int sys_errno = errno;
	folder->gone = !dir && sys_errno == ENOENT;
	if (!dir && !folder->gone)
		report_unreadable(s, folder->path, sys_errno);
	if (dir && !fstat(dirfd(dir), &st)) {
		folder->device = st.st_dev;
		folder->inode = st.st_ino;
		folder->modified = st.st_mtim;
	}
	return dir;
}

static tfe_status list_names(struct tfe__scan *s, const struct tfe__folder *folder, DIR *dir,
			     struct names *names)
{
	const tfe_allocator *a = &s->logdir->allocator;
	tfe_status status = TFE_OK;
	for (struct dirent *e; !status && (e = readdir(dir));) {
		if (!may_matter(folder, e))
			continue;
		void *at = names->at;
		status = tfe__grow(a, &at, &names->capacity, names->n + 1, sizeof *names->at);
		names->at = at;
		char *name = tfe__arena_strndup(&names->arena, e->d_name, strlen(e->d_name));
		if (!name)
			status = TFE_E_NOMEM;
		if (!status)
			names->at[names->n++] = name;
	}
	if (names->n)
		qsort(names->at, names->n, sizeof *names->at, by_bytes);
	return status;
}

/* Event files first, so that a run comes before those below it. */
static tfe_status see_names(struct tfe__scan *s, struct tfe__folder *folder,
			    const struct names *names)
{
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < names->n; i++) {
			if (is_event_name(names->at[i]) != !pass)
				continue;
			tfe_status status = tfe__scan_entry(s, folder, names->at[i]);
			if (status)
				return status;
		}
	return TFE_OK;
}

/* Event files that the last listing of their folder did not show, or whose folder went. */
static tfe_status see_missing(struct tfe__folder *folder)
{
	size_t n = folder->run ? tfe__list_count(&folder->run->logs) : 0;
	for (size_t i = 0; i < n; i++) {
		struct tfe__log *log = tfe__list_at(&folder->run->logs, i);
		if (log->folder != folder || log->missing ||
		    (!folder->gone && log->last_scan == folder->scans))
			continue;
		tfe_status status = note_missing(log);
		if (status)
			return status;
	}
	return TFE_OK;
}

tfe_status tfe__scan_folder(struct tfe__scan *s, struct tfe__folder *folder)
{
	struct names names = {0};
	tfe_status status = TFE_OK;
	tfe__arena_init(&names.arena, &s->logdir->allocator, 0);
	folder->scans++;
	DIR *dir = open_folder(s, folder);
	if (s->entered)
		s->entered(s->context, folder);
	if (dir) {
		status = list_names(s, folder, dir, &names);
		closedir(dir);
	}
	if (!status)
		status = see_names(s, folder, &names);
	if (!status)
		status = see_missing(folder);
	tfe__free(&s->logdir->allocator, names.at);
	tfe__arena_release(&names.arena);
	return status;
}

tfe_status tfe__scan_entry(struct tfe__scan *s, struct tfe__folder *folder, const char *name)
{
	if (folder->root->file && strcmp(name, folder->root->file))
		return TFE_OK;
	/* What is gone into from here uses s->path again, after its last use here. */
	tfe__buf_clear(&s->path);
	size_t length = strlen(folder->path);
	/* A file that was named without a folder keeps its name. */
	if (folder->root->file && !strcmp(folder->path, "."))
		length = 0;
	tfe__buf_append(&s->path, folder->path, length);
	if (length && folder->path[length - 1] != '/')
		tfe__buf_append(&s->path, "/", 1);
	tfe__buf_append(&s->path, name, strlen(name) + 1);
	tfe_status status = tfe__buf_status(&s->path);
	return status ? status : see_entry(s, folder, (const char *)s->path.data, name);
}

static bool is_below(const struct tfe__folder *folder, const struct tfe__folder *top)
{
	for (; folder; folder = folder->parent)
		if (folder == top)
			return true;
	return false;
}

tfe_status tfe__scan_gone(struct tfe__scan *s, struct tfe__folder *top)
{
	size_t n = tfe__list_count(&s->folders);
	for (size_t i = 0; i < n; i++) {
		struct tfe__folder *folder = tfe__list_at(&s->folders, i);
		if (folder->gone || !is_below(folder, top))
			continue;
		folder->gone = true;
		tfe_status status = see_missing(folder);
		if (status)
			return status;
	}
	return TFE_OK;
}

tfe_status tfe__scan_all(struct tfe__scan *s)
{
	tfe_status status = TFE_OK;
	size_t n = tfe__list_count(&s->folders);
	for (size_t i = 0; i < n && !status; i++)
		status = tfe__scan_folder(s, tfe__list_at(&s->folders, i));
	return status;
}

/* --- looking at intervals ---------------------------------------------------------------------------- */

/* A folder's time tells whether entries came or went, unless that was just now: then the next change may show the
 * same time. */
static bool is_folder_changed(const struct tfe__folder *folder)
{
	struct stat st;
	if (stat(folder->path, &st))
		return !folder->gone;
	return folder->gone || st.st_ino != folder->inode ||
	       !same_time(st.st_mtim, folder->modified) ||
	       tfe__wall_seconds() - seconds_of(st.st_mtim) < 2;
}

static tfe_status poll_log(struct tfe__log *log)
{
	struct stat st;
	bool there = !stat(log->path, &st);
	if (!there && log->missing)
		return TFE_OK;
	if (there && !log->missing && st.st_ino == log->inode && st.st_size == log->size &&
	    same_time(st.st_mtim, log->modified))
		return TFE_OK;
	return there ? note_change(log, &st) : note_missing(log);
}

tfe_status tfe__scan_poll(struct tfe__scan *s)
{
	tfe_status status = TFE_OK;
	for (size_t i = 0; i < tfe__list_count(&s->logs) && !status; i++) {
		struct tfe__log *log = tfe__list_at(&s->logs, i);
		if (log->polled || log->folder->polled)
			status = poll_log(log);
	}
	for (size_t i = 0; i < tfe__list_count(&s->folders) && !status; i++) {
		struct tfe__folder *folder = tfe__list_at(&s->folders, i);
		bool root_gone = folder->gone && !folder->parent;
		if ((folder->polled || root_gone) && is_folder_changed(folder))
			status = tfe__scan_folder(s, folder);
	}
	return status;
}

/* --- opening ----------------------------------------------------------------------------------------- */

static tfe_status add_root(struct tfe__scan *s, struct tfe__root *root, const char *given,
			   bool alone, tfe_error *error)
{
	tfe_status status = tfe__root_init(root, &s->logdir->arena, given, alone, error);
	struct tfe__folder *folder;
	if (!status)
		status = add_folder(s, root, NULL, root->path, "", &folder);
	return status;
}

tfe_status tfe__scan_open(struct tfe_logdir *d, const char *const *paths, size_t n,
			  tfe_error *error)
{
	struct tfe__scan *s = tfe__arena_alloc(&d->arena, sizeof *s);
	struct tfe__root *roots = tfe__arena_alloc(&d->arena, n * sizeof *roots);
	if (!s || !roots)
		return tfe__error(error, TFE_E_NOMEM, 0, NULL, -1, "out of memory");
	memset(s, 0, sizeof *s);
	s->logdir = d;
	d->scan = s;
	tfe__map_init(&s->folder_by_path, &d->allocator);
	tfe__map_init(&s->log_by_path, &d->allocator);
	tfe__map_init(&s->run_by_name, &d->allocator);
	tfe__map_init(&s->reported, &d->allocator);
	s->folder_by_path.meter = s->log_by_path.meter = &d->budget.used_bytes;
	s->run_by_name.meter = s->reported.meter = &d->budget.used_bytes;
	tfe__buf_init(&s->path, &d->allocator, 1 << 20);
	for (size_t i = 0; i < n; i++) {
		tfe_status status = add_root(s, &roots[i], paths[i], n == 1, error);
		if (status)
			return status;
	}
	return TFE_OK;
}

void tfe__scan_close(struct tfe__scan *s)
{
	tfe__map_release(&s->folder_by_path);
	tfe__map_release(&s->log_by_path);
	tfe__map_release(&s->run_by_name);
	tfe__map_release(&s->reported);
	tfe__buf_release(&s->path);
}
