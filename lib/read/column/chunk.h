/* read/column: a block of about a thousand entries of one series, compressed as they come in. */
#ifndef TFE_READ_COLUMN_CHUNK_H
#define TFE_READ_COLUMN_CHUNK_H

#include <assert.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/compiler.h"
#include "base/le.h"
#include "read/column/node.h"

/* Where the value of an entry that is no scalar lies: in which file of the run, at which offset its
 * record begins, and which of the record's values it is. */
struct tfe__location {
	uint64_t offset;
	uint32_t file;
	uint32_t nth;
};

/* That of a histogram, and what is known of it without reading it again (digest.h); `num` is NaN where nothing is. */
struct tfe__digest {
	struct tfe__location place;
	double num, mean, stddev;
	float min, max, skewness, kurtosis, zeros;
	float quantile[7];
	uint32_t fingerprint;
	bool constant;
};

/* How the values of a chunk are stored: as the type that the name says, without padding. */
enum tfe__value_type {
	TFE__VALUE_TYPE_FLOAT32,
	TFE__VALUE_TYPE_FLOAT64,
	TFE__VALUE_TYPE_LOCATION,
	TFE__VALUE_TYPE_DIGEST,
};

/* The bytes that a value takes. */
static inline size_t tfe__value_bytes(enum tfe__value_type type)
{
	static const uint8_t bytes[] = {
		[TFE__VALUE_TYPE_FLOAT32] = sizeof(float),
		[TFE__VALUE_TYPE_FLOAT64] = sizeof(double),
		[TFE__VALUE_TYPE_LOCATION] = sizeof(struct tfe__location),
		[TFE__VALUE_TYPE_DIGEST] = sizeof(struct tfe__digest),
	};
	return bytes[type];
}

/* A location is also read from the front of a digest. */
static_assert(offsetof(struct tfe__digest, place) == 0, "a digest begins with its location");
static_assert(sizeof(struct tfe__digest) <= UINT8_MAX, "the table of sizes has bytes");

/* One entry. The series' values are scalars (value), histograms (digest, borrowed until it is appended), or of
 * another kind (place). */
struct tfe__entry {
	int64_t step;
	double wall_time;
	union {
		double value;
		struct tfe__location place;
		const struct tfe__digest *digest;
	};
	bool is_float32; /* the value was one: no need to try whether it fits one */
};

/* Entries are coded one after the other, so that a chunk can be read while it grows: whoever knows from
 * the series how many entries are published may read those and no more. In `data` codes of steps and
 * wall times grow from the front, and values (float32, float64, places or digests) from the back; where they meet the
 * chunk is full. The first entry lies in the header; the code of each later one is
 *
 *   byte 0: bit 0: the step's delta changed; bits 1-3: K; bits 4-7: low bits of W
 *   K bytes more of W, little-endian (K = 7: 8 bytes, the whole of W)
 *   if bit 0: the change of the step's delta, zigzag, as a varint
 *
 * where W is the zigzag of the change of the wall time's delta, wall times taken as the integers that
 * their float64 bits are: between two powers of two those are evenly spaced, and any bits come back exact.
 * All differences are modulo 2^64. */
struct tfe__chunk {
	uint64_t first;                 /* the number of its first entry in the series */
	uint64_t step, step_delta;      /* of the first entry, and to the one before it */
	uint64_t wall_bits, wall_delta; /* likewise */
	uint8_t *data;
	struct tfe__node *node; /* once it is sealed, and then: */
	uint16_t entries;
	bool even;      /* each step is step_delta after the one before */
	bool ascending; /* neither steps nor wall times go back, none is NaN */
	/* Always: */
	uint16_t data_bytes;
	uint8_t value_type; /* enum tfe__value_type */
	_Atomic(uint8_t) state;
};

/* Every series has at least one header, and queries visit the headers of all chunks. */
static_assert(sizeof(struct tfe__chunk) <= 64, "the header of a chunk fits a cache line");

/* What is left of a sealed chunk. A query that is in (epoch.h) and sees RESIDENT may read the data until it leaves. */
enum {
	TFE__CHUNK_RESIDENT,
	TFE__CHUNK_DROPPED, /* only the header and the node count */
	TFE__CHUNK_EXTREMES_ONLY /* ... and step_delta and wall_delta are the steps of the least and the greatest value */
};

/* Whether the data are memory of their own (pool.h), and do not follow the header. */
static inline bool tfe__chunk_owns_data(const struct tfe__chunk *chunk)
{
	return chunk->data != (const uint8_t *)(chunk + 1);
}

static inline bool tfe__chunk_is_resident(const struct tfe__chunk *chunk)
{
	return atomic_load(&chunk->state) == TFE__CHUNK_RESIDENT;
}

/* A chunk was dropped, and nobody looks at its data any more: keeps the steps of its extremes. */
void tfe__chunk_keep_extremes(struct tfe__chunk *chunk);

/* The step of the first entry whose value is `value`, which is the least or greatest one of the chunk; false where that
 * is not so. Of a dropped chunk it may be that of its first entry instead. */
bool tfe__chunk_find(const struct tfe__chunk *chunk, uint32_t entries, double value, int64_t *step);

/* The state of the one who appends: one line of a cache. */
struct tfe__encoder {
	uint8_t *code;  /* where the next code begins */
	uint64_t step;  /* of the last entry, like the deltas */
	uint8_t *value; /* where its value begins; `code` where there is no chunk */
	uint64_t wall_bits, step_delta, wall_delta;
	struct tfe__chunk *chunk; /* NULL: none was begun yet, or it was sealed */
	uint8_t value_type;       /* of the chunk, or the next one */
	bool started;
	bool moved; /* not all entries so far have the same step */
	/* Of the entries of the chunk: */
	bool even, ascending; /* ascending: neither steps nor wall times go back, none is NaN */
};

