/* read/run: from the records of a run's files to its series. */
#include "read/run/ingest.h"

#include <errno.h>

#include "base/alloc.h"
#include "base/compiler.h"
#include "base/error.h"
#include "read/file/read_ahead.h"
#include "read/run/add_event.h"
#include "read/run/clocks.h"
#include "read/run/copies.h"
#include "read/run/damage.h"
#include "read/run/filling.h"
#include "read/run/log_check.h"
#include "read/run/log_order.h"
#include "read/run/ordering.h"
#include "read/run/repeat.h"
#include "read/run/restart.h"
#include "wire/event.h"
#include "wire/validate.h"

/* One turn of reading a run. */
struct turn {
	struct tfe_run *run;
	struct tfe__arena scratch;    /* for decoding an event */
	struct tfe__read_ahead ahead; /* of the file that is read */
	uint64_t bytes_left, records, points_before;
	double wall_time;             /* of the last event that repeated others */
	double wall_first, wall_last; /* of all */
};

static void passed_over(struct tfe_run *run, tfe_damage_kind kind, const struct tfe__log *log,
			const struct tfe__record *record, const char *reason)
{
	tfe__run_add_damage(run, (tfe_damage){.kind = kind,
					      .path = log->path,
					      .offset = (int64_t)record->offset,
					      .bytes = record->bytes,
					      .reason = reason});
}

/* --- records ---------------------------------------------------------------------------------- */

static void note_record(struct turn *t, double wall_time)
{
	t->records++;
	if (wall_time < t->wall_first)
		t->wall_first = wall_time;
	if (wall_time > t->wall_last)
		t->wall_last = wall_time;
}

/* Validates, decodes and adds an event. */
TFE__RARE static tfe_status add_decoded(struct turn *t, struct tfe__log *log,
					const struct tfe__record *record)
{
	const char *reason = tfe__validate_event(record->data, record->size);
	if (reason) {
		passed_over(t->run, TFE_DAMAGE_KIND_RECORD, log, record, reason);
		return TFE_OK;
	}
	tfe_event event;
	bool refused = false;
	tfe_status status = tfe__event_decode(&t->scratch, record->data, record->size, &event);
	if (!status)
		status = tfe__add_event(t->run, log, &event, record->offset, &refused);
	if (status)
		return status;
	if (!record->offset && event.what == TFE__EVENT_FILE_VERSION)
		log->check.version_end = record->bytes;
	if (!refused)
		tfe__repeat_learn(t->run, record->data, record->size);
	note_record(t, event.wall_time);
	return TFE_OK;
}

TFE__OFTEN tfe_status add_record(struct turn *t, struct tfe__log *log,
				 const struct tfe__record *record)
{
	atomic_store_explicit(&t->run->finished, false, memory_order_relaxed);
	tfe_status status = tfe__restart_record(t->run, log);
	if (!status)
		status = tfe__repeat_add(t->run, log, record->data, record->size, &t->wall_time);
	if (!status)
		note_record(t, t->wall_time);
	else if (status == TFE_E_NOTFOUND)
		status = add_decoded(t, log, record);
	if (status) {
		log->retry = true;
		log->retry_offset = record->offset;
	}
	return status;
}

/* --- files ------------------------------------------------------------------------------------ */

static void count_read(struct tfe_run *run, struct tfe__log *log, uint64_t bytes)
{
	/* Differences modulo 2^64: a file that was replaced goes back. */
	uint64_t more = bytes - log->bytes_read;
	log->bytes_read = bytes;
	atomic_fetch_add(&run->bytes_read, more);
	atomic_fetch_add(&run->store->bytes_read, more);
}

/* It cannot be read (now); said once. */
static void fail(struct tfe_run *run, struct tfe__log *log, const tfe_error *error)
{
	int sys_errno = error->sys_errno;
	const tfe_damage damage = {
		.kind = sys_errno ? TFE_DAMAGE_KIND_UNREADABLE : TFE_DAMAGE_KIND_NO_EVENT_FILE,
		.path = log->path,
		.offset = -1,
		.reason = sys_errno ? tfe__damage_reason(sys_errno) : "not a regular file",
		.sys_errno = sys_errno};
	if (!log->reported)
		tfe__run_add_damage(run, damage);
	log->reported = true;
	log->absent = true;
}

