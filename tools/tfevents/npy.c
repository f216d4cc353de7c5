/* tfevents: tensors as files of NumPy: magic, version, the length and text of the header, and the
 * elements in row-major order, little-endian. */
#include "tfevents/npy.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"

static const char *type_of(int32_t dtype)
{
	switch (dtype) {
	case TFE_DTYPE_FLOAT16:
		return "<f2";
	case TFE_DTYPE_FLOAT32:
	case TFE_DTYPE_BFLOAT16:
		return "<f4";
	case TFE_DTYPE_FLOAT64:
		return "<f8";
	case TFE_DTYPE_COMPLEX64:
		return "<c8";
	case TFE_DTYPE_COMPLEX128:
		return "<c16";
	case TFE_DTYPE_INT8:
		return "|i1";
	case TFE_DTYPE_UINT8:
		return "|u1";
	case TFE_DTYPE_BOOL:
		return "|b1";
	case TFE_DTYPE_INT16:
		return "<i2";
	case TFE_DTYPE_UINT16:
		return "<u2";
	case TFE_DTYPE_INT32:
		return "<i4";
	case TFE_DTYPE_UINT32:
		return "<u4";
	case TFE_DTYPE_INT64:
		return "<i8";
	case TFE_DTYPE_UINT64:
		return "<u8";
	default:
		return NULL;
	}
}

bool npy_can_have(const tfe_tensor *tensor)
{
	return tensor->dtype && !tensor->bad && type_of(tensor->dtype);
}

static void little_endian(struct out *out, uint64_t bits, size_t bytes)
{
	uint8_t b[8];
	for (size_t i = 0; i < bytes; i++)
		b[i] = (uint8_t)(bits >> 8 * i);
	out_bytes(out, b, bytes);
}

static void put_float32(struct out *out, double value)
{
	float f = (float)value;
	uint32_t bits;
	memcpy(&bits, &f, sizeof bits);
	little_endian(out, bits, 4);
}

static void put_float64(struct out *out, double value)
{
	uint64_t bits;
	memcpy(&bits, &value, sizeof bits);
	little_endian(out, bits, 8);
}

/* Converts a value that float16 can hold exactly. */
static void put_float16(struct out *out, double value)
{
	uint64_t bits;
	memcpy(&bits, &value, sizeof bits);
	uint64_t sign = bits >> 63 << 15;
	int exponent = (int)(bits >> 52 & 0x7ff) - 1023;
	uint64_t mantissa = bits & ((UINT64_C(1) << 52) - 1);
	uint64_t half = 0;
	if (exponent == 1024)
		half = 0x7c00 | mantissa >> 42 | (mantissa && !(mantissa >> 42));
	else if (exponent >= -14)
		half = (uint64_t)(exponent + 15) << 10 | mantissa >> 42;
	else if (exponent >= -24)
		half = (mantissa | UINT64_C(1) << 52) >> (42 - 14 - exponent);
	little_endian(out, sign | half, 2);
}

static void put(struct out *out, int32_t dtype, const tfe_number *n)
{
	switch (dtype) {
	case TFE_DTYPE_FLOAT16:
		put_float16(out, n->value);
		break;
	case TFE_DTYPE_FLOAT32:
	case TFE_DTYPE_BFLOAT16:
		put_float32(out, n->value);
		break;
	case TFE_DTYPE_FLOAT64:
		put_float64(out, n->value);
		break;
	case TFE_DTYPE_COMPLEX64:
		put_float32(out, n->value);
		put_float32(out, n->imaginary);
		break;
	case TFE_DTYPE_COMPLEX128:
		put_float64(out, n->value);
		put_float64(out, n->imaginary);
		break;
	default:
		little_endian(out, n->type == TFE_NUMBER_TYPE_UNSIGNED ? n->u : (uint64_t)n->i,
			      tfe_dtype_bytes(dtype));
	}
}

static void put_header(struct out *out, const tfe_tensor *t)
{
	size_t space = 128 + 24 * t->rank, n;
	char *text = need_zeroed(space, 1);
	n = (size_t)snprintf(text, space, "{'descr': '%s', 'fortran_order': False, 'shape': (",
			     type_of(t->dtype));
	for (size_t i = 0; i < t->rank; i++)
		n += (size_t)snprintf(text + n, space - n, "%" PRId64 "%s", t->dims[i],
				      t->rank == 1      ? ","
				      : i + 1 < t->rank ? ", "
							: "");
	n += (size_t)snprintf(text + n, space - n, "), }");
	bool large = n + 64 > UINT16_MAX;
	size_t before = large ? 12 : 10;
	/* The elements begin at a multiple of 64. */
	size_t padding = 63 - (before + n) % 64;
	out_bytes(out, "\x93NUMPY", 6);
	out_bytes(out, large ? "\x02\0" : "\x01\0", 2);
	little_endian(out, n + padding + 1, large ? 4 : 2);
	out_bytes(out, text, n);
	while (padding--)
		out_bytes(out, " ", 1);
	out_bytes(out, "\n", 1);
	free(text);
}

void npy_write(struct out *out, const tfe_tensor *tensor)
{
	put_header(out, tensor);
	tfe_elements elements;
	tfe_number number;
	tfe_elements_init(&elements, tensor);
	while (!out->error && tfe_elements_next(&elements, &number))
		put(out, tensor->dtype, &number);
}