/* It is read and written for every point that is loaded. */
static_assert(sizeof(struct tfe__encoder) <= 64, "the encoder fits a cache line");

/* Begins a chunk of e->value_type with `bytes` of memory for its data, and its first entry. */
void tfe__encoder_begin(struct tfe__encoder *e, struct tfe__chunk *chunk, uint8_t *data,
			size_t bytes, uint64_t first, const struct tfe__entry *entry);

/* Appends an entry to the chunk; false when it is full, and nothing changed. Publishing it is the caller's. */
bool tfe__encoder_add(struct tfe__encoder *e, const struct tfe__entry *entry);

/* The same for a float32 in the usual case (see tfe__encoder_put_x). If false, nothing is said and nothing changed. */
static inline bool tfe__encoder_add_float(struct tfe__encoder *e, int64_t step, double wall_time,
					  float value);

/* Fills in what a chunk says of itself, to which nothing is added any more; `entries` is how many it holds. */
void tfe__encoder_seal(struct tfe__encoder *e, uint32_t entries, struct tfe__node *node);

/* No chunk has more entries: each but the first takes a byte of code and the value. */
enum { TFE__CHUNK_BYTES_MAX = 8192, TFE__CHUNK_ENTRIES_MAX = TFE__CHUNK_BYTES_MAX / 5 };
static_assert(TFE__CHUNK_BYTES_MAX <= UINT16_MAX, "data_bytes and entries have 16 bits");

/* The steps and wall times of the first `n` entries; either may be NULL. `sealed`: nobody appends any more. */
void tfe__chunk_decode(const struct tfe__chunk *chunk, uint32_t n, bool sealed, int64_t *steps,
		       double *wall_times);

/* `n` values of a chunk of scalars as float64, from the one numbered `from` on. */
void tfe__chunk_values(const struct tfe__chunk *chunk, uint32_t from, uint32_t n, double *values);

/* The i-th value of a chunk of scalars as float64, the i-th place of another, and the i-th digest of one of histograms. */
double tfe__chunk_value(const struct tfe__chunk *chunk, uint32_t i);
struct tfe__location tfe__chunk_place(const struct tfe__chunk *chunk, uint32_t i);
struct tfe__digest tfe__chunk_digest(const struct tfe__chunk *chunk, uint32_t i);
static inline bool tfe__chunk_is_scalar(const struct tfe__chunk *chunk)
{
	return chunk->value_type <= TFE__VALUE_TYPE_FLOAT64;
}
static inline bool tfe__chunk_has_digests(const struct tfe__chunk *chunk)
{
	return chunk->value_type == TFE__VALUE_TYPE_DIGEST;
}

/* Adds the first `n` entries to a node: their steps and wall times, and their values. */
void tfe__chunk_summarize_x(const struct tfe__chunk *chunk, uint32_t n, bool sealed,
			    struct tfe__node *node);
void tfe__chunk_summarize_values(const struct tfe__chunk *chunk, uint32_t n,
				 struct tfe__node *node);

/* --- how an entry is coded: in the header, for it is done for every point --------------------------- */

static inline uint64_t tfe__bits_of(double d)
{
	uint64_t bits;
	memcpy(&bits, &d, sizeof bits);
	return bits;
}

static inline double tfe__double_of(uint64_t bits)
{
	double d;
	memcpy(&d, &bits, sizeof d);
	return d;
}

static inline uint64_t tfe__zigzag(uint64_t v)
{
	return v << 1 ^ (0 - (v >> 63));
}

/* How many bytes follow the first of a wall time's code; with more than 6 all of W follows, and K is 7. */
static inline unsigned tfe__wall_k(uint64_t w)
{
	unsigned bits = 64 - TFE__LEADING_ZEROS64(w | 1);
	return (bits + 3) / 8;
}

/* Codes step and wall time in the usual case: as many steps behind the last entry as that was behind the one before it, neither
 * goes back, and there is room for a value too. If false, nothing is said and nothing changed. */
static inline bool tfe__encoder_put_x(struct tfe__encoder *e, int64_t step, double wall_time,
				      size_t value_bytes)
{
	uint64_t wall_bits = tfe__bits_of(wall_time), wall_delta = wall_bits - e->wall_bits;
	uint64_t change = tfe__zigzag(wall_delta - e->wall_delta);
	unsigned k = tfe__wall_k(change);
	if ((uint64_t)step - e->step != e->step_delta || k > 6 || step < (int64_t)e->step ||
	    !(wall_time >= tfe__double_of(e->wall_bits)) ||
	    (size_t)(e->value - e->code) < 8 + value_bytes)
		return false;
	/* All of the code in one word; what lies behind it is free. */
	tfe__put_le64(e->code, change << 4 | k << 1);
	e->code += 1 + k;
	e->step = (uint64_t)step;
	e->wall_bits = wall_bits;
	e->wall_delta = wall_delta;
	return true;
}

static inline bool tfe__encoder_add_float(struct tfe__encoder *e, int64_t step, double wall_time,
					  float value)
{
	if (e->value_type != TFE__VALUE_TYPE_FLOAT32 ||
	    !tfe__encoder_put_x(e, step, wall_time, sizeof value))
		return false;
	memcpy(e->value -= sizeof value, &value, sizeof value);
	return true;
}

#endif
