/* cache: pictures as sequences of sixel or of kitty's protocol, which terminals with graphics show
 * as pixels. */
#ifndef TBTOP_CACHE_PICTURE_SEQUENCE_H
#define TBTOP_CACHE_PICTURE_SEQUENCE_H

#include "tbtop/cache/pictures.h"

/* Whether the program was built with chafa, which encodes the sequences. */
bool picture_sequence_is_available(void);

/* The space for a picture, and its tones. */
struct picture_frame {
	bool kitty;         /* otherwise sixel */
	int w, h;           /* in cells, at least 1 */
	int cell_w, cell_h; /* pixels of a cell, 1 to 127 */
	int brightness, contrast;
};

/* A picture that was read, scaled and encoded, or the reason why it cannot be shown. */
struct picture_sequence {
	struct picture_value value; /* its raster has a size, but no pixels */
	int w, h;                   /* in cells */
	char *bytes;
	size_t n;
	uint64_t number; /* a checksum of the bytes */
};

/* Returns a picture that fits into the frame, as reads_find does. */
const struct picture_sequence *picture_sequence_find(struct caches *c,
						     const struct picture_choice *choice,
						     const struct picture_frame *frame);

#endif
