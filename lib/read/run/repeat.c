/* read/run: recognises events that differ from earlier ones only in their numbers, at a fraction of
 * the cost of decoding. */
#include "read/run/kinds.h"
#include "read/run/repeat.h"

#include <string.h>

#include <tfevents/dtype.h>

#include "base/compiler.h"
#include "base/le.h"
#include "read/run/append.h"
#include "wire/walk.h"

/* The first bytes of fields: field number << 3 | wire type. */
enum { WALL_TIME = 1 << 3 | 1, STEP = 2 << 3, SUMMARY = 5 << 3 | 2, VALUE = 1 << 3 | 2 };

static inline tfe__uint64x2 words_at(const uint8_t *p)
{
	tfe__uint64x2 words;
	memcpy(&words, p, sizeof words);
	return words;
}

/* Compares a few bytes like memcmp, without a call. It compares word by word; the last word may
 * overlap the one before it. */
static inline bool same(const uint8_t *a, const uint8_t *b, size_t n)
{
	enum { STEP_BYTES = sizeof(tfe__uint64x2) };
	if (n < STEP_BYTES) {
		uint8_t differ = 0;
		for (size_t i = 0; i < n; i++)
			differ |= a[i] ^ b[i];
		return !differ;
	}
	tfe__uint64x2 differ = words_at(a + n - STEP_BYTES) ^ words_at(b + n - STEP_BYTES);
	for (size_t i = 0; i + STEP_BYTES < n; i += STEP_BYTES)
		differ |= words_at(a + i) ^ words_at(b + i);
	return !(differ[0] | differ[1]);
}

static inline bool repeats(const struct tfe__pattern *pattern, const uint8_t *p, size_t n)
{
	size_t tail = pattern->tail_bytes, rest = pattern->bytes - tail;
	return n >= pattern->bytes && same(p, pattern->data, pattern->number_at) &&
	       (!tail || same(p + rest, pattern->data + rest, tail));
}

struct varint {
	const uint8_t *after; /* the byte after the varint; NULL: the varint is invalid */
	uint64_t value;
};

TFE__RARE static struct varint get_long(const uint8_t *p, const uint8_t *end)
{
	struct varint v = {0};
	v.after = tfe__get_varint(p, end, &v.value);
	return v;
}

/* Decodes a varint. Three bytes must be readable, which suffice for most steps and lengths. */
static inline struct varint get_varint(const uint8_t *p, const uint8_t *end)
{
	uint64_t a = p[0], b = p[1], c = p[2];
	if (a < 128)
		return (struct varint){p + 1, a};
	if (b < 128)
		return (struct varint){p + 2, (a & 127) | b << 7};
	if (c < 128)
		return (struct varint){p + 3, (a & 127) | (b & 127) << 7 | c << 14};
	return get_long(p, end);
}

/* --- adding ----------------------------------------------------------------------------- */

/* An event that probably repeats earlier ones. */
struct event {
	int64_t step;
	double wall_time;
	const uint8_t *values, *end; /* the content of its summary */
};

TFE__RARE static tfe_status add_any(struct tfe_run *run, struct tfe__log *log, tfe_series *series,
				    int64_t step, double wall_time, const uint8_t *number)
{
	struct tfe__entry entry = {.step = step, .wall_time = wall_time};
	entry.is_float32 = series->pattern->number_bytes == sizeof(float);
	entry.value = entry.is_float32 ? (double)tfe__le_float(number) : tfe__le_double(number);
	return tfe__run_append(run, log, series, &entry);
}

/* Adds a value that repeats the pattern of its series. */
TFE__OFTEN tfe_status add_value(struct tfe_run *run, struct tfe__log *log, tfe_series *series,
				const struct event *event, const uint8_t *p)
{
	const struct tfe__pattern *pattern = series->pattern;
	const uint8_t *number = p + pattern->number_at;
	if (pattern->number_bytes == sizeof(float) &&
	    tfe__run_append_float(run, log, series, event->step, event->wall_time,
				  tfe__le_float(number)))
		return TFE_OK;
	return add_any(run, log, series, event->step, event->wall_time, number);
}

