/* wire: encodes sounds as WAV files. */
#ifndef TFE_WIRE_WAV_H
#define TFE_WIRE_WAV_H

#include <stddef.h>
#include <stdint.h>

#include <tfevents/audio.h>

#include "base/buf.h"

/* Appends a WAV file of 16 bit samples (RIFF, PCM). The sound is valid and has at most
 * TFE__WAV_MOST_BYTES of samples. */
void tfe__wav_encode(struct tfe__buf *b, const tfe_sound *sound, uint32_t sample_rate);

/* More would not fit into a record. */
#define TFE__WAV_MOST_BYTES ((size_t)1 << 30)

#endif
