/* read/logdir: the paths of folders, their order, and the names of runs that follow from them. */
#include <string.h>

#include "read/logdir/scan.h"

/* Lists the folders from below the root down to `folder`. Returns their number; 0 for a root. */
static size_t chain_of(const struct tfe__folder *folder, const struct tfe__folder **chain)
{
	size_t n = folder->depth;
	for (size_t i = n; i-- > 0; folder = folder->parent)
		chain[i] = folder;
	return n;
}

/* Appends top/name/name. No slash follows `top` if it is empty or ends in a slash. */
static void append_path(struct tfe__buf *path, const char *top,
			const struct tfe__folder *const *chain, size_t n)
{
	size_t length = strlen(top);
	tfe__buf_append(path, top, length);
	for (size_t i = 0; i < n; i++) {
		if (i || (length && top[length - 1] != '/'))
			tfe__buf_append(path, "/", 1);
		tfe__buf_append(path, chain[i]->name, strlen(chain[i]->name));
	}
}

void tfe__folder_path(const struct tfe__folder *folder, struct tfe__buf *path)
{
	const struct tfe__folder *chain[TFE__DEPTH_MAX + 1];
	size_t n = chain_of(folder, chain);
	tfe__buf_clear(path);
	append_path(path, folder->root->path, chain, n);
	tfe__buf_append(path, "", 1);
}

void tfe__folder_run_name(const struct tfe__folder *folder, struct tfe__buf *name)
{
	const struct tfe__folder *chain[TFE__DEPTH_MAX + 1];
	size_t n = chain_of(folder, chain);
	const char *prefix = folder->root->prefix ? folder->root->prefix : n ? "" : ".";
	tfe__buf_clear(name);
	append_path(name, prefix, chain, n);
}

bool tfe__folder_is_through_link(const struct tfe__folder *folder)
{
	for (; folder; folder = folder->parent)
		if (folder->link)
			return true;
	return false;
}

int tfe__folder_compare(const struct tfe__folder *a, const struct tfe__folder *b)
{
	const struct tfe__folder *of_a[TFE__DEPTH_MAX + 1], *of_b[TFE__DEPTH_MAX + 1];
	size_t na = chain_of(a, of_a), nb = chain_of(b, of_b), i = 0;
	if (a->root != b->root)
		return a->root < b->root ? -1 : 1;
	while (i < na && i < nb && of_a[i] == of_b[i])
		i++;
	if (i == na || i == nb)
		return (na > nb) - (na < nb);
	/* At the end of a name its path has a slash if more folders follow. */
	const unsigned char *x = (const unsigned char *)of_a[i]->name;
	const unsigned char *y = (const unsigned char *)of_b[i]->name;
	while (*x && *x == *y)
		x++, y++;
	int cx = *x ? *x : i + 1 < na ? '/' : 0, cy = *y ? *y : i + 1 < nb ? '/' : 0;
	return (cx > cy) - (cx < cy);
}

struct tfe__folder *tfe__folder_next(const struct tfe__folder *top, struct tfe__folder *folder,
				     bool descend)
{
	if (descend && folder->children)
		return folder->children;
	while (folder != top && !folder->sibling)
		folder = folder->parent;
	return folder == top ? NULL : folder->sibling;
}
