/* cache: the samples of a WAV file in memory: the chunks of a RIFF file. */
#include "tbtop/cache/wav_read.h"

#include <string.h>

enum { PCM = 1, FLOAT = 3, EXTENSIBLE = 0xfffe, MOST_CHANNELS = 64 };

static uint32_t le(const uint8_t *p, int bytes)
{
	uint32_t v = 0;
	for (int i = bytes - 1; i >= 0; i--)
		v = v << 8 | p[i];
	return v;
}

static const char *read_format(const uint8_t *p, size_t n, struct wav *wav)
{
	if (n < 16)
		return "its format is cut off";
	uint32_t format = le(p, 2);
	if (format == EXTENSIBLE && n >= 26)
		format = le(p + 24, 2);
	wav->channels = le(p + 2, 2);
	wav->rate = le(p + 4, 4);
	wav->bits = le(p + 14, 2);
	wav->is_float = format == FLOAT;
	if (format != PCM && format != FLOAT)
		return "a WAV file of another coding than PCM";
	if (!wav->rate || !wav->channels || wav->channels > MOST_CHANNELS)
		return "a WAV file without channels or sample rate";
	bool known = wav->is_float ? wav->bits == 32 || wav->bits == 64
				   : wav->bits % 8 == 0 && wav->bits >= 8 && wav->bits <= 32;
	return known ? NULL : "a WAV file of an unknown size of samples";
}

const char *wav_open(const uint8_t *bytes, size_t n, struct wav *wav)
{
	*wav = (struct wav){0};
	if (n < 12 || memcmp(bytes, "RIFF", 4) != 0 || memcmp(bytes + 8, "WAVE", 4) != 0)
		return "no WAV file";
	for (size_t at = 12; n - at >= 8;) {
		const uint8_t *chunk = bytes + at + 8;
		size_t size = le(bytes + at + 4, 4), left = n - at - 8;
		size_t there = size < left ? size : left;
		if (!memcmp(bytes + at, "fmt ", 4)) {
			const char *wrong = read_format(chunk, there, wav);
			if (wrong)
				return wrong;
		} else if (!memcmp(bytes + at, "data", 4)) {
			if (!wav->rate)
				return "a WAV file without a format";
			size_t frame = wav->channels * (wav->bits / 8);
			wav->data = chunk;
			wav->frames = there / frame;
			wav->is_cut = there < size;
			return wav->frames ? NULL : "a WAV file without samples";
		}
		if (size >= left)
			break;
		at += 8 + size + (size & 1);
		if (at > n)
			break;
	}
	return "a WAV file without samples";
}

float wav_sample(const struct wav *wav, uint64_t frame, unsigned channel)
{
	unsigned bytes = wav->bits / 8;
	const uint8_t *p = wav->data + (frame * wav->channels + channel) * bytes;
	if (wav->is_float && bytes == 4) {
		uint32_t bits = le(p, 4);
		float value;
		memcpy(&value, &bits, sizeof value);
		return value;
	}
	if (wav->is_float) {
		uint64_t bits = le(p, 4) | (uint64_t)le(p + 4, 4) << 32;
		double value;
		memcpy(&value, &bits, sizeof value);
		return (float)value;
	}
	if (bytes == 1) /* unsigned, 128 is 0 */
		return ((float)*p - 128) / 128;
	int32_t value = (int32_t)(le(p, (int)bytes) << (32 - wav->bits));
	return (float)value / 2147483648.0f;
}
