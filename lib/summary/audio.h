/* summary: sounds as records. */
#ifndef TFE_SUMMARY_AUDIO_H
#define TFE_SUMMARY_AUDIO_H

#include <tfevents/audio.h>

#include "summary/value.h"

/* Puts n valid sounds as a tensor of strings [n, 2] under plugin "audio": WAV, label. */
void tfe__put_audio(struct tfe__buf *b, const struct tfe__value_header *header,
		    const tfe_sound *sounds, size_t n, uint32_t sample_rate);

#endif
