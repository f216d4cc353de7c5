/* write: adds of scalars.
 *
 * The values of a step are one record. It is encoded into a buffer on the stack, without an
 * allocation, unless one of the values is a tensor. */
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "summary/summary_put.h"
#include "write/add.h"

static tfe_status push_simple_value(tfe_writer *w, const struct tfe__value_header *header,
				    float value)
{
	uint8_t record[512], *p = record;
	size_t n = tfe__simple_value(p, sizeof record, header, value);
	if (n > sizeof record) {
		p = tfe__alloc(&w->allocator, n);
		if (!p)
			return tfe__writer_refuse(w, TFE_E_NOMEM, "out of memory");
		tfe__simple_value(p, n, header, value);
	}
	tfe_status status = tfe__writer_push_at(w, p, n, header->system_ns);
	if (p != record)
		tfe__free(&w->allocator, p);
	return status;
}

tfe_status tfe_writer_add_scalar(tfe_writer *w, const char *tag, int64_t step, double value)
{
	struct tfe__value_header header;
	tfe_status status = tfe__add_header(&header, w, tag, step);
	if (status)
		return status;
	if (!header.display_name && !header.description)
		return push_simple_value(w, &header, (float)value);
	struct tfe__add a = {.writer = w, .header = header, .events = 1};
	const struct tfe__scalar scalar = {.header = header, .value = value};
	tfe__buf_init(&a.buf, &w->allocator, TFE__RECORD_LIMIT);
	tfe__put_scalars(&a.buf, &scalar, 1, TFE_DTYPE_FLOAT32);
	return tfe__add_end(&a, TFE_OK);
}

/* Checks the arguments of add_scalars. */
static tfe_status check(tfe_writer *w, const tfe_scalar *scalars, size_t n, tfe_dtype dtype)
{
	if (!w)
		return TFE_E_ARG;
	if (!scalars || n == 0)
		return tfe__writer_refuse(w, TFE_E_ARG, "the scalars are missing");
	if (dtype != TFE_DTYPE_FLOAT32 && dtype != TFE_DTYPE_FLOAT64)
		return tfe__writer_refuse(w, TFE_E_ARG,
					  "%s: the type of scalars is float32 or float64",
					  scalars->tag ? scalars->tag : "");
	for (size_t i = 0; i < n; i++) {
		const char *tag = scalars[i].tag;
		if (!tag || !*tag || !tfe__utf8_valid((const uint8_t *)tag, strlen(tag)))
			return tfe__writer_refuse(w, TFE_E_ARG,
						  "the tag of scalar %zu is empty or not UTF-8", i);
	}
	return TFE_OK;
}

/* Queues simple values as one record, whose size has a known bound. */
static tfe_status push_simple_values(tfe_writer *w, int64_t step, const tfe_scalar *scalars,
				     size_t n)
{
	uint8_t record[4096], *p = record;
	size_t bytes = tfe__simple_values_bound(scalars, n);
	if (bytes > TFE__RECORD_LIMIT)
		return tfe__writer_refuse(w, TFE_E_LIMIT, "%s: %s", scalars->tag,
					  tfe_status_text(TFE_E_LIMIT));
	if (bytes > sizeof record && !(p = tfe__alloc(&w->allocator, bytes)))
		return tfe__writer_refuse(w, TFE_E_NOMEM, "out of memory");
	const uint8_t *begin;
	uint64_t system_ns;
	const double now = tfe__add_time(w, &system_ns);
	bytes = tfe__simple_values(p, &begin, now, step, scalars, n);
	tfe_status status = tfe__writer_push_at(w, begin, bytes, system_ns);
	if (p != record)
		tfe__free(&w->allocator, p);
	return status;
}

/* Queues scalars as one record in which some or all values are tensors. */
static tfe_status push_tensors(tfe_writer *w, int64_t step, const tfe_scalar *scalars, size_t n,
			       tfe_dtype dtype)
{
	struct tfe__scalar *s = tfe__alloc_zeroed(&w->allocator, n, sizeof *s);
	if (!s)
		return tfe__writer_refuse(w, TFE_E_NOMEM, "out of memory");
	uint64_t system_ns;
	const double now = tfe__add_time(w, &system_ns);
	for (size_t i = 0; i < n; i++) {
		s[i].header = (struct tfe__value_header){.tag = scalars[i].tag,
							 .tag_bytes = strlen(scalars[i].tag),
							 .wall_time = now,
							 .step = step};
		s[i].value = scalars[i].value;
		tfe__add_describe(w, &s[i].header);
	}
	struct tfe__add a = {.writer = w, .header = s->header, .events = 1};
	tfe__buf_init(&a.buf, &w->allocator, TFE__RECORD_LIMIT);
	tfe__put_scalars(&a.buf, s, n, dtype);
	tfe_status status = tfe__add_end(&a, TFE_OK);
	tfe__free(&w->allocator, s);
	return status;
}

tfe_status tfe_writer_add_scalars(tfe_writer *w, int64_t step, const tfe_scalar *scalars, size_t n,
				  tfe_dtype dtype)
{
	tfe_status status = check(w, scalars, n, dtype);
	if (status)
		return status;
	if (dtype == TFE_DTYPE_FLOAT32 &&
	    !atomic_load_explicit(&w->described, memory_order_acquire))
		return push_simple_values(w, step, scalars, n);
	return push_tensors(w, step, scalars, n, dtype);
}
