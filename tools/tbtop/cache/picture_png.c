/* cache: decodes PNG with libpng. The values of the pixels are those in the file: gamma and colour
 * profiles are ignored, as TensorFlow and Pillow do. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>

#include "common/memory.h"
#include "tbtop/cache/picture.h"

/* What libpng's functions share. */
struct source {
	tfe_bytes left;
	struct picture *p;
};

static void read_bytes(png_structp png, png_bytep to, size_t n)
{
	struct source *s = png_get_io_ptr(png);
	if (n > s->left.size)
		png_error(png, "the file is cut off");
	memcpy(to, s->left.data, n);
	s->left.data += n;
	s->left.size -= n;
}

static void fail(png_structp png, png_const_charp message)
{
	struct source *s = png_get_error_ptr(png);
	snprintf(s->p->error, sizeof s->p->error, "PNG cannot be decoded: %.80s", message);
	longjmp(png_jmpbuf(png), 1);
}

static void ignore(png_structp png, png_const_charp message)
{
	(void)png;
	(void)message;
}

/* Makes libpng deliver RGBA with 8 bits per channel. */
static void ask_for_rgba(png_structp png)
{
	png_set_expand(png);
	png_set_scale_16(png);
	png_set_gray_to_rgb(png);
	png_set_add_alpha(png, 0xff, PNG_FILLER_AFTER);
	png_set_interlace_handling(png);
}

static int channels_of(png_structp png, png_infop info)
{
	int type = png_get_color_type(png, info);
	bool alpha = type & PNG_COLOR_MASK_ALPHA || png_get_valid(png, info, PNG_INFO_tRNS);
	return (type & PNG_COLOR_MASK_COLOR ? 3 : 1) + alpha;
}

/* Variables that change between setjmp and longjmp are in the structs of the caller. */
static bool decode(png_structp png, png_infop info, struct picture *p, png_bytep **rows)
{
	if (setjmp(png_jmpbuf(png)))
		return false;
	png_read_info(png, info);
	p->channels = channels_of(png, info);
	p->bits = png_get_bit_depth(png, info);
	if (!picture_allocate(p, png_get_image_width(png, info), png_get_image_height(png, info)))
		return false;
	ask_for_rgba(png);
	png_read_update_info(png, info);
	*rows = need_zeroed(p->h, sizeof **rows);
	for (uint32_t y = 0; y < p->h; y++)
		(*rows)[y] = p->rgba + (size_t)y * p->w * 4;
	png_read_image(png, *rows);
	return true;
}

bool picture_decode_png(tfe_bytes encoded, struct picture *p)
{
	struct source source = {encoded, p};
	png_bytep *rows = NULL;
	p->format = "PNG";
	png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &source, fail, ignore);
	png_infop info = png ? png_create_info_struct(png) : NULL;
	if (!info)
		need(NULL);
	png_set_read_fn(png, &source, read_bytes);
	bool decoded = decode(png, info, p, &rows);
	free(rows);
	png_destroy_read_struct(&png, &info, NULL);
	return decoded;
}
