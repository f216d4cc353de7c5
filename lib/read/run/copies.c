/* read/run: files that are copies of other files of the run. */
#include "read/run/copies.h"

#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "wire/crc32c.h"

/* A file is compared with files that begin with the same records. */
enum { RECORDS_OF_BEGIN = 2 };

struct tfe__copy {
	struct tfe__log *of;
	struct tfe__file original, copy; /* at the end of what was compared */
	uint64_t records, counted;       /* whole records compared; counted in the run */
};

static tfe_status open_log(struct tfe_run *run, struct tfe__log *log, struct tfe__file *file)
{
	tfe_status status = tfe__file_open(file, log->path, true, &run->store->allocator, NULL);
	if (status)
		return status;
	tfe__file_share_points(file, &log->points, NULL);
	tfe__file_set_record_limit(file, run->store->budget.record_bytes);
	return TFE_OK;
}

/* Returns a checksum of the first records of a file; 0 if it has fewer. */
static uint32_t begin_of(struct tfe_run *run, struct tfe__log *log)
{
	struct tfe__file file;
	struct tfe__record record;
	uint32_t crc = 0;
	int n = 0;
	if (open_log(run, log, &file))
		return 0;
	for (; n < RECORDS_OF_BEGIN && !tfe__file_next(&file, &record, NULL); n++)
		crc = tfe__crc32c(crc, record.data, record.size);
	tfe__file_close(&file);
	return n == RECORDS_OF_BEGIN ? crc : 0;
}

/* The result of a comparison. */
enum relation { IS_COPY, IS_EQUAL, HAS_MORE, IS_OTHER };

static bool is_same(const struct tfe__record *a, const struct tfe__record *b)
{
	return a->size == b->size && a->data && b->data && !memcmp(a->data, b->data, a->size);
}

/* Compares the next records of two files up to the end of one of them. A copy may lack damaged
 * places of the original. */
static enum relation compare(struct tfe__copy *c)
{
	struct tfe__record a, b;
	for (;;) {
		tfe_status of_copy = tfe__file_next(&c->copy, &b, NULL);
		tfe_status of_original = tfe__file_next(&c->original, &a, NULL);
		while (of_original == TFE_E_DAMAGED && of_copy != TFE_E_DAMAGED)
			of_original = tfe__file_next(&c->original, &a, NULL);
		if (of_copy == TFE_E_AGAIN)
			return of_original == TFE_E_AGAIN ? IS_EQUAL : IS_COPY;
		if (of_original == TFE_E_AGAIN)
			return of_copy ? IS_OTHER : HAS_MORE;
		bool both_damaged = of_original == TFE_E_DAMAGED && of_copy == TFE_E_DAMAGED;
		if (!both_damaged && (of_original || of_copy || !is_same(&a, &b)))
			return IS_OTHER;
		c->records += !of_copy;
	}
}

static void suspend(struct tfe__copy *c)
{
	tfe__file_suspend(&c->original);
	tfe__file_suspend(&c->copy);
}

void tfe__copy_release(struct tfe__log *log, const tfe_allocator *allocator)
{
	if (!log->copy)
		return;
	tfe__file_close(&log->copy->original);
	tfe__file_close(&log->copy->copy);
	tfe__free(allocator, log->copy);
	log->copy = NULL;
}

/* Compares two files from their beginnings, and keeps the comparison if the first one is a copy of
 * the second one. */
static tfe_status relate(struct tfe_run *run, struct tfe__log *log, struct tfe__log *original,
			 enum relation *relation)
{
	const tfe_allocator *a = &run->store->allocator;
	*relation = IS_OTHER;
	struct tfe__copy *c = tfe__alloc_zeroed(a, 1, sizeof *c);
	if (!c)
		return TFE_E_NOMEM;
	c->of = original;
	tfe_status status = open_log(run, original, &c->original);
	if (!status && (status = open_log(run, log, &c->copy)))
		tfe__file_close(&c->original);
	if (status) {
		tfe__free(a, c);
		return status == TFE_E_NOMEM ? status : TFE_OK;
	}
	*relation = compare(c);
	log->copy = c;
	if (*relation == IS_COPY || *relation == IS_EQUAL)
		suspend(c);
	else
		tfe__copy_release(log, a);
	return TFE_OK;
}

