/* tfevents: dump --follow: files that grow, appear, are replaced or go away.
 *
 * Wakes when the system tells of a change in a folder (inotify), and every second where it may not tell (links,
 * network file systems), and then looks at every file. */
#define _DEFAULT_SOURCE /* inotify */

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <tfevents/reader.h>

#include "common/complain.h"
#include "common/memory.h"
#include "tfevents/dump.h"

struct followed {
	struct event_file file;
	tfe_reader *reader; /* NULL until it can be opened */
	bool told;          /* why it cannot */
	struct stat seen;   /* as it was before it was last looked into; all zero before that */
	bool recent; /* and so shortly after a write that its times cannot tell of another one */
};

struct follow {
	struct dump *dump;
	struct followed *followed;
	size_t count, capacity;
	int notify;      /* inotify, -1 where there is none */
	size_t next;     /* where the file found next is likely to stand */
	size_t watches;  /* the highest number that a folder's watch has */
	bool new_folder; /* one is watched that was not when it was looked into */
	bool unwatched;  /* the system does not tell of some folder */
	bool missing;    /* an operand is not there yet */
};

static volatile sig_atomic_t stopped;

static void stop(int number)
{
	(void)number;
	stopped = 1;
}

static void watch(struct follow *f, const char *folder)
{
	const uint32_t what = IN_CREATE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_MODIFY |
			      IN_DELETE_SELF | IN_MOVE_SELF;
	int n = f->notify < 0 ? -1 : inotify_add_watch(f->notify, folder, what);
	if (n < 0)
		f->unwatched = true;
	if (n > 0 && (size_t)n > f->watches) {
		f->watches = (size_t)n;
		f->new_folder = true;
	}
}

static void watch_folder_of(struct follow *f, const struct event_file *file)
{
	size_t n = (size_t)(file->name - file->path);
	char *folder = need_copy(n ? file->path : ".");
	if (n)
		folder[n] = '\0';
	watch(f, folder);
	free(folder);
}

static struct followed *find(struct follow *f, const char *path)
{
	/* Files are found in the same order time after time. */
	for (size_t k = 0; k < f->count; k++) {
		size_t i = (f->next + k) % f->count;
		if (!strcmp(f->followed[i].file.path, path)) {
			f->next = i + 1;
			return &f->followed[i];
		}
	}
	return NULL;
}

static void add(struct follow *f, const struct event_file *file)
{
	f->followed = need_room(f->followed, f->count, &f->capacity, sizeof *f->followed);
	struct followed *new = &f->followed[f->count++];
	char *path = need_copy(file->path);
	*new = (struct followed){
		.file = {path, need_copy(file->run), path + (file->name - file->path)}};
	watch_folder_of(f, &new->file);
}

/* Finds files that were not there the last time. */
static void look_for_files(struct follow *f, const struct arguments *arguments, bool first)
{
	f->missing = false;
	for (int i = 0; i < arguments->operands; i++) {
		struct event_files files = {0};
		bool trouble = false;
		if (!files_find(&files, arguments->operand[i], NULL, &trouble)) {
			if (first)
				complain("tfevents dump", arguments->operand[i],
					 "does not exist yet: %s; waiting for it", strerror(errno));
			f->missing = true;
		}
		for (size_t k = 0; k < files.folders; k++)
			watch(f, files.folder[k]);
		for (size_t k = 0; k < files.count; k++)
			if (!find(f, files.file[k].path))
				add(f, &files.file[k]);
		files_release(&files);
	}
}

static bool is_same_time(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec;
}

/* Whether a file may hold something new. */
static bool is_changed(struct followed *one)
{
	struct stat now = {0};
	if (stat(one->file.path, &now))
		now = (struct stat){0};
	bool same = now.st_dev == one->seen.st_dev && now.st_ino == one->seen.st_ino &&
		    now.st_size == one->seen.st_size &&
		    is_same_time(&now.st_mtim, &one->seen.st_mtim) &&
		    is_same_time(&now.st_ctim, &one->seen.st_ctim);
	bool was_recent = one->recent;
	one->seen = now;
	one->recent = now.st_ctim.tv_sec + 2 >= time(NULL);
	return !one->reader || !same || was_recent;
}

