/* cache: decodes one frame of a GIF with giflib, record by record: frames before it are drawn on
 * the canvas, those after it are not decompressed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tbtop/cache/picture.h"

#ifdef HAVE_GIF

#include <gif_lib.h>

#include "common/memory.h"

/* A decoder of all frames may need the pixels of each, so their sum is bounded too. */
enum { FRAMES_PIXELS_MOST = 1 << 28 };

struct decoder {
	GifFileType *gif;
	tfe_bytes left;
	struct picture *p; /* the canvas, which has the size of the screen */
	uint8_t *before;   /* the canvas before a frame that is to be taken back, or NULL */
	GraphicsControlBlock control;
	uint64_t pixels; /* of all frames so far */
};

static int read_bytes(GifFileType *gif, GifByteType *to, int n)
{
	tfe_bytes *left = gif->UserData;
	size_t size = n > 0 ? (size_t)n : 0;
	size = size < left->size ? size : left->size;
	memcpy(to, left->data, size);
	left->data += size;
	left->size -= size;
	return (int)size;
}

static const GraphicsControlBlock no_control = {.TransparentColor = NO_TRANSPARENT_COLOR};

static bool skip_data(struct decoder *d)
{
	GifByteType *block = NULL;
	int size;
	if (DGifGetCode(d->gif, &size, &block) != GIF_OK)
		return false;
	while (block)
		if (DGifGetCodeNext(d->gif, &block) != GIF_OK)
			return false;
	return true;
}

static bool read_extension(struct decoder *d)
{
	GifByteType *block = NULL;
	int function;
	if (DGifGetExtension(d->gif, &function, &block) != GIF_OK)
		return false;
	if (function == GRAPHICS_EXT_FUNC_CODE && block)
		DGifExtensionToGCB(block[0], block + 1, &d->control);
	while (block)
		if (DGifGetExtensionNext(d->gif, &block) != GIF_OK)
			return false;
	return true;
}

/* Returns the next record type after handling extensions, or TERMINATE_RECORD_TYPE at the end and
 * where the file is damaged. */
static GifRecordType next_frame(struct decoder *d)
{
	GifRecordType type;
	for (;;) {
		if (DGifGetRecordType(d->gif, &type) != GIF_OK)
			return TERMINATE_RECORD_TYPE;
		if (type == IMAGE_DESC_RECORD_TYPE)
			return DGifGetImageHeader(d->gif) == GIF_OK ? type : TERMINATE_RECORD_TYPE;
		if (type != EXTENSION_RECORD_TYPE || !read_extension(d))
			return TERMINATE_RECORD_TYPE;
	}
}

static bool open_gif(struct decoder *d, tfe_bytes encoded)
{
	int error;
	*d = (struct decoder){.left = encoded, .control = no_control};
	d->gif = DGifOpen(&d->left, read_bytes, &error);
	return d->gif != NULL;
}

static void close_gif(struct decoder *d)
{
	int error;
	if (d->gif)
		DGifCloseFile(d->gif, &error);
	free(d->before);
}

size_t picture_gif_frames(tfe_bytes encoded)
{
	struct decoder d;
	size_t n = 0;
	bool more = open_gif(&d, encoded);
	while (more && n < PICTURE_FRAMES_MOST && next_frame(&d) == IMAGE_DESC_RECORD_TYPE) {
		n++;
		more = skip_data(&d);
	}
	close_gif(&d);
	return n;
}

/* --- pixels ----------------------------------------------------------------------------------- */

static void put_row(struct decoder *d, const GifImageDesc *at, int row, const GifPixelType *line)
{
	const ColorMapObject *map = at->ColorMap ? at->ColorMap : d->gif->SColorMap;
	struct picture *p = d->p;
	int64_t y = (int64_t)at->Top + row;
	for (int i = 0; i < at->Width && map; i++) {
		int64_t x = (int64_t)at->Left + i;
		bool inside = x >= 0 && y >= 0 && x < p->w && y < p->h;
		if (!inside || line[i] == d->control.TransparentColor || line[i] >= map->ColorCount)
			continue;
		const GifColorType *c = &map->Colors[line[i]];
		uint8_t *to = p->rgba + ((size_t)y * p->w + (size_t)x) * 4;
		to[0] = c->Red;
		to[1] = c->Green;
		to[2] = c->Blue;
		to[3] = 255;
	}
}

