/* summary: arrays of callers as tensors: numbers as little-endian content, texts as a list. */
#include <string.h>

#include <tfevents/event.h>

#include "base/le.h"
#include "summary/array_walk.h"
#include "summary/summary_put.h"
#include "wire/put.h"

/* Copies n numbers of `bytes` bytes each to little-endian order. */
static void copy_numbers(uint8_t *out, const void *numbers, size_t n, size_t bytes)
{
	const char *in = numbers;
	uint16_t u16;
	uint32_t u32;
	uint64_t u64;
	switch (bytes) {
	case 2:
		for (size_t i = 0; i < n; i++, out += 2) {
			memcpy(&u16, in + 2 * i, 2);
			out[0] = (uint8_t)u16;
			out[1] = (uint8_t)(u16 >> 8);
		}
		break;
	case 4:
		for (size_t i = 0; i < n; i++) {
			memcpy(&u32, in + 4 * i, 4);
			tfe__put_le32(out + 4 * i, u32);
		}
		break;
	case 8:
		for (size_t i = 0; i < n; i++) {
			memcpy(&u64, in + 8 * i, 8);
			tfe__put_le64(out + 8 * i, u64);
		}
		break;
	default:
		memcpy(out, in, n);
	}
}

/* A complex number is two numbers. */
static size_t numbers_in(tfe_dtype dtype)
{
	return dtype == TFE_DTYPE_COMPLEX64 || dtype == TFE_DTYPE_COMPLEX128 ? 2 : 1;
}

static void put_numbers(struct tfe__buf *b, struct tfe__array_walk *walk, tfe_dtype dtype)
{
	const size_t bytes = tfe_dtype_bytes((int)dtype), parts = numbers_in(dtype);
	const void *run;
	size_t n, content = tfe__put_begin(b, 4);
	while ((n = tfe__array_walk_next(walk, &run, 1 << 16))) {
		uint8_t *out = tfe__buf_reserve(b, n * bytes);
		if (!out)
			break;
		copy_numbers(out, run, n * parts, bytes / parts);
		tfe__buf_commit(b, n * bytes);
	}
	tfe__put_end(b, content);
}

static void put_texts(struct tfe__buf *b, struct tfe__array_walk *walk)
{
	const void *run;
	size_t n;
	while (!b->status && (n = tfe__array_walk_next(walk, &run, SIZE_MAX)))
		for (size_t i = 0; i < n && !b->status; i++) {
			tfe_bytes text;
			memcpy(&text, (const char *)run + i * sizeof text, sizeof text);
			if (text.size && !text.data) {
				b->status = TFE_E_ARG;
				return;
			}
			tfe__put_bytes(b, 8, text.size ? (const void *)text.data : "", text.size);
		}
}

void tfe__put_array(struct tfe__buf *b, const tfe_array *a, size_t count)
{
	struct tfe__array_walk walk;
	/* A text has two bytes or more. Strides of 0 make large arrays of little memory. */
	const bool texts = a->dtype == TFE_DTYPE_STRING;
	if (!b->status && count > b->limit / (texts ? 2 : tfe_dtype_bytes((int)a->dtype))) {
		b->status = TFE_E_LIMIT;
		return;
	}
	tfe__array_walk_init(&walk, a, count);
	size_t tensor = tfe__tensor_begin(b, (int)a->dtype, a->shape, a->rank);
	if (texts)
		put_texts(b, &walk);
	else if (count)
		put_numbers(b, &walk, a->dtype);
	tfe__put_end(b, tensor);
}

void tfe__put_tensor(struct tfe__buf *b, const struct tfe__value_header *header, const tfe_array *a,
		     size_t count, const tfe_plugin *plugin)
{
	struct tfe__value v;
	struct tfe__buf content;
	tfe__buf_init(&content, &b->allocator, b->limit);
	if (plugin && plugin->content_bytes)
		tfe__buf_append(&content, plugin->content, plugin->content_bytes);
	if (tfe__buf_status(&content) && !b->status)
		b->status = tfe__buf_status(&content);
	tfe__value_begin(&v, b, header);
	tfe__put_array(b, a, count);
	tfe__value_end(&v, plugin ? plugin->name : NULL, &content);
	tfe__buf_release(&content);
}
