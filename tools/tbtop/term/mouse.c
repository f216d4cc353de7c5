/* term: the mouse: events of all movements (mode 1003), in the form of SGR (mode 1006). */
#include "tbtop/term/mouse.h"

#include <stdbool.h>
#include <stdlib.h>

#include "tbtop/model/key_names.h"

/* The bits of a button: its number, the modifiers, whether the mouse was moved, and whether it is a
 * wheel. */
enum { NUMBER = 3, MODIFIERS = 4 | 8 | 16, MOVED = 32, WHEEL = 64, NO_BUTTON = 3 };

static int event_of(int button, bool released)
{
	static const enum mouse_event wheel[] = {MOUSE_WHEEL_UP, MOUSE_WHEEL_DOWN, MOUSE_WHEEL_LEFT,
						 MOUSE_WHEEL_RIGHT};
	int number = button & NUMBER;
	if (button & ~(NUMBER | MODIFIERS | MOVED | WHEEL))
		return MOUSE_EVENTS;
	if (button & WHEEL)
		return released || button & MOVED ? MOUSE_EVENTS : (int)wheel[number];
	if (button & MOVED)
		return number == NO_BUTTON ? MOUSE_HOVER : number == 0 ? MOUSE_DRAG : MOUSE_EVENTS;
	if (number == 0)
		return released ? MOUSE_RELEASE : MOUSE_PRESS;
	return number == 2 && !released ? MOUSE_BACK : MOUSE_EVENTS;
}

static int key_of(int event, long x, long y)
{
	if (event == MOUSE_EVENTS || x < 1 || y < 1 || x > MOUSE_MOST || y > MOUSE_MOST)
		return TK_IGNORED;
	return mouse_key((enum mouse_event)event, (int)x - 1, (int)y - 1);
}

int mouse_event_key(const char *text, char end)
{
	long number[3];
	for (int i = 0; i < 3; i++) {
		char *after;
		if (*text < '0' || *text > '9')
			return TK_IGNORED;
		number[i] = strtol(text, &after, 10);
		if (*after != (i < 2 ? ';' : '\0'))
			return TK_IGNORED;
		text = after + (i < 2);
	}
	if (number[0] > 255 || (end != 'M' && end != 'm'))
		return TK_IGNORED;
	return key_of(event_of((int)number[0], end == 'm'), number[1], number[2]);
}

int mouse_old_event_key(int button, int x, int y)
{
	button -= 32;
	if (button < 0)
		return TK_IGNORED;
	/* The release of any button has the number of no button. */
	bool released = !(button & (MOVED | WHEEL)) && (button & NUMBER) == NO_BUTTON;
	return key_of(released ? MOUSE_RELEASE : event_of(button, false), x - 32, y - 32);
}
