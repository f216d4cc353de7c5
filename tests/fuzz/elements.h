/* For tests: the elements of a tensor, from the message that protobuf-c decoded. */
#ifndef TESTS_FUZZ_ELEMENTS_H
#define TESTS_FUZZ_ELEMENTS_H

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "event.pb-c.h"

#include <tfevents/event.h>

/* Converts the bits of a half float according to the definition. */
static inline double element_half(uint32_t bits)
{
	double fraction = (bits & 0x3ff) / 1024.0;
	int exponent = bits >> 10 & 0x1f;
	double v = exponent == 31  ? (fraction > 0 ? (double)NAN : (double)INFINITY)
		   : exponent == 0 ? fraction * 0x1p-14
				   : (1 + fraction) * exp2(exponent - 15);
	return bits & 0x8000 ? -v : v;
}

static inline double element_bfloat(uint32_t bits)
{
	float f;
	bits <<= 16;
	memcpy(&f, &bits, sizeof f);
	return (double)f;
}

static inline void element_signed(int64_t i, tfe_number *n)
{
	n->i = i;
	n->value = (double)i;
}

static inline void element_unsigned(uint64_t u, tfe_number *n)
{
	n->u = u;
	n->value = (double)u;
}

/* Gets element i of the list that belongs to the tensor's type; returns false if the list is
 * shorter. */
static inline bool listed(const Tfe__Pb__TensorProto *t, size_t i, tfe_number *n)
{
	switch (t->dtype) {
	case TFE_DTYPE_FLOAT32:
		return i < t->n_float_val && (n->value = (double)t->float_val[i], true);
	case TFE_DTYPE_FLOAT64:
		return i < t->n_double_val && (n->value = t->double_val[i], true);
	case TFE_DTYPE_COMPLEX64:
		return 2 * i + 1 < t->n_scomplex_val &&
		       (n->value = (double)t->scomplex_val[2 * i],
			n->imaginary = (double)t->scomplex_val[2 * i + 1], true);
	case TFE_DTYPE_COMPLEX128:
		return 2 * i + 1 < t->n_dcomplex_val &&
		       (n->value = t->dcomplex_val[2 * i],
			n->imaginary = t->dcomplex_val[2 * i + 1], true);
	case TFE_DTYPE_FLOAT16:
		return i < t->n_half_val &&
		       (n->value = element_half((uint16_t)t->half_val[i]), true);
	case TFE_DTYPE_BFLOAT16:
		return i < t->n_half_val &&
		       (n->value = element_bfloat((uint16_t)t->half_val[i]), true);
	case TFE_DTYPE_INT32:
		return i < t->n_int_val && (element_signed(t->int_val[i], n), true);
	case TFE_DTYPE_INT16:
		return i < t->n_int_val && (element_signed((int16_t)t->int_val[i], n), true);
	case TFE_DTYPE_INT8:
		return i < t->n_int_val && (element_signed((int8_t)t->int_val[i], n), true);
	case TFE_DTYPE_UINT16:
		return i < t->n_int_val && (element_unsigned((uint16_t)t->int_val[i], n), true);
	case TFE_DTYPE_UINT8:
		return i < t->n_int_val && (element_unsigned((uint8_t)t->int_val[i], n), true);
	case TFE_DTYPE_INT64:
		return i < t->n_int64_val && (element_signed(t->int64_val[i], n), true);
	case TFE_DTYPE_BOOL:
		return i < t->n_bool_val && (element_signed(t->bool_val[i] != 0, n), true);
	case TFE_DTYPE_UINT32:
		return i < t->n_uint32_val && (element_unsigned(t->uint32_val[i], n), true);
	case TFE_DTYPE_UINT64:
		return i < t->n_uint64_val && (element_unsigned(t->uint64_val[i], n), true);
	default:
		return false;
	}
}

/* Gets the bits of element i of the lists of integers, of which one has elements. */
static inline bool listed_integer(const Tfe__Pb__TensorProto *t, size_t i, uint64_t *bits)
{
	if (i < t->n_int_val)
		*bits = (uint64_t)t->int_val[i];
	else if (i < t->n_int64_val)
		*bits = (uint64_t)t->int64_val[i];
	else if (i < t->n_bool_val)
		*bits = t->bool_val[i] != 0;
	else if (i < t->n_uint32_val)
		*bits = t->uint32_val[i];
	else if (i < t->n_uint64_val)
		*bits = t->uint64_val[i];
	else
		return false;
	return true;
}

