/* read/column: columns: the entries of one series in memory. */
#ifndef TFE_READ_COLUMN_COLUMN_H
#define TFE_READ_COLUMN_COLUMN_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/status.h>

#include "base/arena.h"
#include "read/column/chunk.h"
#include "read/column/index.h"
#include "read/column/pool.h"

struct tfe__smoothing;

/* A restart that superseded entries of a column: those before number `mark` whose step is `step` or
 * later. */
struct tfe__column_restart {
	const struct tfe__column *replaced; /* it has the superseded entries */
	int64_t step;
	uint64_t mark;
	uint64_t superseded; /* how many */
};

/* The column that another one replaced, and what is not in the newer one. The numbers are
 * totals. */
struct tfe__column_before {
	const struct tfe__column *column;
	const struct tfe__column_restart *restarts; /* the latest one; NULL: none */
	uint64_t superseded;                        /* entries that restarts superseded */
	uint64_t repeated;                          /* entries that are in several files */
	bool several; /* several files have entries at the same steps */
	bool ordered; /* entries of several files were ordered by step */
};

/* The chunks of one series. One writer appends; any number of readers read the first `count`
 * entries without locks. The writer stores index, chunks and count in this order, each with release
 * order; readers load them in the opposite order. Memory that an entry below `count` needs never
 * changes again, except for dropping. It belongs to the arena of the run. */
struct tfe__column {
	_Atomic(uint64_t) count;
	_Atomic(size_t) chunks;
	_Atomic(struct tfe__index *) index;
	_Atomic(struct tfe__smoothing *) smoothing; /* cache of the readers */
	const struct tfe__column_before *before;    /* NULL: it replaced none */
};

/* The sources of memory for columns. */
struct tfe__column_memory {
	struct tfe__arena *arena;
	struct tfe__pool
		*pool; /* Owner of droppable data; NULL: all data are allocated in the arena. */
	/* Set while the memory budget has no space for more chunks; NULL: never. */
	const _Atomic(bool) *full;
};

/* The state of the writer; the fields that each entry changes come first. Scalars are stored
 * as float32 until one does not fit exactly, then as float64, then as an exact integer. */
struct tfe__column_writer {
	struct tfe__encoder encoder;
	struct tfe__column *column;
	/* Latest step of all entries, except those that tfe__encoder_add_float added later. */
	int64_t step_max;
};

/* The number of entries that restarts superseded. */
static inline uint64_t tfe__column_superseded(const struct tfe__column *column)
{
	return column->before ? column->before->superseded : 0;
}

static inline struct tfe__column_before tfe__column_before(const struct tfe__column *column)
{
	return column->before ? *column->before : (struct tfe__column_before){0};
}

/* The restart before another one; NULL: there is none. */
static inline const struct tfe__column_restart *
tfe__column_restart_before(const struct tfe__column_restart *restart)
{
	return tfe__column_before(restart->replaced).restarts;
}

/* The number of entries of the column. */
static inline uint64_t tfe__column_written(const struct tfe__column_writer *w)
{
	return atomic_load_explicit(&w->column->count, memory_order_relaxed);
}

/* The latest step of its entries; there must be at least one. */
int64_t tfe__column_step_max(const struct tfe__column_writer *w);

/* Initialises an empty column, and its writer. */
void tfe__column_init(struct tfe__column *column);
void tfe__column_writer_init(struct tfe__column_writer *w, struct tfe__column *column,
			     enum tfe__value_type type);

/* Frees the data of the growing chunk. Nothing may be appended later, and no query may read that
 * chunk. */
void tfe__column_writer_release(struct tfe__column_writer *w,
				const struct tfe__column_memory *memory);

/* Seals the growing chunk, if any: the next entry begins another one. The data of the chunk can be
 * dropped from then on. On TFE_E_NOMEM the column is unchanged. */
tfe_status tfe__column_seal(struct tfe__column_writer *w,
			    const struct tfe__column_memory *memory) TFE_MUST_CHECK;

/* Appends and publishes one entry. TFE_E_LIMIT: it needs another chunk, for which the memory budget
 * has no space. On that and TFE_E_NOMEM the column is unchanged. */
