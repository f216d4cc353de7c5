/* read/logdir: symbolic links to directories, and the aliases that they give runs.
 *
 * A round resolves all links in the order of their paths. A heap returns the first link; links
 * below a directory that is searched through it are added to the heap. If a directory already has
 * an owner, the link becomes an alias. Each round begins with the real directories only, so its
 * result does not depend on the order of earlier events. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "read/logdir/scan.h"

/* Maximum number of listed aliases of a run. */
enum { ALIASES_MAX = 1000 };

/* --- resolving -------------------------------------------------------------------------------- */

/* Confirms for this round a directory that is already searched through a link, and the directories
 * below it. The links below it are added to the heap. */
static tfe_status confirm(struct tfe__scan *s, struct tfe__folder *top)
{
	tfe_status status = TFE_OK;
	bool searched, search;
	for (struct tfe__folder *f = top; f && !status; f = tfe__folder_next(top, f, searched)) {
		searched = tfe__folder_is_searched(f);
		if (f == top)
			continue;
		if (f->link) {
			searched = false;
			status = tfe__links_push(s, f);
		} else if (searched) {
			f->round = s->round;
		} else if (f->owner) {
			status = tfe__folder_claim(s, f, &f->directory->id, &search);
			if (!status && search)
				tfe__scan_wait(s, f);
		}
	}
	return status ? status : tfe__scan_waiting(s);
}

/* Handles a link that leads to no directory. sys_errno is 0 if the target exists. */
static tfe_status lead_nowhere(struct tfe__scan *s, struct tfe__folder *link, int sys_errno)
{
	tfe_status status = link->owner ? tfe__folder_release(s, link, TFE__RELEASE_GONE) : TFE_OK;
	tfe__folder_set_dangling(s, link, sys_errno != 0);
	if (sys_errno && sys_errno != ENOENT && sys_errno != ENOTDIR)
		tfe__scan_report_unreadable(s, (const char *)s->path.data, sys_errno);
	return status;
}

static tfe_status follow(struct tfe__scan *s, struct tfe__folder *link)
{
	struct stat st;
	bool search;
	tfe__folder_path(link, &s->path);
	tfe_status status = tfe__buf_status(&s->path);
	if (status)
		return status;
	const char *path = (const char *)s->path.data;
	if (stat(path, &st))
		return lead_nowhere(s, link, errno);
	if (!S_ISDIR(st.st_mode)) {
		status = lead_nowhere(s, link, 0);
		return status || !tfe__is_event_name(link->name)
			       ? status
			       : tfe__scan_entry(s, link->parent, link->name, false);
	}
	if (tfe__scan_is_kernel_fs(s, path, st.st_dev, link->parent->directory->id.device))
		return lead_nowhere(s, link, 0);
	tfe__folder_set_dangling(s, link, false);
	const struct tfe__directory_id id = {st.st_dev, st.st_ino};
	status = tfe__folder_claim(s, link, &id, &search);
	if (status || !tfe__folder_is_searched(link))
		return status;
	if (!search)
		return confirm(s, link);
	tfe__scan_wait(s, link);
	return tfe__scan_waiting(s);
}

tfe_status tfe__links_resolve(struct tfe__scan *s)
{
	tfe_status status = TFE_OK;
	if (!s->dirty)
		return TFE_OK;
	s->dirty = false;
	s->resolving = true;
	s->round++;
	s->heap_count = 0;
	for (size_t i = 0; i < tfe__list_count(&s->links) && !status; i++) {
		struct tfe__folder *link = tfe__list_at(&s->links, i);
		if (link->link && tfe__folder_is_searched(link->parent) &&
		    !tfe__folder_is_through_link(link->parent))
			status = tfe__links_push(s, link);
	}
	while (!status && s->heap_count) {
		struct tfe__folder *link = tfe__links_pop(s);
		if (link->link && tfe__folder_is_searched(link->parent))
			status = follow(s, link);
	}
	s->resolving = false;
	s->dirty |= status != TFE_OK;
	return status;
}

