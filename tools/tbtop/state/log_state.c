/* state: what tbtop remembers of a log directory from one session to the next.
 *
 * A save is a three-way merge, entry by entry: what this session changed since it began replaces
 * what the file has now, and everything else in the file stays. So two tbtop that show the same log
 * directory do not undo each other's changes, and entries of runs that are not there now stay. */
#include "tbtop/state/log_state.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/memory.h"
#include "tbtop/state/remember.h"
#include "tbtop/state/remember_zooms.h"
#include "tbtop/update/settings.h"
#include "tbtop/update/update.h"

/* The entry that tells people which log directories a file belongs to. */
static const char logdirs_name[] = "logdirs";

void state_forget(const char *const *logdirs, size_t n)
{
	const struct entries nothing = {0};
	char *path = state_file_path(logdirs, n);
	if (path && !access(path, F_OK) && state_file_keep(path))
		state_file_write(path, &nothing);
	free(path);
}

void state_open(struct state *s, const char *const *logdirs, size_t n)
{
	enum entries_condition condition;
	struct state_stamp stamp;
	*s = (struct state){.path = state_file_path(logdirs, n),
			    .logdirs = state_file_logdirs(logdirs, n)};
	if (!s->path)
		return;
	if (!state_file_read(s->path, &s->stored, &condition, &stamp)) {
		snprintf(s->problem, sizeof s->problem,
			 "the settings of the last session: %.150s: %s", s->path, strerror(errno));
		s->untouchable = true;
		return;
	}
	if (condition == ENTRIES_NO_FILE) {
		snprintf(s->problem, sizeof s->problem,
			 "nothing is remembered of this log: %.150s is no regular file", s->path);
		s->untouchable = true;
	} else if (condition == ENTRIES_FOREIGN) {
		snprintf(s->problem, sizeof s->problem,
			 "another version of tbtop remembers settings of this log in %.120s; "
			 "they are neither used nor changed (--reset forgets them)",
			 s->path);
		s->untouchable = true;
	} else if (condition == ENTRIES_DAMAGED) {
		snprintf(s->problem, sizeof s->problem,
			 "the settings of the last session are damaged; %zu were read, the file is "
			 "%.140s.old",
			 s->stored.n, s->path);
		s->damaged = state_file_keep(s->path);
		s->untouchable = !s->damaged;
	}
	const char *whose = entries_get(&s->stored, logdirs_name);
	if (whose && strcmp(whose, s->logdirs) != 0) /* another one with the same hash */
		entries_release(&s->stored);
	entries_remove(&s->stored, logdirs_name);
}

void state_release(struct state *s)
{
	entries_release(&s->stored);
	entries_release(&s->begun);
	entries_release(&s->written);
	free(s->path);
	free(s->logdirs);
	*s = (struct state){0};
}

/* Returns whether the command line decides about an entry. */
static bool is_given(const struct state_given *given, const char *name)
{
	return (given->view && !strcmp(name, "view")) ||
	       (given->runs && !strcmp(name, "filter.runs")) ||
	       (given->tags && !strcmp(name, "filter.tags")) ||
	       (given->smoothing && !strcmp(name, "set smoothing")) ||
	       (given->theme && !strcmp(name, "set theme")) ||
	       (given->mouse && !strcmp(name, "set mouse")) ||
	       (given->total_steps && !strcmp(name, "set total-steps"));
}

/* Applies the entries that can be applied now. Each one is applied or refused once, so that what
 * the user changes afterwards stays. Returns the number of those that one sees. */
static size_t apply(struct state *s, struct model *m)
{
	size_t done = 0;
	for (size_t i = 0; i < s->stored.n; i++) {
		struct entry *e = &s->stored.items[i];
		if (e->done || e->refused)
			continue;
		enum recall result = recall_entry(m, e->name, e->value);
		e->done = result == RECALL_DONE;
		e->refused = result == RECALL_WRONG;
		/* Lines that were entered change nothing that is shown. */
		done += result == RECALL_DONE && strncmp(e->name, "history.", 8) != 0;
	}
	return done;
}

/* Sets what a save compares with: the stored entries, and the model as it is now. */
static void set_begun(struct state *s, const struct model *m)
{
	struct entries now = {0};
	remember(m, &now);
	entries_release(&s->begun);
	entries_copy(&s->begun, &s->stored);
	for (size_t i = 0; i < now.n; i++)
		entries_put(&s->begun, now.items[i].name, now.items[i].value);
	entries_release(&now);
}

