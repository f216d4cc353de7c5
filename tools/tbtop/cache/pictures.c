/* cache: images read from disk, decoded and scaled in the thread of the reader. */
#include "tbtop/cache/pictures.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/memory.h"
#include "tbtop/cache/blobs.h"
#include "tbtop/cache/picture_decode.h"
#include "tbtop/cache/reads.h"

/* The detail of a key: the number of the picture above the width and the height. */
enum { SIDE_BITS = 12, SIDE_MOST = (1 << SIDE_BITS) - 1, COUNT_MOST = 100000 };

static uint64_t detail_of(uint32_t number, int w, int h)
{
	uint64_t width = w < 1 ? 1 : w > SIDE_MOST ? SIDE_MOST : (uint64_t)w;
	uint64_t height = h < 1 ? 1 : h > SIDE_MOST ? SIDE_MOST : (uint64_t)h;
	return (uint64_t)number << 2 * SIDE_BITS | width << SIDE_BITS | height;
}

/* --- the pictures of an entry ----------------------------------------------------------------- */

/* Finds a picture and counts all of them. */
static tfe_bytes find_image(const struct blob *blob, size_t number, struct picture_value *v)
{
	tfe_blobs blobs;
	tfe_bytes image, found = {0};
	tfe_blobs_init(&blobs, tfe_fetched_value(blob->fetched));
	while (v->count < COUNT_MOST && tfe_blobs_next(&blobs, &image)) {
		size_t frames = picture_frames(image);
		if (v->count <= number) {
			size_t left = number - v->count;
			v->image = v->images;
			v->frames = frames;
			v->frame = left < frames ? left : frames - 1;
			v->number = v->count + v->frame;
			v->bytes = image.size;
			found = image;
		}
		v->images++;
		v->count += frames;
	}
	return found;
}

tfe_bytes picture_encoded(const struct blob *blob, size_t number, size_t *image)
{
	struct picture_value found = {0};
	tfe_bytes encoded = find_image(blob, number, &found);
	*image = found.image;
	return encoded;
}

/* Reads and decodes a picture into v->about. Returns false with its error. */
static bool decode(const struct read_key *key, struct picture_value *v)
{
	struct blob blob;
	bool decoded = false;
	blob_read(key, &blob);
	if (!blob.fetched) {
		snprintf(v->about.error, sizeof v->about.error, "%.110s", blob.error.message);
	} else {
		tfe_bytes image = find_image(&blob, key->detail >> 2 * SIDE_BITS, v);
		if (image.data)
			decoded = picture_decode(image, v->frame, &v->about);
		else
			snprintf(v->about.error, sizeof v->about.error, "no image in this step");
	}
	blob_release(&blob);
	return decoded;
}

/* --- one picture ------------------------------------------------------------------------------ */

static void measure(struct picture_value *v)
{
	const struct picture *p = &v->about;
	size_t n = (size_t)p->w * p->h;
	int channels = p->channels > 2 ? 3 : 1, min = 255, max = 0;
	uint64_t sum = 0;
	for (size_t i = 0; i < n; i++)
		for (int c = 0; c < channels; c++) {
			int value = p->rgba[i * 4 + (size_t)c];
			min = value < min ? value : min;
			max = value > max ? value : max;
			sum += (uint64_t)value;
		}
	v->min = min;
	v->max = max;
	v->mean = (double)sum / (double)n / channels;
}

static void read_value(struct picture_value *v, const struct read_key *key)
{
	v->decoded = decode(key, v);
	if (v->decoded) {
		measure(v);
		v->raster = raster_fit(&v->about, key->detail >> SIDE_BITS & SIDE_MOST,
				       key->detail & SIDE_MOST, RASTER_MEAN);
	}
	picture_release(&v->about);
}

void picture_value_read(struct picture_value *v, const struct picture_choice *choice, int w, int h)
{
	read_value(v, &(struct read_key){.view = *choice->view,
					 .entry = choice->entry,
					 .detail = detail_of(choice->number, w, h)});
}

static void *read_picture(const struct read_key *key, size_t *bytes)
{
	struct picture_value *v = need_zeroed(1, sizeof *v);
	read_value(v, key);
	*bytes = sizeof *v + (size_t)v->raster.w * v->raster.h * 3;
	return v;
}

static void release_picture(void *value)
{
	free(((struct picture_value *)value)->raster.rgb);
	free(value);
}

static const struct read_kind picture_kind = {read_picture, release_picture};

