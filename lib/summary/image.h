/* summary: images as records. */
#ifndef TFE_SUMMARY_IMAGE_H
#define TFE_SUMMARY_IMAGE_H

#include <tfevents/image.h>

#include "summary/value.h"
#include "wire/png.h"

/* Puts one image as a tensor of strings under plugin "images": width, height, PNG. */
tfe_status tfe__put_picture(struct tfe__buf *b, const struct tfe__value_header *header,
			    const struct tfe__pixels *picture) TFE_MUST_CHECK;

/* Puts n images of equal size: width, height, PNG, PNG, ... Returns TFE_E_ARG (no image, no pixels,
 * another dtype, sizes that differ), TFE_E_LIMIT or TFE_E_NOMEM. */
tfe_status tfe__put_images(struct tfe__buf *b, const struct tfe__value_header *header,
			   const tfe_image *images, size_t n) TFE_MUST_CHECK;

#endif
