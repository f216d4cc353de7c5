/* Target functions: wav_open wav_sample
 *
 * Property: a sound is refused with a reason, or all of its samples are in its bytes. */
#include <stdlib.h>

#include "tbtop/cache/wav_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static volatile float touched; /* so that reading the samples is not optimised away */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wav wav;
	const char *refused = wav_open(data, size, &wav);
	if (refused) {
		if (!*refused)
			abort();
		return 0;
	}
	if (!wav.rate || !wav.channels || wav.frames > size)
		abort();
	for (uint64_t frame = 0; frame < wav.frames; frame++)
		for (unsigned channel = 0; channel < wav.channels; channel++)
			touched = wav_sample(&wav, frame, channel);
	return 0;
}
