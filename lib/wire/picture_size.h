/* wire: the size of an encoded picture. */
#ifndef TFE_WIRE_PICTURE_SIZE_H
#define TFE_WIRE_PICTURE_SIZE_H

#include <stdbool.h>
#include <stdint.h>

#include <tfevents/event.h>

/* Gets the size from the header of a PNG, JPEG or GIF file. Returns false for other bytes, a header
 * that is cut off, and a width or height of 0. */
bool tfe__picture_size(tfe_bytes file, uint32_t *width, uint32_t *height);

#endif
