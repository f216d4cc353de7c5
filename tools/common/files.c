/* common: the event files below a directory.
 *
 * Each directory is searched once, under the name that the library gives its run (docs/formats.md):
 * first what no link leads to, then links in byte order of their paths. */
#define _DEFAULT_SOURCE /* statfs */
#include "common/files.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#ifdef __linux__
#include <sys/vfs.h>
#endif

#include "common/complain.h"
#include "common/memory.h"

/* As deep as the library searches a log directory. */
enum { DEPTH_MAX = 64 };

/* A directory, or a link to one, that is still to be searched. */
struct place {
	char *path, *run;
	int depth; /* below the one that was named */
};

/* What a directory is known by; inode 0 is a free slot. */
struct identity {
	dev_t device;
	ino_t inode;
};

struct search {
	struct event_files *files;
	const char *program;
	bool *trouble;
	struct place *todo; /* a stack of directories */
	size_t todos, todo_capacity;
	struct place *link; /* a heap of links, the first path on top */
	size_t links, link_capacity;
	struct identity *seen; /* a hash table, at most half full */
	size_t seen_count, seen_capacity;
};

static void tell(const struct search *s, const char *path)
{
	if (s->program)
		complain(s->program, path, "cannot be read: %s", strerror(errno));
	*s->trouble = true;
}

void files_add(struct event_files *files, const char *given, const char *run)
{
	char *path = need_copy(given);
	files->file = need_room(files->file, files->count, &files->capacity, sizeof *files->file);
	const char *slash = strrchr(path, '/');
	files->file[files->count++] =
		(struct event_file){path, need_copy(run), slash ? slash + 1 : path};
}

static char *join(const char *folder, const char *name)
{
	size_t n = strlen(folder), m = strlen(name);
	bool slash = n && folder[n - 1] == '/';
	char *path = need_resize(NULL, n + !slash + m + 1, 1);
	memcpy(path, folder, n);
	path[n] = '/';
	memcpy(path + n + !slash, name, m + 1);
	return path;
}

/* --- directories that were seen --------------------------------------------------------------- */

static struct identity *slot_of(struct identity *table, size_t capacity, dev_t device, ino_t inode)
{
	uint64_t hash = ((uint64_t)inode ^ (uint64_t)device << 40) * 0x9e3779b97f4a7c15u;
	size_t i = (size_t)(hash >> 20) & (capacity - 1);
	while (table[i].inode && (table[i].inode != inode || table[i].device != device))
		i = (i + 1) & (capacity - 1);
	return &table[i];
}

/* Whether a directory is seen for the first time. */
static bool is_new(struct search *s, const struct stat *st)
{
	if (2 * s->seen_count >= s->seen_capacity) {
		size_t capacity = s->seen_capacity ? 2 * s->seen_capacity : 64;
		struct identity *table = need_zeroed(capacity, sizeof *table);
		for (size_t i = 0; i < s->seen_capacity; i++)
			if (s->seen[i].inode)
				*slot_of(table, capacity, s->seen[i].device, s->seen[i].inode) =
					s->seen[i];
		free(s->seen);
		s->seen = table;
		s->seen_capacity = capacity;
	}
	struct identity *slot = slot_of(s->seen, s->seen_capacity, st->st_dev, st->st_ino);
	if (slot->inode)
		return false;
	*slot = (struct identity){st->st_dev, st->st_ino};
	s->seen_count++;
	return true;
}

/* Whether a path is in a file system that the kernel makes up, and that holds no logs. */
static bool is_kernels(const char *path)
{
#ifdef __linux__
	static const uint32_t magic[] = {0x9fa0 /* proc */,        0x62656572 /* sysfs */,
					 0x27e0eb /* cgroup */,    0x63677270 /* cgroup2 */,
					 0x64626720 /* debugfs */, 0x74726163 /* tracefs */};
	struct statfs fs;
	for (size_t i = 0; !statfs(path, &fs) && i < sizeof magic / sizeof *magic; i++)
		if ((uint32_t)fs.f_type == magic[i])
			return true;
#endif
	(void)path;
	return false;
}

/* --- the heap of links ------------------------------------------------------------------------ */

static void push_link(struct search *s, struct place link)
{
	s->link = need_room(s->link, s->links, &s->link_capacity, sizeof *s->link);
	size_t at = s->links++;
	for (; at && strcmp(link.run, s->link[(at - 1) / 2].run) < 0; at = (at - 1) / 2)
		s->link[at] = s->link[(at - 1) / 2];
	s->link[at] = link;
}

static struct place pop_link(struct search *s)
{
	struct place top = s->link[0], last = s->link[--s->links];
	size_t at = 0;
	for (size_t child; (child = 2 * at + 1) < s->links; at = child) {
		if (child + 1 < s->links && strcmp(s->link[child + 1].run, s->link[child].run) < 0)
			child++;
		if (strcmp(last.run, s->link[child].run) <= 0)
			break;
		s->link[at] = s->link[child];
	}
	s->link[at] = last;
	return top;
}

