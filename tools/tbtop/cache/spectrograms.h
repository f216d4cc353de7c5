/* cache: spectrograms of sounds, computed by the reader. */
#ifndef TBTOP_CACHE_SPECTROGRAMS_H
#define TBTOP_CACHE_SPECTROGRAMS_H

#include "tbtop/cache/caches.h"

/* The spectrum at each of `columns` times: power in a Hann window of SPECTRUM_FRAMES frames. */
enum { SPECTRUM_FRAMES = 1024 };

struct spectrogram {
	int columns, rows;
	/* By column, then row, from the highest frequency (half the sample rate) to 0: 1 for the
	 * greatest level, 0 for levels 80 dB below it and less. */
	float *level;
	double top_hz;
};

/* A part of a sound: its number at the step, as for sound_find, and two times in seconds. */
struct sound_part {
	uint32_t number;
	double from, to;
};

/* Returns the spectrogram of a part of a sound of entry i, as reads_find does. It has no columns if
 * there is no sound. */
const struct spectrogram *spectrogram_find(struct caches *c, const tfe_view *view, uint64_t i,
					   const struct sound_part *part, int columns, int rows);

#endif
