/* read/column: chunks: about a thousand entries of one series, compressed one by one. */
#include "read/column/chunk.h"

#include <math.h>

/* A code takes up to 9 bytes for the wall time and 10 for the step. */
#define CODE_BYTES_MAX 19

static uint64_t unzigzag(uint64_t v)
{
	return v >> 1 ^ (0 - (v & 1));
}

/* Encodes a wall time; returns the length of the code. It may write up to 9 bytes in any case. */
static size_t put_wall(uint8_t *p, uint64_t w)
{
	unsigned k = tfe__wall_k(w);
	if (k > 6) {
		p[0] = 7 << 1;
		tfe__put_le64(p + 1, w);
		return 9;
	}
	tfe__put_le64(p, w << 4 | k << 1);
	return 1 + k;
}

static size_t put_varint(uint8_t *p, uint64_t v)
{
	size_t n = 0;
	for (; v > 127; v >>= 7)
		p[n++] = (uint8_t)(v | 128);
	p[n++] = (uint8_t)v;
	return n;
}

/* Encodes any step and wall time; false if the chunk has no space for the code and a value. */
static bool put_any_x(struct tfe__encoder *e, int64_t step, double wall_time, size_t value_bytes)
{
	uint64_t wall_bits = tfe__bits_of(wall_time), wall_delta = wall_bits - e->wall_bits;
	uint64_t step_delta = (uint64_t)step - e->step;
	uint8_t code[CODE_BYTES_MAX];
	size_t n = put_wall(code, tfe__zigzag(wall_delta - e->wall_delta));
	if (step_delta != e->step_delta) {
		code[0] |= 1;
		n += put_varint(code + n, tfe__zigzag(step_delta - e->step_delta));
	}
	if ((size_t)(e->value - e->code) < n + value_bytes)
		return false;
	memcpy(e->code, code, n);
	e->code += n;
	e->even &= step_delta == e->step_delta;
	e->ascending &= step >= (int64_t)e->step && wall_time >= tfe__double_of(e->wall_bits);
	e->step = (uint64_t)step;
	e->step_delta = step_delta;
	e->wall_bits = wall_bits;
	e->wall_delta = wall_delta;
	return true;
}

/* The stored rest of a value that was no integer beyond 2^53. Rests of integers are at most 1024 in
 * magnitude, half the distance of float64 numbers below 2^64. */
#define NO_REST INT16_MIN

static void put_value(struct tfe__encoder *e, const struct tfe__entry *entry)
{
	int16_t rest = entry->is_integer ? entry->rest : NO_REST;
	float f = 0;
	switch ((enum tfe__value_type)e->value_type) {
	case TFE__VALUE_TYPE_FLOAT32:
		f = (float)entry->value;
		memcpy(e->value -= sizeof f, &f, sizeof f);
		break;
	case TFE__VALUE_TYPE_FLOAT64:
		memcpy(e->value -= sizeof entry->value, &entry->value, sizeof entry->value);
		break;
	case TFE__VALUE_TYPE_EXACT:
		memcpy(e->value -= sizeof rest, &rest, sizeof rest);
		memcpy(e->value -= sizeof entry->value, &entry->value, sizeof entry->value);
		break;
	case TFE__VALUE_TYPE_LOCATION:
		memcpy(e->value -= sizeof entry->place, &entry->place, sizeof entry->place);
		break;
	case TFE__VALUE_TYPE_DIGEST:
		memcpy(e->value -= sizeof *entry->digest, entry->digest, sizeof *entry->digest);
		break;
	}
}

/* The deltas of the first entry are those to the last entry of the previous chunk, so an evenly
 * spaced series stays even across the boundary. */
void tfe__encoder_begin(struct tfe__encoder *e, struct tfe__chunk *chunk, uint8_t *data,
			size_t bytes, uint64_t first, const struct tfe__entry *entry)
{
	uint64_t step = (uint64_t)entry->step, wall_bits = tfe__bits_of(entry->wall_time);
	*e = (struct tfe__encoder){.code = data,
				   .value = data + bytes,
				   .step = step,
				   .step_delta = e->started ? step - e->step : 0,
				   .wall_bits = wall_bits,
				   .wall_delta = e->started ? wall_bits - e->wall_bits : 0,
				   .chunk = chunk,
				   .value_type = e->value_type,
				   .started = true,
				   .moved = e->moved,
				   .even = true,
				   .ascending = entry->wall_time == entry->wall_time};
	*chunk = (struct tfe__chunk){.first = first,
				     .step = step,
				     .step_delta = e->step_delta,
				     .wall_bits = wall_bits,
				     .wall_delta = e->wall_delta,
				     .data = data,
				     .data_bytes = (uint16_t)bytes,
				     .value_type = e->value_type};
	put_value(e, entry);
}

