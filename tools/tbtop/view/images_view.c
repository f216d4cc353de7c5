/* view: images: pages of them, or one in full size with the values of its pixels and its difference
 * to the marked one. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/format.h"
#include "tbtop/cache/picture_sequence.h"
#include "tbtop/cache/pictures.h"
#include "tbtop/model/run_notes.h"
#include "tbtop/view/entry_title.h"
#include "tbtop/view/frame.h"
#include "tbtop/view/items.h"
#include "tbtop/view/notice.h"
#include "tbtop/view/pages.h"
#include "tbtop/view/raster_draw.h"

enum { BESIDE_LEAST = 30, SLIDER_LEAST = 10 };

/* --- one picture ------------------------------------------------------------------------------ */

/* A picture on the screen. */
struct drawn {
	const struct picture_value *value;
	struct rect r;
	int cell_w, cell_h; /* drawn pixels of a cell */
};

/* Returns the middle of r for w x h cells. */
static struct rect middle(struct rect r, int w, int h)
{
	return (struct rect){r.x + (r.w - w) / 2, r.y + (r.h - h) / 2, w, h};
}

static struct rect middle_of(struct rect r, const struct raster *raster)
{
	return middle(r, (int)raster->w, ((int)raster->h + 1) / 2);
}

/* Draws why there is no picture. */
static void draw_reason(struct grid *g, struct rect r, const struct picture_value *v)
{
	notice_draw(g, r, v ? ROLE_ERROR : ROLE_FAINT, v ? v->about.error : "reading");
}

static bool shows_pixels(const struct grid *g)
{
	return g->graphics && g->glyphs == GLYPHS_BRAILLE && picture_sequence_is_available();
}

/* Draws a picture as pixels, on a terminal with graphics. */
static bool draw_pixels(const struct frame *f, struct rect r, const struct picture_choice *choice,
			struct drawn *drawn)
{
	struct grid *g = f->grid;
	const struct looking *l = &f->model->looking;
	const struct picture_frame frame = {.kitty = g->graphics == GRAPHICS_KITTY,
					    .w = r.w,
					    .h = r.h,
					    .cell_w = g->cell_w,
					    .cell_h = g->cell_h,
					    .brightness = l->brightness,
					    .contrast = l->contrast};
	const struct picture_sequence *s = picture_sequence_find(f->caches, choice, &frame);
	if (!s || !s->value.decoded) {
		draw_reason(g, r, s ? &s->value : NULL);
		return false;
	}
	*drawn = (struct drawn){&s->value, middle(r, s->w, s->h), g->cell_w, g->cell_h};
	grid_overlay(g, &(struct overlay){drawn->r, s->bytes, s->n, s->number});
	return true;
}

/* Draws a picture into the middle of r. Returns false after drawing why there is none. */
static bool draw_picture(const struct frame *f, struct rect r, const struct picture_choice *choice,
			 struct drawn *drawn)
{
	const struct looking *l = &f->model->looking;
	if (r.w < 1 || r.h < 1)
		return false;
	if (shows_pixels(f->grid))
		return draw_pixels(f, r, choice, drawn);
	const struct picture_value *v = picture_find(f->caches, choice, r.w, 2 * r.h);
	const struct tones tones = {.toning = toning_of(l->brightness, l->contrast)};
	if (!v || !v->decoded) {
		draw_reason(f->grid, r, v);
		return false;
	}
	*drawn = (struct drawn){v, middle_of(r, &v->raster), 1, 2};
	raster_draw(f->grid, drawn->r, &v->raster, &tones);
	return true;
}

static void add_number(struct items *i, const struct picture_value *v)
{
	if (v->images > 1)
		items_add(i, "image", "%zu of %zu", v->image + 1, v->images);
	if (v->frames > 1)
		items_add(i, "frame", "%zu of %zu", v->frame + 1, v->frames);
}

static struct picture_choice choice_of(const struct model *m, const struct entry_shown *s)
{
	return (struct picture_choice){&s->view, s->at.entry, m->looking.number};
}

/* --- pages ------------------------------------------------------------------------------------ */

