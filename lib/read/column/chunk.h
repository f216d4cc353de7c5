/* read/column: chunks: about a thousand entries of one series, compressed one by one. */
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

/* The location of a value that stays in the file: the number of the file in its run, the offset of
 * the record, and the number of the value in the record. */
struct tfe__location {
	uint64_t offset;
	uint32_t file;
	uint32_t nth;
};

/* The location of a histogram, and its moments (digest.h); `num` is NaN if they are unknown. */
struct tfe__digest {
	struct tfe__location place;
	double num, mean, stddev;
	float min, max, skewness, kurtosis, zeros;
	float quantile[7];
	uint32_t fingerprint;
	/* As in tfe_moments, in units of 1 / UINT16_MAX; peak_at is a share of the range. */
	uint16_t roughness, peak, peak_at, ends[2];
	bool constant;
};

/* The storage type of the values of a chunk, without padding. */
enum tfe__value_type {
	TFE__VALUE_TYPE_FLOAT32,
	TFE__VALUE_TYPE_FLOAT64,
	/* A float64 and an int16: what an integer beyond 2^53 loses by rounding to float64. */
	TFE__VALUE_TYPE_EXACT,
	TFE__VALUE_TYPE_LOCATION,
	TFE__VALUE_TYPE_DIGEST,
};

/* Returns the size of a value in bytes. */
static inline size_t tfe__value_bytes(enum tfe__value_type type)
{
	static const uint8_t bytes[] = {
		[TFE__VALUE_TYPE_FLOAT32] = sizeof(float),
		[TFE__VALUE_TYPE_FLOAT64] = sizeof(double),
		[TFE__VALUE_TYPE_EXACT] = sizeof(double) + sizeof(int16_t),
		[TFE__VALUE_TYPE_LOCATION] = sizeof(struct tfe__location),
		[TFE__VALUE_TYPE_DIGEST] = sizeof(struct tfe__digest),
	};
	return bytes[type];
}

/* A location is also read from the front of a digest. */
static_assert(offsetof(struct tfe__digest, place) == 0, "a digest begins with its location");
static_assert(sizeof(struct tfe__digest) <= UINT8_MAX, "the table of sizes has bytes");

/* One entry. Scalars have a value. Histograms have a digest, borrowed until the entry is appended.
 * All others have a location. */
struct tfe__entry {
	int64_t step;
	double wall_time;
	union {
		double value;
		struct tfe__location place;
		const struct tfe__digest *digest;
	};
	bool is_float32; /* the value was a float32 and fits one exactly */
	bool is_integer; /* the value was an integer beyond 2^53: exactly value + rest */
	int16_t rest;
};

/* Returns whether a storage type holds the value of a scalar entry exactly; NaN always fits. */
static inline bool tfe__value_fits(enum tfe__value_type type, const struct tfe__entry *entry)
{
	double v = entry->value;
	if (type == TFE__VALUE_TYPE_FLOAT32)
		return entry->is_float32 || v != v || (!entry->is_integer && (double)(float)v == v);
	return type != TFE__VALUE_TYPE_FLOAT64 || !entry->is_integer;
}

/* A chunk and its encoding.
 *
 * Entries are encoded one after the other, so a chunk can be read while it grows: a reader that
 * knows the published number of entries of the series reads only those. In `data`, the codes of
 * steps and wall times grow from the front, and the values from the back; the chunk is full when
 * they meet. The first entry is in the header. The code of each later entry is
 *
 *   byte 0: bit 0: the step delta changed; bits 1-3: K; bits 4-7: low bits of W
 *   K more bytes of W, little-endian (K = 7: 8 bytes, the whole of W)
 *   if bit 0: the change of the step delta, zigzag, as a varint
 *
 * W is the zigzag of the change of the wall time delta, where a wall time is the integer of its
 * float64 bits: between two powers of two these are evenly spaced, and every bit pattern is
 * restored exactly. All differences are modulo 2^64. */
struct tfe__chunk {
	uint64_t first; /* index of its first entry in the series */
	/* Step of the first entry, and its delta to the previous entry. */
	uint64_t step, step_delta;
	uint64_t wall_bits, wall_delta; /* wall time of the first entry, likewise */
	uint8_t *data;
	/* The summary of a sealed chunk; the next three fields are also valid only then. */
	struct tfe__node *node;
	uint16_t entries;
	bool even;      /* all step deltas equal step_delta */
	bool ascending; /* steps and wall times never decrease; none is NaN */
	/* The following fields are always valid. */
	uint16_t data_bytes;
	uint8_t value_type; /* enum tfe__value_type */
	_Atomic(uint8_t) state;
};

/* Every series has at least one header, and queries visit the headers of all chunks. */
static_assert(sizeof(struct tfe__chunk) <= 64, "the header of a chunk fits a cache line");

/* The states of a sealed chunk. A query that has entered the epoch (epoch.h) and sees RESIDENT may
 * read the data until it leaves. */
enum {
	TFE__CHUNK_RESIDENT,
	TFE__CHUNK_DROPPED, /* only the header and the node are valid */
	/* As DROPPED; step_delta and wall_delta hold the steps of minimum and maximum. */
	TFE__CHUNK_EXTREMES_ONLY
};

/* Returns whether the data are a separate allocation (pool.h), instead of following the header. */
static inline bool tfe__chunk_owns_data(const struct tfe__chunk *chunk)
{
	return chunk->data != (const uint8_t *)(chunk + 1);
}