bool tfe__encoder_add(struct tfe__encoder *e, const struct tfe__entry *entry)
{
	size_t value_bytes = tfe__value_bytes((enum tfe__value_type)e->value_type);
	if (!tfe__encoder_put_x(e, entry->step, entry->wall_time, value_bytes) &&
	    !put_any_x(e, entry->step, entry->wall_time, value_bytes))
		return false;
	put_value(e, entry);
	return true;
}

static uint64_t get_varint(const uint8_t **p)
{
	uint64_t v = 0;
	for (unsigned shift = 0;; shift += 7) {
		uint8_t b = *(*p)++;
		v |= (uint64_t)(b & 127) << shift;
		if (b < 128)
			return v;
	}
}

/* Decodes W and moves *p after it. It reads byte by byte, because another thread may be writing the
 * bytes after it. */
static uint64_t get_wall(const uint8_t **p)
{
	const uint8_t *q = *p;
	unsigned k = q[0] >> 1 & 7;
	uint64_t w = 0;
	if (k == 7) {
		*p += 9;
		return tfe__le64(q + 1);
	}
	for (unsigned i = k; i > 0; i--)
		w = w << 8 | q[i];
	*p += 1 + k;
	return w << 4 | q[0] >> 4;
}

/* Like get_wall; eight bytes must be readable. */
static uint64_t get_wall_fast(const uint8_t **p)
{
	uint64_t word = tfe__le64(*p);
	unsigned k = word >> 1 & 7;
	if (k == 7)
		return get_wall(p);
	*p += 1 + k;
	return word << (56 - 8 * k) >> (60 - 8 * k);
}

void tfe__chunk_decode(const struct tfe__chunk *chunk, uint32_t n, bool sealed, int64_t *steps,
		       double *wall_times)
{
	const uint8_t *p = chunk->data;
	const uint8_t *slow = sealed && chunk->data_bytes > 8 ? p + chunk->data_bytes - 8 : p;
	uint64_t step = chunk->step, step_delta = chunk->step_delta;
	uint64_t wall = chunk->wall_bits, wall_delta = chunk->wall_delta;
	for (uint32_t i = 0; i < n; i++) {
		if (i) {
			bool step_changed = *p & 1;
			wall_delta += unzigzag(p < slow ? get_wall_fast(&p) : get_wall(&p));
			wall += wall_delta;
			if (step_changed)
				step_delta += unzigzag(get_varint(&p));
			step += step_delta;
		}
		if (steps)
			steps[i] = (int64_t)step;
		if (wall_times)
			wall_times[i] = tfe__double_of(wall);
	}
}

static const uint8_t *value_at(const struct tfe__chunk *chunk, uint32_t i)
{
	size_t value_bytes = tfe__value_bytes((enum tfe__value_type)chunk->value_type);
	return chunk->data + chunk->data_bytes - (i + 1) * value_bytes;
}

static double load_float32(const uint8_t *p)
{
	float f;
	memcpy(&f, p, sizeof f);
	return (double)f;
}

static double load_float64(const uint8_t *p)
{
	double d;
	memcpy(&d, p, sizeof d);
	return d;
}

double tfe__chunk_value(const struct tfe__chunk *chunk, uint32_t i)
{
	const uint8_t *p = value_at(chunk, i);
	return chunk->value_type == TFE__VALUE_TYPE_FLOAT32 ? load_float32(p) : load_float64(p);
}

void tfe__chunk_get_scalar(const struct tfe__chunk *chunk, uint32_t i, struct tfe__entry *entry)
{
	entry->value = tfe__chunk_value(chunk, i);
	entry->rest = NO_REST;
	if (chunk->value_type == TFE__VALUE_TYPE_EXACT)
		memcpy(&entry->rest, value_at(chunk, i) + sizeof entry->value, sizeof entry->rest);
	entry->is_integer = entry->rest != NO_REST;
}

struct tfe__location tfe__chunk_place(const struct tfe__chunk *chunk, uint32_t i)
{
	struct tfe__location place;
	memcpy(&place, value_at(chunk, i), sizeof place);
	return place;
}

struct tfe__digest tfe__chunk_digest(const struct tfe__chunk *chunk, uint32_t i)
{
	struct tfe__digest digest;
	memcpy(&digest, value_at(chunk, i), sizeof digest);
	return digest;
}

void tfe__chunk_values(const struct tfe__chunk *chunk, uint32_t from, uint32_t n, double *values)
{
	const uint8_t *p = value_at(chunk, from);
	if (chunk->value_type == TFE__VALUE_TYPE_FLOAT32) {
		for (uint32_t i = 0; i < n; i++, p -= sizeof(float))
			values[i] = load_float32(p);
	} else if (chunk->value_type == TFE__VALUE_TYPE_FLOAT64) {
		for (uint32_t i = 0; i < n; i++, p -= sizeof(double))
			values[i] = load_float64(p);
	} else {
		for (uint32_t i = 0; i < n; i++)
			values[i] = tfe__chunk_value(chunk, from + i);
	}
}

