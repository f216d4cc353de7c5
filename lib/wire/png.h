/* wire: encodes pixels as PNG files. */
#ifndef TFE_WIRE_PNG_H
#define TFE_WIRE_PNG_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* An image that is read row by row. `row` returns the width * channels samples of row y; they are
 * valid until its next call. channels: 1 grey, 2 grey and alpha, 3 RGB, 4 RGBA. A sample has
 * `depth` bits: 8, or 16 with the upper byte first. */
struct tfe__pixels {
	uint32_t width, height, channels, depth;
	const uint8_t *(*row)(void *context, uint32_t y);
	void *context;
};

/* More pixels would not fit into a record, even compressed. */
#define TFE__PNG_MOST_PIXELS ((uint64_t)1 << 28)

/* Appends a PNG file. Returns TFE_E_ARG for a size of 0 or another number of channels, TFE_E_LIMIT
 * for too many pixels or a full buffer, TFE_E_NOMEM. */
tfe_status tfe__png_encode(struct tfe__buf *b, const struct tfe__pixels *pixels) TFE_MUST_CHECK;

#endif