/* Reads the record at an offset, whatever its length is up to the limit of large records, and adds
 * it. One thread at a time does so, and it keeps nothing of the record. *status_of_read is the
 * status of the reading. */
static tfe_status add_large(struct turn *t, struct tfe__log *log, uint64_t offset,
			    tfe_status *status_of_read)
{
	struct tfe__budget *budget = &t->run->store->budget;
	struct tfe__record record;
	tfe_status status = TFE_OK;
	pthread_mutex_lock(&budget->large_record);
	tfe__file_set_record_limit(&log->file, budget->large_record_bytes);
	*status_of_read = tfe__file_read_at(&log->file, offset, &record, NULL);
	if (!*status_of_read)
		status = add_record(t, log, &record);
	tfe__file_set_record_limit(&log->file, budget->record_bytes);
	tfe__records_release(&log->file.records);
	pthread_mutex_unlock(&budget->large_record);
	return status;
}

/* The record within which memory ran out. */
TFE__RARE static tfe_status add_retried(struct turn *t, struct tfe__log *log)
{
	tfe_status read, status = add_large(t, log, log->retry_offset, &read);
	if (read == TFE_E_NOMEM)
		return read;
	log->retry = status != TFE_OK;
	if (read)
		log->values_done = 0; /* it is there no more */
	return status;
}

/* What was passed over: bytes that are no record, or a record that is not read with others. */
TFE__RARE static tfe_status add_passed_over(struct turn *t, struct tfe__log *log,
					    const struct tfe__record *record)
{
	if (!record->too_large) {
		if (!tfe__log_check_damage(log, record))
			passed_over(t->run, TFE_DAMAGE_KIND_BYTES, log, record, record->reason);
		return TFE_OK;
	}
	tfe_status read, status = add_large(t, log, record->offset, &read);
	if (read == TFE_E_LIMIT)
		passed_over(t->run, TFE_DAMAGE_KIND_LIMIT, log, record,
			    "a record is larger than the memory limit (use a larger --memory)");
	else if (read == TFE_E_NOMEM)
		passed_over(t->run, TFE_DAMAGE_KIND_LIMIT, log, record,
			    "out of memory for a large record");
	else if (read)
		passed_over(t->run, TFE_DAMAGE_KIND_BYTES, log, record,
			    "a large record could not be read again");
	return status;
}

/* The next record, where it is not the next whole one that is in memory. */
TFE__RARE static tfe_status next(struct turn *t, struct tfe__log *log, struct tfe__record *record,
				 tfe_error *error)
{
	struct tfe__file *file = &log->file;
	if (tfe__read_ahead_take(&t->ahead, &file->records) && tfe__file_next_whole(file, record))
		return TFE_OK;
	tfe_status status = tfe__file_next(file, record, error);
	uint64_t end = atomic_load(&log->bytes);
	if (!status && end > record->offset) {
		if (end - record->offset > t->bytes_left)
			end = record->offset + t->bytes_left;
		tfe__read_ahead_offer(&t->ahead, t->run->store->helpers, &file->records,
				      record->offset, end);
	}
	return status;
}

/* Reads on to the end, or until the turn is over. */
static tfe_status read_on(struct turn *t, struct tfe__log *log)
{
	struct tfe__record record;
	tfe_error error = TFE_ERROR_INIT;
	tfe_status status = log->retry ? add_retried(t, log) : TFE_OK;
	log->more = true;
	while (!status && t->bytes_left) {
		if (!tfe__file_next_whole(&log->file, &record))
			status = next(t, log, &record, &error);
		if (status == TFE_E_AGAIN)
			break;
		if (status == TFE_E_DAMAGED) {
			status = add_passed_over(t, log, &record);
		} else if (!status) {
			status = add_record(t, log, &record);
		} else {
			break;
		}
		if (tfe__budget_is_over(&t->run->store->budget))
			tfe__budget_enforce(t->run);
		t->bytes_left -= record.bytes < t->bytes_left ? record.bytes : t->bytes_left;
	}
	tfe__read_ahead_end(&t->ahead);
	tfe__log_check_end(log, status == TFE_E_AGAIN ? &record : NULL);
	count_read(t->run, log, tfe__file_offset(&log->file));
	log->more = !status || status == TFE_E_NOMEM;
	/* The file was rewritten since it was checked. */
	if (status == TFE_E_AGAIN && log->file.stale)
		atomic_store(&log->changed, true);
	if (status && status != TFE_E_AGAIN && status != TFE_E_NOMEM)
		fail(t->run, log, &error);
	return status == TFE_E_NOMEM ? status : TFE_OK;
}

