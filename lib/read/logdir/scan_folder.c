/* read/logdir: folders: their lookup, and the choice of the path under which a directory is
 * searched. */
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "read/logdir/scan.h"

enum { ADDRESS = sizeof(struct tfe__folder *), NAME_LONGEST = 1023 };

/* Approximate memory of a folder and its directory in lists and maps. */
enum { ENTRY_BYTES = 160 };

/* --- finding and adding ----------------------------------------------------------------------- */

struct tfe__folder *tfe__folder_find(struct tfe__scan *s, const struct tfe__folder *parent,
				     const char *name)
{
	char key[ADDRESS + NAME_LONGEST];
	size_t length = strlen(name);
	if (length > NAME_LONGEST)
		return NULL;
	memcpy(key, &parent, ADDRESS);
	memcpy(key + ADDRESS, name, length);
	size_t i = tfe__map_get(&s->folder_by_name, key, ADDRESS + length);
	return i == TFE__MAP_NONE ? NULL : tfe__list_at(&s->folders, i);
}

tfe_status tfe__folder_add(struct tfe__scan *s, struct tfe__root *root, struct tfe__folder *parent,
			   const char *name, struct tfe__folder **out)
{
	struct tfe__arena *arena = &s->logdir->arena;
	size_t length = strlen(name), bytes = sizeof(struct tfe__folder) + ADDRESS + length + 1;
	*out = NULL;
	/* Folders that the caller named are always added. Half of the memory is reserved for files
	 * and runs. */
	if (parent && (length > NAME_LONGEST || s->folders_bytes > s->limit_bytes / 2 ||
		       !tfe__scan_has_space(s, bytes + ENTRY_BYTES))) {
		tfe__scan_leave_out(s, parent, TFE__LIMIT_FOLDERS, (const char *)s->path.data);
		return TFE_OK;
	}
	tfe_status status = tfe__list_reserve(&s->folders, arena);
	struct tfe__folder *folder = status ? NULL : tfe__arena_alloc(arena, bytes);
	if (!folder)
		return TFE_E_NOMEM;
	*folder = (struct tfe__folder){.root = root,
				       .parent = parent,
				       .depth = parent ? parent->depth + 1 : 0,
				       .watch = -1};
	memcpy(folder->key, &parent, ADDRESS);
	memcpy(folder->key + ADDRESS, name, length + 1);
	folder->name = folder->key + ADDRESS;
	/* A root inside another one is a folder of its own. */
	if (parent)
		status = tfe__map_add(&s->folder_by_name, folder->key, ADDRESS + length,
				      tfe__list_count(&s->folders));
	if (!status)
		status = tfe__list_add(&s->folders, arena, folder);
	if (status)
		return status;
	if (parent) {
		folder->sibling = parent->children;
		parent->children = folder;
	} else {
		s->n_missing_roots++;
	}
	s->folders_bytes += bytes + ENTRY_BYTES;
	*out = folder;
	return TFE_OK;
}

/* Gets the directory of an identity, which is added if it is new. */
static tfe_status directory_of(struct tfe__scan *s, const struct tfe__directory_id *id,
			       struct tfe__directory **out)
{
	struct tfe__arena *arena = &s->logdir->arena;
	struct tfe__directory_id key;
	memset(&key, 0, sizeof key); /* also the padding, because all bytes are hashed */
	key.device = id->device;
	key.inode = id->inode;
	size_t i = tfe__map_get(&s->directory_by_id, (const char *)&key, sizeof key);
	if (i != TFE__MAP_NONE) {
		*out = tfe__list_at(&s->directories, i);
		return TFE_OK;
	}
	tfe_status status = tfe__list_reserve(&s->directories, arena);
	struct tfe__directory *made = status ? NULL : tfe__arena_alloc(arena, sizeof *made);
	if (!made)
		return TFE_E_NOMEM;
	memcpy(&made->id, &key, sizeof key);
	made->owner = NULL;
	status = tfe__map_add(&s->directory_by_id, (const char *)&made->id, sizeof key,
			      tfe__list_count(&s->directories));
	*out = made;
	return status ? status : tfe__list_add(&s->directories, arena, made);
}

/* --- owners of directories -------------------------------------------------------------------- */

