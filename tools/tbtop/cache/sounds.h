/* cache: sounds read from disk, with what a view draws of them. */
#ifndef TBTOP_CACHE_SOUNDS_H
#define TBTOP_CACHE_SOUNDS_H

#include "tbtop/cache/blobs.h"
#include "tbtop/cache/caches.h"
#include "tbtop/cache/wav_read.h"

/* The least and the greatest sample of a part, of all channels; NaN without one. */
struct peaks {
	float min, max;
};

struct sound {
	struct blob blob; /* holds the bytes of the samples */
	char error[256];  /* "" unless it cannot be read or decoded; then there are no samples */
	struct wav wav;
	size_t bytes;          /* of the encoded sound */
	size_t sounds, number; /* number of sounds at the step; of this one, from 0 */
	double seconds;
	/* Of the finite samples of all channels; 1 is full scale. */
	double peak, rms, mean;
	uint64_t clipped, nonfinite;          /* samples at full scale; NaN and infinities */
	double silence_before, silence_after; /* seconds below 1/1000 at both ends */
	struct peaks *block;                  /* of each SOUND_BLOCK frames */
	size_t n_blocks;
};

enum { SOUND_BLOCK = 256 };

/* Returns a sound of entry i, as reads_find does: they are numbered from 0, and a greater number is
 * the last one. */
const struct sound *sound_find(struct caches *c, const tfe_view *view, uint64_t i, uint32_t number);

/* Computes the peaks of n equal parts of the time from `from` to `to` (seconds, to > from). No
 * sample is left out. The cost grows with n, not with the length of the sound. */
void sound_peaks(const struct sound *sound, double from, double to, struct peaks *peaks, size_t n);

#endif