/* Reads the files of the run from their beginnings. TFE_E_NOMEM: the next turn tries again. */
static tfe_status begin_anew(struct turn *t)
{
	struct tfe_run *run = t->run;
	size_t before = run->arena.used_bytes;
	tfe_status status = tfe__run_begin_reload(run);
	if (status)
		return status;
	tfe__origins_reset(run, run->order[0]);
	run->void_files = false;
	run->arena_before = before;
	for (size_t i = 0; i < run->ordered; i++) {
		struct tfe__log *log = run->order[i];
		if (log->opened)
			tfe__file_close(&log->file);
		log->opened = log->retry = log->reported = false;
		log->values_done = 0;
		log->session = log->part = NULL;
		log->check = (struct tfe__log_check){0};
		atomic_store(&log->cut_bytes, 0); /* a file that became a copy is not read again */
		count_read(run, log, 0);
		atomic_store(&log->changed, true);
	}
	run->history = TFE__HISTORY_NONE;
	run->last = NULL;
	run->restart_cost = 0;
	run->restarts_ignored = false;
	run->clock_earlier = run->clock_later = NULL;
	run->clock_reported = run->clock_reported_later = NULL;
	run->writers_reported = (struct tfe__writers){0};
	run->has_orderings = false;
	tfe__run_forget_damage(run);
	atomic_fetch_sub(&run->store->budget.left_out, atomic_exchange(&run->left_out, 0));
	atomic_store(&run->restarts, 0);
	atomic_store(&run->superseded, 0);
	atomic_store(&run->records, 0);
	atomic_store(&run->finished, false);
	atomic_fetch_sub(&run->store->points, t->points_before);
	atomic_fetch_sub(&run->store->superseded, run->points_superseded);
	run->points_superseded = 0;
	run->points_read = t->points_before = t->records = 0;
	run->wall_first = t->wall_first = INFINITY;
	run->wall_last = t->wall_last = -INFINITY;
	return TFE_OK;
}

/* Opens a file, or finds out how it changed. If the file was replaced, what was read of the run is
 * void. */
static tfe_status look(struct tfe_run *run, struct tfe__log *log)
{
	tfe_error error = TFE_ERROR_INIT;
	tfe_status status;
	enum tfe__file_change change = TFE__FILE_GROWN;
	if (atomic_load(&log->excluded)) {
		log->absent = true;
		log->more = false;
		run->void_files |= log->bytes_read > 0;
		return TFE_OK;
	}
	if (!log->opened) {
		status = tfe__file_open(&log->file, log->path, atomic_load(&run->store->live),
					&run->store->allocator, &error);
		log->opened = !status;
		if (log->opened) {
			tfe__file_share_points(&log->file, &log->points,
					       &run->store->budget.points);
			tfe__file_set_record_limit(&log->file, run->store->budget.record_bytes);
		}
	} else {
		if (atomic_load(&run->store->live))
			tfe__file_set_live(&log->file);
		status = tfe__file_check(&log->file, &change, &error);
	}
	log->absent = status == TFE_E_NOTFOUND || (!status && change == TFE__FILE_GONE);
	/* Nothing was read of a copy by this file: its comparison finds out what changed. */
	bool is_replaced = !status && change == TFE__FILE_REPLACED && !log->copy;
	if (log->absent || is_replaced)
		tfe__log_check_reset(log);
	run->void_files |= is_replaced && log->bytes_read;
	tfe__clocks_refresh(run, log);
	log->more = !status && change != TFE__FILE_GONE && change != TFE__FILE_SAME;
	if (status == TFE_E_NOMEM)
		return status;
	if (status && status != TFE_E_NOTFOUND)
		fail(run, log, &error);
	if (log->absent || is_replaced)
		tfe__copies_forget(run, log);
	bool had_read = log->bytes_read > 0;
	status = log->absent ? TFE_OK : tfe__copies_find(run, log);
	if (log->copy) {
		log->more = false;
		count_read(run, log, tfe__copy_offset(log));
		tfe__copy_count_records(run, log, !had_read);
	}
	return status;
}

