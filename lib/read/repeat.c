/* read: events that look like those before, but for their numbers: recognised at a fraction of the cost of decoding. */
#include "read/repeat.h"

#include <string.h>

#include <tfevents/dtype.h>

#include "base/le.h"
#include "base/rare.h"
#include "read/restart.h"
#include "wire/walk.h"

/* Bytes in front of fields: field number << 3 | wire type. */
enum { WALL_TIME = 1 << 3 | 1, STEP = 2 << 3, SUMMARY = 5 << 3 | 2, VALUE = 1 << 3 | 2 };

static uint64_t word_at(const uint8_t *p)
{
	uint64_t word;
	memcpy(&word, p, sizeof word);
	return word;
}

/* memcmp for a few bytes, without a call: by words, of which the last may overlap the one before. */
static inline bool same(const uint8_t *a, const uint8_t *b, size_t n)
{
	uint64_t differ = 0;
	size_t i = 0;
	if (n >= 8)
		differ = word_at(a + n - 8) ^ word_at(b + n - 8);
	else
		for (; i < n; i++)
			differ |= a[i] ^ b[i];
	for (; i + 8 < n; i += 8)
		differ |= word_at(a + i) ^ word_at(b + i);
	return !differ;
}

static inline bool repeats(const struct tfe__pattern *pattern, const uint8_t *p, size_t n)
{
	size_t rest = pattern->number_at + pattern->number_bytes;
	return n >= pattern->bytes && same(p, pattern->data, pattern->number_at) &&
	       (rest == pattern->bytes ||
		same(p + rest, pattern->data + rest, pattern->bytes - rest));
}

struct varint {
	const uint8_t *behind; /* NULL: there is none */
	uint64_t value;
};

TFE__RARE static struct varint get_long(const uint8_t *p, const uint8_t *end)
{
	struct varint v = {0};
	v.behind = tfe__get_varint(p, end, &v.value);
	return v;
}

/* A varint; most steps and lengths take one to three bytes. */
static inline struct varint get_varint(const uint8_t *p, const uint8_t *end)
{
	if (end - p < 3)
		return get_long(p, end);
	uint64_t a = p[0], b = p[1], c = p[2];
	if (a < 128)
		return (struct varint){p + 1, a};
	if (b < 128)
		return (struct varint){p + 2, (a & 127) | b << 7};
	if (c < 128)
		return (struct varint){p + 3, (a & 127) | (b & 127) << 7 | c << 14};
	return get_long(p, end);
}

/* Whether the values in a summary repeat the patterns of the series behind `series`. */
static inline bool all_repeat(const tfe_series *series, const uint8_t *p, const uint8_t *end)
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

/* Adds a value that repeats a pattern. */
TFE__RARE static tfe_status add_number(struct tfe_run *run, struct tfe__log *log,
				       tfe_series *series, int64_t step, double wall_time,
				       const uint8_t *number)
{
	struct tfe__entry entry = {.step = step, .wall_time = wall_time};
	entry.is_float32 = series->pattern->number_bytes == sizeof(float);
	entry.value = entry.is_float32 ? (double)tfe__le_float(number) : tfe__le_double(number);
	tfe_status status = tfe__restart_value(run, log, series, step);
	return status ? status : tfe__series_add(run, series, log->life, &entry);
}

/* Adds the values in a summary, but for the first log->values_done of them. */
static inline tfe_status add_all(struct tfe_run *run, struct tfe__log *log, int64_t step,
				 double wall_time, const uint8_t *p, const uint8_t *end)
{
	tfe_series *series = run->last;
	if (!log->values_done)
		tfe__restart_summary(run, log, step, wall_time);
	for (uint32_t n = 0; p < end; n++) {
		series = series->next;
		const struct tfe__pattern *pattern = series->pattern;
		const uint8_t *number = p + pattern->number_at;
		p += pattern->bytes;
		if (n < log->values_done)
			continue;
		/* The usual case of add_number first. */
		if (pattern->number_bytes == sizeof(float) && !run->course.back &&
		    tfe__series_add_float(run, series, log->life, step, wall_time,
					  tfe__le_float(number)))
			continue;
		tfe_status status = add_number(run, log, series, step, wall_time, number);
		if (status) {
			log->values_done = n;
			return status;
		}
	}
	run->last = series;
	log->values_done = 0;
	return TFE_OK;
}

