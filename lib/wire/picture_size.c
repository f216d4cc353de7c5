/* wire: the size of an encoded picture, from its header; nothing is decoded. */
#include "wire/picture_size.h"

#include <string.h>

static uint32_t be(const uint8_t *p, size_t bytes)
{
	uint32_t v = 0;
	for (size_t i = 0; i < bytes; i++)
		v = v << 8 | p[i];
	return v;
}

/* A PNG file begins with its signature and the chunk IHDR of 13 bytes. */
static bool png_size(tfe_bytes f, uint32_t *width, uint32_t *height)
{
	if (f.size < 33 || memcmp(f.data, "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR", 16) != 0)
		return false;
	*width = be(f.data + 16, 4);
	*height = be(f.data + 20, 4);
	return true;
}

static bool gif_size(tfe_bytes f, uint32_t *width, uint32_t *height)
{
	if (f.size < 13 || (memcmp(f.data, "GIF87a", 6) != 0 && memcmp(f.data, "GIF89a", 6) != 0))
		return false;
	*width = (uint32_t)f.data[6] | (uint32_t)f.data[7] << 8;
	*height = (uint32_t)f.data[8] | (uint32_t)f.data[9] << 8;
	return true;
}

/* Whether a marker begins a frame: SOF0 to SOF15 except DHT, JPG and DAC, which are among them. */
static bool begins_frame(uint8_t marker)
{
	return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 &&
	       marker != 0xcc;
}

/* A JPEG file is a list of segments: 0xff, a marker, the length of the rest. Any number of 0xff may
 * fill the space before a marker. */
static bool jpeg_size(tfe_bytes f, uint32_t *width, uint32_t *height)
{
	if (f.size < 4 || memcmp(f.data, "\xff\xd8\xff", 3) != 0)
		return false;
	for (size_t at = 2; f.size - at >= 4;) {
		if (f.data[at] != 0xff)
			return false;
		uint8_t marker = f.data[at + 1];
		if (marker == 0xff) {
			at++;
			continue;
		}
		size_t length = be(f.data + at + 2, 2), left = f.size - at - 2;
		if (length < 2 || length > left)
			return false;
		if (begins_frame(marker)) {
			*height = length >= 7 ? be(f.data + at + 5, 2) : 0;
			*width = length >= 7 ? be(f.data + at + 7, 2) : 0;
			return true;
		}
		at += 2 + length;
	}
	return false;
}

bool tfe__picture_size(tfe_bytes file, uint32_t *width, uint32_t *height)
{
	*width = *height = 0;
	if (!file.data)
		return false;
	return (png_size(file, width, height) || gif_size(file, width, height) ||
		jpeg_size(file, width, height)) &&
	       *width && *height;
}
