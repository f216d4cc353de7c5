/* read/logdir: roots: the paths with which a log directory is opened. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "read/logdir/roots.h"
#include "base/error.h"

/* Splits "name:path" and returns the path. The text is not split if a file of this name exists, or
 * if the part before the colon is empty or has a slash. */
static const char *split_name(const char *given, size_t *name_length)
{
	struct stat st;
	const char *colon = strchr(given, ':');
	*name_length = 0;
	if (!colon || colon == given || memchr(given, '/', (size_t)(colon - given)) ||
	    !stat(given, &st))
		return given;
	*name_length = (size_t)(colon - given);
	return colon + 1;
}

/* Copies a path without the slashes at its end. */
static char *trimmed(struct tfe__arena *arena, const char *path)
{
	size_t length = strlen(path);
	while (length > 1 && path[length - 1] == '/')
		length--;
	return tfe__arena_strndup(arena, path, length);
}

tfe_status tfe__root_set_file(struct tfe__root *root, struct tfe__arena *arena)
{
	const char *slash = strrchr(root->path, '/');
	bool is_prefix = root->prefix == root->path;
	root->file = slash ? slash + 1 : root->path;
	if (!slash)
		root->path = ".";
	else if (slash == root->path)
		root->path = "/";
	else
		root->path = tfe__arena_strndup(arena, root->path, (size_t)(slash - root->path));
	if (is_prefix)
		root->prefix = root->path;
	return root->path ? TFE_OK : TFE_E_NOMEM;
}

tfe_status tfe__root_init(struct tfe__root *root, struct tfe__arena *arena, const char *given,
			  bool alone, bool await, tfe_error *error)
{
	struct stat st;
	size_t name_length;
	const char *path = split_name(given, &name_length);
	*root = (struct tfe__root){.path = trimmed(arena, path)};
	if (!root->path)
		return tfe__error(error, TFE_E_NOMEM, 0, given, -1, "out of memory");
	int sys_errno = stat(root->path, &st) ? errno : 0;
	bool nothing = sys_errno == ENOENT || sys_errno == ENOTDIR;
	root->awaited = sys_errno && await;
	if (sys_errno && !root->awaited)
		return tfe__error(error, nothing ? TFE_E_NOTFOUND : TFE_E_IO, sys_errno, root->path,
				  -1, "cannot open");
	tfe_status status = TFE_OK;
	if (!sys_errno && !S_ISDIR(st.st_mode))
		status = tfe__root_set_file(root, arena);
	if (!status && name_length) {
		root->prefix = tfe__arena_strndup(arena, given, name_length);
		status = root->prefix ? TFE_OK : TFE_E_NOMEM;
	} else if (!alone) {
		root->prefix = root->path;
	}
	return status ? tfe__error(error, status, 0, given, -1, "out of memory") : TFE_OK;
}

bool tfe__is_event_name(const char *name)
{
	return strstr(name, "tfevents") != NULL;
}