/* Makes a file a copy of another one. What was read of it is void. */
static tfe_status become_copy(struct tfe_run *run, struct tfe__log *log, struct tfe__log *original)
{
	enum relation relation;
	tfe_status status = relate(run, log, original, &relation);
	run->void_files |= log->copy && log->bytes_read;
	return status;
}

/* Compares a file with another one. Of two equal files the later one is the copy. */
static tfe_status compare_with(struct tfe_run *run, struct tfe__log *log, struct tfe__log *other)
{
	enum relation relation;
	tfe_status status = relate(run, log, other, &relation);
	bool is_first = relation == IS_EQUAL && log->position < other->position;
	if (is_first)
		tfe__copy_release(log, &run->store->allocator);
	if (!status && (is_first || relation == HAS_MORE))
		return become_copy(run, other, log);
	run->void_files |= log->copy && log->bytes_read;
	return status;
}

/* Continues the comparison of a copy that may have grown. Returns whether it still is one. */
static bool is_still_copy(struct tfe__log *log)
{
	struct tfe__copy *c = log->copy;
	enum tfe__file_change change[2];
	struct tfe__file *const files[2] = {&c->copy, &c->original};
	for (int i = 0; i < 2; i++)
		if (tfe__file_check(files[i], &change[i], NULL) ||
		    change[i] == TFE__FILE_REPLACED || change[i] == TFE__FILE_GONE)
			return false;
	enum relation relation = compare(c);
	suspend(c);
	return relation == IS_COPY || relation == IS_EQUAL;
}

static tfe_status compare_with_all(struct tfe_run *run, struct tfe__log *log)
{
	tfe_status status = TFE_OK;
	for (size_t i = 0; i < run->ordered && !status && !log->copy; i++) {
		struct tfe__log *other = run->order[i];
		if (other == log || other->copy || other->absent)
			continue;
		/* It was read when it was the only file of the run. */
		if (!other->begin && other->bytes_read)
			other->begin = begin_of(run, other);
		if (other->begin == log->begin)
			status = compare_with(run, log, other);
	}
	return status;
}

tfe_status tfe__copies_find(struct tfe_run *run, struct tfe__log *log)
{
	if (run->ordered < 2 || run->store->restarts != TFE_RESTARTS_SUPERSEDE)
		return TFE_OK;
	if (log->copy && is_still_copy(log))
		return TFE_OK;
	if (log->copy) {
		/* It is compared again when the run is read from its beginning. */
		tfe__copy_release(log, &run->store->allocator);
		log->begin = 0;
		run->void_files = true;
		return TFE_OK;
	}
	if (log->begin)
		return TFE_OK;
	log->begin = begin_of(run, log);
	return log->begin ? compare_with_all(run, log) : TFE_OK;
}

uint64_t tfe__copy_offset(const struct tfe__log *log)
{
	return tfe__file_offset(&log->copy->copy);
}

void tfe__copy_count_records(struct tfe_run *run, struct tfe__log *log, bool again)
{
	struct tfe__copy *c = log->copy;
	atomic_fetch_add(&run->records, c->records - (again ? 0 : c->counted));
	c->counted = c->records;
}

void tfe__copies_forget(struct tfe_run *run, struct tfe__log *log)
{
	for (size_t i = 0; i < run->ordered; i++) {
		struct tfe__log *other = run->order[i];
		if (!other->copy || (other != log && other->copy->of != log))
			continue;
		tfe__copy_release(other, &run->store->allocator);
		other->begin = 0;
		/* Otherwise both are deleted, and the data of a run without files stay. */
		run->void_files |= other != log && !access(other->path, F_OK);
	}
	log->begin = 0;
}
