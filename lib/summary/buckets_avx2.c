/* summary: floats counted with AVX2, with the steps of float_bucket in buckets.c. A block of values
 * passes through each step before the next one: eight loads of cells are faster than one gather
 * instruction, but a vector cannot be loaded at once from eight words that were just stored. */
#include "summary/avx2.h"
#include "summary/buckets.h"

#ifdef TFE__AVX2

enum {
	COUNT_SHIFT = 20,
	BELOW = (1 << TFE__BUCKET_CELL_SHIFT) - 1,
	ZERO = TFE__POSITIVE_LIMITS + 1,
	AT_ONCE = 8,
	BLOCK = 256
};

TFE__AVX2_TARGET static inline __m256i bits_of(const float *x)
{
	return _mm256_castps_si256(_mm256_loadu_ps(x));
}

TFE__AVX2_TARGET static inline __m256i magnitude_of(__m256i bits)
{
	return _mm256_and_si256(bits, _mm256_set1_epi32(INT32_MAX));
}

TFE__AVX2_TARGET static inline __m256i cell_index_of(__m256i bits)
{
	return _mm256_srli_epi32(magnitude_of(bits), TFE__BUCKET_CELL_SHIFT);
}

/* -0 counts as positive. */
TFE__AVX2_TARGET static inline __m256i bucket_of(__m256i bits, __m256i cell)
{
	const __m256i magnitude = magnitude_of(bits);
	const __m256i zero = _mm256_cmpeq_epi32(magnitude, _mm256_setzero_si256());
	const __m256i negative = _mm256_andnot_si256(zero, _mm256_srai_epi32(bits, 31));
	const __m256i below = _mm256_and_si256(magnitude, _mm256_set1_epi32(BELOW));
	const __m256i reached = _mm256_srli_epi32(_mm256_add_epi32(cell, below), COUNT_SHIFT);
	return _mm256_add_epi32(_mm256_xor_si256(reached, negative), _mm256_set1_epi32(ZERO));
}

/* Counts n values, a multiple of AT_ONCE. */
TFE__AVX2_TARGET static void count_block(const float *x, size_t n,
					 struct tfe__bucket_counts *counts)
{
	_Alignas(32) uint32_t at[BLOCK]; /* indices of cells, cells, buckets */
	for (size_t i = 0; i < n; i += AT_ONCE)
		_mm256_store_si256((__m256i *)(at + i), cell_index_of(bits_of(x + i)));
	for (size_t i = 0; i < n; i++)
		at[i] = tfe__bucket_cells[at[i]];
	for (size_t i = 0; i < n; i += AT_ONCE) {
		const __m256i cell = _mm256_load_si256((const __m256i *)(at + i));
		_mm256_store_si256((__m256i *)(at + i), bucket_of(bits_of(x + i), cell));
	}
	for (size_t i = 0; i < n; i += TFE__LANES) {
		counts->lane[0][at[i]]++;
		counts->lane[1][at[i + 1]]++;
		counts->lane[2][at[i + 2]]++;
		counts->lane[3][at[i + 3]]++;
	}
}

TFE__AVX2_TARGET size_t tfe__buckets_count_float_avx2(const float *x, size_t n,
						      struct tfe__bucket_counts *counts)
{
	n -= n % AT_ONCE;
	for (size_t i = 0; i < n; i += BLOCK)
		count_block(x + i, n - i < BLOCK ? n - i : BLOCK, counts);
	return n;
}

#endif