const struct picture_value *picture_find(struct caches *c, const struct picture_choice *choice,
					 int w, int h)
{
	return reads_find(c, &(struct read_key){.kind = &picture_kind,
						.view = *choice->view,
						.entry = choice->entry,
						.detail = detail_of(choice->number, w, h)});
}

/* --- all pixels ------------------------------------------------------------------------------- */

static void *read_pixels(const struct read_key *key, size_t *bytes)
{
	struct picture_value v = {0};
	struct picture *p = need_zeroed(1, sizeof *p);
	decode(key, &v);
	*p = v.about;
	*bytes = sizeof *p + (p->rgba ? (size_t)p->w * p->h * 4 : 0);
	return p;
}

static void release_pixels(void *value)
{
	picture_release(value);
	free(value);
}

static const struct read_kind pixels_kind = {read_pixels, release_pixels};

const struct picture *picture_pixels_find(struct caches *c, const struct picture_choice *choice)
{
	return reads_find(c, &(struct read_key){.kind = &pixels_kind,
						.view = *choice->view,
						.entry = choice->entry,
						.detail = detail_of(choice->number, 1, 1)});
}

/* --- differences ------------------------------------------------------------------------------ */

static int channel_on_white(const uint8_t *rgba, int c)
{
	return (rgba[c] * rgba[3] + 255 * (255 - rgba[3]) + 127) / 255;
}

/* Computes the differences in place: `a` becomes a grey picture of them. */
static void subtract(struct picture *a, const struct picture *b, struct picture_difference *d)
{
	size_t n = (size_t)a->w * a->h;
	uint64_t sum = 0, squares = 0;
	d->most = -1;
	for (size_t i = 0; i < n; i++) {
		uint8_t *p = a->rgba + i * 4;
		int most = 0;
		for (int c = 0; c < 3; c++) {
			int from = channel_on_white(b->rgba + i * 4, c);
			int off = abs(channel_on_white(p, c) - from);
			most = off > most ? off : most;
			sum += (uint64_t)off;
			squares += (uint64_t)(off * off);
		}
		p[0] = p[1] = p[2] = (uint8_t)most;
		p[3] = 255;
		if (most > d->most) {
			d->most = most;
			d->most_x = (uint32_t)(i % a->w);
			d->most_y = (uint32_t)(i / a->w);
		}
	}
	d->mean = (double)sum / (double)n / 3;
	d->psnr = 10 * log10(255.0 * 255.0 / ((double)squares / (double)n / 3));
}

static void compare(struct picture *a, const struct picture *b, struct picture_difference *d,
		    uint64_t detail)
{
	if (a->w != b->w || a->h != b->h) {
		snprintf(d->error, sizeof d->error,
			 "%" PRIu32 " x %" PRIu32 " pixels here, %" PRIu32 " x %" PRIu32
			 " at the mark: no difference",
			 a->w, a->h, b->w, b->h);
		return;
	}
	subtract(a, b, d);
	d->raster = raster_fit(a, detail >> SIDE_BITS & SIDE_MOST, detail & SIDE_MOST, RASTER_MOST);
}

static void *read_difference(const struct read_key *key, size_t *bytes)
{
	struct picture_difference *d = need_zeroed(1, sizeof *d);
	struct picture_value to = {0}, from = {0};
	const struct read_key second = {
		.view = key->other, .entry = key->other_entry, .detail = key->detail};
	bool both = decode(key, &to) && decode(&second, &from);
	if (both)
		compare(&to.about, &from.about, d, key->detail);
	else
		snprintf(d->error, sizeof d->error, "%s",
			 to.about.rgba ? from.about.error : to.about.error);
	picture_release(&to.about);
	picture_release(&from.about);
	*bytes = sizeof *d + (size_t)d->raster.w * d->raster.h * 3;
	return d;
}

static void release_difference(void *value)
{
	free(((struct picture_difference *)value)->raster.rgb);
	free(value);
}

static const struct read_kind difference_kind = {read_difference, release_difference};

const struct picture_difference *picture_difference_find(struct caches *c,
							 const struct picture_choice *choice,
							 const struct picture_choice *from, int w,
							 int h)
{
	return reads_find(c, &(struct read_key){.kind = &difference_kind,
						.view = *choice->view,
						.entry = choice->entry,
						.other = *from->view,
						.other_entry = from->entry,
						.detail = detail_of(choice->number, w, h)});
}
