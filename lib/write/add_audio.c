/* write: adds of sounds. */
#include <string.h>

#include "base/checked.h"
#include "base/utf8.h"
#include "summary/audio.h"
#include "wire/wav.h"
#include "write/add.h"

/* Returns why a sound is wrong, or NULL. */
static const char *wrong_sound(const tfe_sound *s)
{
	size_t bytes;
	if (s->dtype != TFE_DTYPE_INT16 && s->dtype != TFE_DTYPE_FLOAT32)
		return "its samples are not int16 or float32";
	if (s->channels < 1 || s->channels > 2)
		return "it has not 1 or 2 channels";
	if (s->frames && !s->samples)
		return "its samples are missing";
	if (s->label && !tfe__utf8_valid((const uint8_t *)s->label, strlen(s->label)))
		return "its label is not UTF-8";
	if (tfe__mul_overflows(s->frames, s->channels * sizeof(int16_t), &bytes) ||
	    bytes > TFE__WAV_MOST_BYTES)
		return "it has more than 1 GiB of samples";
	return NULL;
}

tfe_status tfe_writer_add_audio(tfe_writer *w, const char *tag, int64_t step,
				const tfe_sound *sounds, size_t n, uint32_t sample_rate)
{
	enum { MOST_RATE = 1 << 29 }; /* the bytes of a second have 32 bits in the header */
	struct tfe__add a;
	tfe_status status = tfe__add_begin(&a, w, tag, step, NULL);
	if (status)
		return status;
	if (!sounds || n == 0)
		return tfe__add_refuse(&a, "the sounds are missing");
	if (sample_rate < 1 || sample_rate > MOST_RATE)
		return tfe__add_refuse(&a, "the sample rate %u is not 1 to %d",
				       (unsigned)sample_rate, MOST_RATE);
	for (size_t i = 0; i < n; i++) {
		const char *wrong = wrong_sound(&sounds[i]);
		if (wrong)
			return tfe__add_refuse(&a, "sound %zu: %s", i, wrong);
	}
	tfe__put_audio(&a.buf, &a.header, sounds, n, sample_rate);
	return tfe__add_end(&a, TFE_OK);
}