/* Returns whether the values repeat the patterns of the series that follow `series`. */
static bool all_repeat(const tfe_series *series, const uint8_t *p, const uint8_t *end)
{
	while (p < end) {
		series = series->next;
		const struct tfe__pattern *pattern = series ? series->pattern : NULL;
		if (!pattern || !repeats(pattern, p, (size_t)(end - p)))
			return false;
		p += pattern->bytes;
	}
	return true;
}

/* Adds the values of an event with several values, except the first log->values_done. */
static tfe_status add_values(struct tfe_run *run, struct tfe__log *log, struct event event)
{
	tfe_series *series = run->last;
	if (event.values == event.end || !all_repeat(series, event.values, event.end))
		return TFE_E_NOTFOUND;
	if (!log->values_done)
		tfe__restart_summary(run, log, event.step, event.wall_time);
	const uint8_t *p = event.values;
	for (uint32_t n = 0; p < event.end; n++) {
		series = series->next;
		tfe_status status =
			n < log->values_done ? TFE_OK : add_value(run, log, series, &event, p);
		if (status) {
			log->values_done = n;
			return status;
		}
		p += series->pattern->bytes;
	}
	run->last = series;
	log->values_done = 0;
	return TFE_OK;
}

/* Adds the value of an event with one value. */
static inline tfe_status add_one(struct tfe_run *run, struct tfe__log *log, tfe_series *series,
				 struct event event)
{
	tfe__restart_summary(run, log, event.step, event.wall_time);
	tfe_status status = add_value(run, log, series, &event, event.values);
	if (!status)
		run->last = series;
	return status;
}

tfe_status tfe__repeat_add(struct tfe_run *run, struct tfe__log *log, const uint8_t *p, size_t size,
			   double *wall_time)
{
	/* More than a wall time, a step and a length take if both varints have at most three bytes;
	 * less than the smallest event with a tag. */
	enum { LEAST_BYTES = 20 };
	struct event event = {.end = p + size};
	tfe_series *series = run->last ? run->last->next : NULL;
	const struct tfe__pattern *pattern = series ? series->pattern : NULL;
	if (!pattern || size < LEAST_BYTES || *p != WALL_TIME)
		return TFE_E_NOTFOUND;
	event.wall_time = *wall_time = tfe__le_double(p + 1);
	p += 9;
	if (*p == STEP) {
		struct varint step = get_varint(p + 1, event.end);
		event.step = (int64_t)step.value;
		p = step.after;
	}
	if (!p || event.end - p < 4 || *p != SUMMARY)
		return TFE_E_NOTFOUND;
	struct varint length = get_varint(p + 1, event.end);
	event.values = length.after;
	if (!length.after || length.value != (uint64_t)(event.end - length.after))
		return TFE_E_NOTFOUND;
	if (length.value != pattern->bytes)
		return add_values(run, log, event);
	return repeats(pattern, event.values, length.value) ? add_one(run, log, series, event)
							    : TFE_E_NOTFOUND;
}

/* --- learning --------------------------------------------------------------------------- */

/* Returns the content of a tensor that is one float32 or float64, stored as raw content; NULL for
 * any other tensor. */
static const uint8_t *tensor_number(const struct tfe__field *tensor, size_t *bytes)
{
	const uint8_t *p = tensor->data, *end = p + tensor->size, *number = NULL;
	struct tfe__field f;
	uint64_t dtype = 0;
	while (tfe__next_field(&p, end, &f)) {
		if (f.number == 1 && f.type == TFE__VARINT && !dtype) {
			dtype = f.value;
		} else if (f.number == 4 && f.type == TFE__LENGTH && !number) {
			number = f.data;
			*bytes = f.size;
		} else if (f.number != 2) {
			return NULL;
		}
	}
	bool fits = (dtype == TFE_DTYPE_FLOAT32 && *bytes == sizeof(float)) ||
		    (dtype == TFE_DTYPE_FLOAT64 && *bytes == sizeof(double));
	return number && fits ? number : NULL;
}

static bool is(const struct tfe__field *f, const char *text)
{
	return f->size == strlen(text) && !memcmp(f->data, text, f->size);
}

