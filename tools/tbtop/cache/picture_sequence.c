/* cache: pictures as sequences of sixel or of kitty's protocol, encoded by chafa in the thread of
 * the reader. */
#include "tbtop/cache/picture_sequence.h"

#include <stdlib.h>
#include <string.h>

#include "common/crc32.h"
#include "common/memory.h"
#include "tbtop/cache/reads.h"
#include "tbtop/cache/toning.h"

#ifdef HAVE_CHAFA

#include <chafa.h>

bool picture_sequence_is_available(void)
{
	return true;
}

/* Encodes the pixels of a rectangle of whole cells. */
static void encode(struct picture_sequence *s, const uint8_t *rgba, const struct picture_frame *f)
{
	int w = s->w * f->cell_w, h = s->h * f->cell_h;
	ChafaTermDb *db = chafa_term_db_new();
	ChafaTermInfo *info = chafa_term_db_get_fallback_info(db);
	ChafaCanvasConfig *config = chafa_canvas_config_new();
	chafa_canvas_config_set_geometry(config, s->w, s->h);
	chafa_canvas_config_set_cell_geometry(config, f->cell_w, f->cell_h);
	chafa_canvas_config_set_pixel_mode(config, f->kitty ? CHAFA_PIXEL_MODE_KITTY
							    : CHAFA_PIXEL_MODE_SIXELS);
	ChafaCanvas *canvas = chafa_canvas_new(config);
	chafa_canvas_draw_all_pixels(canvas, CHAFA_PIXEL_RGBA8_UNASSOCIATED, rgba, w, h, w * 4);
	GString *text = chafa_canvas_print(canvas, info);
	s->n = text->len;
	s->bytes = need_zeroed(text->len + 1, 1);
	memcpy(s->bytes, text->str, text->len);
	s->number = crc32_of(0, text->str, text->len);
	g_string_free(text, TRUE);
	chafa_canvas_unref(canvas);
	chafa_canvas_config_unref(config);
	chafa_term_info_unref(info);
	chafa_term_db_unref(db);
}

#else

bool picture_sequence_is_available(void)
{
	return false;
}

static void encode(struct picture_sequence *s, const uint8_t *rgba, const struct picture_frame *f)
{
	(void)rgba;
	(void)f;
	s->bytes = need_zeroed(1, 1);
}

#endif

/* --- the value -------------------------------------------------------------------------------- */

/* The detail of a key. */
enum {
	NUMBER_BITS = 16,
	BRIGHTNESS_BITS = 5,
	CONTRAST_BITS = 6,
	W_BITS = 10,
	H_BITS = 9,
	CELL_BITS = 7
};

static uint64_t put(uint64_t *detail, int bits, int64_t value)
{
	int64_t most = (INT64_C(1) << bits) - 1;
	*detail = *detail << bits | (uint64_t)(value < 0 ? 0 : value > most ? most : value);
	return *detail;
}

static int take(uint64_t *detail, int bits)
{
	int value = (int)(*detail & ((UINT64_C(1) << bits) - 1));
	*detail >>= bits;
	return value;
}

static uint64_t detail_of(uint32_t number, const struct picture_frame *f)
{
	uint64_t detail = 0;
	put(&detail, NUMBER_BITS, number);
	put(&detail, BRIGHTNESS_BITS, f->brightness + 16);
	put(&detail, CONTRAST_BITS, f->contrast + 32);
	put(&detail, W_BITS, f->w);
	put(&detail, H_BITS, f->h);
	put(&detail, CELL_BITS, f->cell_w);
	put(&detail, CELL_BITS, f->cell_h);
	return put(&detail, 1, f->kitty);
}

/* Returns the number of the picture. */
static uint32_t frame_of_detail(uint64_t detail, struct picture_frame *f)
{
	f->kitty = take(&detail, 1);
	f->cell_h = take(&detail, CELL_BITS);
	f->cell_w = take(&detail, CELL_BITS);
	f->h = take(&detail, H_BITS);
	f->w = take(&detail, W_BITS);
	f->contrast = take(&detail, CONTRAST_BITS) - 32;
	f->brightness = take(&detail, BRIGHTNESS_BITS) - 16;
	return (uint32_t)take(&detail, NUMBER_BITS);
}

/* Copies a raster into the top left of whole cells; the rest is transparent. */
static void fill(struct picture_sequence *s, const struct picture_frame *f)
{
	const struct raster *r = &s->value.raster;
	const struct toning t = toning_of(f->brightness, f->contrast);
	s->w = ((int)r->w + f->cell_w - 1) / f->cell_w;
	s->h = ((int)r->h + f->cell_h - 1) / f->cell_h;
	size_t row = (size_t)s->w * (size_t)f->cell_w;
	uint8_t *rgba = need_zeroed(row * (size_t)s->h * (size_t)f->cell_h, 4);
	for (size_t y = 0; y < r->h; y++)
		for (size_t x = 0; x < r->w; x++) {
			const uint8_t *from = r->rgb + (y * r->w + x) * 3;
			uint8_t *to = rgba + (y * row + x) * 4;
			for (int c = 0; c < 3; c++)
				to[c] = t.value[from[c]];
			to[3] = 255;
		}
	encode(s, rgba, f);
	free(rgba);
}

static void *read_sequence(const struct read_key *key, size_t *bytes)
{
	struct picture_sequence *s = need_zeroed(1, sizeof *s);
	struct picture_frame f;
	uint32_t number = frame_of_detail(key->detail, &f);
	const struct picture_choice choice = {&key->view, key->entry, number};
	picture_value_read(&s->value, &choice, f.w * f.cell_w, f.h * f.cell_h);
	if (s->value.decoded)
		fill(s, &f);
	free(s->value.raster.rgb);
	s->value.raster.rgb = NULL;
	*bytes = sizeof *s + s->n;
	return s;
}

static void release_sequence(void *value)
{
	free(((struct picture_sequence *)value)->bytes);
	free(value);
}

static const struct read_kind sequence_kind = {read_sequence, release_sequence};

const struct picture_sequence *picture_sequence_find(struct caches *c,
						     const struct picture_choice *choice,
						     const struct picture_frame *frame)
{
	return reads_find(c, &(struct read_key){.kind = &sequence_kind,
						.view = *choice->view,
						.entry = choice->entry,
						.detail = detail_of(choice->number, frame)});
}