/* --- aliases of runs -------------------------------------------------------------------------- */

/* Returns the name that an alias of `top` gives a folder, which is `top` or below it. NULL if there
 * is no memory. */
static const char *name_through(struct tfe__scan *s, const struct tfe__folder *alias,
				const struct tfe__folder *top, const struct tfe__folder *folder)
{
	const struct tfe__folder *below[TFE__DEPTH_MAX + 1];
	struct tfe__buf *name = &s->name;
	size_t n = 0;
	for (; folder != top; folder = folder->parent)
		below[n++] = folder;
	tfe__folder_run_name(alias, name);
	while (n--) {
		tfe__buf_append(name, "/", 1);
		tfe__buf_append(name, below[n]->name, strlen(below[n]->name));
	}
	if (tfe__buf_status(name))
		return NULL;
	/* Each name is stored once. */
	size_t i = tfe__map_get(&s->name_known, (const char *)name->data, name->size);
	if (i != TFE__MAP_NONE)
		return tfe__list_at(&s->names, i);
	char *kept = tfe__arena_strndup(&s->names_arena, (const char *)name->data, name->size);
	if (!kept || tfe__list_reserve(&s->names, &s->names_arena) ||
	    tfe__map_add(&s->name_known, kept, name->size, tfe__list_count(&s->names)) ||
	    tfe__list_add(&s->names, &s->names_arena, kept))
		return NULL;
	return kept;
}

/* Adds a name to the aliases of a run. Returns false if there is no memory. */
static bool add_name(struct tfe_run *run, const char *name)
{
	if (!name || TFE__GROW(&run->store->allocator, run->aliases, run->alias_capacity,
			       run->n_aliases + 1))
		return false;
	/* Two roots may give the run the same name. */
	if (strcmp(name, run->name))
		run->aliases[run->n_aliases++] = name;
	return true;
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Sorts the aliases in byte order and removes duplicates. */
static void sort_names(struct tfe_run *run)
{
	size_t kept = 0;
	if (run->n_aliases)
		qsort(run->aliases, run->n_aliases, sizeof *run->aliases, by_bytes);
	for (size_t i = 0; i < run->n_aliases; i++)
		if (!kept || strcmp(run->aliases[kept - 1], run->aliases[i]))
			run->aliases[kept++] = run->aliases[i];
	run->n_aliases = kept;
}

/* Lists the names that links to the folders of a run, and to the folders above them, give it.
 * Returns whether some names are not listed. */
static bool list_names(struct tfe__scan *s, struct tfe_run *run)
{
	bool all = true;
	run->n_aliases = 0;
	for (const struct tfe__folder *f = run->folders; f; f = f->next_of_run) {
		if (!tfe__folder_is_searched(f))
			continue;
		for (const struct tfe__folder *top = f; top && all; top = top->parent)
			for (const struct tfe__folder *a = top->aliases; a && all;
			     a = a->next_alias)
				all = run->n_aliases < ALIASES_MAX &&
				      add_name(run, name_through(s, a, top, f));
	}
	sort_names(run);
	return !all;
}

size_t tfe_run_alias_count(const tfe_run *constant)
{
	tfe_run *run = (tfe_run *)(uintptr_t)constant; /* the list is a cache */
	struct tfe__scan *s = tfe__logdir_of(run)->scan;
	if (!s)
		return 0;
	pthread_mutex_lock(&s->lock);
	uint64_t version = atomic_load(&s->names_version);
	if (run->aliases_version != version) {
		tfe__scan_leave_out_names(s, run, list_names(s, run));
		run->aliases_version = version;
	}
	size_t n = run->n_aliases;
	pthread_mutex_unlock(&s->lock);
	return n;
}

const char *tfe_run_alias_at(const tfe_run *run, size_t i)
{
	struct tfe__scan *s = tfe__logdir_of(run)->scan;
	if (!s)
		return NULL;
	pthread_mutex_lock(&s->lock);
	const char *name = i < run->n_aliases ? run->aliases[i] : NULL;
	pthread_mutex_unlock(&s->lock);
	return name;
}