void tfe__scan_set_polled(struct tfe__scan *s, struct tfe__folder *folder, bool polled)
{
	if (folder->polled != polled)
		s->n_polled += polled ? 1 : (size_t)-1;
	folder->polled = polled;
	if (!polled || folder->in_polled)
		return;
	folder->in_polled = true;
	folder->next_polled = s->polled;
	s->polled = folder;
}

static bool is_within(const struct tfe__folder *folder, const struct tfe__folder *top)
{
	for (; folder; folder = folder->parent)
		if (folder == top)
			return true;
	return false;
}

static void unlist_alias(struct tfe__folder *folder)
{
	if (!folder->is_alias)
		return;
	if (folder->previous_alias)
		folder->previous_alias->next_alias = folder->next_alias;
	else
		folder->owner->aliases = folder->next_alias;
	if (folder->next_alias)
		folder->next_alias->previous_alias = folder->previous_alias;
	folder->next_alias = folder->previous_alias = NULL;
	folder->is_alias = false;
}

/* Adds a folder to the aliases of its owner. A link to a folder above it is not an alias, because
 * it would give every run below endless names. */
static void list_alias(struct tfe__folder *folder)
{
	struct tfe__folder *owner = folder->owner;
	if (!owner || owner == folder || is_within(folder->parent, owner))
		return;
	folder->next_alias = owner->aliases;
	if (owner->aliases)
		owner->aliases->previous_alias = folder;
	owner->aliases = folder;
	folder->is_alias = true;
}

static void set_owner(struct tfe__scan *s, struct tfe__folder *folder, struct tfe__folder *owner)
{
	bool before = folder->is_alias, was_there = folder->owner != NULL;
	if (folder->owner == owner)
		return;
	pthread_mutex_lock(&s->lock);
	unlist_alias(folder);
	folder->owner = owner;
	list_alias(folder);
	pthread_mutex_unlock(&s->lock);
	if (before || folder->is_alias) {
		atomic_fetch_add(&s->names_version, 1);
		tfe__changes_signal(&s->logdir->changes);
	}
	if (!folder->parent && was_there != (owner != NULL))
		s->n_missing_roots += owner ? (size_t)-1 : 1;
}

void tfe__folder_set_dangling(struct tfe__scan *s, struct tfe__folder *folder, bool dangling)
{
	if (folder->dangling == dangling)
		return;
	folder->dangling = dangling;
	s->n_dangling += dangling ? 1 : (size_t)-1;
}

/* Sets whether a run is listed under another name. It is not if one of its folders is searched. */
static void set_moved(struct tfe__scan *s, struct tfe_run *run, bool moved)
{
	if (!run)
		return;
	for (const struct tfe__folder *f = run->folders; f && moved; f = f->next_of_run)
		moved = !tfe__folder_is_searched(f);
	if (atomic_exchange(&run->moved, moved) != moved)
		atomic_fetch_add(&s->names_version, 1);
}

/* Reports the files of a tree to the loader. This is the only part of a release that can fail. */
static tfe_status release_logs(struct tfe__folder *top, enum tfe__release how)
{
	tfe_status status = TFE_OK;
	bool searched;
	for (struct tfe__folder *f = top; f && !status; f = tfe__folder_next(top, f, searched)) {
		searched = tfe__folder_is_searched(f);
		for (struct tfe__log *log = searched ? f->logs : NULL; log && !status;
		     log = log->next)
			status = how == TFE__RELEASE_MOVED ? tfe__logs_exclude(log, true)
							   : tfe__logs_missing(log);
	}
	return status;
}

/* Removes the owner of an alias. The present target of the path is found when links are resolved,
 * or when the parent folder is listed again. */
static void lose_owner(struct tfe__scan *s, struct tfe__folder *alias, enum tfe__release how)
{
	set_owner(s, alias, NULL);
	if (alias->link) {
		tfe__folder_set_dangling(s, alias, true);
		s->dirty |= !s->resolving || how != TFE__RELEASE_MOVED;
	} else if (alias->parent) {
		alias->parent->modified = (struct timespec){0};
		tfe__scan_set_polled(s, alias->parent, true);
	}
}

static void release_owner(struct tfe__scan *s, struct tfe__folder *folder, enum tfe__release how)
{
	while (folder->aliases)
		lose_owner(s, folder->aliases, how);
	if (folder->directory && folder->directory->owner == folder)
		folder->directory->owner = NULL;
	if (s->left)
		s->left(s->context, folder);
	tfe__scan_set_polled(s, folder, false);
	tfe__scan_forget_left_out(s, folder);
	set_owner(s, folder, NULL);
	if (how == TFE__RELEASE_MOVED)
		set_moved(s, folder->run, true);
}