/* Prints what a file holds by now. */
static void look_at_file(struct follow *f, struct followed *one)
{
	if (!is_changed(one))
		return;
	if (!one->reader) {
		one->reader = dump_open(f->dump, &one->file, true, !one->told);
		one->told = !one->reader;
		if (!one->reader)
			return;
	}
	/* First the rest of the file that is open, which may have lost its name since. */
	dump_on(f->dump, &one->file, one->reader, false);
	tfe_file_change change;
	if (tfe_reader_check(one->reader, &change))
		return;
	if (change == TFE_FILE_CHANGE_REPLACED)
		complain("tfevents dump", one->file.path,
			 "was replaced; reading the new file from its start");
	if (change == TFE_FILE_CHANGE_GONE)
		complain("tfevents dump", one->file.path,
			 "was deleted; waiting for a new file of this name");
	if (change != TFE_FILE_CHANGE_SAME && change != TFE_FILE_CHANGE_GONE)
		dump_on(f->dump, &one->file, one->reader, false);
}

/* Folders are read again only where something may have appeared in them. */
static void look(struct follow *f, const struct arguments *arguments, bool first, bool folders)
{
	f->new_folder = first || folders || f->missing || f->unwatched;
	while (f->new_folder) {
		f->new_folder = false;
		look_for_files(f, arguments, first);
	}
	for (size_t i = 0; i < f->count && !f->dump->out.error; i++)
		look_at_file(f, &f->followed[i]);
	out_flush(&f->dump->out);
}

static bool select_change(const struct follow *f, const sigset_t *unblocked)
{
	fd_set set;
	struct timespec limit = {1, 0};
	if (f->missing || f->notify < 0)
		limit = (struct timespec){0, 200000000};
	FD_ZERO(&set);
	if (f->notify >= 0)
		FD_SET(f->notify, &set);
	return pselect(f->notify + 1, &set, NULL, NULL, &limit, unblocked) > 0;
}

/* Waits for a change, a second or a signal. True where the system told of a change. */
static bool wait_for_change(struct follow *f)
{
	/* A signal between the question and the wait must not be slept through. */
	sigset_t mine, unblocked;
	sigemptyset(&mine);
	sigaddset(&mine, SIGINT);
	sigaddset(&mine, SIGTERM);
	sigprocmask(SIG_BLOCK, &mine, &unblocked);
	bool changed = !stopped && select_change(f, &unblocked);
	sigprocmask(SIG_SETMASK, &unblocked, NULL);
	/* What changed does not matter: everything is looked at. */
	char events[4096];
	while (changed && read(f->notify, events, sizeof events) > 0)
		;
	return changed;
}
/* As many open files as the system lets us have: each one followed is. */
static void raise_limit(void)
{
	struct rlimit limit;
	if (!getrlimit(RLIMIT_NOFILE, &limit)) {
		limit.rlim_cur = limit.rlim_max;
		setrlimit(RLIMIT_NOFILE, &limit);
	}
}

void dump_follow(struct dump *d, const struct arguments *arguments)
{
	struct follow f = {.dump = d, .notify = inotify_init1(IN_NONBLOCK | IN_CLOEXEC)};
	if (f.notify >= FD_SETSIZE) {
		close(f.notify);
		f.notify = -1;
	}
	/* The first one ends it when all that is there has been printed, a second one at once. */
	const struct sigaction action = {.sa_handler = stop, .sa_flags = (int)SA_RESETHAND};
	raise_limit();
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	look(&f, arguments, true, true);
	while (!stopped && !d->out.error) {
		bool told = wait_for_change(&f);
		look(&f, arguments, false, told || stopped);
	}
	for (size_t i = 0; i < f.count; i++) {
		struct followed *one = &f.followed[i];
		if (one->reader && !d->out.error) {
			/* What was waited for does not come any more. */
			tfe_reader_settle(one->reader);
			dump_on(d, &one->file, one->reader, true);
		}
		tfe_reader_close(one->reader);
		free(one->file.path);
		free(one->file.run);
	}
	free(f.followed);
	if (f.notify >= 0)
		close(f.notify);
}
