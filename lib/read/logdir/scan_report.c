/* read/logdir: damage that the scanner reports: unreadable paths, and entries beyond limits. */
#include <errno.h>
#include <string.h>

#include "base/sized.h"
#include "read/logdir/scan.h"
#include "read/run/damage.h"

/* Maximum number of paths that are reported singly. */
enum { REPORTS_MAX = 10000 };

static size_t map_bytes(const struct tfe__map *map)
{
	return map->capacity * sizeof *map->slots + map->entry_capacity * sizeof *map->entries;
}

bool tfe__scan_has_space(const struct tfe__scan *s, size_t bytes)
{
	size_t used = s->logdir->arena.used_bytes + s->runs_bytes + map_bytes(&s->folder_by_name) +
		      map_bytes(&s->directory_by_id) + map_bytes(&s->log_by_path) +
		      map_bytes(&s->run_by_name) + map_bytes(&s->reported);
	return used < s->limit_bytes && bytes <= s->limit_bytes - used;
}

void tfe__scan_report(struct tfe__scan *s, const char *path, tfe_damage_kind kind,
		      const char *reason, int sys_errno)
{
	struct tfe_logdir *d = s->logdir;
	size_t length = strlen(path);
	if (tfe__map_get(&s->reported, path, length) != TFE__MAP_NONE)
		return;
	bool has_space = s->reported.count < REPORTS_MAX &&
			 tfe__scan_has_space(s, length + sizeof(tfe_damage) + 64);
	const char *kept = has_space ? tfe__arena_strndup(&d->arena, path, length) : NULL;
	if (!kept || tfe__map_add(&s->reported, kept, length, 0)) {
		tfe__scan_leave_out(s, s->listed, TFE__LIMIT_REPORTS, path);
		return;
	}
	tfe__damage_add(&d->damages, &d->arena, &d->store.budget,
			(tfe_damage){.kind = kind,
				     .path = kept,
				     .offset = -1,
				     .reason = reason,
				     .sys_errno = sys_errno});
	tfe__changes_signal(&d->changes);
}

void tfe__scan_report_unreadable(struct tfe__scan *s, const char *path, int sys_errno)
{
	const char *slash = strrchr(path, '/');
	/* A loop of links hides no run, so it does not count as unreadable. */
	if (sys_errno == ELOOP && !tfe__is_event_name(slash ? slash + 1 : path)) {
		tfe__scan_report(s, path, TFE_DAMAGE_KIND_NO_EVENT_FILE,
				 "is a loop of symbolic links, not searched", 0);
		return;
	}
	tfe__scan_report(s, path, TFE_DAMAGE_KIND_UNREADABLE, tfe__damage_reason(sys_errno),
			 sys_errno);
}

/* --- limits ----------------------------------------------------------------------------------- */

/* The messages for one entry and for several. Aliases beyond their limit hide no data of runs, so
 * their message has no count and names only the first run. */
static const char *const reasons[TFE__LIMITS][2] = {
	[TFE__LIMIT_FOLDERS] =
		{"directory not searched: the memory limit is reached (use a larger --memory)",
		 "directories not searched: the memory limit is reached (use a larger --memory)"},
	[TFE__LIMIT_FILES] =
		{"event file not read: the memory limit is reached (use a larger --memory)",
		 "event files not read: the memory limit is reached (use a larger --memory)"},
	[TFE__LIMIT_DEPTH] =
		{"directory not searched: nested more than 64 levels deep (name it as a log "
		 "directory of its own)",
		 "directories not searched: nested more than 64 levels deep (name them as log "
		 "directories of their own)"},
	[TFE__LIMIT_REPORTS] = {"more path cannot be read; the list of such paths is full",
				"more paths cannot be read; the list of such paths is full"},
	[TFE__LIMIT_ALIASES] =
		{"symbolic links give this run more names than are listed",
		 "symbolic links give this run and others more names than are listed"},
};