/* Does tfe__node_add_value for n values (at least one) if all are finite. The first is at p, each
 * later one before its predecessor. Returns false, without a change, if the sum is not finite:
 * because a value is not finite or the sum overflows. */
static inline bool add_finite(struct tfe__node *node, const uint8_t *p, uint32_t n,
			      size_t value_bytes, double (*load)(const uint8_t *p))
{
	double first = load(p), min = node->finite ? node->min : first, sum = node->sum;
	double max = node->finite ? node->max : first, v = first;
	for (const uint8_t *end = p - n * value_bytes; p != end; p -= value_bytes) {
		v = load(p);
		sum += v;
		min = v < min ? v : min;
		max = v > max ? v : max;
	}
	if (!isfinite(sum))
		return false;
	if (!node->finite)
		node->first = first;
	node->finite += n;
	node->last = v;
	node->min = min;
	node->max = max;
	node->sum = sum;
	return true;
}

void tfe__chunk_summarize_values(const struct tfe__chunk *chunk, uint32_t entries,
				 struct tfe__node *node)
{
	if (!tfe__chunk_is_scalar(chunk) || !entries)
		return;
	const uint8_t *p = value_at(chunk, 0);
	if (chunk->value_type == TFE__VALUE_TYPE_FLOAT32
		    ? add_finite(node, p, entries, sizeof(float), load_float32)
	    : chunk->value_type == TFE__VALUE_TYPE_FLOAT64
		    ? add_finite(node, p, entries, sizeof(double), load_float64)
		    : false)
		return;
	for (uint32_t i = 0; i < entries; i++)
		tfe__node_add_value(node, tfe__chunk_value(chunk, i));
}

void tfe__chunk_summarize_x(const struct tfe__chunk *chunk, uint32_t entries, bool sealed,
			    struct tfe__node *node)
{
	int64_t steps[TFE__CHUNK_ENTRIES_MAX];
	double wall_times[TFE__CHUNK_ENTRIES_MAX];
	tfe__chunk_decode(chunk, entries, sealed, steps, wall_times);
	for (uint32_t i = 0; i < entries; i++)
		tfe__node_add_x(node, steps[i], wall_times[i]);
}

void tfe__encoder_seal(struct tfe__encoder *e, uint32_t entries, struct tfe__node *node)
{
	struct tfe__chunk *chunk = e->chunk;
	chunk->entries = (uint16_t)entries;
	chunk->even = e->even;
	chunk->ascending = e->ascending;
	chunk->node = node;
	e->chunk = NULL;
	e->code = e->value = NULL;
	tfe__node_init(node);
	tfe__chunk_summarize_values(chunk, entries, node);
	if (!e->ascending) {
		tfe__chunk_summarize_x(chunk, entries, true, node);
		return;
	}
	node->entries = entries;
	node->step_min = (int64_t)chunk->step;
	node->step_max = (int64_t)e->step;
	node->wall_min = tfe__double_of(chunk->wall_bits);
	node->wall_max = tfe__double_of(e->wall_bits);
}

/* --- dropped chunks ------------------------------------------------------------------------- */

static int64_t step_of(const struct tfe__chunk *chunk, double value, uint32_t entries)
{
	int64_t steps[TFE__CHUNK_ENTRIES_MAX];
	for (uint32_t i = 0; i < entries; i++) {
		if (tfe__chunk_value(chunk, i) != value)
			continue;
		tfe__chunk_decode(chunk, i + 1, false, steps, NULL);
		return steps[i];
	}
	return (int64_t)chunk->step;
}

void tfe__chunk_keep_extremes(struct tfe__chunk *chunk)
{
	if (!tfe__chunk_is_scalar(chunk))
		return;
	int64_t of_min = step_of(chunk, chunk->node->min, chunk->entries);
	int64_t of_max = step_of(chunk, chunk->node->max, chunk->entries);
	chunk->step_delta = (uint64_t)of_min;
	chunk->wall_delta = (uint64_t)of_max;
	atomic_store(&chunk->state, TFE__CHUNK_EXTREMES_ONLY);
}

bool tfe__chunk_find(const struct tfe__chunk *chunk, uint32_t entries, double value, int64_t *step)
{
	uint8_t state = atomic_load(&chunk->state);
	if (state == TFE__CHUNK_RESIDENT) {
		for (uint32_t i = 0; i < entries; i++) {
			if (tfe__chunk_value(chunk, i) == value) {
				*step = step_of(chunk, value, entries);
				return true;
			}
		}
		return false;
	}
	bool is_min = chunk->node->min == value;
	if (!is_min && chunk->node->max != value)
		return false;
	*step = (int64_t)chunk->step;
	if (state == TFE__CHUNK_EXTREMES_ONLY)
		*step = (int64_t)(is_min ? chunk->step_delta : chunk->wall_delta);
	return true;
}