/* --- searching -------------------------------------------------------------------------------- */

static void push_folder(struct search *s, struct place place)
{
	s->todo = need_room(s->todo, s->todos, &s->todo_capacity, sizeof *s->todo);
	s->todo[s->todos++] = place;
}

static void drop(struct place *place)
{
	free(place->path);
	free(place->run);
}

/* A directory within `in`, or a link to one. */
static void see_folder(struct search *s, const struct place *in, const char *path, const char *name,
		       const struct stat *st, bool link)
{
	struct stat above;
	if (in->depth >= DEPTH_MAX) {
		if (s->program)
			complain(s->program, path, "not searched: nested more than %d levels deep",
				 DEPTH_MAX);
		*s->trouble = true;
		return;
	}
	if (!stat(in->path, &above) && above.st_dev != st->st_dev && is_kernels(path))
		return;
	if (!link && !is_new(s, st))
		return;
	struct place place = {need_copy(path),
			      strcmp(in->run, ".") ? join(in->run, name) : need_copy(name),
			      in->depth + 1};
	(link ? push_link : push_folder)(s, place);
}

static void look_at(struct search *s, const struct place *in, const char *name)
{
	char *path = join(in->path, name);
	struct stat st;
	bool there = !lstat(path, &st), link = there && S_ISLNK(st.st_mode);
	if (link)
		there = !stat(path, &st);
	if (there && S_ISDIR(st.st_mode))
		see_folder(s, in, path, name, &st, link);
	else if (strstr(name, "tfevents"))
		files_add(s->files, path, in->run);
	free(path);
}

static void list(struct search *s, const struct place *in)
{
	struct event_files *files = s->files;
	files->folder = need_room(files->folder, files->folders, &files->folder_capacity,
				  sizeof *files->folder);
	files->folder[files->folders++] = need_copy(in->path);
	DIR *d = opendir(in->path);
	if (!d) {
		tell(s, in->path);
		return;
	}
	for (;;) {
		errno = 0;
		const struct dirent *entry = readdir(d);
		if (!entry)
			break;
		if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, ".."))
			look_at(s, in, entry->d_name);
	}
	if (errno)
		tell(s, in->path);
	closedir(d);
}

static void search(struct search *s)
{
	while (s->todos || s->links) {
		struct place place;
		struct stat st;
		if (s->todos) {
			place = s->todo[--s->todos];
			list(s, &place);
		} else {
			place = pop_link(s);
			if (!stat(place.path, &st) && S_ISDIR(st.st_mode) && is_new(s, &st))
				list(s, &place);
		}
		drop(&place);
	}
	free(s->todo);
	free(s->link);
	free(s->seen);
}

static int by_run_and_name(const void *a, const void *b)
{
	const struct event_file *x = a, *y = b;
	int order = strcmp(x->run, y->run);
	return order ? order : strcmp(x->name, y->name);
}

bool files_find(struct event_files *files, const char *path, const char *program, bool *trouble)
{
	struct stat st;
	if (stat(path, &st)) {
		if (program)
			complain(program, path, "cannot open: %s", strerror(errno));
		*trouble = true;
		return false;
	}
	if (!S_ISDIR(st.st_mode)) {
		files_add(files, path, ".");
		return true;
	}
	size_t first = files->count;
	struct search s = {.files = files, .program = program, .trouble = trouble};
	is_new(&s, &st);
	push_folder(&s, (struct place){need_copy(path), need_copy("."), 0});
	search(&s);
	if (files->count > first)
		qsort(files->file + first, files->count - first, sizeof *files->file,
		      by_run_and_name);
	return true;
}

void files_tell_none(const char *program, const char *path, uint64_t folders)
{
	complain(program, NULL,
		 "no event files in %s: searched for *tfevents* in %" PRIu64
		 " %s; check the log directory of the training",
		 path, folders, folders == 1 ? "directory" : "directories");
}

uint64_t file_bytes(const char *path)
{
	struct stat st;
	return !stat(path, &st) && S_ISREG(st.st_mode) ? (uint64_t)st.st_size : 0;
}

uint64_t files_bytes(const struct event_files *files)
{
	uint64_t bytes = 0;
	for (size_t i = 0; i < files->count; i++)
		bytes += file_bytes(files->file[i].path);
	return bytes;
}

void files_release(struct event_files *files)
{
	for (size_t i = 0; i < files->count; i++) {
		free(files->file[i].path);
		free(files->file[i].run);
	}
	for (size_t i = 0; i < files->folders; i++)
		free(files->folder[i]);
	free(files->file);
	free(files->folder);
	*files = (struct event_files){0};
}