/* Makes the latest stretch one of this file. */
static tfe_status begin_stretch(struct tfe_run *run, const struct tfe__log *log)
{
	if (run->stretches && run->stretches->log == log)
		return TFE_OK;
	struct tfe__stretch *stretch = tfe__arena_alloc(&run->arena, sizeof *stretch);
	if (!stretch)
		return TFE_E_NOMEM;
	*stretch = (struct tfe__stretch){run->stretches, log, log->file.records.place};
	run->stretches = stretch;
	return TFE_OK;
}

static tfe_status read_log(struct turn *t, struct tfe__log *log)
{
	tfe_status status = TFE_OK;
	if (atomic_exchange(&log->changed, false))
		status = look(t->run, log);
	bool more = !t->run->void_files && log->more && log->opened;
	if (!status && more)
		status = begin_stretch(t->run, log);
	if (!status && more) {
		status = read_on(t, log);
		t->run->stretches->end = log->file.records.place;
	}
	tfe__session_pause(t->run);
	if (log->opened)
		tfe__file_suspend(&log->file);
	if (status)
		atomic_store(&log->changed, true);
	return status;
}

/* --- runs ------------------------------------------------------------------------------------- */

/* The last block of an arena is used in part. */
enum { BLOCK_BYTES = 64 << 10 };

/* Whether reading the run from its beginning would take more memory than the budget still has. It
 * takes about as much as the last reading, except for what each series takes once. */
static bool is_short_of_memory(const struct tfe_run *run)
{
	const struct tfe__budget *b = &run->store->budget;
	size_t took = run->arena.used_bytes - run->arena_before;
	size_t once = run->arena_before ? 0 : tfe__list_count(&run->series) * sizeof(tfe_series);
	size_t droppable = atomic_load(&b->droppable_bytes), used = atomic_load(&b->used_bytes);
	size_t stays = used > droppable ? used - droppable : 0;
	return stays + (took > once ? took - once : 0) + BLOCK_BYTES > b->limit_bytes;
}

/* What became void stays in memory, because a view has no end. Where that leaves no room, a run is
 * not read from its beginning again: what was read before is still shown, which is reported. */
static bool has_given_up(struct tfe_run *run, const struct tfe__log *log)
{
	if (!run->given_up && !(run->void_files && is_short_of_memory(run)))
		return false;
	if (!run->given_up)
		tfe__run_add_damage(
			run, (tfe_damage){.kind = TFE_DAMAGE_KIND_LIMIT,
					  .path = log->path,
					  .offset = -1,
					  .reason = "the memory limit is reached: the "
						    "rewritten files of the run are not reread"});
	run->given_up = true;
	run->void_files = false;
	for (size_t i = 0; i < run->ordered; i++) {
		atomic_store(&run->order[i]->changed, false);
		run->order[i]->more = false;
	}
	return true;
}

/* A deleted file makes what was read of it void, as a fresh start would not have it; a renamed file
 * is read under its new name. Only if all files of the run are deleted, its data are kept. */
static void forget_deleted(struct tfe_run *run)
{
	bool any_left = false;
	for (size_t i = 0; i < run->ordered; i++)
		any_left |= !run->order[i]->absent;
	for (size_t i = 0; i < run->ordered && any_left; i++) {
		const struct tfe__log *log = run->order[i];
		/* A file that cannot be read at the moment is not deleted. */
		run->void_files |= log->absent && !log->reported && log->bytes_read > 0;
	}
}

static tfe_status read_logs(struct turn *t)
{
	struct tfe_run *run = t->run;
	tfe_status status = tfe__order_logs(run);
	for (size_t i = 0; !status && t->bytes_left; i++) {
		if (i == run->ordered)
			forget_deleted(run);
		if (run->ordered && has_given_up(run, run->order[i ? i - 1 : 0]))
			break;
		if (run->void_files) {
			status = begin_anew(t);
			i = 0;
		}
		if (status || i == run->ordered)
			break;
		status = read_log(t, run->order[i]);
	}
	return status;
}

