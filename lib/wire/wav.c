/* wire: encodes sounds as WAV files: a RIFF header of 44 bytes, then the samples. */
#include "wire/wav.h"

#include <math.h>
#include <string.h>

#include "base/le.h"

enum { HEADER_BYTES = 44, FORMAT_BYTES = 16, PCM = 1, SAMPLE_BYTES = 2 };

static void put_le16(uint8_t *p, uint32_t v)
{
	p[0] = (uint8_t)v;
	p[1] = (uint8_t)(v >> 8);
}

static void put_header(uint8_t *p, uint32_t channels, uint32_t sample_rate, uint32_t bytes)
{
	memcpy(p, "RIFF", 4);
	tfe__put_le32(p + 4, HEADER_BYTES - 8 + bytes);
	memcpy(p + 8, "WAVEfmt ", 8);
	tfe__put_le32(p + 16, FORMAT_BYTES);
	put_le16(p + 20, PCM);
	put_le16(p + 22, channels);
	tfe__put_le32(p + 24, sample_rate);
	tfe__put_le32(p + 28, sample_rate * channels * SAMPLE_BYTES);
	put_le16(p + 32, channels * SAMPLE_BYTES);
	put_le16(p + 34, 8 * SAMPLE_BYTES);
	memcpy(p + 36, "data", 4);
	tfe__put_le32(p + 40, bytes);
}

/* Converts as tf.audio.encode_wav does. */
static int16_t of_float(float f)
{
	float scaled = roundf(f * 32768);
	return isnan(f) ? 0 : (int16_t)fmaxf(-32768, fminf(scaled, 32767));
}

void tfe__wav_encode(struct tfe__buf *b, const tfe_sound *sound, uint32_t sample_rate)
{
	const size_t n = sound->frames * sound->channels;
	uint8_t *p = tfe__buf_reserve(b, HEADER_BYTES + n * SAMPLE_BYTES);
	if (!p)
		return;
	put_header(p, sound->channels, sample_rate, (uint32_t)(n * SAMPLE_BYTES));
	p += HEADER_BYTES;
	for (size_t i = 0; i < n; i++) {
		int16_t sample;
		float f;
		if (sound->dtype == TFE_DTYPE_INT16) {
			memcpy(&sample, (const char *)sound->samples + i * sizeof sample,
			       sizeof sample);
		} else {
			memcpy(&f, (const char *)sound->samples + i * sizeof f, sizeof f);
			sample = of_float(f);
		}
		put_le16(p + i * SAMPLE_BYTES, (uint16_t)sample);
	}
	tfe__buf_commit(b, HEADER_BYTES + n * SAMPLE_BYTES);
}
