/* read/column: the entries of one series in memory. */
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

/* What a column was before a restart left something out of it. */
struct tfe__column_before {
	const struct tfe__column *column;
	uint64_t superseded; /* how many entries were left out, this time and before */
};

/* One writer appends; any number of readers look at the first `count` entries, without locks: the writer
 * stores index, then chunks, then count with release order, readers load them in the opposite order. What
 * an entry below `count` needs never changes again. All memory is the arena's of the run. */
struct tfe__column {
	_Atomic(uint64_t) count;
	_Atomic(size_t) chunks;
	_Atomic(struct tfe__index *) index;
	_Atomic(struct tfe__smoothing *) smoothing; /* the readers' */
	const struct tfe__column_before *before;    /* NULL: nothing was left out of it */
};

/* Where the memory of columns comes from. */
struct tfe__column_memory {
	struct tfe__arena *arena;
	struct tfe__pool
		*pool; /* has the data that can be dropped; NULL: all data are the arena's */
	const _Atomic(bool) *full; /* the memory budget has no room for more chunks; NULL: it has */
};

/* The writer's side; what each entry changes comes first. Values are float32 until one does not fit it exactly. */
struct tfe__column_writer {
	struct tfe__encoder encoder;
	struct tfe__column *column;
	int64_t step_max; /* of the entries but those that tfe__encoder_add_float added behind it */
};

/* How many entries restarts left out of it. */
static inline uint64_t tfe__column_superseded(const struct tfe__column *column)
{
	return column->before ? column->before->superseded : 0;
}

/* How many entries it has. */
static inline uint64_t tfe__column_written(const struct tfe__column_writer *w)
{
	return atomic_load_explicit(&w->column->count, memory_order_relaxed);
}

/* The latest step of its entries, of which there is one. */
int64_t tfe__column_step_max(const struct tfe__column_writer *w);

/* Begins an empty column. */
void tfe__column_init(struct tfe__column *column);
void tfe__column_writer_init(struct tfe__column_writer *w, struct tfe__column *column,
			     enum tfe__value_type type);

/* Frees the data of the chunk that grows. Nothing is appended any more, and no query reads that chunk. */
void tfe__column_writer_release(struct tfe__column_writer *w,
				const struct tfe__column_memory *memory);

/* Seals the chunk that grows, if there is one: the next entry begins another. The chunk's data can be dropped from then on.
 * TFE_E_NOMEM leaves the column as it was. */
tfe_status tfe__column_seal(struct tfe__column_writer *w,
			    const struct tfe__column_memory *memory) TFE_MUST_CHECK;

/* Appends and publishes one entry. TFE_E_LIMIT: it needs another chunk, for which the memory budget leaves no room. That and
 * TFE_E_NOMEM leave the column as it was. */
tfe_status tfe__column_add(struct tfe__column_writer *w, const struct tfe__column_memory *memory,
			   const struct tfe__entry *entry) TFE_MUST_CHECK;

/* An entry with this step was not appended, for want of room: restarts are found by the steps of all entries. */
void tfe__column_note_left_out(struct tfe__column_writer *w, int64_t step);

/* Publishes the entry that was coded last. */
static inline void tfe__column_publish(struct tfe__column_writer *w)
{
	atomic_store_explicit(&w->column->count, tfe__column_written(w) + 1, memory_order_release);
}

/* tfe__column_add of a float32 in the usual case. If false, nothing is said and nothing changed. */
static inline bool tfe__column_add_float(struct tfe__column_writer *w, int64_t step,
					 double wall_time, float value)
{
	if (!tfe__encoder_add_float(&w->encoder, step, wall_time, value))
		return false;
	tfe__column_publish(w);
	return true;
}

/* Leaves out the entries before number `mark` whose step is `step` or later (of dropped chunks as many as can be
 * told). Where there are any, *w goes over to a new
 * column with the others, which shares the chunks up to the first such entry; readers of the old one see no
 * change. *removed says how many. TFE_E_NOMEM leaves *w as it was. */
tfe_status tfe__column_supersede(struct tfe__column_writer *w,
				 const struct tfe__column_memory *memory, int64_t step,
				 uint64_t mark, uint64_t *removed) TFE_MUST_CHECK;

/* What a reader sees of a column at one moment: its first `count` entries. `whole` chunks are sealed, chunk number
 * `whole` is there in part (or not at all, when count is 0). */
struct tfe__span {
	const struct tfe__column *column;
	const struct tfe__index *index;
	uint64_t count;
	size_t whole;
};

struct tfe__span tfe__column_span(const struct tfe__column *column, uint64_t count);

/* How many entries of chunk number i the span has. */
static inline uint32_t tfe__span_entries(const struct tfe__span *s, size_t i)
{
	return i < s->whole ? s->index->chunks[i]->entries
			    : (uint32_t)(s->count - s->index->chunks[i]->first);
}

/* Whether the entries of chunk number i are in memory, for a query that is in (epoch.h). */
static inline bool tfe__span_is_resident(const struct tfe__span *s, size_t i)
{
	return tfe__chunk_is_resident(s->index->chunks[i]);
}

/* The number of the chunk that holds entry i (i < count). */
size_t tfe__span_find(const struct tfe__span *s, uint64_t i);

/* A stretch of whole chunks: node number `at` of a level; level 0 is a chunk itself. */
struct tfe__part {
	unsigned level;
	size_t at;
};

enum { TFE__PARTS_MAX = TFE__LEVELS << TFE__FAN_BITS };

/* Divides the whole chunks of a span into as few parts as there are nodes for, in order. Returns how many. */
size_t tfe__span_parts(const struct tfe__span *s, struct tfe__part parts[TFE__PARTS_MAX]);

const struct tfe__node *tfe__span_node(const struct tfe__span *s, struct tfe__part part);

/* The i-th of the 16 parts below a part of level >= 1. */
static inline struct tfe__part tfe__part_below(struct tfe__part part, unsigned i)
{
	return (struct tfe__part){part.level - 1, (part.at << TFE__FAN_BITS) + i};
}

/* All entries of the span in one node: costs the parts and the last chunk. */
void tfe__span_summarize(const struct tfe__span *s, struct tfe__node *node);

/* The same, where only what it says of the values is asked. */
void tfe__span_summarize_values(const struct tfe__span *s, struct tfe__node *node);

/* Whether all values are the same (and finite). */
bool tfe__span_is_constant(const struct tfe__span *s);

#endif
