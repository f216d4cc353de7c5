/* cache: pictures in memory, and the decoders of their formats. */
#ifndef TBTOP_CACHE_PICTURE_H
#define TBTOP_CACHE_PICTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/event.h>

/* Larger pictures, longer animations and more scans of one JPEG are not decoded. */
enum { PICTURE_PIXELS_MOST = 1 << 24, PICTURE_FRAMES_MOST = 10000, PICTURE_SCANS_MOST = 100 };

enum { PICTURE_ERROR = 120 };

/* The pixels of a picture, and what its file has. Initialize it with zeros. */
struct picture {
	uint32_t w, h;
	const char *format; /* "PNG", "JPEG", "GIF" */
	int channels;       /* in the file: 1 grey, 2 grey and alpha, 3 RGB, 4 RGBA */
	int bits;           /* of each channel in the file; deeper ones are reduced to 8 */
	uint8_t *rgba;      /* 4 bytes for each pixel, in rows from the top; NULL: not decoded */
	/* Why it is not decoded, or what is wrong with its file; "": nothing. */
	char error[PICTURE_ERROR];
};

/* Sets the size and allocates the pixels. Returns false with p->error for no or too many pixels. */
bool picture_allocate(struct picture *p, uint32_t w, uint32_t h);
void picture_release(struct picture *p);

/* Decode a picture of the format. Sizes are checked before memory is allocated. They return false
 * with p->error if it cannot be decoded. Release p in any case. */
bool picture_decode_png(tfe_bytes encoded, struct picture *p);
bool picture_decode_jpeg(tfe_bytes encoded, struct picture *p);
bool picture_decode_gif(tfe_bytes encoded, size_t frame, struct picture *p);

/* Returns the number of frames of a GIF; 0 if it is damaged. */
size_t picture_gif_frames(tfe_bytes encoded);

#endif