/* Decompresses the frame whose header was read, and draws it. */
static bool draw_frame(struct decoder *d)
{
	static const int first[] = {0, 4, 2, 1}, step[] = {8, 8, 4, 2};
	const GifImageDesc at = d->gif->Image;
	if (at.Width <= 0 || at.Height <= 0 || at.Width > PICTURE_PIXELS_MOST / at.Height)
		return false;
	d->pixels += (uint64_t)at.Width * (uint64_t)at.Height;
	if (d->pixels > FRAMES_PIXELS_MOST)
		return false;
	GifPixelType *line = need_zeroed((size_t)at.Width, sizeof *line);
	bool good = true;
	for (int pass = 0; pass < (at.Interlace ? 4 : 1) && good; pass++)
		for (int y = at.Interlace ? first[pass] : 0; y < at.Height && good;
		     y += at.Interlace ? step[pass] : 1) {
			good = DGifGetLine(d->gif, line, at.Width) == GIF_OK;
			if (good)
				put_row(d, &at, y, line);
		}
	free(line);
	return good;
}

/* Clears the area of the last frame or takes it back, as it asks for. */
static void dispose(struct decoder *d, int mode, const GifImageDesc *at)
{
	struct picture *p = d->p;
	size_t bytes = (size_t)p->w * p->h * 4;
	if (mode == DISPOSE_PREVIOUS && d->before)
		memcpy(p->rgba, d->before, bytes);
	if (mode != DISPOSE_BACKGROUND)
		return;
	for (int64_t y = at->Top; y < (int64_t)at->Top + at->Height && y < p->h; y++)
		for (int64_t x = at->Left; x < (int64_t)at->Left + at->Width && x < p->w; x++)
			if (x >= 0 && y >= 0)
				memset(p->rgba + ((size_t)y * p->w + (size_t)x) * 4, 0, 4);
}

static void remember(struct decoder *d)
{
	size_t bytes = (size_t)d->p->w * d->p->h * 4;
	if (d->control.DisposalMode != DISPOSE_PREVIOUS)
		return;
	if (!d->before)
		d->before = need_zeroed(bytes, 1);
	memcpy(d->before, d->p->rgba, bytes);
}

static bool draw_frames(struct decoder *d, size_t frame)
{
	for (size_t i = 0; i <= frame; i++) {
		if (next_frame(d) != IMAGE_DESC_RECORD_TYPE)
			return false;
		GifImageDesc at = d->gif->Image;
		int mode = d->control.DisposalMode;
		remember(d);
		if (!draw_frame(d))
			return false;
		if (i < frame)
			dispose(d, mode, &at);
		d->control = no_control;
	}
	return true;
}

bool picture_decode_gif(tfe_bytes encoded, size_t frame, struct picture *p)
{
	struct decoder d;
	p->format = "GIF";
	p->channels = 3;
	p->bits = 8;
	bool drawn = false;
	if (open_gif(&d, encoded)) {
		d.p = p;
		drawn = picture_allocate(p, (uint32_t)d.gif->SWidth, (uint32_t)d.gif->SHeight) &&
			draw_frames(&d, frame);
	}
	if (!drawn && !*p->error) {
		const char *why = d.gif && d.gif->Error ? GifErrorString(d.gif->Error) : NULL;
		snprintf(p->error, sizeof p->error, "GIF cannot be decoded: %.80s",
			 why ? why : "a frame is damaged or too large");
	}
	close_gif(&d);
	return drawn;
}

#else

size_t picture_gif_frames(tfe_bytes encoded)
{
	(void)encoded;
	return 1;
}

bool picture_decode_gif(tfe_bytes encoded, size_t frame, struct picture *p)
{
	(void)encoded;
	(void)frame;
	p->format = "GIF";
	snprintf(p->error, sizeof p->error, "GIF cannot be decoded: built without giflib");
	return false;
}

#endif
