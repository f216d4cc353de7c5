/* read/logdir: visits folders and their entries: files, directories, links and entries of other
 * types. */
#define _DEFAULT_SOURCE /* d_type */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "read/logdir/inotify.h"
#include "read/logdir/loader.h"
#include "read/logdir/scan.h"

/* --- entries ---------------------------------------------------------------------------------- */

/* Prepares for visits of entries of a folder: s->path becomes its path. */
static tfe_status enter(struct tfe__scan *s, const struct tfe__folder *folder)
{
	const char *root = folder->root->path;
	tfe__folder_path(folder, &s->path);
	if (tfe__buf_status(&s->path))
		return tfe__buf_status(&s->path);
	s->path.size--; /* without the NUL */
	/* The path of a file that was named without a folder is its name. */
	if (folder->root->file && !strcmp(root, "."))
		s->path.size = 0;
	else if (s->path.data[s->path.size - 1] != '/')
		tfe__buf_append(&s->path, "/", 1);
	s->prefix = s->path.size;
	return tfe__buf_status(&s->path);
}

bool tfe__scan_is_kernel_fs(struct tfe__scan *s, const char *path, dev_t device, dev_t parent)
{
	if (device == parent || !tfe__notify_is_kernel_fs(path))
		return false;
	tfe__scan_report(s, path, TFE_DAMAGE_KIND_NO_EVENT_FILE,
			 "is a kernel file system (such as proc), not searched", 0);
	return true;
}

static bool is_too_deep(struct tfe__scan *s, struct tfe__folder *parent, const char *path)
{
	if (parent->depth < TFE__DEPTH_MAX)
		return false;
	tfe__scan_leave_out(s, parent, TFE__LIMIT_DEPTH, path);
	return true;
}

/* Visits a directory, or a link to a directory or to nothing. It is queued for listing if it is new
 * or exists again. */
static tfe_status visit_folder(struct tfe__scan *s, struct tfe__folder *parent, const char *path,
			       const char *name, const struct stat *st, bool link)
{
	struct tfe__folder *folder = tfe__folder_find(s, parent, name);
	tfe_status status = TFE_OK;
	bool search;
	if (!folder && !is_too_deep(s, parent, path))
		status = tfe__folder_add(s, parent->root, parent, name, &folder);
	if (status || !folder)
		return status;
	folder->last_scan = parent->scans;
	/* A directory was replaced by a link, or a link by a directory. */
	if (folder->link != link && folder->owner)
		status = tfe__folder_release(s, folder, TFE__RELEASE_GONE);
	folder->link = link;
	if (status || link)
		return status ? status : tfe__links_add(s, folder);
	tfe__folder_set_dangling(s, folder, false);
	if (tfe__scan_is_kernel_fs(s, path, st->st_dev, parent->directory->id.device))
		return TFE_OK;
	const struct tfe__directory_id id = {st->st_dev, st->st_ino};
	status = tfe__folder_claim(s, folder, &id, &search);
	if (status || !search)
		return status;
	/* The directory may be the target of a link that led nowhere. */
	s->dirty |= !s->resolving && tfe__list_count(&s->links);
	tfe__scan_wait(s, folder);
	return TFE_OK;
}

/* Returns why an entry with the name of an event file is none; NULL for a regular file. */
static const char *type_mismatch(mode_t mode)
{
	if (S_ISREG(mode))
		return NULL;
	if (S_ISFIFO(mode))
		return "is a FIFO, not an event file";
	if (S_ISSOCK(mode))
		return "is a socket, not an event file";
	return "is a device, not an event file";
}

/* Visits an entry that does not exist, is not accessible, or is a link that leads to no file. An
 * entry that disappeared before its first visit, such as a temporary file, is not reported. */
static tfe_status visit_nothing(struct tfe__scan *s, struct tfe__folder *parent, const char *path,
				const char *name, int sys_errno, bool link)
{
	struct tfe__folder *folder = tfe__folder_find(s, parent, name);
	struct tfe__log *log = tfe__logs_find(s, path);
	bool nowhere = sys_errno == ENOENT || sys_errno == ENOTDIR;
	tfe_status status = TFE_OK;
	if (!nowhere || (link && !log && !folder && tfe__is_event_name(name)))
		tfe__scan_report_unreadable(s, path, sys_errno);
	if (folder) {
		folder->link = false;
		if (folder->owner || folder->dangling)
			status = tfe__folder_release(s, folder, TFE__RELEASE_GONE);
	}
	return log && !status ? tfe__logs_missing(log) : status;
}

