/* wire: PNG files out of pixels. */
#ifndef TFE_WIRE_PNG_H
#define TFE_WIRE_PNG_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* Pixels, which come row by row: `row` returns row y, width * channels bytes, good until it is called again.
 * channels: 1 grey, 2 grey and alpha, 3 RGB, 4 RGBA. */
struct tfe__pixels {
	uint32_t width, height, channels;
	const uint8_t *(*row)(void *context, uint32_t y);
	void *context;
};

/* More would not fit into a record, even compressed. */
#define TFE__PNG_MOST_PIXELS ((uint64_t)1 << 28)

/* Appends a PNG file. Returns TFE_E_ARG for a size of 0 or other channels, TFE_E_LIMIT for too many pixels or where the
 * buffer is full, TFE_E_NOMEM. */
tfe_status tfe__png_encode(struct tfe__buf *b, const struct tfe__pixels *pixels) TFE_MUST_CHECK;

#endif