/* Draws the size of a picture, and which of several it is, below it. */
static void draw_caption(struct grid *g, struct rect r, const struct picture_value *v,
			 const struct entry_shown *s)
{
	struct items i = {g, r, r.x + 1};
	items_add(&i, "", "%" PRIu32 "\u00d7%" PRIu32 "\u00d7%d", v->about.w, v->about.h,
		  v->about.channels);
	add_number(&i, v);
	items_add(&i, "", "%" PRIu64 "/%" PRIu64, s->at.entry + 1, s->view.count);
	items_add(&i, "", "%s", v->about.error);
}

static void draw_chart(const struct frame *f, struct rect r, const struct tag *tag, bool active)
{
	struct entry_shown s;
	struct drawn drawn;
	struct rect below = {r.x, r.y + 1, r.w, r.h - 1};
	if (!entry_title_draw(f, r, tag, active, &s))
		return;
	int caption = r.h >= 5;
	below.h -= caption;
	const struct picture_choice choice = choice_of(f->model, &s);
	if (draw_picture(f, below, &choice, &drawn) && caption)
		draw_caption(f->grid, (struct rect){r.x, r.y + r.h - 1, r.w, 1}, drawn.value, &s);
}

/* --- full size -------------------------------------------------------------------------------- */

/* The pixel of the cursor, within a picture that may be smaller than the last one. */
static void cursor_of(const struct looking *l, const struct picture *p, uint32_t *x, uint32_t *y)
{
	*x = l->x < p->w ? l->x : p->w - 1;
	*y = l->y < p->h ? l->y : p->h - 1;
}

/* Draws arrows above and left of a picture at the pixel of the cursor. */
static void draw_cursor(const struct frame *f, const struct drawn *drawn)
{
	const struct picture_value *v = drawn->value;
	struct style style = {.fg = ROLE_ACCENT, .attr = ATTR_BOLD};
	uint32_t x, y;
	cursor_of(&f->model->looking, &v->about, &x, &y);
	uint64_t column = (2 * (uint64_t)x + 1) * v->raster.w / (2 * (uint64_t)v->about.w);
	uint64_t row = (2 * (uint64_t)y + 1) * v->raster.h / (2 * (uint64_t)v->about.h);
	grid_char(f->grid, drawn->r.x + (int)column / drawn->cell_w, drawn->r.y - 1, 0x25be, style);
	grid_char(f->grid, drawn->r.x - 1, drawn->r.y + (int)row / drawn->cell_h, 0x25b8, style);
}

/* Writes the channels of a pixel, as many as the file has. */
static void pixel_text(const struct picture *p, uint32_t x, uint32_t y, char text[FORMAT_TEXT])
{
	static const int channels[5][4] = {{0}, {0}, {0, 3}, {0, 1, 2}, {0, 1, 2, 3}};
	const uint8_t *pixel = p->rgba + ((size_t)y * p->w + x) * 4;
	size_t n = 0;
	for (int i = 0; i < p->channels; i++)
		n += (size_t)snprintf(text + n, FORMAT_TEXT - n, "%s%d", i ? " " : "",
				      pixel[channels[p->channels][i]]);
}

static void add_pixel(const struct frame *f, struct items *i, const struct picture_choice *choice,
		      const char *name)
{
	const struct picture *p = picture_pixels_find(f->caches, choice);
	char text[FORMAT_TEXT];
	uint32_t x, y;
	if (!p || !p->rgba)
		return;
	cursor_of(&f->model->looking, p, &x, &y);
	pixel_text(p, x, y, text);
	if (*name)
		items_add(i, name, "%s", text);
	else
		items_add(i, "", "(%" PRIu32 ", %" PRIu32 ") = %s", x, y, text);
}