static tfe_status visit_link(struct tfe__scan *s, struct tfe__folder *parent, const char *path,
			     const char *name, int sys_errno)
{
	struct tfe__log *log = tfe__logs_find(s, path);
	tfe_status status = log ? tfe__logs_missing(log) : TFE_OK;
	if (sys_errno && tfe__is_event_name(name) && !log)
		tfe__scan_report_unreadable(s, path, sys_errno);
	return status ? status : visit_folder(s, parent, path, name, NULL, true);
}

/* Visits the entry at s->path. */
static tfe_status visit_entry(struct tfe__scan *s, struct tfe__folder *folder, const char *name)
{
	struct stat st;
	const char *path = (const char *)s->path.data;
	bool link = false;
	if (lstat(path, &st))
		return visit_nothing(s, folder, path, name, errno, false);
	link = S_ISLNK(st.st_mode);
	if (link && stat(path, &st))
		return folder->root->file ? visit_nothing(s, folder, path, name, errno, true)
					  : visit_link(s, folder, path, name, errno);
	if (S_ISDIR(st.st_mode)) {
		if (!strncmp(name, "events.out.tfevents.", 20))
			tfe__scan_report(s, path, TFE_DAMAGE_KIND_NO_EVENT_FILE,
					 "is a directory, not an event file", 0);
		if (folder->root->file)
			return TFE_OK;
		return link ? visit_link(s, folder, path, name, 0)
			    : visit_folder(s, folder, path, name, &st, false);
	}
	/* A file that the caller named may have any name. */
	if (!tfe__is_event_name(name) && !folder->root->file)
		return TFE_OK;
	const char *mismatch = type_mismatch(st.st_mode);
	if (!mismatch)
		return tfe__logs_visit(s, folder, path, &st, link);
	tfe__scan_report(s, path, TFE_DAMAGE_KIND_NO_EVENT_FILE, mismatch, 0);
	return TFE_OK;
}

static bool is_included(const struct tfe__folder *folder, const char *name)
{
	return !folder->root->file ||
	       tfe__map_get(&folder->root->files, name, strlen(name)) != TFE__MAP_NONE;
}

/* Visits an entry of the folder of the last enter(). */
static tfe_status visit_name(struct tfe__scan *s, struct tfe__folder *folder, const char *name)
{
	s->path.size = s->prefix;
	tfe__buf_append(&s->path, name, strlen(name) + 1);
	tfe_status status = tfe__buf_status(&s->path);
	return status ? status : visit_entry(s, folder, name);
}

/* --- listing ---------------------------------------------------------------------------------- */

/* The entries of a folder, in byte order. */
struct names {
	struct tfe__arena arena;
	char **at;
	size_t n, capacity, bytes;
	bool partial; /* some are missing: the limit was reached, or reading failed */
};

/* Whether an entry may be a directory, a link or an event file. The others need no lstat. */
static bool may_matter(const struct dirent *e)
{
	if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, ".."))
		return false;
#ifdef _DIRENT_HAVE_D_TYPE
	if (e->d_type == DT_DIR || e->d_type == DT_LNK || e->d_type == DT_UNKNOWN)
		return true;
#endif
	return tfe__is_event_name(e->d_name);
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Counts an entry that is not visited, unless it is known from an earlier listing. */
static void leave_out(struct tfe__scan *s, struct tfe__folder *folder, const char *name)
{
	bool file = tfe__is_event_name(name);
	s->path.size = s->prefix;
	tfe__buf_append(&s->path, name, strlen(name) + 1);
	const char *path = (const char *)s->path.data;
	if (tfe__buf_status(&s->path) || tfe__folder_find(s, folder, name) ||
	    tfe__logs_find(s, path))
		return;
	tfe__scan_leave_out(s, folder, file ? TFE__LIMIT_FILES : TFE__LIMIT_FOLDERS, path);
}

static tfe_status add_name(struct tfe__scan *s, struct tfe__folder *folder, const char *name,
			   struct names *names)
{
	const tfe_allocator *a = &s->logdir->store.allocator;
	size_t length = strlen(name);
	/* The list of names is temporary, but its memory is limited, too. */
	size_t bytes = names->bytes + length + 1 + 2 * sizeof name;
	if (bytes > s->limit_bytes / 8 && !tfe__scan_has_space(s, bytes)) {
		names->partial = true;
		leave_out(s, folder, name);
		return TFE_OK;
	}
	names->bytes = bytes;
	tfe_status status = TFE__GROW(a, names->at, names->capacity, names->n + 1);
	char *kept = status ? NULL : tfe__arena_strndup(&names->arena, name, length);
	if (!kept)
		return TFE_E_NOMEM;
	names->at[names->n++] = kept;
	return TFE_OK;
}

