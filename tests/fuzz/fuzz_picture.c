/* Target functions: picture_frames picture_decode raster_fit
 *
 * Property: a picture is refused with a reason, or decoded to all pixels of its size; every decoded
 * picture can be scaled. Pictures of more than a million pixels are left out, because they
 * take most of the time. */
#include <stdlib.h>

#include "tbtop/cache/picture_decode.h"
#include "tbtop/cache/raster.h"
#include "wire/picture_size.h"

enum { PIXELS_MOST = 1 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static volatile unsigned touched; /* so that reading the pixels is not optimised away */

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void check_raster(const struct picture *p, enum raster_join join)
{
	struct raster r = raster_fit(p, 40, 20, join);
	require(r.w >= 1 && r.w <= 40 && r.h >= 1 && r.h <= 20);
	for (size_t i = 0; i < 3 * (size_t)r.w * r.h; i++)
		touched += r.rgb[i];
	free(r.rgb);
}

static void check_frame(tfe_bytes encoded, size_t frame)
{
	struct picture p = {0};
	if (picture_decode(encoded, frame, &p)) {
		require(p.w && p.h && (uint64_t)p.w * p.h <= PICTURE_PIXELS_MOST);
		for (size_t i = 0; i < 4 * (size_t)p.w * p.h; i++)
			touched += p.rgba[i];
		check_raster(&p, RASTER_MEAN);
		check_raster(&p, RASTER_MOST);
	} else {
		require(p.error[0]);
	}
	picture_release(&p);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const tfe_bytes encoded = {data, size};
	uint32_t w, h;
	if (tfe__picture_size(encoded, &w, &h) && (uint64_t)w * h > PIXELS_MOST)
		return 0;
	size_t frames = picture_frames(encoded);
	require(frames <= PICTURE_FRAMES_MOST);
	check_frame(encoded, 0);
	if (frames > 1)
		check_frame(encoded, frames - 1);
	return 0;
}