/* Decides what depends on all files, now that all are read. */
static tfe_status settle(struct tfe_run *run)
{
	tfe_status status = TFE_OK;
	if (run->store->restarts == TFE_RESTARTS_SUPERSEDE) {
		status = tfe__restart_settle(run);
		tfe__clocks_report(run);
	}
	if (status)
		return status;
	return run->has_orderings ? tfe__order_run(run) : TFE_OK;
}

/* Tells queries what the turn brought. Returns whether there is more to read. */
static bool publish(struct turn *t, tfe_status status)
{
	struct tfe_run *run = t->run;
	bool more = run->void_files, gone = run->ordered > 0;
	for (size_t i = 0; i < run->ordered; i++) {
		const struct tfe__log *log = run->order[i];
		more |= log->more || atomic_load(&log->changed);
		gone &= log->absent;
	}
	if (!more && !status)
		status = settle(run);
	if (!more && run->reloading && !run->given_up)
		tfe__run_end_reload(run);
	atomic_store(&run->status, status);
	run->wall_first = fmin(run->wall_first, t->wall_first);
	run->wall_last = fmax(run->wall_last, t->wall_last);
	atomic_store(&run->first_wall_time, isfinite(run->wall_first) ? run->wall_first : 0);
	atomic_store(&run->last_wall_time, isfinite(run->wall_last) ? run->wall_last : 0);
	atomic_store(&run->last_step, run->history.any ? run->history.step_max : 0);
	atomic_fetch_add(&run->records, t->records);
	atomic_store(&run->gone, gone);
	atomic_store(&run->loaded, !more && !status);
	atomic_fetch_add(&run->store->points, run->points_read - t->points_before);
	return more && !status;
}

static void begin_turn(struct turn *t, struct tfe_run *run, uint64_t bytes)
{
	t->run = run;
	t->ahead = (struct tfe__read_ahead){0};
	t->bytes_left = bytes;
	t->records = 0;
	t->points_before = run->points_read;
	t->wall_first = INFINITY;
	t->wall_last = -INFINITY;
	tfe__arena_init(&t->scratch, &run->store->allocator, 0);
}

bool tfe__ingest(struct tfe_run *run, uint64_t bytes)
{
	struct turn t;
	begin_turn(&t, run, bytes);
	pthread_mutex_lock(&run->filling);
	tfe_status status = read_logs(&t);
	tfe__arena_release(&t.scratch);
	bool more = publish(&t, status);
	pthread_mutex_unlock(&run->filling);
	tfe__budget_settle(run->store);
	return more;
}

/* --- a second reading ------------------------------------------------------------------------- */

/* The detail of the failure of look or read_on. */
static tfe_status why_absent(const struct tfe__log *log, tfe_error *error)
{
	int sys_errno = tfe__run_errno_of(log->run, log->path);
	return tfe__error(error, TFE_E_IO, sys_errno ? sys_errno : ENOENT, log->path, -1,
			  "cannot be read again");
}

tfe_status tfe__ingest_up_to(struct tfe__log *log, uint64_t end, uint64_t bytes, bool *more,
			     tfe_error *error)
{
	struct turn t;
	begin_turn(&t, log->run, bytes);
	tfe_status status = atomic_exchange(&log->changed, false) ? look(log->run, log) : TFE_OK;
	uint64_t place = log->opened ? log->file.records.place : 0;
	if (!status && !log->absent && place < end) {
		t.bytes_left = bytes < end - place ? bytes : end - place;
		status = read_on(&t, log);
	}
	*more = log->opened && log->file.records.place < end;
	if (!*more && log->opened)
		tfe__file_suspend(&log->file);
	tfe__arena_release(&t.scratch);
	if (status)
		return tfe__error(error, status, 0, log->path, -1,
				  "out of memory while it was read again");
	if (log->absent)
		return why_absent(log, error);
	if (*more && !log->more)
		return tfe__error(error, TFE_E_DAMAGED, 0, log->path,
				  (int64_t)log->file.records.place,
				  "the file ends before what was read of it: it was changed");
	return TFE_OK;
}
