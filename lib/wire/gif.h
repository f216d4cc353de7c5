/* wire: encodes frames as animated GIF files. */
#ifndef TFE_WIRE_GIF_H
#define TFE_WIRE_GIF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* Frames of equal size, at most 65535 pixels wide and high. `grey`: the three channels of every
 * pixel are equal. */
struct tfe__frames {
	uint32_t width, height;
	size_t n;
	uint16_t delay; /* of each frame, in hundredths of a second */
	bool grey;
	void (*row)(void *context, size_t frame, uint32_t y, uint8_t *rgb);
	void *context;
};

/* Appends a GIF file that repeats forever. Colours are those of the 256 that represent each frame
 * best; grey frames are exact. Returns TFE_E_NOMEM, TFE_E_LIMIT (a full buffer) or
 * TFE_E_UNSUPPORTED (built without giflib). */
tfe_status tfe__gif_encode(struct tfe__buf *b, const struct tfe__frames *frames) TFE_MUST_CHECK;

#endif
