/* summary: loads the elements of a tensor as floats or doubles from any numeric type. */
#include "summary/values.h"

#include <stdint.h>
#include <string.h>

bool tfe__values_are_numbers(tfe_dtype dtype)
{
	switch (dtype) {
	case TFE_DTYPE_FLOAT64:
	case TFE_DTYPE_INT32:
	case TFE_DTYPE_UINT32:
	case TFE_DTYPE_INT64:
	case TFE_DTYPE_UINT64:
		return true;
	default:
		return tfe__values_fit_float(dtype);
	}
}

bool tfe__values_fit_float(tfe_dtype dtype)
{
	switch (dtype) {
	case TFE_DTYPE_FLOAT32:
	case TFE_DTYPE_FLOAT16:
	case TFE_DTYPE_BFLOAT16:
	case TFE_DTYPE_INT8:
	case TFE_DTYPE_UINT8:
	case TFE_DTYPE_INT16:
	case TFE_DTYPE_UINT16:
		return true;
	default:
		return false;
	}
}

static float of_bits(uint32_t bits)
{
	float f;
	memcpy(&f, &bits, sizeof f);
	return f;
}

static float of_bfloat16(uint16_t h)
{
	return of_bits((uint32_t)h << 16);
}

/* Converts IEEE 754 binary16: 1 sign bit, 5 exponent bits (bias 15), 10 mantissa bits. */
static float of_float16(uint16_t h)
{
	uint32_t sign = (uint32_t)(h & 0x8000) << 16, mantissa = h & 0x3ff;
	uint32_t exponent = h >> 10 & 0x1f;
	if (exponent == 0x1f)
		return of_bits(sign | 0x7f800000 | mantissa << 13);
	if (exponent)
		return of_bits(sign | (exponent + 127 - 15) << 23 | mantissa << 13);
	float denormal = (float)mantissa * 0x1p-24f;
	return sign ? -denormal : denormal;
}

/* Loads elements of a C type, each converted by `convert`. */
#define LOAD(type, convert)                                                                        \
	for (size_t i = 0; i < n; i++) {                                                           \
		type v;                                                                            \
		memcpy(&v, (const char *)values + (first + i) * sizeof v, sizeof v);               \
		out[i] = convert(v);                                                               \
	}                                                                                          \
	break

void tfe__values_load_float(float *out, const void *values, tfe_dtype dtype, size_t first, size_t n)
{
	switch (dtype) {
	case TFE_DTYPE_FLOAT32:
		memcpy(out, (const char *)values + first * sizeof *out, n * sizeof *out);
		break;
	case TFE_DTYPE_FLOAT16:
		LOAD(uint16_t, of_float16);
	case TFE_DTYPE_BFLOAT16:
		LOAD(uint16_t, of_bfloat16);
	case TFE_DTYPE_INT8:
		LOAD(int8_t, );
	case TFE_DTYPE_UINT8:
		LOAD(uint8_t, );
	case TFE_DTYPE_INT16:
		LOAD(int16_t, );
	case TFE_DTYPE_UINT16:
		LOAD(uint16_t, );
	default:
		break;
	}
}

void tfe__values_load_double(double *out, const void *values, tfe_dtype dtype, size_t first,
			     size_t n)
{
	switch (dtype) {
	case TFE_DTYPE_FLOAT64:
		memcpy(out, (const char *)values + first * sizeof *out, n * sizeof *out);
		break;
	case TFE_DTYPE_INT32:
		LOAD(int32_t, );
	case TFE_DTYPE_UINT32:
		LOAD(uint32_t, );
	case TFE_DTYPE_INT64:
		LOAD(int64_t, (double));
	case TFE_DTYPE_UINT64:
		LOAD(uint64_t, (double));
	case TFE_DTYPE_FLOAT32:
		LOAD(float, );
	case TFE_DTYPE_FLOAT16:
		LOAD(uint16_t, of_float16);
	case TFE_DTYPE_BFLOAT16:
		LOAD(uint16_t, of_bfloat16);
	case TFE_DTYPE_INT8:
		LOAD(int8_t, );
	case TFE_DTYPE_UINT8:
		LOAD(uint8_t, );
	case TFE_DTYPE_INT16:
		LOAD(int16_t, );
	case TFE_DTYPE_UINT16:
		LOAD(uint16_t, );
	default:
		break;
	}
}
