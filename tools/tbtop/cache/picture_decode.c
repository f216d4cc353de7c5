/* cache: chooses the decoder of a picture by its first bytes. */
#include "tbtop/cache/picture_decode.h"

#include <stdio.h>
#include <string.h>

enum format { PNG, JPEG, GIF, WEBP, BMP, UNKNOWN };

static enum format format_of(tfe_bytes b)
{
	static const struct {
		const char *begin;
		enum format format;
	} known[] = {
		{"\x89PNG", PNG}, {"\xff\xd8\xff", JPEG}, {"GIF87a", GIF},
		{"GIF89a", GIF},  {"RIFF", WEBP},         {"BM", BMP},
	};
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		size_t n = strlen(known[i].begin);
		if (b.size >= n && !memcmp(b.data, known[i].begin, n))
			return known[i].format;
	}
	return UNKNOWN;
}

size_t picture_frames(tfe_bytes encoded)
{
	size_t n = format_of(encoded) == GIF ? picture_gif_frames(encoded) : 1;
	return n ? n : 1;
}

bool picture_decode(tfe_bytes encoded, size_t frame, struct picture *p)
{
	enum format format = format_of(encoded);
	bool decoded = false;
	if (format == PNG)
		decoded = picture_decode_png(encoded, p);
	else if (format == JPEG)
		decoded = picture_decode_jpeg(encoded, p);
	else if (format == GIF)
		decoded = picture_decode_gif(encoded, frame, p);
	else
		snprintf(p->error, sizeof p->error, "%s of %zu bytes: PNG, JPEG and GIF are shown",
			 format == WEBP  ? "WebP"
			 : format == BMP ? "BMP"
					 : "unknown format",
			 encoded.size);
	if (!decoded)
		picture_release(p);
	return decoded;
}
