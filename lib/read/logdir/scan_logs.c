/* read/logdir: the event files that the scanner finds, and their runs. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "read/logdir/loader.h"
#include "read/logdir/scan.h"

/* Approximate memory of a log in lists and maps, and of a run without values in addition to its
 * struct. */
enum { ENTRY_BYTES = 96, RUN_BYTES = 1024 };

static double seconds_of(struct timespec t)
{
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* --- reports to the loader -------------------------------------------------------------------- */

static tfe_status queue_changed(struct tfe__log *log, double newest)
{
	atomic_store(&log->changed, true);
	struct tfe_logdir *d = tfe__logdir_of(log->run);
	if (d->options.list_only)
		return TFE_OK;
	/* A run of one file is complete at once. */
	bool held = d->scan->held == log->folder && !d->options.per_file;
	return held ? tfe__loader_hold(log->run, newest) : tfe__loader_queue(log->run, newest);
}

/* Counts a change. With list_only it is signalled here, because no loading thread does so. */
static void publish_change(struct tfe__log *log)
{
	struct tfe_logdir *d = tfe__logdir_of(log->run);
	atomic_fetch_add(&log->changes, 1);
	if (d->options.list_only)
		tfe__changes_signal(&d->changes);
}

/* Counts a file that appears, or one that disappears. */
static void count_file(struct tfe__log *log, bool appears)
{
	uint64_t change = appears ? 1 : UINT64_MAX;
	atomic_fetch_add(&log->run->files, change);
	atomic_fetch_add(&tfe__logdir_of(log->run)->files, change);
}

/* Queues the run before it stores the new state: if queueing fails, the next scan still finds a
 * difference and retries. */
static tfe_status record_change(struct tfe__log *log, const struct stat *st)
{
	tfe__log_set_bytes(log, atomic_load(&log->excluded) ? 0 : (uint64_t)st->st_size);
	tfe_status status = queue_changed(log, seconds_of(st->st_mtim));
	if (status)
		return status;
	if (log->missing && !atomic_load(&log->excluded))
		count_file(log, true);
	log->missing = false;
	log->device = st->st_dev;
	log->inode = st->st_ino;
	log->size = st->st_size;
	log->modified = st->st_mtim;
	publish_change(log);
	return TFE_OK;
}

tfe_status tfe__logs_missing(struct tfe__log *log)
{
	tfe_status status = log->missing ? TFE_OK : queue_changed(log, 0);
	if (status || log->missing)
		return status;
	log->missing = true;
	tfe__log_set_bytes(log, 0);
	if (!atomic_load(&log->excluded))
		count_file(log, false);
	publish_change(log);
	return TFE_OK;
}

tfe_status tfe__logs_exclude(struct tfe__log *log, bool excluded)
{
	if (atomic_exchange(&log->excluded, excluded) == excluded)
		return TFE_OK;
	tfe_status status = queue_changed(log, 0);
	if (status) {
		atomic_store(&log->excluded, !excluded);
		return status;
	}
	tfe__log_set_bytes(log, excluded ? 0 : (uint64_t)log->size);
	if (!log->missing)
		count_file(log, !excluded);
	publish_change(log);
	return TFE_OK;
}

/* --- finding and adding ----------------------------------------------------------------------- */

static void join_run(struct tfe__scan *s, struct tfe__folder *folder, struct tfe_run *run)
{
	pthread_mutex_lock(&s->lock);
	folder->run = run;
	folder->next_of_run = run->folders;
	run->folders = folder;
	run->aliases_version = 0;
	pthread_mutex_unlock(&s->lock);
	atomic_store(&run->moved, false);
}

/* Returns the name of a run without the path of its root. The name that a caller gave a root
 * stays. */
static const char *relative_name(const struct tfe__root *root, const char *name)
{
	if (!root->prefix || root->prefix != root->path)
		return name;
	name += strlen(root->prefix);
	name += *name == '/';
	return *name ? name : ".";
}

/* Creates the run with the name in s->other. *out is NULL if the limit of the scanner is reached.
 * On TFE_E_NOMEM nothing was added. */
static tfe_status add_run(struct tfe__scan *s, const struct tfe__root *root, struct tfe_run **out)
{
	struct tfe_logdir *d = s->logdir;
	size_t length = s->other.size, at = tfe__list_count(&d->runs);
	*out = NULL;
	if (!tfe__scan_has_space(s, sizeof(struct tfe_run) + RUN_BYTES + length + ENTRY_BYTES))
		return TFE_OK;
	const char *name = tfe__arena_strndup(&d->arena, (const char *)s->other.data, length);
	tfe_status status = name ? tfe__list_reserve(&d->runs, &d->arena) : TFE_E_NOMEM;
	struct tfe_run *run = status ? NULL : tfe__run_new(&d->store, name);
	if (!run)
		return TFE_E_NOMEM;
	run->path = (size_t)(root - s->roots);
	run->relative_name = relative_name(root, name);
	status = tfe__map_add(&s->run_by_name, name, length, at);
	if (!status)
		status = tfe__list_add(&d->runs, &d->arena, run);
	if (status) {
		tfe__run_free(run);
		return status;
	}
	s->runs_bytes += sizeof *run + RUN_BYTES;
	atomic_fetch_add(&d->names_bytes, sizeof *run);
	*out = run;
	return TFE_OK;
}

/* Writes the name of the run of a file to s->other. */
static tfe_status name_run(struct tfe__scan *s, const struct tfe__folder *folder, const char *path)
{
	tfe__folder_run_name(folder, &s->other);
	if (s->logdir->options.per_file) {
		const char *slash = strrchr(path, '/'), *file = slash ? slash + 1 : path;
		bool is_root = s->other.size == 1 && *s->other.data == '.';
		if (is_root)
			tfe__buf_clear(&s->other);
		else
			tfe__buf_append(&s->other, "/", 1);
		tfe__buf_append(&s->other, file, strlen(file));
	}
	return tfe__buf_status(&s->other);
}

/* Gets the run of a file, which is created if it is new. *out is NULL if the limit of the scanner
 * is reached. */
static tfe_status run_of(struct tfe__scan *s, struct tfe__folder *folder, const char *path,
			 struct tfe_run **out)
{
	struct tfe_logdir *d = s->logdir;
	*out = folder->run;
	if (*out)
		return TFE_OK;
	tfe_status status = name_run(s, folder, path);
	if (status)
		return status;
	size_t known = tfe__map_get(&s->run_by_name, (const char *)s->other.data, s->other.size);
	if (known != TFE__MAP_NONE)
		*out = tfe__list_at(&d->runs, known);
	else
		status = add_run(s, folder->root, out);
	if (*out && !d->options.per_file)
		join_run(s, folder, *out);
	return status;
}

static tfe_status new_log(struct tfe__scan *s, struct tfe__folder *folder, const char *path,
			  struct tfe_run *run, struct tfe__log **out)
{
	struct tfe_logdir *d = s->logdir;
	size_t length = strlen(path);
	const char *kept = tfe__arena_strndup(&d->arena, path, length);
	struct tfe__log *log = kept ? tfe__arena_alloc(&d->arena, sizeof *log) : NULL;
	tfe_status status = log ? tfe__list_reserve(&s->logs, &d->arena) : TFE_E_NOMEM;
	if (!status)
		status = tfe__list_reserve(&run->logs, &d->arena);
	if (!status)
		status = tfe__map_add(&s->log_by_path, kept, length, tfe__list_count(&s->logs));
	if (!status)
		status = tfe__list_add(&s->logs, &d->arena, log);
	if (status)
		return status;
	memset(log, 0, sizeof *log);
	log->path = kept;
	log->run = run;
	log->folder = folder;
	log->number = (uint32_t)tfe__list_count(&run->logs);
	log->next = folder->logs;
	folder->logs = log;
	*out = log;
	/* This cannot fail: the space was reserved. */
	return tfe__list_add(&run->logs, &d->arena, log);
}

/* Adds a log. *out is NULL if the limit of the scanner is reached; the file is counted then. */
static tfe_status add_log(struct tfe__scan *s, struct tfe__folder *folder, const char *path,
			  struct tfe__log **out)
{
	struct tfe_run *run = NULL;
	tfe_status status = TFE_OK;
	*out = NULL;
	if (tfe__scan_has_space(s, sizeof **out + strlen(path) + ENTRY_BYTES))
		status = run_of(s, folder, path, &run);
	if (!status && run)
		status = new_log(s, folder, path, run, out);
	if (status)
		return status;
	if (!*out) {
		tfe__scan_leave_out(s, folder, TFE__LIMIT_FILES, path);
		return TFE_OK;
	}
	count_file(*out, true);
	return TFE_OK;
}

struct tfe__log *tfe__logs_find(struct tfe__scan *s, const char *path)
{
	size_t i = tfe__map_get(&s->log_by_path, path, strlen(path));
	return i == TFE__MAP_NONE ? NULL : tfe__list_at(&s->logs, i);
}

/* Queues a folder for tfe__logs_compare, because some of its files may be the same one. */
static void compare_later(struct tfe__scan *s, struct tfe__folder *folder)
{
	if (folder->queued_to_compare)
		return;
	folder->queued_to_compare = true;
	folder->next_to_compare = s->to_compare;
	s->to_compare = folder;
}

/* Sets whether the path of a log is a link. Links are polled, because the system sends no
 * notification when their target changes. */
static tfe_status set_link(struct tfe__scan *s, struct tfe__log *log, bool link)
{
	log->link = link;
	if (!link || log->polled)
		return TFE_OK;
	tfe_status status = tfe__list_add(&s->polled_logs, &s->logdir->arena, log);
	log->polled = !status;
	return status;
}

tfe_status tfe__logs_visit(struct tfe__scan *s, struct tfe__folder *folder, const char *path,
			   const struct stat *st, bool link)
{
	struct tfe__log *log = tfe__logs_find(s, path);
	tfe_status status = log ? TFE_OK : add_log(s, folder, path, &log);
	if (status || !log)
		return status;
	log->folder->linked_logs |= link || st->st_nlink > 1;
	if (log->folder->linked_logs || atomic_load(&log->excluded))
		compare_later(s, log->folder);
	status = set_link(s, log, link);
	if (status)
		return status;
	if (log->folder == folder)
		log->last_scan = folder->scans;
	if (log->inode == st->st_ino && log->size == st->st_size &&
	    tfe__same_time(log->modified, st->st_mtim) && !log->missing)
		return TFE_OK;
	return record_change(log, st);
}

tfe_status tfe__logs_poll(struct tfe__scan *s, struct tfe__log *log)
{
	struct stat st;
	if (stat(log->path, &st))
		return tfe__logs_missing(log);
	if (!log->missing && st.st_ino == log->inode && st.st_size == log->size &&
	    tfe__same_time(log->modified, st.st_mtim))
		return TFE_OK;
	if (log->folder->linked_logs || atomic_load(&log->excluded))
		compare_later(s, log->folder);
	return record_change(log, &st);
}

/* --- files with several names ----------------------------------------------------------------- */

/* The order in which paths of the same file are adjacent: existing ones before missing ones, files
 * before links, then by path. */
static int by_file(const void *a, const void *b)
{
	const struct tfe__log *x = *(const struct tfe__log *const *)a;
	const struct tfe__log *y = *(const struct tfe__log *const *)b;
	if (x->device != y->device)
		return x->device < y->device ? -1 : 1;
	if (x->inode != y->inode)
		return x->inode < y->inode ? -1 : 1;
	if (x->missing != y->missing)
		return x->missing ? 1 : -1;
	if (x->link != y->link)
		return x->link ? 1 : -1;
	return strcmp(x->path, y->path);
}

/* Chooses the log that is read among the logs at[0..n) of one file: the first one. The data of a
 * missing log are kept, unless a log that was excluded so far is chosen. */
static tfe_status choose(struct tfe__log *const *at, size_t n)
{
	bool takes_over = atomic_load(&at[0]->excluded);
	tfe_status status = TFE_OK;
	if (at[0]->missing)
		return TFE_OK;
	for (size_t i = 1; i < n && !status; i++)
		if (!at[i]->missing || takes_over)
			status = tfe__logs_exclude(at[i], true);
	return status ? status : tfe__logs_exclude(at[0], false);
}

tfe_status tfe__logs_compare(struct tfe__scan *s, struct tfe__folder *folder)
{
	size_t n = 0;
	for (const struct tfe__log *log = folder->logs; log; log = log->next)
		n++;
	struct tfe__log **logs = tfe__alloc_zeroed(&s->logdir->store.allocator, n, sizeof *logs);
	if (!logs)
		return TFE_E_NOMEM;
	n = 0;
	for (struct tfe__log *log = folder->logs; log; log = log->next)
		logs[n++] = log;
	qsort(logs, n, sizeof *logs, by_file);
	tfe_status status = TFE_OK;
	for (size_t i = 0, end; i < n && !status; i = end) {
		end = i + 1;
		while (end < n && logs[end]->device == logs[i]->device &&
		       logs[end]->inode == logs[i]->inode)
			end++;
		status = choose(logs + i, end - i);
	}
	tfe__free(&s->logdir->store.allocator, logs);
	return status;
}
