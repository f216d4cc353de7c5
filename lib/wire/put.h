/* wire: encodes protobuf fields into a buffer. The first error of the buffer is sticky and checked
 * at the end. */
#ifndef TFE_WIRE_PUT_H
#define TFE_WIRE_PUT_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"

enum { TFE__VARINT_MAX_BYTES = 10 };

/* Writes a varint to p, which has space for TFE__VARINT_MAX_BYTES; returns its end. */
static inline uint8_t *tfe__varint(uint8_t *p, uint64_t v)
{
	for (; v >= 0x80; v >>= 7)
		*p++ = (uint8_t)(v | 0x80);
	*p++ = (uint8_t)v;
	return p;
}

/* The length of a varint in bytes. */
static inline size_t tfe__varint_bytes(uint64_t v)
{
	size_t n = 1;
	for (; v >= 0x80; v >>= 7)
		n++;
	return n;
}

/* Fields of one value. Every value is written, also 0; the caller omits zeros where proto3 does. */
void tfe__put_int(struct tfe__buf *b, uint32_t field, int64_t value);
void tfe__put_float(struct tfe__buf *b, uint32_t field, float value);
void tfe__put_double(struct tfe__buf *b, uint32_t field, double value);
void tfe__put_bytes(struct tfe__buf *b, uint32_t field, const void *data, size_t n);

static inline void tfe__put_text(struct tfe__buf *b, uint32_t field, const char *text)
{
	tfe__put_bytes(b, field, text, strlen(text));
}

/* A length-delimited field: its content is everything put between begin and end. */
size_t tfe__put_begin(struct tfe__buf *b, uint32_t field);
void tfe__put_end(struct tfe__buf *b, size_t begin);

/* Numbers without field tags, for packed fields and tensor contents. */
void tfe__put_raw_float(struct tfe__buf *b, float value);
void tfe__put_raw_double(struct tfe__buf *b, double value);
void tfe__put_raw_int64s(struct tfe__buf *b, const int64_t *values, size_t n);

/* A framed record: its data are everything put between begin and end. */
size_t tfe__put_record_begin(struct tfe__buf *b);
void tfe__put_record_end(struct tfe__buf *b, size_t begin);

#endif
