/* cache: the samples of a WAV file in memory. */
#ifndef TBTOP_CACHE_WAV_READ_H
#define TBTOP_CACHE_WAV_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct wav {
	uint32_t rate; /* frames a second, above 0 */
	unsigned channels, bits;
	bool is_float;
	uint64_t frames;     /* in the file, whatever its header says */
	const uint8_t *data; /* in the bytes that were passed */
	bool is_cut;         /* the header announces more frames */
};

/* Finds the samples: PCM of 8, 16, 24 or 32 bits, or floats of 32 or 64 bits. Returns NULL, or why
 * the bytes are no such file. */
const char *wav_open(const uint8_t *bytes, size_t n, struct wav *wav);

/* Returns a sample; 1 is full scale. Floats may be any number. `channel` is below wav->channels. */
float wav_sample(const struct wav *wav, uint64_t frame, unsigned channel);

#endif
