/* common: the event files below a directory. */
#include "common/files.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "common/complain.h"
#include "common/memory.h"

/* As deep, and as many, as the library looks into of a log directory. */
enum { DEPTH_MAX = 64, FOLDERS_MAX = 1000000 };

/* A directory on the way down, so that a link back up is noticed. */
struct ancestor {
	const struct ancestor *parent;
	dev_t device;
	ino_t inode;
	int depth; /* below the one that was searched */
};

struct search {
	struct event_files *files;
	const char *program;
	bool *trouble;
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

static bool circular(const struct ancestor *parent, const struct stat *st)
{
	for (; parent; parent = parent->parent)
		if (parent->device == st->st_dev && parent->inode == st->st_ino)
			return true;
	return false;
}

static void search(const struct search *s, const char *folder, const char *run,
		   const struct ancestor *parent);

/* Goes into a directory that `self` holds. */
static void descend(const struct search *s, const char *path, const char *run, const char *name,
		    const struct ancestor *self, const struct stat *st)
{
	if (self->depth >= DEPTH_MAX || s->files->folders >= FOLDERS_MAX) {
		if (s->program)
			complain(s->program, path,
				 "nested too deep, or too many directories: not looked into");
		return;
	}
	char *below = strcmp(run, ".") ? join(run, name) : need_copy(name);
	const struct ancestor next = {self, st->st_dev, st->st_ino, self->depth + 1};
	search(s, path, below, &next);
	free(below);
}

static void look_at(const struct search *s, const char *folder, const char *run, const char *name,
		    const struct ancestor *self)
{
	char *path = join(folder, name);
	struct stat st;
	bool is_folder = !stat(path, &st) && S_ISDIR(st.st_mode);
	if (is_folder && !circular(self, &st))
		descend(s, path, run, name, self, &st);
	else if (!is_folder && strstr(name, "tfevents"))
		files_add(s->files, path, run);
	free(path);
}

static void search(const struct search *s, const char *folder, const char *run,
		   const struct ancestor *self)
{
	struct event_files *files = s->files;
	files->folder = need_room(files->folder, files->folders, &files->folder_capacity,
				  sizeof *files->folder);
	files->folder[files->folders++] = need_copy(folder);
	DIR *d = opendir(folder);
	if (!d) {
		tell(s, folder);
		return;
	}
	for (;;) {
		errno = 0;
		const struct dirent *entry = readdir(d);
		if (!entry)
			break;
		if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, ".."))
			look_at(s, folder, run, entry->d_name, self);
	}
	if (errno)
		tell(s, folder);
	closedir(d);
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
	const struct search s = {files, program, trouble};
	const struct ancestor self = {NULL, st.st_dev, st.st_ino, 0};
	search(&s, path, ".", &self);
	if (files->count > first)
		qsort(files->file + first, files->count - first, sizeof *files->file,
		      by_run_and_name);
	return true;
}

void files_tell_none(const char *program, const char *path, uint64_t folders)
{
	complain(program, NULL,
		 "no event files in %s: looked for *tfevents* in %" PRIu64
		 " %s; is this where the training logs to?",
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