tfe_status tfe__repeat_add(struct tfe_run *run, struct tfe__log *log, const uint8_t *p, size_t size,
			   double *wall_time)
{
	const uint8_t *end = p + size;
	struct varint step = {0};
	if (!run->last || size < 12 || *p != WALL_TIME)
		return TFE_E_NOTFOUND;
	*wall_time = tfe__le_double(p + 1);
	p += 9;
	if (*p == STEP) {
		step = get_varint(p + 1, end);
		p = step.behind;
	}
	if (!p || end - p < 2 || *p != SUMMARY)
		return TFE_E_NOTFOUND;
	struct varint length = get_varint(p + 1, end);
	p = length.behind;
	if (!p || p == end || length.value != (uint64_t)(end - p) || !all_repeat(run->last, p, end))
		return TFE_E_NOTFOUND;
	return add_all(run, log, (int64_t)step.value, *wall_time, p, end);
}

/* --- learning --------------------------------------------------------------------------------------------- */

/* The content of a tensor that is one float32 or float64, stored as raw content. NULL for any other. */
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
	bool fits = (dtype == TFE_FLOAT32 && *bytes == sizeof(float)) ||
		    (dtype == TFE_FLOAT64 && *bytes == sizeof(double));
	return number && fits ? number : NULL;
}

/* The number of a value that has a tag and one number, and maybe metadata. NULL for any other. */
static const uint8_t *value_number(const struct tfe__field *value, struct tfe__field *tag,
				   size_t *bytes)
{
	const uint8_t *p = value->data, *end = p + value->size, *number = NULL;
	struct tfe__field f;
	tag->number = 0;
	while (tfe__next_field(&p, end, &f)) {
		if (f.number == 1 && f.type == TFE__LENGTH && !tag->number) {
			*tag = f;
		} else if (f.number == 2 && f.type == TFE__FIXED32 && !number) {
			number = p - sizeof(float);
			*bytes = sizeof(float);
		} else if (f.number == 8 && f.type == TFE__LENGTH && !number) {
			number = tensor_number(&f, bytes);
			if (!number)
				return NULL;
		} else if (f.number != 9) {
			return NULL;
		}
	}
	return tag->number && tag->size ? number : NULL;
}

/* From the fourth entry on, and again when there are twice as many: what is logged once costs nothing more. */
static bool is_worth_it(const tfe_series *series)
{
	uint64_t n = tfe__column_written(&series->writer);
	return series->kind == TFE_KIND_SCALAR && n >= 4 && !(n & (n - 1));
}

/* `begin` is where the value's header stands. */
static tfe_status learn_value(struct tfe_run *run, const uint8_t *begin,
			      const struct tfe__field *value)
{
	struct tfe__field tag;
	size_t number_bytes = 0, bytes = (size_t)(value->data + value->size - begin);
	const uint8_t *number = value_number(value, &tag, &number_bytes);
	if (!number || *begin != VALUE || bytes > UINT16_MAX)
		return TFE_OK;
	size_t at = tfe__map_get(&run->by_tag, (const char *)tag.data, tag.size);
	tfe_series *series = at == TFE__MAP_NONE ? NULL : tfe__list_at(&run->series, at);
	if (!series || !is_worth_it(series))
		return TFE_OK;
	struct tfe__pattern *pattern = tfe__arena_alloc(&run->arena, sizeof *pattern + bytes);
	if (!pattern)
		return TFE_E_NOMEM;
	pattern->bytes = (uint16_t)bytes;
	pattern->number_at = (uint16_t)(number - begin);
	pattern->number_bytes = (uint8_t)number_bytes;
	memcpy(pattern->data, begin, bytes);
	series->pattern = pattern;
	return TFE_OK;
}

tfe_status tfe__repeat_learn(struct tfe_run *run, const uint8_t *data, size_t size)
{
	struct tfe__field summary, value;
	const uint8_t *p = data, *end = data + size;
	while (tfe__next_field(&p, end, &summary)) {
		if (summary.number != 5 || summary.type != TFE__LENGTH)
			continue;
		const uint8_t *q = summary.data, *q_end = q + summary.size, *begin = q;
		for (; tfe__next_field(&q, q_end, &value); begin = q) {
			if (value.number != 1 || value.type != TFE__LENGTH)
				continue;
			tfe_status status = learn_value(run, begin, &value);
			if (status)
				return status;
		}
	}
	return TFE_OK;
}