void state_begin(struct state *s, struct model *m, const struct state_given *given)
{
	for (size_t i = 0; i < s->stored.n; i++)
		s->stored.items[i].done = is_given(given, s->stored.items[i].name);
	size_t applied = apply(s, m);
	settings_applied(m);
	set_begun(s, m);
	if (*s->problem)
		say(m, true, "%s", s->problem);
	else if (applied)
		say(m, false, "as in the last session; :reset forgets it");
}

void state_follow(struct state *s, struct model *m)
{
	uint64_t rows = m->trials.n_rows;
	if (s->runs_seen == m->n_runs && s->tags_seen == m->curves_added && s->rows_seen == rows)
		return;
	s->runs_seen = m->n_runs;
	s->tags_seen = m->curves_added;
	s->rows_seen = rows;
	if (apply(s, m))
		recall_finish(m);
}

void state_reset(struct state *s, struct model *m, const struct model *usual)
{
	char value[SETTING_BYTES], error[160];
	entries_release(&s->stored);
	recall_nothing(m);
	for (size_t i = 0; i < n_settings; i++) {
		setting_get(usual, i, value);
		setting_set(m, i, value, error);
	}
	recall_finish(m);
	set_begun(s, m);
	s->emptied = true;
}

/* --- saving ----------------------------------------------------------------------------------- */

/* Returns whether the session changed an entry: `now` and `begun` are its values, NULL without
 * one. */
static bool changed(const char *now, const char *begun)
{
	return now && begun ? strcmp(now, begun) != 0 : now != begun;
}

/* Applies the changes of the session to the entries of the file. */
static bool merge(const struct state *s, const struct entries *now, struct entries *file)
{
	bool all = true;
	for (size_t i = 0; i < now->n; i++) {
		const struct entry *e = &now->items[i];
		if (changed(e->value, entries_get(&s->begun, e->name)))
			all &= entries_put(file, e->name, e->value);
	}
	for (size_t i = 0; i < s->begun.n; i++)
		if (!entries_get(now, s->begun.items[i].name))
			entries_remove(file, s->begun.items[i].name);
	return all;
}

/* Adds the entries that were not applied: their runs and charts were not found, or another version
 * of tbtop knows their meaning. */
static bool add_waiting(const struct state *s, struct entries *now)
{
	bool all = true;
	for (size_t i = 0; i < s->stored.n; i++) {
		const struct entry *e = &s->stored.items[i];
		if (!e->done && !entries_get(now, e->name))
			all &= entries_put(now, e->name, e->value);
	}
	return all;
}

/* Merges with the file and writes it; again if another program replaced the file meanwhile. */
static bool write_merged(struct state *s, const struct entries *now)
{
	enum { TRIES = 4 };
	enum entries_condition condition;
	struct state_stamp stamp;
	bool good = false;
	for (int i = 0; i < TRIES; i++) {
		struct entries file = {0};
		if (!state_file_read(s->path, &file, &condition, &stamp))
			return false;
		if (condition == ENTRIES_NO_FILE) { /* since the begin */
			errno = EINVAL;
			return false;
		}
		if (s->emptied || condition == ENTRIES_FOREIGN)
			entries_release(&file);
		entries_remove(&file, logdirs_name);
		s->full |= !merge(s, now, &file);
		drop_old_zooms(&file);
		if (file.n)
			entries_put(&file, logdirs_name, s->logdirs);
		bool current = state_file_is(s->path, &stamp);
		if (current || i + 1 == TRIES)
			good = state_file_write(s->path, &file);
		entries_release(&file);
		if (current)
			break;
	}
	return good;
}

bool state_save(struct state *s, const struct model *m)
{
	struct entries now = {0};
	if (!s->path || s->untouchable)
		return true;
	s->full = !remember(m, &now);
	s->full |= !add_waiting(s, &now);
	bool known = s->written.n && entries_equal(&now, &s->written);
	bool same = !s->written.n && !s->emptied && !s->damaged && entries_equal(&now, &s->begun);
	bool good = known || same || write_merged(s, &now);
	int error = errno;
	if (good && !known && !same) {
		entries_release(&s->written);
		entries_copy(&s->written, &now);
		/* From now on, only further changes replace what the file has. */
		entries_release(&s->begun);
		entries_copy(&s->begun, &now);
		s->emptied = s->damaged = false;
	}
	entries_release(&now);
	if (!good)
		snprintf(s->problem, sizeof s->problem,
			 "the settings are not remembered: %.150s: %s", s->path, strerror(error));
	else if (s->full)
		snprintf(s->problem, sizeof s->problem,
			 "not all settings are remembered: more than %d values are too many",
			 MOST_ENTRIES);
	return good;
}