static void count(struct tfe__scan *s, enum tfe__limit_kind kind, uint64_t n)
{
	if (!n)
		return;
	/* n is a difference modulo 2^64: the count may become smaller. */
	atomic_fetch_add(&s->limits[kind].count, n);
	tfe__changes_signal(&s->logdir->changes);
}

static void name_first(struct tfe__scan *s, enum tfe__limit_kind kind, const char *path)
{
	const char *none = NULL;
	atomic_compare_exchange_strong(&s->limits[kind].path, &none, path);
}

void tfe__scan_leave_out(struct tfe__scan *s, struct tfe__folder *folder, enum tfe__limit_kind kind,
			 const char *path)
{
	if (!atomic_load(&s->limits[kind].path)) {
		const char *first = tfe__arena_strndup(&s->logdir->arena, path, strlen(path));
		name_first(s, kind, first ? first : "");
	}
	if (folder && folder == s->listed) {
		s->left_out[kind]++;
	} else if (!folder || s->appeared) {
		if (folder)
			folder->left_out[kind]++;
		count(s, kind, 1);
	}
}

void tfe__scan_leave_out_names(struct tfe__scan *s, struct tfe_run *run, bool some)
{
	if (run->more_aliases == some)
		return;
	run->more_aliases = some;
	name_first(s, TFE__LIMIT_ALIASES, run->name);
	count(s, TFE__LIMIT_ALIASES, some ? 1 : UINT64_MAX);
}

void tfe__scan_count_in(struct tfe__scan *s, struct tfe__folder *folder)
{
	for (size_t kind = 0; kind < TFE__LIMIT_ALIASES; kind++) {
		if (s->listed) {
			uint64_t more = (uint64_t)s->left_out[kind] - s->listed->left_out[kind];
			s->listed->left_out[kind] = s->left_out[kind];
			count(s, kind, more);
		}
		s->left_out[kind] = 0;
	}
	s->listed = folder;
}

void tfe__scan_forget_left_out(struct tfe__scan *s, struct tfe__folder *folder)
{
	for (size_t kind = 0; kind < TFE__LIMIT_ALIASES; kind++) {
		count(s, kind, 0 - (uint64_t)folder->left_out[kind]);
		folder->left_out[kind] = 0;
	}
}

static bool get_limit(const struct tfe__scan *s, size_t *i, tfe_damage *damage)
{
	for (size_t kind = 0; s && kind < TFE__LIMITS; kind++) {
		uint64_t count = atomic_load(&s->limits[kind].count);
		if (!count || (*i)--)
			continue;
		*damage = (tfe_damage){.kind = TFE_DAMAGE_KIND_LIMIT,
				       .path = atomic_load(&s->limits[kind].path),
				       .offset = -1,
				       .reason = reasons[kind][count > 1],
				       .count = kind == TFE__LIMIT_ALIASES ? 0 : count};
		return true;
	}
	return false;
}

/* The damages of limits come first, because they concern many entries each. */
size_t tfe_logdir_damage_count(const tfe_logdir *d)
{
	size_t n = tfe__list_count(&d->damages);
	for (size_t kind = 0; d->scan && kind < TFE__LIMITS; kind++)
		n += atomic_load(&d->scan->limits[kind].count) > 0;
	return n;
}

tfe_status tfe_logdir_get_damage(const tfe_logdir *d, size_t i, tfe_damage *damage)
{
	tfe_damage own = {.kind = TFE_DAMAGE_KIND_BYTES, .path = "", .offset = -1, .reason = ""};
	bool exists = get_limit(d->scan, &i, &own);
	if (!exists && i < tfe__list_count(&d->damages)) {
		own = *(const tfe_damage *)tfe__list_at(&d->damages, i);
		exists = true;
	}
	tfe_status status = tfe__result_copy(damage, &own, sizeof own);
	return exists ? status : TFE_E_ARG;
}
