/* update: keys of the view of images: the picture of a step, its tones, and the pixel of the
 * cursor. */
#include "tbtop/update/update.h"

enum { BRIGHTNESS_MOST = 10, CONTRAST_MOST = 16 };

/* Returns a coordinate `by` places further, from 0 to below n. */
static uint32_t moved(uint32_t at, int64_t by, uint32_t n)
{
	int64_t to = (int64_t)at + by;
	return to < 0 ? 0 : to < n ? (uint32_t)to : n - 1;
}

/* Moves the cursor by drawn pixels; the first time it appears in the middle. */
static void move_cursor(struct looking *l, const struct drawn_picture *p, int64_t right,
			int64_t down)
{
	if (!l->cursor) {
		l->cursor = true;
		l->x = p->w / 2;
		l->y = p->h / 2;
		return;
	}
	l->x = moved(l->x < p->w ? l->x : p->w - 1, right * p->step, p->w);
	l->y = moved(l->y < p->h ? l->y : p->h - 1, down * p->step, p->h);
}

static void cursor_to(struct looking *l, uint32_t x, uint32_t y)
{
	l->cursor = true;
	l->x = x;
	l->y = y;
}

/* The number may be beyond the pictures of a step; then the last one was drawn. */
static void move_number(struct looking *l, const struct drawn_picture *p, int by)
{
	size_t now = l->number < p->count ? l->number : p->count - 1;
	l->number = moved((uint32_t)now, by, (uint32_t)p->count);
}

/* Returns whether the action is one of a picture in full size. It has no effect before the picture
 * was drawn. */
static bool in_picture(struct looking *l, const struct drawn_picture *p, enum action action)
{
	struct looking before = *l;
	const struct drawn_picture known = p->count ? *p : (struct drawn_picture){1, 0, 1, 1, 1};
	switch (action) {
	case DO_LEFT:
	case DO_RIGHT:
		move_cursor(l, &known, action == DO_RIGHT ? 1 : -1, 0);
		break;
	case DO_UP:
	case DO_DOWN:
		move_cursor(l, &known, 0, action == DO_DOWN ? 1 : -1);
		break;
	case DO_FIRST:
		cursor_to(l, 0, 0);
		break;
	case DO_LAST:
		cursor_to(l, known.w - 1, known.h - 1);
		break;
	case DO_NEXT_PICTURE:
	case DO_PREVIOUS_PICTURE:
		move_number(l, &known, action == DO_NEXT_PICTURE ? 1 : -1);
		break;
	default:
		return false;
	}
	if (!p->count)
		*l = before;
	return true;
}

static void change(int *setting, int by, int most)
{
	int to = *setting + by;
	*setting = to > most ? most : to < -most ? -most : to;
}

/* Returns whether the action changes the tones. */
static bool toned(struct looking *l, enum action action)
{
	switch (action) {
	case DO_BRIGHTER:
	case DO_DARKER:
		change(&l->brightness, action == DO_BRIGHTER ? 1 : -1, BRIGHTNESS_MOST);
		return true;
	case DO_MORE_CONTRAST:
	case DO_LESS_CONTRAST:
		change(&l->contrast, action == DO_MORE_CONTRAST ? 1 : -1, CONTRAST_MOST);
		return true;
	case DO_FIT:
		l->brightness = l->contrast = 0;
		return true;
	default:
		return false;
	}
}

void update_images(struct model *m, const struct geometry *seen, enum action action)
{
	if (m->focused && action == DO_PAGE_DOWN) /* one chart is a page */
		action = DO_NEXT_CHART;
	if (m->focused && action == DO_PAGE_UP)
		action = DO_PREVIOUS_CHART;
	if (m->focused && in_picture(&m->looking, &seen->picture, action))
		return;
	if (!toned(&m->looking, action))
		update_steps(m, seen, action);
}
