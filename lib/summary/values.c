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

/* Converts IEEE 754 binary16: 1 sign bit, 5 exponent bits (bias 15), 10 mantissa bits. Its exponent
 * and mantissa, moved to their place in a float, are the value divided by 2^112, also for denormal
 * numbers, so no branch is needed; infinities and NaN get the largest exponent. */
static float of_float16(uint16_t h)
{
	const uint32_t sign = (uint32_t)(h & 0x8000) << 16;
	const float scaled = of_bits((uint32_t)(h & 0x7fff) << 13) * 0x1p112f;
	const uint32_t special = (h & 0x7c00) == 0x7c00 ? 0x7f800000 : 0;
	uint32_t bits;
	memcpy(&bits, &scaled, sizeof bits);
	return of_bits(sign | bits | special);
}

/* Loads half floats in blocks of a constant size, for which compilers use vectors. */
static void load_halves(float *out, const char *in, size_t n)
{
	enum { BLOCK = 16 };
	uint16_t halves[BLOCK];
	size_t i = 0;
	for (; n - i >= BLOCK; i += BLOCK) {
		memcpy(halves, in + i * 2, sizeof halves);
		for (int k = 0; k < BLOCK; k++)
			out[i + k] = of_float16(halves[k]);
	}
	for (; i < n; i++) {
		memcpy(halves, in + i * 2, 2);
		out[i] = of_float16(halves[0]);
	}
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
		load_halves(out, (const char *)values + first * 2, n);
		break;
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