static inline bool tfe__chunk_is_resident(const struct tfe__chunk *chunk)
{
	return atomic_load(&chunk->state) == TFE__CHUNK_RESIDENT;
}

/* Keeps the steps of the extremes of a dropped chunk whose data no query reads any more. */
void tfe__chunk_keep_extremes(struct tfe__chunk *chunk);

/* Finds the step of the first entry with the given value, which is the minimum or maximum of the
 * chunk; false if the chunk has no such entry. For a dropped chunk the step of its first entry may
 * be returned instead. */
bool tfe__chunk_find(const struct tfe__chunk *chunk, uint32_t entries, double value, int64_t *step);

/* The state of the writer of a column; it fits into one cache line. */
struct tfe__encoder {
	uint8_t *code;  /* position of the next code */
	uint64_t step;  /* step of the last entry, as for the wall time and the deltas */
	uint8_t *value; /* position of its value; `code` without a chunk */
	uint64_t wall_bits, step_delta, wall_delta;
	struct tfe__chunk *chunk; /* NULL: no chunk was begun, or the last one was sealed */
	uint8_t value_type;       /* size of a value in the chunk or the next one */
	bool started;
	bool moved; /* not all entries have the same step */
	/* Properties of the chunk: even deltas; steps and wall times that never decrease, none of
	 * them NaN. */
	bool even, ascending; /* ascending: neither steps nor wall times go back, none is NaN */
};

/* The encoder is read and written for every point that is loaded. */
static_assert(sizeof(struct tfe__encoder) <= 64, "the encoder fits a cache line");

/* Begins a chunk of e->value_type with `bytes` of memory for its data, and adds its first
 * entry. */
void tfe__encoder_begin(struct tfe__encoder *e, struct tfe__chunk *chunk, uint8_t *data,
			size_t bytes, uint64_t first, const struct tfe__entry *entry);

/* Appends an entry to the chunk; false, without a change, if it is full. The caller publishes the
 * entry. */
bool tfe__encoder_add(struct tfe__encoder *e, const struct tfe__entry *entry);

/* Fast path of tfe__encoder_add for a float32 (see tfe__encoder_put_x). If it returns false,
 * nothing changed. */
static inline bool tfe__encoder_add_float(struct tfe__encoder *e, int64_t step, double wall_time,
					  float value);

/* Seals a chunk of `entries` entries: completes its header and fills its node. */
void tfe__encoder_seal(struct tfe__encoder *e, uint32_t entries, struct tfe__node *node);

/* The maximum number of entries: each except the first takes at least a byte of code and its
 * value. */
enum { TFE__CHUNK_BYTES_MAX = 8192, TFE__CHUNK_ENTRIES_MAX = TFE__CHUNK_BYTES_MAX / 5 };
static_assert(TFE__CHUNK_BYTES_MAX <= UINT16_MAX, "data_bytes and entries have 16 bits");

/* Decodes the steps and wall times of the first `n` entries; either may be NULL. `sealed`: no
 * thread appends to the chunk any more. */
void tfe__chunk_decode(const struct tfe__chunk *chunk, uint32_t n, bool sealed, int64_t *steps,
		       double *wall_times);

/* Gets `n` values of a chunk of scalars as float64, starting with value `from`. */
void tfe__chunk_values(const struct tfe__chunk *chunk, uint32_t from, uint32_t n, double *values);

/* Sets value, is_integer and rest of an entry to those of the i-th value of a chunk of scalars. */
void tfe__chunk_get_scalar(const struct tfe__chunk *chunk, uint32_t i, struct tfe__entry *entry);

/* The i-th value of a chunk of scalars as float64, the i-th location of another chunk, the i-th
 * digest of a chunk of histograms. */
double tfe__chunk_value(const struct tfe__chunk *chunk, uint32_t i);
struct tfe__location tfe__chunk_place(const struct tfe__chunk *chunk, uint32_t i);
struct tfe__digest tfe__chunk_digest(const struct tfe__chunk *chunk, uint32_t i);
static inline bool tfe__chunk_is_scalar(const struct tfe__chunk *chunk)
{
	return chunk->value_type <= TFE__VALUE_TYPE_EXACT;
}
static inline bool tfe__chunk_has_digests(const struct tfe__chunk *chunk)
{
	return chunk->value_type == TFE__VALUE_TYPE_DIGEST;
}

/* Adds the first `n` entries to a node: their steps and wall times, or their values. */
void tfe__chunk_summarize_x(const struct tfe__chunk *chunk, uint32_t n, bool sealed,
			    struct tfe__node *node);
void tfe__chunk_summarize_values(const struct tfe__chunk *chunk, uint32_t n,
				 struct tfe__node *node);

/* --- the encoding of an entry: inline, because it is done for every point --------------------- */

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

/* The number of bytes after the first byte of a wall time code. Above 6, K is 7 and the whole of W
 * follows. */
static inline unsigned tfe__wall_k(uint64_t w)
{
	unsigned bits = 64 - TFE__LEADING_ZEROS64(w | 1);
	return (bits + 3) / 8;
}

/* Fast path: encodes a step with an unchanged delta and a small wall time code. Neither may
 * decrease, and the chunk must have space for a value. If it returns false, nothing changed. */
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
	/* The whole code is written as one word; the bytes after it are free. */
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