/* Returns whether metadata name a plugin exactly once, and it is that of scalars. */
static bool names_scalars(const struct tfe__field *metadata)
{
	const uint8_t *p = metadata->data, *end = p + metadata->size;
	struct tfe__field f, name;
	int names = 0, scalars = 0;
	while (tfe__next_field(&p, end, &f)) {
		if (f.number != 1 || f.type != TFE__LENGTH)
			continue;
		for (const uint8_t *q = f.data; tfe__next_field(&q, f.data + f.size, &name);) {
			names += name.number == 1;
			scalars += name.number == 1 && name.type == TFE__LENGTH &&
				   is(&name, "scalars");
		}
	}
	return names == 1 && scalars == 1;
}

/* Returns the number of a value that has a tag, one number and possibly metadata; a tensor must
 * have metadata that make it a scalar whatever other series its tag has. Returns NULL for any other
 * value. */
static const uint8_t *value_number(const struct tfe__field *value, struct tfe__field *tag,
				   size_t *bytes)
{
	const uint8_t *p = value->data, *end = p + value->size, *number = NULL;
	struct tfe__field f;
	bool is_tensor = false, is_scalar = false;
	tag->number = 0;
	while (tfe__next_field(&p, end, &f)) {
		if (f.number == 1 && f.type == TFE__LENGTH && !tag->number) {
			*tag = f;
		} else if (f.number == 2 && f.type == TFE__FIXED32 && !number) {
			number = p - sizeof(float);
			*bytes = sizeof(float);
		} else if (f.number == 8 && f.type == TFE__LENGTH && !number) {
			number = tensor_number(&f, bytes);
			is_tensor = true;
			if (!number)
				return NULL;
		} else if (f.number != 9) {
			return NULL;
		} else {
			is_scalar = f.type == TFE__LENGTH && names_scalars(&f);
		}
	}
	bool complete = tag->number && tag->size && (is_scalar || !is_tensor);
	return complete ? number : NULL;
}

/* A pattern is learnt at the fourth entry, and then each time the number of entries has doubled. A
 * series that is logged once costs nothing. */
static bool is_worth_it(const tfe_series *series)
{
	uint64_t n = tfe__column_written(&series->writer);
	return n >= 4 && !(n & (n - 1));
}

/* Learns the pattern of one value. `begin` is the header of the value. */
static void learn_value(struct tfe_run *run, const uint8_t *begin, const struct tfe__field *value)
{
	struct tfe__field tag;
	size_t number_bytes = 0, bytes = (size_t)(value->data + value->size - begin);
	const uint8_t *number = value_number(value, &tag, &number_bytes);
	if (!number || *begin != VALUE || bytes > UINT16_MAX)
		return;
	tfe_series *series = tfe__run_find(run, (tfe_bytes){tag.data, tag.size}, TFE_KIND_SCALAR);
	if (!series || !is_worth_it(series) || tfe__budget_is_exhausted(&run->store->budget))
		return;
	struct tfe__pattern *pattern = tfe__arena_alloc(&run->arena, sizeof *pattern + bytes);
	if (!pattern)
		return;
	pattern->bytes = (uint16_t)bytes;
	pattern->number_at = (uint16_t)(number - begin);
	pattern->number_bytes = (uint8_t)number_bytes;
	pattern->tail_bytes = (uint16_t)(bytes - number_bytes - (size_t)(number - begin));
	memcpy(pattern->data, begin, bytes);
	series->pattern = pattern;
}

void tfe__repeat_learn(struct tfe_run *run, const uint8_t *data, size_t size)
{
	struct tfe__field summary, value;
	const uint8_t *p = data, *end = data + size;
	while (tfe__next_field(&p, end, &summary)) {
		if (summary.number != 5 || summary.type != TFE__LENGTH)
			continue;
		const uint8_t *q = summary.data, *q_end = q + summary.size, *begin = q;
		for (; tfe__next_field(&q, q_end, &value); begin = q) {
			if (value.number == 1 && value.type == TFE__LENGTH)
				learn_value(run, begin, &value);
		}
	}
}
