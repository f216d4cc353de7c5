/* wire: encodes frames as animated GIF files with giflib, whose median cut chooses the colours. */
#include "wire/gif.h"

#ifdef HAVE_GIF

#include <string.h>

#include <gif_lib.h>

#include "base/alloc.h"

enum { COLOURS = 256 };

static int append(GifFileType *gif, const GifByteType *data, int n)
{
	struct tfe__buf *b = gif->UserData;
	tfe__buf_append(b, data, (size_t)n);
	return tfe__buf_status(b) ? 0 : n;
}

/* The planes and the indexes of one frame. */
struct frame {
	GifByteType *red, *green, *blue, *index;
	GifColorType colour[COLOURS];
	uint8_t *rgb; /* one row */
};

static void load(struct frame *f, const struct tfe__frames *frames, size_t i)
{
	size_t at = 0;
	for (uint32_t y = 0; y < frames->height; y++) {
		frames->row(frames->context, i, y, f->rgb);
		for (uint32_t x = 0; x < frames->width; x++, at++) {
			f->red[at] = f->rgb[3 * x];
			f->green[at] = f->rgb[3 * x + 1];
			f->blue[at] = f->rgb[3 * x + 2];
		}
	}
}

/* Chooses the colours of a frame and the index of each pixel. */
static bool quantize(struct frame *f, const struct tfe__frames *frames)
{
	int colours = COLOURS;
	memset(f->colour, 0, sizeof f->colour);
	if (!frames->grey)
		return GifQuantizeBuffer(frames->width, frames->height, &colours, f->red, f->green,
					 f->blue, f->index, f->colour) == GIF_OK;
	for (int i = 0; i < COLOURS; i++)
		f->colour[i] = (GifColorType){(GifByteType)i, (GifByteType)i, (GifByteType)i};
	memcpy(f->index, f->red, (size_t)frames->width * frames->height);
	return true;
}

/* The extension of Netscape by which a file repeats forever. */
static bool put_loop(GifFileType *gif)
{
	return EGifPutExtensionLeader(gif, APPLICATION_EXT_FUNC_CODE) == GIF_OK &&
	       EGifPutExtensionBlock(gif, 11, "NETSCAPE2.0") == GIF_OK &&
	       EGifPutExtensionBlock(gif, 3, "\1\0\0") == GIF_OK &&
	       EGifPutExtensionTrailer(gif) == GIF_OK;
}

static bool put_frame(GifFileType *gif, struct frame *f, const struct tfe__frames *frames)
{
	const int width = (int)frames->width, height = (int)frames->height;
	GifByteType extension[4];
	const GraphicsControlBlock control = {.DisposalMode = DISPOSE_DO_NOT,
					      .DelayTime = frames->delay,
					      .TransparentColor = NO_TRANSPARENT_COLOR};
	ColorMapObject *map = GifMakeMapObject(COLOURS, f->colour);
	bool good = map &&
		    EGifPutExtension(gif, GRAPHICS_EXT_FUNC_CODE,
				     (int)EGifGCBToExtension(&control, extension),
				     extension) == GIF_OK &&
		    EGifPutImageDesc(gif, 0, 0, width, height, false, map) == GIF_OK;
	for (int y = 0; y < height && good; y++)
		good = EGifPutLine(gif, f->index + (size_t)y * frames->width, width) == GIF_OK;
	GifFreeMapObject(map);
	return good;
}

static bool put_all(GifFileType *gif, struct frame *f, const struct tfe__frames *frames)
{
	EGifSetGifVersion(gif, true);
	bool good = EGifPutScreenDesc(gif, (int)frames->width, (int)frames->height, 8, 0, NULL) ==
			    GIF_OK &&
		    put_loop(gif);
	for (size_t i = 0; i < frames->n && good; i++) {
		load(f, frames, i);
		good = quantize(f, frames) && put_frame(gif, f, frames);
	}
	return good;
}

tfe_status tfe__gif_encode(struct tfe__buf *b, const struct tfe__frames *frames)
{
	const size_t pixels = (size_t)frames->width * frames->height;
	struct frame f;
	uint8_t *memory = tfe__alloc(&b->allocator, 4 * pixels + 3 * (size_t)frames->width);
	if (!memory)
		return TFE_E_NOMEM;
	f.red = memory;
	f.green = f.red + pixels;
	f.blue = f.green + pixels;
	f.index = f.blue + pixels;
	f.rgb = f.index + pixels;
	GifFileType *gif = EGifOpen(b, append, NULL);
	bool good = gif && put_all(gif, &f, frames);
	if (gif)
		good = EGifCloseFile(gif, NULL) == GIF_OK && good;
	tfe__free(&b->allocator, memory);
	if (tfe__buf_status(b))
		return tfe__buf_status(b);
	return good ? TFE_OK : TFE_E_NOMEM;
}

#else

tfe_status tfe__gif_encode(struct tfe__buf *b, const struct tfe__frames *frames)
{
	(void)b;
	(void)frames;
	return TFE_E_UNSUPPORTED;
}

#endif