static inline void element_of_integer(int dtype, uint64_t bits, tfe_number *n)
{
	switch (dtype) {
	case TFE_DTYPE_INT8:
		element_signed((int8_t)bits, n);
		break;
	case TFE_DTYPE_INT16:
		element_signed((int16_t)bits, n);
		break;
	case TFE_DTYPE_INT32:
		element_signed((int32_t)bits, n);
		break;
	case TFE_DTYPE_INT64:
		element_signed((int64_t)bits, n);
		break;
	case TFE_DTYPE_UINT8:
		element_unsigned((uint8_t)bits, n);
		break;
	case TFE_DTYPE_UINT16:
		element_unsigned((uint16_t)bits, n);
		break;
	case TFE_DTYPE_UINT32:
		element_unsigned((uint32_t)bits, n);
		break;
	case TFE_DTYPE_UINT64:
		element_unsigned(bits, n);
		break;
	default:
		element_signed(bits != 0, n);
	}
}

/* Gets element i of the only list that has elements, of a tensor whose own list has none. */
static inline bool listed_elsewhere(const Tfe__Pb__TensorProto *t, size_t i, tfe_number *n)
{
	uint64_t bits;
	size_t lists = !!t->n_float_val + !!t->n_double_val + !!t->n_int_val + !!t->n_string_val +
		       !!t->n_scomplex_val + !!t->n_int64_val + !!t->n_bool_val +
		       !!t->n_dcomplex_val + !!t->n_half_val + !!t->n_uint32_val +
		       !!t->n_uint64_val;
	if (lists != 1)
		return false;
	switch (t->dtype) {
	case TFE_DTYPE_FLOAT16:
	case TFE_DTYPE_BFLOAT16:
	case TFE_DTYPE_FLOAT32:
	case TFE_DTYPE_FLOAT64:
		if (i < t->n_float_val)
			return n->value = (double)t->float_val[i], true;
		return i < t->n_double_val && (n->value = t->double_val[i], true);
	case TFE_DTYPE_COMPLEX64:
	case TFE_DTYPE_COMPLEX128:
		if (2 * i + 1 < t->n_scomplex_val)
			return n->value = (double)t->scomplex_val[2 * i],
			       n->imaginary = (double)t->scomplex_val[2 * i + 1], true;
		return 2 * i + 1 < t->n_dcomplex_val &&
		       (n->value = t->dcomplex_val[2 * i],
			n->imaginary = t->dcomplex_val[2 * i + 1], true);
	default:
		return listed_integer(t, i, &bits) && (element_of_integer(t->dtype, bits, n), true);
	}
}

/* Gets element i of raw content: the machine's own types, which are little-endian on every machine
 * that runs this. */
static inline void in_content(const Tfe__Pb__TensorProto *t, size_t i, tfe_number *n)
{
	union {
		float f[2];
		double d[2];
		int8_t i8;
		uint8_t u8;
		int16_t i16;
		uint16_t u16;
		int32_t i32;
		uint32_t u32;
		int64_t i64;
		uint64_t u64;
	} u = {0};
	size_t bytes = tfe_dtype_bytes(t->dtype);
	memcpy(&u, t->tensor_content.data + i * bytes, bytes);
	switch (t->dtype) {
	case TFE_DTYPE_COMPLEX64:
		n->imaginary = (double)u.f[1];
		n->value = (double)u.f[0];
		break;
	case TFE_DTYPE_FLOAT32:
		n->value = (double)u.f[0];
		break;
	case TFE_DTYPE_COMPLEX128:
		n->imaginary = u.d[1];
		n->value = u.d[0];
		break;
	case TFE_DTYPE_FLOAT64:
		n->value = u.d[0];
		break;
	case TFE_DTYPE_FLOAT16:
		n->value = element_half(u.u16);
		break;
	case TFE_DTYPE_BFLOAT16:
		n->value = element_bfloat(u.u16);
		break;
	case TFE_DTYPE_INT8:
		element_signed(u.i8, n);
		break;
	case TFE_DTYPE_INT16:
		element_signed(u.i16, n);
		break;
	case TFE_DTYPE_INT32:
		element_signed(u.i32, n);
		break;
	case TFE_DTYPE_INT64:
		element_signed(u.i64, n);
		break;
	case TFE_DTYPE_BOOL:
		element_signed(u.u8 != 0, n);
		break;
	case TFE_DTYPE_UINT8:
		element_unsigned(u.u8, n);
		break;
	case TFE_DTYPE_UINT16:
		element_unsigned(u.u16, n);
		break;
	case TFE_DTYPE_UINT32:
		element_unsigned(u.u32, n);
		break;
	case TFE_DTYPE_UINT64:
		element_unsigned(u.u64, n);
		break;
	}
}

/* Gets the expected tensor element i. `last` is the previous one, which is repeated after the last
 * stored element. */
static inline void element_of(const Tfe__Pb__TensorProto *t, size_t i, tfe_number *last)
{
	tfe_number n = {0};
	if (t->tensor_content.len)
		in_content(t, i, &n);
	else if (!listed(t, i, &n) && !listed_elsewhere(t, i, &n))
		return;
	*last = n;
}

#endif
