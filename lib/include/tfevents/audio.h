/* Sounds in memory. */
#ifndef TFEVENTS_AUDIO_H
#define TFEVENTS_AUDIO_H

#include <stddef.h>
#include <stdint.h>

#include <tfevents/dtype.h>

TFE_BEGIN_DECLS

/* A sound: frames in the order of time, each with one sample for every channel. Samples are
 * TFE_DTYPE_INT16, or TFE_DTYPE_FLOAT32 from -1 to 1 (clipped; NaN is 0); they need no alignment.
 * Ownership: samples and label belong to the caller. */
typedef struct tfe_sound {
	const void *samples;
	tfe_dtype dtype;
	uint32_t channels; /* 1 mono, 2 stereo */
	size_t frames;
	const char *label; /* Markdown, UTF-8; NULL: none */
} tfe_sound;

TFE_END_DECLS

#endif