static tfe_status list_names(struct tfe__scan *s, struct tfe__folder *folder, DIR *dir,
			     struct names *names)
{
	tfe_status status = TFE_OK;
	struct dirent *e;
	while (!status && (errno = 0, e = readdir(dir)))
		if (may_matter(e))
			status = add_name(s, folder, e->d_name, names);
	if (!status && errno) {
		int sys_errno = errno;
		names->partial = true;
		s->path.size = s->prefix;
		tfe__buf_append(&s->path, "", 1);
		if (!tfe__buf_status(&s->path))
			tfe__scan_report_unreadable(s, (const char *)s->path.data, sys_errno);
	}
	if (names->n)
		qsort(names->at, names->n, sizeof *names->at, by_bytes);
	return status;
}

/* Visits event files first, so that a run comes before the runs below it. Folders are visited in
 * reverse order, because the queue of folders is a stack. */
static tfe_status visit_names(struct tfe__scan *s, struct tfe__folder *folder,
			      const struct names *names)
{
	tfe_status status = TFE_OK;
	for (size_t i = 0; i < names->n && !status && tfe__folder_is_searched(folder); i++)
		if (tfe__is_event_name(names->at[i]))
			status = visit_name(s, folder, names->at[i]);
	for (size_t i = names->n; i-- > 0 && !status && tfe__folder_is_searched(folder);)
		if (!tfe__is_event_name(names->at[i]))
			status = visit_name(s, folder, names->at[i]);
	return status;
}

/* Handles the known entries that the last listing of a folder did not have. */
static tfe_status handle_missing(struct tfe__scan *s, struct tfe__folder *folder)
{
	tfe_status status = TFE_OK;
	for (struct tfe__log *log = folder->logs; log && !status; log = log->next)
		if (log->last_scan != folder->scans)
			status = tfe__logs_missing(log);
	for (struct tfe__folder *f = folder->children; f && !status; f = f->sibling) {
		if (f->last_scan == folder->scans || (!f->owner && !f->dangling))
			continue;
		f->link = false;
		status = tfe__folder_release(s, f, TFE__RELEASE_GONE);
	}
	return status;
}

/* Opens a folder, or reports why that failed. *out is NULL if the folder is not to be listed. */
static tfe_status open_folder(struct tfe__scan *s, struct tfe__folder *folder, DIR **out)
{
	struct stat st;
	bool search;
	tfe__folder_path(folder, &s->path);
	tfe_status status = tfe__buf_status(&s->path);
	const char *path = (const char *)s->path.data;
	*out = NULL;
	if (status)
		return status;
	DIR *dir = opendir(path);
	int sys_errno = dir && fstat(dirfd(dir), &st) ? errno : dir ? 0 : errno;
	if (sys_errno) {
		if (dir)
			closedir(dir);
		if (sys_errno == ENOENT || sys_errno == ENOTDIR)
			return tfe__folder_release(s, folder, TFE__RELEASE_GONE);
		tfe__scan_report_unreadable(s, path, sys_errno);
		/* The next poll tries again. */
		folder->modified = (struct timespec){0};
		return TFE_OK;
	}
	const struct tfe__directory_id id = {st.st_dev, st.st_ino};
	status = tfe__folder_claim(s, folder, &id, &search);
	if (status || !tfe__folder_is_searched(folder)) {
		closedir(dir);
		return status;
	}
	folder->modified = st.st_mtim;
	*out = dir;
	return TFE_OK;
}

/* Visits the files that the caller named. Their folder is not listed: it may have many other
 * entries, and may be unreadable. */
static tfe_status list_named(struct tfe__scan *s, struct tfe__folder *folder)
{
	struct stat st;
	const struct tfe__map *files = &folder->root->files;
	tfe__folder_path(folder, &s->path);
	tfe_status status = tfe__buf_status(&s->path);
	if (status)
		return status;
	bool there = !stat((const char *)s->path.data, &st);
	if (!there && (errno == ENOENT || errno == ENOTDIR))
		return tfe__folder_release(s, folder, TFE__RELEASE_GONE);
	folder->modified = there ? st.st_mtim : (struct timespec){0};
	if (s->entered)
		s->entered(s->context, folder);
	status = enter(s, folder);
	for (size_t i = 0; i < files->count && !status; i++)
		status = visit_name(s, folder, files->entries[i].key);
	return status;
}

static tfe_status list_folder(struct tfe__scan *s, struct tfe__folder *folder)
{
	struct names names = {0};
	DIR *dir;
	folder->scans++;
	if (folder->root->file)
		return list_named(s, folder);
	tfe_status status = open_folder(s, folder, &dir);
	if (status || !tfe__folder_is_searched(folder))
		return status;
	if (s->entered)
		s->entered(s->context, folder);
	if (!dir) {
		tfe__scan_set_polled(s, folder, true);
		return TFE_OK;
	}
	tfe__arena_init(&names.arena, &s->logdir->store.allocator, 0);
	tfe__scan_count_in(s, folder);
	status = enter(s, folder);
	if (!status)
		status = list_names(s, folder, dir, &names);
	closedir(dir);
	if (!status)
		status = visit_names(s, folder, &names);
	if (!status && !names.partial && tfe__folder_is_searched(folder))
		status = handle_missing(s, folder);
	tfe__scan_count_in(s, NULL);
	tfe__free(&s->logdir->store.allocator, names.at);
	tfe__arena_release(&names.arena);
	return status;
}

