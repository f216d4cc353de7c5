/* wire: protobuf output, field by field, into a bounded buffer.
 * https://protobuf.dev/programming-guides/encoding/ */
#ifndef TFE_WIRE_PUT_H
#define TFE_WIRE_PUT_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/le.h"

enum { TFE__VARINT_BYTES = 10, TFE__LENGTH_BYTES = 5 };

/* Writes a varint at p (10 bytes at most) and returns where it ends. */
static inline uint8_t *tfe__put_varint(uint8_t *p, uint64_t v)
{
	while (v >= 0x80) {
		*p++ = (uint8_t)(v | 0x80);
		v >>= 7;
	}
	*p++ = (uint8_t)v;
	return p;
}

static inline size_t tfe__varint_bytes(uint64_t v)
{
	return (size_t)(70 - __builtin_clzll(v | 1)) / 7;
}

/* Each appends one field, also where the value is the default that proto3 leaves out: callers decide. */
void tfe__put_int(struct tfe__buf *b, unsigned field, uint64_t v);
void tfe__put_double(struct tfe__buf *b, unsigned field, double v);
void tfe__put_float(struct tfe__buf *b, unsigned field, float v);
void tfe__put_bytes(struct tfe__buf *b, unsigned field, const void *data, size_t bytes);

static inline void tfe__put_string(struct tfe__buf *b, unsigned field, const char *s)
{
	tfe__put_bytes(b, field, s, strlen(s));
}

/* A submessage of a length not known yet: begin returns a mark, the fields follow, end takes the mark and puts
 * the length where it belongs. Nests; messages up to 4 GiB. After an error of the buffer both do nothing. */
size_t tfe__put_begin(struct tfe__buf *b, unsigned field);
void tfe__put_end(struct tfe__buf *b, size_t mark);

#endif