/* Draws what is known about a picture, and the value of the pixel of the cursor. */
static void draw_facts(const struct frame *f, struct rect r, const struct picture_value *v,
		       const struct picture_choice *choice, const struct picture_choice *from)
{
	struct items i = {f->grid, r, r.x + 1};
	char bytes[FORMAT_TEXT];
	format_bytes(bytes, v->bytes);
	if (f->model->looking.cursor)
		add_pixel(f, &i, choice, "");
	if (f->model->looking.cursor && from->view)
		add_pixel(f, &i, from, "at the mark");
	items_add(&i, "", "%s %" PRIu32 "\u00d7%" PRIu32 "\u00d7%d", v->about.format, v->about.w,
		  v->about.h, v->about.channels);
	add_number(&i, v);
	items_add(&i, "", "%s", bytes);
	items_add(&i, "min", "%.0f", v->min);
	items_add(&i, "max", "%.0f", v->max);
	items_add(&i, "mean", "%.1f", v->mean);
	if (v->about.bits != 8)
		items_add(&i, "", "%d bit", v->about.bits);
	items_add(&i, "", "%s", v->about.error);
}

/* Draws the place of the step among all steps. */
static void draw_slider(struct grid *g, struct rect r, const struct entry_shown *s)
{
	char first[24], last[24];
	tfe_point at;
	struct style faint = {.fg = ROLE_FAINT};
	if (tfe_view_get_points(&s->view, 0, &at, 1) != 1)
		return;
	snprintf(first, sizeof first, "%" PRId64, at.step);
	if (tfe_view_get_points(&s->view, s->view.count - 1, &at, 1) != 1)
		return;
	snprintf(last, sizeof last, "%" PRId64, at.step);
	int x = r.x + 1 + grid_text(g, r.x + 1, r.y, r.w, first, faint) + 1;
	int end = r.x + r.w - 2 - text_width(last), w = end - x;
	if (w < 8)
		return;
	grid_text(g, end + 1, r.y, r.w, last, faint);
	grid_fill(g, (struct rect){x, r.y, w, 1}, 0x2500, (struct style){.fg = ROLE_FRAME});
	uint64_t of = s->view.count > 1 ? s->view.count - 1 : 1;
	grid_char(g, x + (int)((double)s->at.entry / (double)of * (w - 1)), r.y, 0x25cf,
		  (struct style){.fg = ROLE_ACCENT, .attr = ATTR_BOLD});
}

/* Finds the marked entry of a tag, and its picture. from->view is NULL without one. */
static void find_marked(const struct model *m, struct entry_shown *marked,
			struct picture_choice *from)
{
	*from = (struct picture_choice){.number = m->looking.number};
	if (!m->difference || !marked_entry(m, marked->tag, &marked->curve, &marked->at))
		return;
	marked->view = tfe_series_view(marked->curve->series);
	from->view = &marked->view;
	from->entry = marked->at.entry;
}

/* Returns the part of r for a picture: below a line of text or the arrow of the cursor, and right
 * of the other arrow. */
static struct rect inside(struct rect r)
{
	return (struct rect){r.x + 1, r.y + 1, r.w - 2, r.h - 1};
}

/* Draws |a - b| with its size. */
static void draw_difference(const struct frame *f, struct rect r,
			    const struct picture_choice *choice, const struct picture_choice *from)
{
	struct rect picture = inside(r);
	struct items i = {f->grid, {r.x, r.y, r.w, 1}, r.x + 1};
	if (!from->view) {
		notice_draw(f->grid, r, ROLE_FAINT, "the marked run has no such image");
		return;
	}
	const struct picture_difference *d =
		picture_difference_find(f->caches, choice, from, picture.w, 2 * picture.h);
	if (!d || *d->error) {
		notice_draw(f->grid, r, d ? ROLE_ERROR : ROLE_FAINT, d ? d->error : "reading");
		return;
	}
	items_add(&i, "diff: max", "%.0f", d->most);
	if (isfinite(d->psnr))
		items_add(&i, "PSNR", "%.1f dB", d->psnr);
	items_add(&i, "mean", "%.2f", d->mean);
	if (d->most > 0)
		items_add(&i, "largest at", "(%" PRIu32 ", %" PRIu32 ")", d->most_x, d->most_y);
	const struct tones heat = {toning_up_to(d->most), true};
	raster_draw(f->grid, middle_of(picture, &d->raster), &d->raster, &heat);
}

