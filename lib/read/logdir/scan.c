/* read/logdir: the scanner: opening, complete scans, closing. */
#include "read/logdir/scan.h"

#include <string.h>

#include "base/alloc.h"
#include "base/error.h"

tfe_status tfe__scan_settle(struct tfe__scan *s)
{
	tfe_status status = tfe__links_resolve(s);
	while (s->to_compare && !status) {
		struct tfe__folder *folder = s->to_compare;
		status = tfe__logs_compare(s, folder);
		if (status)
			break;
		s->to_compare = folder->next_to_compare;
		folder->queued_to_compare = false;
	}
	return status;
}

tfe_status tfe__scan_all(struct tfe__scan *s)
{
	tfe_status status = tfe__scan_waiting(s);
	size_t n = tfe__list_count(&s->folders);
	for (size_t i = 0; i < n && !status; i++)
		status = tfe__scan_folder(s, tfe__list_at(&s->folders, i));
	s->dirty |= tfe__list_count(&s->links) > 0;
	return status ? status : tfe__scan_settle(s);
}

/* --- opening ---------------------------------------------------------------------------------- */

/* Finds the root of another file of the same folder whose run has the same name: such files share a
 * root. *known is the folder of that root, NULL if there is none: then the new root is recorded. */
static tfe_status join_root(struct tfe__scan *s, const struct tfe__root *root,
			    struct tfe__folder **known)
{
	const char *prefix = root->prefix ? root->prefix : "";
	tfe__buf_clear(&s->path);
	tfe__buf_append(&s->path, root->path, strlen(root->path) + 1);
	tfe__buf_append(&s->path, prefix, strlen(prefix));
	tfe_status status = tfe__buf_status(&s->path);
	if (status)
		return status;
	const char *key = (const char *)s->path.data;
	size_t at = tfe__map_get(&s->file_roots, key, s->path.size);
	*known = at == TFE__MAP_NONE ? NULL : tfe__list_at(&s->folders, at);
	if (*known)
		return TFE_OK;
	key = tfe__arena_strndup(&s->logdir->arena, key, s->path.size);
	return key ? tfe__map_add(&s->file_roots, key, s->path.size, tfe__list_count(&s->folders))
		   : TFE_E_NOMEM;
}

static tfe_status add_root(struct tfe__scan *s, struct tfe__root *root, const char *given,
			   bool alone, tfe_error *error)
{
	tfe_status status = tfe__root_init(root, &s->logdir->arena, given, alone,
					   s->logdir->options.await_paths, error);
	struct tfe__folder *folder = NULL;
	if (status)
		return status;
	tfe__map_init(&root->files, &s->logdir->store.allocator);
	root->files.meter = &s->logdir->names_bytes;
	if (root->file)
		status = join_root(s, root, &folder);
	if (!status && !folder)
		status = tfe__folder_add(s, root, NULL, root->path, &folder);
	const char *file = root->file;
	if (!status && file &&
	    tfe__map_get(&folder->root->files, file, strlen(file)) == TFE__MAP_NONE)
		status = tfe__map_add(&folder->root->files, file, strlen(file), 0);
	return status ? tfe__error(error, status, 0, given, -1, "out of memory") : TFE_OK;
}

static void init_maps(struct tfe__scan *s)
{
	struct tfe__map *maps[] = {&s->folder_by_name, &s->directory_by_id, &s->log_by_path,
				   &s->run_by_name,    &s->reported,        &s->file_roots,
				   &s->name_known};
	for (size_t i = 0; i < sizeof maps / sizeof *maps; i++) {
		tfe__map_init(maps[i], &s->logdir->store.allocator);
		maps[i]->meter = &s->logdir->names_bytes;
	}
}

/* Least memory of the scanner, whatever the budget is: enough for some thousand runs. */
enum { LEAST_BYTES = 8 << 20 };

static void init(struct tfe__scan *s, struct tfe_logdir *d)
{
	memset(s, 0, sizeof *s);
	s->logdir = d;
	/* The scanner may use half of the limit for loaded data; aliases a quarter of that. */
	size_t half = d->store.budget.limit_bytes / 2;
	s->limit_bytes = half > LEAST_BYTES ? half : LEAST_BYTES;
	init_maps(s);
	tfe__arena_init(&s->names_arena, &d->store.allocator, s->limit_bytes / 4);
	s->names_arena.meter = &d->names_bytes;
	tfe__buf_init(&s->path, &d->store.allocator, 1 << 20);
	tfe__buf_init(&s->other, &d->store.allocator, 1 << 20);
	tfe__buf_init(&s->name, &d->store.allocator, 1 << 20);
	pthread_mutex_init(&s->lock, NULL);
	atomic_store(&s->names_version, 1);
}

tfe_status tfe__scan_open(struct tfe_logdir *d, const char *const *paths, size_t n,
			  tfe_error *error)
{
	struct tfe__scan *s = tfe__arena_alloc(&d->arena, sizeof *s);
	struct tfe__root *roots = tfe__arena_alloc(&d->arena, n * sizeof *roots);
	if (!s || !roots)
		return tfe__error(error, TFE_E_NOMEM, 0, NULL, -1, "out of memory");
	init(s, d);
	d->scan = s;
	s->roots = roots;
	for (size_t i = 0; i < n; i++) {
		tfe_status status = add_root(s, &roots[i], paths[i], n == 1, error);
		if (status)
			return status;
		s->opened_roots = i + 1;
	}
	s->n_roots = tfe__list_count(&s->folders);
	return TFE_OK;
}

void tfe__scan_close(struct tfe__scan *s)
{
	struct tfe__map *maps[] = {&s->folder_by_name, &s->directory_by_id, &s->log_by_path,
				   &s->run_by_name,    &s->reported,        &s->file_roots,
				   &s->name_known};
	for (size_t i = 0; i < sizeof maps / sizeof *maps; i++)
		tfe__map_release(maps[i]);
	for (size_t i = 0; i < s->opened_roots; i++)
		tfe__map_release(&s->roots[i].files);
	tfe__arena_release(&s->names_arena);
	tfe__buf_release(&s->path);
	tfe__buf_release(&s->other);
	tfe__buf_release(&s->name);
	tfe__free(&s->logdir->store.allocator, s->heap);
	pthread_mutex_destroy(&s->lock);
}
