/* tfevents dump --follow: files that grow, appear, are replaced or disappear.
 *
 * The library finds the files and notices their changes, without reading them (list_only). Each
 * file has a reader here, and its records are printed in their order. */
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include <tfevents/logdir.h>
#include <tfevents/reader.h>

#include "common/timer.h"
#include "common/complain.h"
#include "common/damage_report.h"
#include "common/memory.h"
#include "tfevents/dump.h"
#include "common/stop.h"

static const char program[] = "tfevents dump";

struct followed {
	struct event_file file;
	size_t operand;
	const tfe_run *run; /* the run with the file at `index` */
	size_t index;
	tfe_reader *reader; /* NULL until the file can be opened */
	bool open_reported; /* the reason why the file cannot be opened was reported */
	uint64_t changes;   /* tfe_run_file.changes at the last read */
	/* Until this time the file is read in each cycle: two changes may be too close to differ in
	 * time and length. */
	double recent_until;
	bool recent; /* the last cycle was before recent_until */
};

struct follow {
	struct dump *dump;
	tfe_logdir *logdir;
	size_t *listed; /* by run: the number of files that are followed already */
	size_t runs, run_capacity;
	size_t reported; /* the number of reported damages, without those that count skipped data */
	struct followed *followed;
	size_t count, capacity;
};

/* --- operands --------------------------------------------------------------------------------- */

/* Returns whether an operand can be opened. If not, reports that the program waits for it. */
static bool is_there(const char *operand)
{
	const tfe_logdir_options options = {.size = sizeof options, .list_only = true};
	tfe_logdir *logdir = NULL;
	tfe_error error = TFE_ERROR_INIT;
	tfe_status status = tfe_logdir_open(&operand, 1, &options, &logdir, &error);
	tfe_logdir_close(logdir);
	if (status)
		complain(program, operand, "%s: %s; waiting for it",
			 status == TFE_E_NOTFOUND ? "does not exist yet" : "cannot be opened",
			 error.sys_errno ? strerror(error.sys_errno) : error.message);
	return !status;
}

/* Opens all operands and starts to follow them. Returns false, after a message, on failure. */
static bool open_all(struct follow *f, const struct arguments *arguments)
{
	tfe_logdir_options options = {
		.size = sizeof options, .list_only = true, .await_paths = true};
	tfe_error error = TFE_ERROR_INIT;
	for (int i = 0; i < arguments->operands; i++)
		if (!is_there(arguments->operand[i]))
			options.poll_interval_s = 0.2;
	tfe_status status =
		tfe_logdir_open((const char *const *)arguments->operand,
				(size_t)arguments->operands, &options, &f->logdir, &error);
	if (!status) {
		status = tfe_logdir_watch(f->logdir);
		tfe_logdir_get_error(f->logdir, &error);
	}
	if (status)
		complain(program, *error.path ? error.path : NULL, "%s", error.message);
	return !status;
}

/* --- files ------------------------------------------------------------------------------------ */

static int by_operand_and_name(const void *a, const void *b)
{
	const struct followed *x = a, *y = b;
	if (x->operand != y->operand)
		return x->operand < y->operand ? -1 : 1;
	return event_file_compare(&x->file, &y->file);
}

static void add_file(struct follow *f, const tfe_run *run, size_t i)
{
	tfe_run_info info = TFE_RUN_INFO_INIT;
	tfe_run_file file = {.size = sizeof file};
	tfe_run_get_info(run, &info);
	tfe_run_get_file(run, i, &file);
	f->followed = need_room(f->followed, f->count, &f->capacity, sizeof *f->followed);
	f->followed[f->count++] =
		(struct followed){.file = event_file_make(&file, info.relative_name),
				  .operand = info.path,
				  .run = run,
				  .index = i};
}

/* Adds the files that were found since the last call, in their order. */
static void add_files(struct follow *f)
{
	size_t first = f->count, n = tfe_logdir_run_count(f->logdir);
	for (size_t r = 0; r < n; r++) {
		const tfe_run *run = tfe_logdir_run_at(f->logdir, r);
		if (r == f->runs) {
			f->listed = need_room(f->listed, r, &f->run_capacity, sizeof *f->listed);
			f->listed[f->runs++] = 0;
		}
		for (size_t files = tfe_run_file_count(run); f->listed[r] < files; f->listed[r]++)
			add_file(f, run, f->listed[r]);
	}
	if (f->count > first)
		qsort(f->followed + first, f->count - first, sizeof *f->followed,
		      by_operand_and_name);
}

