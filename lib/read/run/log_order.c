/* read/run: the order of the files of a run: the order in which they were begun. */
#include "read/run/log_order.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "read/file/event_file.h"
#include "read/run/origin.h"
#include "wire/walk.h"

/* The seconds in the name of a file: the digits after "tfevents."; INFINITY if there are none. */
static double named(const char *path)
{
	static const char word[] = "tfevents.";
	const char *slash = strrchr(path, '/');
	const char *p = strstr(slash ? slash + 1 : path, word);
	if (!p)
		return INFINITY;
	p += sizeof word - 1;
	double seconds = *p >= '0' && *p <= '9' ? 0 : INFINITY;
	for (; *p >= '0' && *p <= '9'; p++)
		seconds = seconds * 10 + (*p - '0');
	return seconds;
}

/* The wall time of an event; INFINITY if it has none. */
static double wall_time_of(const struct tfe__record *record)
{
	const uint8_t *p = record->data, *end = p + record->size;
	struct tfe__field f;
	while (tfe__next_field(&p, end, &f)) {
		if (f.number != 1 || f.type != TFE__FIXED64)
			continue;
		double seconds;
		memcpy(&seconds, &f.value, sizeof seconds);
		return isfinite(seconds) ? seconds : INFINITY;
	}
	return INFINITY;
}

/* Reads the wall time of the first record of a file, if it has one. */
static void read_first(const struct tfe_run *run, struct tfe__log *log)
{
	struct tfe__file file;
	struct tfe__record record;
	if (tfe__file_open(&file, log->path, true, &run->store->allocator, NULL))
		return;
	tfe__file_set_record_limit(&file, run->store->budget.record_bytes);
	if (!tfe__file_next(&file, &record, NULL))
		log->wall_first = wall_time_of(&record);
	tfe__file_close(&file);
}

static double begin_of(const struct tfe__log *log)
{
	return isfinite(log->named) ? log->named : log->wall_first;
}

static int by_begin(const void *a, const void *b)
{
	const struct tfe__log *x = *(struct tfe__log *const *)a, *y = *(struct tfe__log *const *)b;
	if (begin_of(x) != begin_of(y))
		return begin_of(x) > begin_of(y) ? 1 : -1;
	if (x->wall_first != y->wall_first)
		return x->wall_first > y->wall_first ? 1 : -1;
	return strcmp(x->path, y->path);
}

static void sort(struct tfe_run *run)
{
	qsort(run->order, run->ordered, sizeof *run->order, by_begin);
}

/* Reads first records where names do not decide: of files that have no time in their names, and of
 * those that have the same. */
static void read_undecided(struct tfe_run *run)
{
	bool other = false;
	for (size_t i = 0; i < run->ordered; i++)
		other |= run->ordered > 1 && !isfinite(run->order[i]->named);
	run->order_open = false;
	for (size_t i = 0; i < run->ordered; i++) {
		struct tfe__log *log = run->order[i];
		bool same = (i && run->order[i - 1]->named == log->named) ||
			    (i + 1 < run->ordered && run->order[i + 1]->named == log->named);
		bool needed = same || (other && !isfinite(log->named));
		if (!needed || isfinite(log->wall_first))
			continue;
		read_first(run, log);
		run->order_open |= !isfinite(log->wall_first);
	}
}

static tfe_status accept_logs(struct tfe_run *run, size_t n)
{
	tfe_status status = TFE__GROW(&run->store->allocator, run->order, run->order_capacity, n);
	for (size_t i = run->ordered; i < n && !status; i++) {
		struct tfe__log *log = tfe__list_at(&run->logs, i);
		log->named = named(log->path);
		log->wall_first = INFINITY;
		run->order[i] = log;
	}
	if (!status)
		run->ordered = n;
	return status;
}

tfe_status tfe__order_logs(struct tfe_run *run)
{
	size_t n = tfe__list_count(&run->logs), known = run->ordered;
	if (n == known && !run->order_open)
		return TFE_OK;
	tfe_status status = accept_logs(run, n);
	if (status)
		return status;
	sort(run);
	read_undecided(run);
	sort(run);
	if (!known && n)
		tfe__origins_reset(run, run->order[0]);
	for (size_t i = 0; i < n; i++)
		run->order[i]->position = (uint32_t)i;
	/* A file that was read has to come after all others that were read before it. */
	bool new_before = false;
	for (size_t i = 0; i < n; i++) {
		if (!run->order[i]->bytes_read)
			new_before = true;
		else if (new_before)
			run->void_files = true;
	}
	return TFE_OK;
}