tfe_status tfe__folder_release(struct tfe__scan *s, struct tfe__folder *top, enum tfe__release how)
{
	tfe_status status = release_logs(top, how);
	bool searched;
	if (status)
		return status;
	for (struct tfe__folder *f = top; f; f = tfe__folder_next(top, f, searched)) {
		searched = tfe__folder_is_searched(f);
		if (f->link && !s->resolving)
			s->dirty = true;
		tfe__folder_set_dangling(s, f, false);
		if (searched)
			release_owner(s, f, how);
		else
			set_owner(s, f, NULL);
	}
	tfe__changes_signal(&s->logdir->changes);
	return TFE_OK;
}

/* Checks whether the path of an owner still leads to its directory. A notification may not have
 * arrived yet. */
static tfe_status check_owner(struct tfe__scan *s, const struct tfe__folder *owner, bool *there)
{
	struct stat st;
	tfe__folder_path(owner, &s->other);
	tfe_status status = tfe__buf_status(&s->other);
	*there = !status && !stat((const char *)s->other.data, &st) &&
		 st.st_dev == owner->directory->id.device &&
		 st.st_ino == owner->directory->id.inode;
	return status;
}

/* Whether path `a` takes precedence over path `b` of the same directory. */
static bool comes_before(const struct tfe__scan *s, const struct tfe__folder *a,
			 const struct tfe__folder *b)
{
	bool link_a = tfe__folder_is_through_link(a), link_b = tfe__folder_is_through_link(b);
	if (link_a != link_b)
		return link_b;
	if (!link_a)
		return tfe__folder_compare(a, b) < 0;
	/* Links are resolved in their order. Owners of an earlier round have no precedence. */
	return s->resolving && b->round != s->round;
}

static tfe_status become_owner(struct tfe__scan *s, struct tfe__folder *folder,
			       struct tfe__directory *directory)
{
	struct tfe__folder *before = directory->owner;
	tfe_status status = before ? tfe__folder_release(s, before, TFE__RELEASE_MOVED) : TFE_OK;
	if (status)
		return status;
	if (!folder->scans)
		atomic_fetch_add(&s->logdir->directories, 1);
	directory->owner = folder;
	folder->directory = directory;
	folder->round = s->round;
	set_owner(s, folder, folder);
	set_moved(s, folder->run, false);
	/* The previous owner becomes an alias. */
	if (before) {
		before->directory = directory;
		set_owner(s, before, folder);
	}
	return TFE_OK;
}

/* Makes a folder an alias of the owner of its directory. If the folder was searched before, its
 * files and those below it are excluded, because the owner has the same files. */
static tfe_status become_alias(struct tfe__scan *s, struct tfe__folder *folder,
			       struct tfe__folder *owner)
{
	tfe_status status = TFE_OK;
	for (struct tfe__folder *f = folder; f && !status && folder->owner != owner;
	     f = tfe__folder_next(folder, f, true)) {
		for (struct tfe__log *log = f->logs; log && !status; log = log->next)
			status = tfe__logs_exclude(log, true);
		if (!status)
			set_moved(s, f->run, true);
	}
	if (status)
		return status;
	folder->directory = owner->directory;
	set_owner(s, folder, owner);
	return TFE_OK;
}

tfe_status tfe__folder_claim(struct tfe__scan *s, struct tfe__folder *folder,
			     const struct tfe__directory_id *id, bool *search)
{
	struct tfe__directory *directory;
	tfe_status status = directory_of(s, id, &directory);
	*search = false;
	if (status)
		return status;
	if (tfe__folder_is_searched(folder) && folder->directory == directory) {
		folder->round = s->round;
		return TFE_OK;
	}
	if (tfe__folder_is_searched(folder))
		status = tfe__folder_release(s, folder, TFE__RELEASE_GONE);
	struct tfe__folder *owner = directory->owner;
	bool there = true;
	if (!status && owner)
		status = check_owner(s, owner, &there);
	if (!status && !there) {
		status = tfe__folder_release(s, owner, TFE__RELEASE_GONE);
		owner = NULL;
	}
	if (status)
		return status;
	if (owner && !comes_before(s, folder, owner))
		return become_alias(s, folder, owner);
	status = become_owner(s, folder, directory);
	*search = !status;
	return status;
}
