/* read/run: the list of the damage of a run, which has a maximum length. */
#include "read/run/damage_list.h"

#include <string.h>

#include "base/alloc.h"

/* Maximum numbers per run: of listed places, and of all entries, which also are damage of whole
 * files and counts. */
enum { PLACES_MAX = 10000, ENTRIES_MAX = 20000 };

static const char in_file[] = "in this file";
static const char in_files[] = "in this file and others";

void tfe__damage_list_init(struct tfe__damage_list *list, const tfe_allocator *allocator,
			   _Atomic(size_t) *meter)
{
	list->allocator = *allocator;
	list->meter = meter;
}

void tfe__damage_list_release(struct tfe__damage_list *list)
{
	tfe__free(&list->allocator, list->item);
}

static void changed(struct tfe__damage_list *list)
{
	atomic_store(&list->listed, list->n + (list->rest.count > 0));
	atomic_fetch_add(&list->versions, 1);
}

void tfe__damage_list_clear(struct tfe__damage_list *list)
{
	list->n = 0;
	list->rest = (tfe_damage){0};
	atomic_store(&list->places, 0);
	changed(list);
}

/* --- order ------------------------------------------------------------------------------------ */

static bool is_of_file(const tfe_damage *damage, const char *path)
{
	return damage->path == path || !strcmp(damage->path, path);
}

/* Returns whether a damage belongs after `other`, which has no count. */
static bool is_after(const tfe_damage *damage, const tfe_damage *other)
{
	int order = damage->path == other->path ? 0 : strcmp(damage->path, other->path);
	if (order)
		return order > 0;
	return damage->count || damage->offset > other->offset;
}

/* Returns the index of the first entry that belongs after a damage. */
static size_t index_after(const struct tfe__damage_list *list, const tfe_damage *damage)
{
	size_t low = 0, high = list->n;
	/* Most damage is found in the order of the list. */
	if (!high || !is_after(&list->item[high - 1], damage))
		return high;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (is_after(&list->item[middle], damage))
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

/* Finds the entries [*first, *end) of a file. */
static void find_file(const struct tfe__damage_list *list, const char *path, size_t *first,
		      size_t *end)
{
	const tfe_damage before = {.path = path, .offset = INT64_MIN};
	*first = *end = index_after(list, &before);
	while (*end < list->n && is_of_file(&list->item[*end], path))
		++*end;
}

/* --- adding ----------------------------------------------------------------------------------- */

/* Returns the more severe of two kinds, which becomes the kind of an entry with a count. */
static tfe_damage_kind worse(tfe_damage_kind a, tfe_damage_kind b)
{
	static const unsigned char rank[] = {
		[TFE_DAMAGE_KIND_VALUE] = 1,      [TFE_DAMAGE_KIND_RECORD] = 2,
		[TFE_DAMAGE_KIND_BYTES] = 3,      [TFE_DAMAGE_KIND_CHECKSUM] = 3,
		[TFE_DAMAGE_KIND_UNREADABLE] = 4, [TFE_DAMAGE_KIND_LIMIT] = 5,
	};
	unsigned rank_a = (size_t)a < sizeof rank ? rank[a] : 0;
	unsigned rank_b = (size_t)b < sizeof rank ? rank[b] : 0;
	return rank_b > rank_a ? b : a;
}

static void count_in(tfe_damage *rest, const tfe_damage *given, const char *reason)
{
	if (!rest->count) {
		*rest = *given;
		rest->reason = reason;
		rest->tag = NULL;
	} else {
		rest->bytes += given->bytes;
		rest->kind = worse(rest->kind, given->kind);
		rest->sys_errno = rest->sys_errno ? rest->sys_errno : given->sys_errno;
	}
	rest->count++;
}

static bool grow(struct tfe__damage_list *list)
{
	size_t before = list->capacity;
	if (TFE__GROW(&list->allocator, list->item, list->capacity, list->n + 1))
		return false;
	if (list->meter)
		atomic_fetch_add(list->meter, (list->capacity - before) * sizeof *list->item);
	return true;
}

static bool insert(struct tfe__damage_list *list, size_t at, const tfe_damage *damage)
{
	if (!grow(list))
		return false;
	memmove(list->item + at + 1, list->item + at, (list->n - at) * sizeof *list->item);
	list->item[at] = *damage;
	list->n++;
	return true;
}

/* Returns whether the list has the maximum number of places of a file. Its entries end at `end`. */
static bool has_all_places(const struct tfe__damage_list *list, const char *path, size_t end)
{
	if (end < TFE__DAMAGES_PER_FILE)
		return false;
	const tfe_damage *first = &list->item[end - TFE__DAMAGES_PER_FILE];
	return is_of_file(first, path) && first->offset >= 0;
}

static bool add(struct tfe__damage_list *list, const tfe_damage *given, bool has_memory)
{
	size_t at = index_after(list, given), end = at;
	tfe_damage rest = {0};
	if (given->offset < 0)
		return list->n < ENTRIES_MAX && insert(list, at, given);
	while (end < list->n && is_of_file(&list->item[end], given->path))
		end++;
	tfe_damage *last = end ? &list->item[end - 1] : NULL;
	if (last && last->count && is_of_file(last, given->path)) {
		count_in(last, given, in_file);
		return true;
	}
	if (!has_memory && list->n)
		return false;
	if (!has_all_places(list, given->path, end))
		return list->n < PLACES_MAX && insert(list, at, given);
	count_in(&rest, given, in_file);
	return list->n < ENTRIES_MAX && insert(list, end, &rest);
}

static bool is_damage(tfe_damage_kind kind)
{
	return kind != TFE_DAMAGE_KIND_CLOCK && kind != TFE_DAMAGE_KIND_SEVERAL_WRITERS &&
	       kind != TFE_DAMAGE_KIND_TEXT_FILE;
}

void tfe__damage_list_add(struct tfe__damage_list *list, const tfe_damage *given, bool has_memory)
{
	if (!add(list, given, has_memory))
		count_in(&list->rest, given, in_files);
	atomic_fetch_add(&list->places, is_damage(given->kind));
	changed(list);
}

/* --- changes ---------------------------------------------------------------------------------- */

void tfe__damage_list_remove(struct tfe__damage_list *list, const char *path, tfe_damage_kind kind)
{
	size_t i, end;
	find_file(list, path, &i, &end);
	while (i < end && (list->item[i].kind != kind || list->item[i].offset >= 0))
		i++;
	if (i == end)
		return;
	list->n--;
	memmove(list->item + i, list->item + i + 1, (list->n - i) * sizeof *list->item);
	atomic_fetch_sub(&list->places, is_damage(kind));
	changed(list);
}

void tfe__damage_list_replace_kind(struct tfe__damage_list *list, const char *path,
				   tfe_damage_kind from, tfe_damage_kind to)
{
	size_t i, end;
	for (find_file(list, path, &i, &end); i < end; i++)
		if (list->item[i].kind == from)
			list->item[i].kind = to;
	changed(list);
}

/* --- queries ---------------------------------------------------------------------------------- */

const tfe_damage *tfe__damage_list_at(const struct tfe__damage_list *list, size_t i)
{
	if (i < list->n)
		return &list->item[i];
	return i == list->n && list->rest.count ? &list->rest : NULL;
}

int tfe__damage_list_errno(const struct tfe__damage_list *list, const char *path)
{
	size_t i, end;
	for (find_file(list, path, &i, &end); i < end; i++)
		if (list->item[i].offset < 0 && list->item[i].sys_errno)
			return list->item[i].sys_errno;
	return 0;
}