/* Reports each directory that cannot be searched, once. The number of files beyond a limit changes
 * all the time, and is reported with the first listing. */
static void report_damages(struct follow *f)
{
	size_t nth = 0;
	for (size_t i = 0; i < tfe_logdir_damage_count(f->logdir); i++) {
		tfe_damage damage = TFE_DAMAGE_INIT;
		tfe_logdir_get_damage(f->logdir, i, &damage);
		if (damage.count ? f->runs > 0 : nth++ < f->reported)
			continue;
		damage_report(&damage, program);
		f->dump->trouble |= tfe_damage_is_unread(&damage);
	}
	f->reported = nth > f->reported ? nth : f->reported;
}

/* --- records ---------------------------------------------------------------------------------- */

/* Returns whether a file may have new records. */
static bool is_changed(struct followed *one)
{
	tfe_run_file file = {.size = sizeof file};
	double now = clock_monotonic_s();
	bool was_recent = one->recent;
	tfe_run_get_file(one->run, one->index, &file);
	bool same = file.changes == one->changes;
	if (!same)
		one->recent_until = now + 2;
	one->changes = file.changes;
	one->recent = now < one->recent_until;
	return !one->reader || !same || was_recent;
}

/* Prints the records that a file has now. */
static void print_file(struct follow *f, struct followed *one)
{
	if (!one->reader) {
		one->reader = dump_open(f->dump, &one->file, true, !one->open_reported);
		one->open_reported = !one->reader;
		if (!one->reader)
			return;
	}
	/* The rest of the open file comes first: the file may have lost its name since. */
	dump_on(f->dump, &one->file, one->reader, false);
	tfe_file_change change;
	if (tfe_reader_check(one->reader, &change))
		return;
	if (change == TFE_FILE_CHANGE_REPLACED)
		complain(program, one->file.path,
			 "was replaced; reading the new file from its start");
	if (change == TFE_FILE_CHANGE_GONE)
		complain(program, one->file.path,
			 "was deleted; waiting for a new file of this name");
	if (change != TFE_FILE_CHANGE_SAME && change != TFE_FILE_CHANGE_GONE)
		dump_on(f->dump, &one->file, one->reader, false);
}

/* Prints new records, after all directories were searched. */
static void print_new(struct follow *f)
{
	tfe_progress progress = TFE_PROGRESS_INIT;
	tfe_logdir_acknowledge(f->logdir);
	tfe_logdir_get_progress(f->logdir, &progress);
	if (!progress.loaded)
		return;
	report_damages(f);
	add_files(f);
	for (size_t i = 0; i < f->count && !f->dump->out.error; i++)
		if (is_changed(&f->followed[i]))
			print_file(f, &f->followed[i]);
	out_flush(&f->dump->out);
}

/* Prints the remaining records at the end of the program, also incomplete ones. */
static void print_last(struct follow *f)
{
	tfe_error error = TFE_ERROR_INIT;
	if (tfe_logdir_load(f->logdir)) {
		tfe_logdir_get_error(f->logdir, &error);
		complain(program, NULL, "%s", error.message);
		f->dump->trouble = true;
	}
	print_new(f);
	for (size_t i = 0; i < f->count && !f->dump->out.error; i++) {
		struct followed *one = &f->followed[i];
		if (!one->reader)
			continue;
		tfe_reader_settle(one->reader);
		dump_on(f->dump, &one->file, one->reader, true);
	}
}

/* Raises the limit of open files to the maximum: each followed file is open. */
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
	struct follow f = {.dump = d};
	raise_limit();
	/* After a request to end, all existing records are printed. */
	stop_begin();
	bool opened = open_all(&f, arguments);
	d->trouble |= !opened;
	while (opened && !stop_asked() && !d->out.error) {
		/* For at most a second: files that could not be opened are tried again. */
		stop_wait(tfe_logdir_fd(f.logdir), 1);
		print_new(&f);
	}
	if (opened)
		print_last(&f);
	for (size_t i = 0; i < f.count; i++) {
		tfe_reader_close(f.followed[i].reader);
		event_file_release(&f.followed[i].file);
	}
	free(f.followed);
	free(f.listed);
	tfe_logdir_close(f.logdir);
}