tfe_status tfe__column_add(struct tfe__column_writer *w, const struct tfe__column_memory *memory,
			   const struct tfe__entry *entry) TFE_MUST_CHECK;

/* Counts the step of an entry that was skipped because of the memory budget: restarts are
 * recognised by the steps of all entries. */
void tfe__column_note_left_out(struct tfe__column_writer *w, int64_t step);

/* Publishes the last encoded entry. */
static inline void tfe__column_publish(struct tfe__column_writer *w)
{
	atomic_store_explicit(&w->column->count, tfe__column_written(w) + 1, memory_order_release);
}

/* Fast path of tfe__column_add for a float32. If it returns false, nothing changed. */
static inline bool tfe__column_add_float(struct tfe__column_writer *w, int64_t step,
					 double wall_time, float value)
{
	if (!tfe__encoder_add_float(&w->encoder, step, wall_time, value))
		return false;
	tfe__column_publish(w);
	return true;
}

/* Supersedes the entries before number `mark` whose step is `step` or later (in dropped chunks, as
 * many as are known). If there are any, *w continues with a new column without them, which shares
 * the chunks before the first such entry; readers of the old column see no change. *removed is
 * their number. On TFE_E_NOMEM *w is unchanged. */
tfe_status tfe__column_supersede(struct tfe__column_writer *w,
				 const struct tfe__column_memory *memory, int64_t step,
				 uint64_t mark, uint64_t *removed) TFE_MUST_CHECK;

/* The number of entries of a dropped chunk that remain after tfe__column_supersede: exact if all or
 * none remain, or if steps are evenly spaced. */
uint32_t tfe__chunk_kept(const struct tfe__chunk *chunk, int64_t step, uint64_t mark);

/* A snapshot of a column: its first `count` entries. The first `whole` chunks are sealed; chunk
 * number `whole` is partial (or missing if count is 0). */
struct tfe__span {
	const struct tfe__column *column;
	const struct tfe__index *index;
	uint64_t count;
	size_t whole;
};

struct tfe__span tfe__column_span(const struct tfe__column *column, uint64_t count);

/* The number of entries of chunk number i within the span. */
static inline uint32_t tfe__span_entries(const struct tfe__span *s, size_t i)
{
	return i < s->whole ? s->index->chunks[i]->entries
			    : (uint32_t)(s->count - s->index->chunks[i]->first);
}

/* Returns whether the data of chunk number i are in memory. The query must have entered the epoch
 * (epoch.h). */
static inline bool tfe__span_is_resident(const struct tfe__span *s, size_t i)
{
	return tfe__chunk_is_resident(s->index->chunks[i]);
}

/* The index of the chunk that holds entry i (i < count). */
size_t tfe__span_find(const struct tfe__span *s, uint64_t i);

/* A group of whole chunks: node number `at` of a level; level 0 is a single chunk. */
struct tfe__part {
	unsigned level;
	size_t at;
};

enum { TFE__PARTS_MAX = TFE__LEVELS << TFE__FAN_BITS };

/* Divides the whole chunks of a span into the fewest groups with a node, in order. Returns their
 * number. */
size_t tfe__span_parts(const struct tfe__span *s, struct tfe__part parts[TFE__PARTS_MAX]);

const struct tfe__node *tfe__span_node(const struct tfe__span *s, struct tfe__part part);

/* The i-th of the 16 groups below a group of level >= 1. */
static inline struct tfe__part tfe__part_below(struct tfe__part part, unsigned i)
{
	return (struct tfe__part){part.level - 1, (part.at << TFE__FAN_BITS) + i};
}

/* Summarises all entries of the span. The cost is that of the groups and the last chunk. */
void tfe__span_summarize(const struct tfe__span *s, struct tfe__node *node);

/* Like tfe__span_summarize, for the values only. */
void tfe__span_summarize_values(const struct tfe__span *s, struct tfe__node *node);

/* Returns whether all values are equal and finite. */
bool tfe__span_is_constant(const struct tfe__span *s);

#endif
