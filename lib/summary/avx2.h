/* summary: functions compiled for AVX2, which may be called only if the processor has it. */
#ifndef TFE_SUMMARY_AVX2_H
#define TFE_SUMMARY_AVX2_H

#ifdef __x86_64__
#include <immintrin.h>

#include "base/compiler.h"

#define TFE__AVX2 1
#define TFE__AVX2_TARGET TFE__TARGET("avx2")

static inline int tfe__has_avx2(void)
{
	return TFE__CPU_HAS("avx2");
}
#endif

#endif
