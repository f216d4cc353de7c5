/* cache: images read from disk, decoded and scaled. */
#ifndef TBTOP_CACHE_PICTURES_H
#define TBTOP_CACHE_PICTURES_H

#include "tbtop/cache/blobs.h"
#include "tbtop/cache/caches.h"
#include "tbtop/cache/raster.h"

/* The pictures of an entry are its images and the frames of those that are animations, numbered
 * from 0; a number beyond them is the last one. */
struct picture_choice {
	const tfe_view *view;
	uint64_t entry;
	uint32_t number;
};

/* Returns the blob that has a picture, and its number among the blobs; or an empty one if the value
 * has none. */
tfe_bytes picture_encoded(const struct blob *blob, size_t number, size_t *image);

/* A picture that was read and scaled, or the reason why it cannot be shown. */
struct picture_value {
	struct picture about; /* without pixels */
	bool decoded;         /* false: about.error tells why not */
	struct raster raster;
	size_t number, count;  /* of the entry's pictures */
	size_t image, images;  /* the image that it belongs to */
	size_t frame, frames;  /* of that image */
	size_t bytes;          /* of that image in the log */
	double min, max, mean; /* of all channels except alpha */
};

/* Returns a picture that fits into w x h pixels (1 to 4095), as reads_find does. */
const struct picture_value *picture_find(struct caches *c, const struct picture_choice *choice,
					 int w, int h);

/* Reads such a picture in any thread. Release v->raster.rgb with free. */
void picture_value_read(struct picture_value *v, const struct picture_choice *choice, int w, int h);

/* Returns a picture with all of its pixels, as reads_find does. */
const struct picture *picture_pixels_find(struct caches *c, const struct picture_choice *choice);

/* The difference of two pictures of the same size. */
struct picture_difference {
	struct raster raster;      /* |a - b|, of each pixel the largest of its channels */
	uint32_t most_x, most_y;   /* the first pixel with the largest difference */
	double most, mean;         /* of all channels, on white */
	double psnr;               /* in dB; infinite for equal pictures */
	char error[PICTURE_ERROR]; /* "", or why they cannot be compared */
};

/* Returns the difference of two pictures of the same number that fits into w x h pixels, as
 * reads_find does. */
const struct picture_difference *picture_difference_find(struct caches *c,
							 const struct picture_choice *choice,
							 const struct picture_choice *from, int w,
							 int h);

#endif