/* Lists a folder. Its run is not read before all its files are known, and which of them are the
 * same one: what is read first decides the order of the series. */
static tfe_status list_whole(struct tfe__scan *s, struct tfe__folder *folder)
{
	s->held = folder;
	tfe_status status = list_folder(s, folder);
	if (!status && folder->queued_to_compare)
		status = tfe__logs_compare(s, folder);
	s->held = NULL;
	if (folder->run)
		tfe__loader_release(folder->run);
	return status;
}

void tfe__scan_wait(struct tfe__scan *s, struct tfe__folder *folder)
{
	if (folder->waiting)
		return;
	folder->waiting = true;
	folder->next_waiting = s->waiting;
	s->waiting = folder;
}

tfe_status tfe__scan_waiting(struct tfe__scan *s)
{
	while (s->waiting) {
		struct tfe__folder *folder = s->waiting;
		s->waiting = folder->next_waiting;
		folder->waiting = false;
		tfe_status status = TFE_OK;
		if (tfe__folder_is_searched(folder))
			status = list_whole(s, folder);
		if (status) {
			tfe__scan_wait(s, folder);
			return status;
		}
	}
	return TFE_OK;
}

/* --- requests --------------------------------------------------------------------------------- */

/* Turns the root of an awaited path into that of a file. */
static tfe_status become_file(struct tfe__scan *s, struct tfe__folder *folder)
{
	struct tfe__root *root = folder->root;
	tfe_status status = tfe__root_set_file(root, &s->logdir->arena);
	folder->name = root->path;
	return status ? status : tfe__map_add(&root->files, root->file, strlen(root->file), 0);
}

/* Visits a root: checks whether its directory exists. */
static tfe_status visit_root(struct tfe__scan *s, struct tfe__folder *folder)
{
	struct stat st;
	bool search = false;
	int sys_errno = 0;
	if (!folder->root->file)
		sys_errno = stat(folder->root->path, &st) ? errno : 0;
	bool is_file = !folder->root->file && !sys_errno && !S_ISDIR(st.st_mode);
	if (is_file && folder->root->awaited && !folder->directory) {
		tfe_status status = become_file(s, folder);
		if (status)
			return status;
	}
	if (folder->root->file) {
		if (!folder->owner) {
			pthread_mutex_lock(&s->lock);
			folder->owner = folder;
			pthread_mutex_unlock(&s->lock);
			s->n_missing_roots--;
		}
		return TFE_OK;
	}
	if (sys_errno && sys_errno != ENOENT && sys_errno != ENOTDIR)
		tfe__scan_report_unreadable(s, folder->root->path, sys_errno);
	if (sys_errno || !S_ISDIR(st.st_mode))
		return folder->owner ? tfe__folder_release(s, folder, TFE__RELEASE_GONE) : TFE_OK;
	const struct tfe__directory_id id = {st.st_dev, st.st_ino};
	tfe_status status = tfe__folder_claim(s, folder, &id, &search);
	s->dirty |= search && tfe__list_count(&s->links);
	return status;
}

tfe_status tfe__scan_folder(struct tfe__scan *s, struct tfe__folder *folder)
{
	tfe_status status = folder->parent ? TFE_OK : visit_root(s, folder);
	if (!status && tfe__folder_is_searched(folder))
		tfe__scan_wait(s, folder);
	return status ? status : tfe__scan_waiting(s);
}

tfe_status tfe__scan_entry(struct tfe__scan *s, struct tfe__folder *folder, const char *name,
			   bool appeared)
{
	if (!is_included(folder, name) || !tfe__folder_is_searched(folder))
		return TFE_OK;
	tfe_status status = enter(s, folder);
	s->appeared = appeared;
	if (!status)
		status = visit_name(s, folder, name);
	return status ? status : tfe__scan_waiting(s);
}

tfe_status tfe__scan_gone(struct tfe__scan *s, struct tfe__folder *folder)
{
	tfe_status status = tfe__folder_release(s, folder, TFE__RELEASE_GONE);
	/* Another directory may have the same path by now. */
	if (!status && folder->parent)
		return tfe__scan_entry(s, folder->parent, folder->name, false);
	return status ? status : tfe__scan_folder(s, folder);
}
