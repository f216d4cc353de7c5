/* train: virtual epochs: the order of a pass is a Feistel network over the indexes, keyed by seed
 * and pass. Its domain is a power of 4; results beyond the data set are encrypted once more until
 * they are within it (cycle walking), so that the order is a permutation of any number of
 * examples. */
#include <tfevents/shuffle.h>

#include "base/options.h"

enum { ROUNDS = 8, LEAST_HALF_BITS = 2 };

/* The finaliser of SplitMix64: each bit of the result depends on all bits of x. */
static uint64_t mix(uint64_t x)
{
	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
	x = (x ^ x >> 27) * 0x94d049bb133111eb;
	return x ^ x >> 31;
}

/* The golden ratio, the increment of SplitMix64. */
static const uint64_t GOLDEN = 0x9e3779b97f4a7c15;

static uint64_t encrypt(uint64_t x, uint64_t key, unsigned half_bits)
{
	const uint64_t mask = ((uint64_t)1 << half_bits) - 1;
	uint64_t left = x >> half_bits, right = x & mask;
	for (unsigned r = 0; r < ROUNDS; r++) {
		key += GOLDEN;
		uint64_t next = left ^ (mix(key ^ mix(right + GOLDEN)) & mask);
		left = right;
		right = next;
	}
	return left << half_bits | right;
}

/* The index at a position of the endless sequence. */
static int64_t index_at(const tfe_shuffle *s, int64_t position)
{
	const uint64_t n = (uint64_t)s->examples, pass = (uint64_t)(position / s->examples);
	const uint64_t key = mix(s->seed + GOLDEN) ^ mix(mix(pass + GOLDEN));
	unsigned half_bits = LEAST_HALF_BITS;
	while (half_bits < 32 && n > (uint64_t)1 << 2 * half_bits)
		half_bits++;
	uint64_t x = (uint64_t)(position % s->examples);
	do
		x = encrypt(x, key, half_bits);
	while (x >= n);
	return (int64_t)x;
}

tfe_status tfe_shuffle_begin(tfe_shuffle *given, int64_t epoch, int64_t done)
{
	tfe_shuffle s;
	if (!given || tfe__options_copy(&s, sizeof s, given, "tfe_shuffle", NULL))
		return TFE_E_ARG;
	const int64_t workers = s.workers ? s.workers : 1;
	const int64_t n = s.epoch_examples ? s.epoch_examples : s.examples;
	if (s.examples < 1 || n < 1 || epoch < 0 || epoch > INT64_MAX / n - 1 || done < 0 ||
	    done > n || workers < 1 || s.worker < 0 || s.worker >= workers)
		return TFE_E_ARG;
	given->end = (epoch + 1) * n;
	given->next = given->end - n + done;
	/* The epoch may end before the first example of this worker. */
	given->next = s.worker < given->end - given->next ? given->next + s.worker : given->end;
	return TFE_OK;
}

size_t tfe_shuffle_next(tfe_shuffle *s, int64_t *indexes, size_t n)
{
	const int64_t workers = s->workers ? s->workers : 1;
	size_t i = 0;
	for (; i < n && s->next < s->end; i++) {
		indexes[i] = index_at(s, s->next);
		s->next = workers < s->end - s->next ? s->next + workers : s->end;
	}
	return i;
}
