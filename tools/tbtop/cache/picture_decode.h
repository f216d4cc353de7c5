/* cache: decodes pictures of any known format. */
#ifndef TBTOP_CACHE_PICTURE_DECODE_H
#define TBTOP_CACHE_PICTURE_DECODE_H

#include "tbtop/cache/picture.h"

/* Returns the number of frames of an encoded picture: 1, except for GIF. */
size_t picture_frames(tfe_bytes encoded);

/* Decodes a frame of a picture. Returns false with p->error if it cannot be decoded. Release p in
 * any case. */
bool picture_decode(tfe_bytes encoded, size_t frame, struct picture *p);

#endif