static void draw_marked(const struct frame *f, struct rect r, const struct entry_shown *from,
			const struct picture_choice *choice)
{
	struct drawn drawn;
	grid_printf(f->grid, r.x + 1, r.y, r.w - 1, (struct style){.fg = ROLE_FAINT},
		    "mark: step %" PRId64 " of %s", from->at.at.step,
		    run_title(f->model->runs[from->curve->run]));
	draw_picture(f, inside(r), choice, &drawn);
}

/* Draws the picture; with a difference, the marked one and the difference are right of it as far
 * as there is space. */
static const struct picture_value *draw_pictures(const struct frame *f, struct rect r,
						 const struct picture_choice *choice,
						 const struct entry_shown *marked,
						 const struct picture_choice *from)
{
	struct rect part = r;
	struct drawn drawn;
	if (f->model->difference) {
		int parts = r.w >= 3 * BESIDE_LEAST && from->view ? 3
			    : r.w >= 2 * BESIDE_LEAST             ? 2
								  : 1;
		part.w = r.w / parts;
		struct rect last = {r.x + (parts - 1) * part.w, r.y, part.w, r.h};
		draw_difference(f, last, choice, from);
		if (parts == 3)
			draw_marked(f, (struct rect){r.x + part.w, r.y, part.w, r.h}, marked, from);
		if (parts == 1)
			return picture_find(f->caches, choice, 1, 1);
	}
	if (!draw_picture(f, inside(part), choice, &drawn))
		return NULL;
	if (f->model->looking.cursor)
		draw_cursor(f, &drawn);
	grid_target(f->grid, drawn.r,
		    (struct target){.kind = TARGET_PIXELS,
				    .across = {0, drawn.value->about.w},
				    .down = {0, drawn.value->about.h}});
	return drawn.value;
}

/* Returns the pixels that a drawn one covers, or a cell on a terminal with graphics. */
static uint32_t step_of(const struct grid *g, const struct picture_value *v)
{
	uint32_t columns = v->raster.w / (uint32_t)(shows_pixels(g) ? g->cell_w : 1);
	return columns && v->about.w > columns ? v->about.w / columns : 1;
}

static void draw_one(const struct frame *f, struct rect area, struct geometry *out)
{
	const struct model *m = f->model;
	struct entry_shown s;
	struct rect r = {area.x, area.y + 1, area.w, area.h - 1};
	if (!entry_title_draw(f, area, model_focus(m), m->pane == PANE_MAIN, &s))
		return;
	struct entry_shown marked = {.tag = s.tag};
	struct picture_choice choice = choice_of(m, &s), from;
	find_marked(m, &marked, &from);
	r.h--;
	if (r.h >= SLIDER_LEAST)
		draw_slider(f->grid, (struct rect){r.x, r.y + --r.h, r.w, 1}, &s);
	const struct picture_value *v = draw_pictures(f, r, &choice, &marked, &from);
	if (!v)
		return;
	draw_facts(f, (struct rect){area.x, area.y + area.h - 1, area.w, 1}, v, &choice, &from);
	out->picture = (struct drawn_picture){.count = v->count,
					      .number = v->number,
					      .w = v->about.w,
					      .h = v->about.h,
					      .step = step_of(f->grid, v)};
}

/* --- the whole -------------------------------------------------------------------------------- */

static void draw(const struct frame *f, struct rect area, struct geometry *out)
{
	const struct model *m = f->model;
	if (!m->tags[TAG_IMAGES].n_rows)
		nothing_draw(m, f->grid, area, "images");
	else if (m->focused && model_focus(m))
		draw_one(f, area, out);
	else
		pages_draw(f, area, out->focus_row, draw_chart);
}

static void settings(const struct model *m, struct pieces *p)
{
	struct style changed = {.fg = ROLE_ACCENT};
	char text[64];
	entry_settings(m, p);
	if (m->looking.brightness) {
		snprintf(text, sizeof text, "brightness %+d %%", 10 * m->looking.brightness);
		pieces_add(p, changed, text);
	}
	if (m->looking.contrast) {
		snprintf(text, sizeof text, "contrast %.3g", pow(2, m->looking.contrast / 4.0));
		pieces_add(p, changed, text);
	}
	if (m->difference)
		pieces_add(p, changed, "difference");
}

const struct view_entry images_view = {pages_measure, draw, settings};
