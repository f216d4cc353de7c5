/* base: access to little-endian numbers, independent of the byte order of the machine. */
#ifndef TFE_BASE_LE_H
#define TFE_BASE_LE_H

#include <assert.h>
#include <float.h>
#include <stdint.h>
#include <string.h>

static_assert(FLT_RADIX == 2 && FLT_MANT_DIG == 24 && FLT_MAX_EXP == 128 && sizeof(float) == 4,
	      "float is IEEE 754 binary32");
static_assert(DBL_MANT_DIG == 53 && DBL_MAX_EXP == 1024 && sizeof(double) == 8,
	      "double is IEEE 754 binary64");

static inline uint32_t tfe__le32(const uint8_t *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static inline uint64_t tfe__le64(const uint8_t *p)
{
	return (uint64_t)tfe__le32(p) | (uint64_t)tfe__le32(p + 4) << 32;
}

static inline void tfe__put_le32(uint8_t *p, uint32_t v)
{
	p[0] = (uint8_t)v;
	p[1] = (uint8_t)(v >> 8);
	p[2] = (uint8_t)(v >> 16);
	p[3] = (uint8_t)(v >> 24);
}

static inline void tfe__put_le64(uint8_t *p, uint64_t v)
{
	tfe__put_le32(p, (uint32_t)v);
	tfe__put_le32(p + 4, (uint32_t)(v >> 32));
}

static inline float tfe__le_float(const uint8_t *p)
{
	uint32_t bits = tfe__le32(p);
	float f;
	memcpy(&f, &bits, sizeof f);
	return f;
}

static inline double tfe__le_double(const uint8_t *p)
{
	uint64_t bits = tfe__le64(p);
	double d;
	memcpy(&d, &bits, sizeof d);
	return d;
}

static inline void tfe__put_le_float(uint8_t *p, float f)
{
	uint32_t bits;
	memcpy(&bits, &f, sizeof bits);
	tfe__put_le32(p, bits);
}

static inline void tfe__put_le_double(uint8_t *p, double d)
{
	uint64_t bits;
	memcpy(&bits, &d, sizeof bits);
	tfe__put_le64(p, bits);
}

#endif
