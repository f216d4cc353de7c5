/* update: keys of the view of sounds: the cursor and the visible part of one sound. */
#include <math.h>

#include "tbtop/update/update.h"

/* Returns the visible part of a sound of a length in seconds. */
static void part_of(const struct listening *l, double length, double *from, double *to)
{
	*from = l->zoomed ? l->from : 0;
	*to = l->zoomed ? l->to : length;
}

/* Shows a part, shifted so that it lies within the sound. */
static void show(struct listening *l, double length, double from, double to)
{
	double span = to - from;
	if (span < SOUND_LEAST_S)
		return;
	l->zoomed = span < length;
	l->from = fmin(fmax(from, 0), length - span);
	l->to = l->from + span;
}

void sound_window(struct model *m, double length, double from, double to)
{
	if (to - from >= length)
		m->listening.zoomed = false;
	else
		show(&m->listening, length, from, to);
}

static void zoom(struct listening *l, double length, double factor)
{
	double from, to;
	part_of(l, length, &from, &to);
	double middle = l->cursor_on ? l->cursor : (from + to) / 2;
	show(l, length, middle - (middle - from) * factor, middle + (to - middle) * factor);
}

static void pan(struct listening *l, double length, int direction)
{
	double from, to;
	part_of(l, length, &from, &to);
	double by = direction * (to - from) / 4;
	if (l->zoomed)
		show(l, length, from + by, to + by);
}

/* Moves the cursor by one column. Beyond the visible part, that follows. */
static void move_cursor(struct listening *l, const struct geometry *seen, int direction)
{
	double from, to, length = seen->sound_s;
	part_of(l, length, &from, &to);
	double column = (to - from) / (seen->plot_columns > 0 ? seen->plot_columns : 80);
	if (!l->cursor_on) {
		l->cursor_on = true;
		l->cursor = direction < 0 ? to : (from + to) / 2;
		return;
	}
	l->cursor = fmin(fmax(l->cursor + direction * column, 0), length);
	if (l->cursor < from || l->cursor > to)
		show(l, length, from + direction * (to - from) / 2,
		     to + direction * (to - from) / 2);
}

static void cursor_to(struct listening *l, double at)
{
	l->cursor_on = true;
	l->cursor = at;
}

/* Chooses another one of several sounds of the step, and shows the whole of it. */
static void next_sound(struct listening *l, const struct geometry *seen, int direction)
{
	uint32_t last = seen->sounds ? (uint32_t)seen->sounds - 1 : 0;
	uint32_t now = l->number < last ? l->number : last;
	uint32_t to = direction > 0 ? now + (now < last) : now - (now > 0);
	if (to != now)
		*l = (struct listening){.number = to};
}

/* Returns whether the action is one of a sound in full size. */
static bool handled(struct model *m, const struct geometry *seen, enum action action)
{
	struct listening *l = &m->listening;
	switch (action) {
	case DO_LEFT:
	case DO_RIGHT:
		move_cursor(l, seen, action == DO_RIGHT ? 1 : -1);
		return true;
	case DO_FIRST:
	case DO_LAST:
		cursor_to(l, action == DO_LAST ? seen->sound_s : 0);
		return true;
	case DO_ZOOM_IN:
	case DO_ZOOM_OUT:
		zoom(l, seen->sound_s, action == DO_ZOOM_IN ? 0.5 : 2);
		return true;
	case DO_PAN_LEFT:
	case DO_PAN_RIGHT:
		pan(l, seen->sound_s, action == DO_PAN_RIGHT ? 1 : -1);
		return true;
	case DO_FIT:
		l->zoomed = false;
		return true;
	case DO_NEXT_PICTURE:
	case DO_PREVIOUS_PICTURE:
		next_sound(l, seen, action == DO_NEXT_PICTURE ? 1 : -1);
		return true;
	default:
		return false;
	}
}

void update_sounds(struct model *m, const struct geometry *seen, enum action action)
{
	const struct tag *before = model_focus(m);
	if (!m->focused || !handled(m, seen, action))
		update_steps(m, seen, action);
	if (model_focus(m) != before || !m->focused)
		m->listening = (struct listening){0};
}
