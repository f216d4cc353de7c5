/* model: numbers and names of keys, independent of the terminal. */
#include "tbtop/model/key_names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "common/printable.h"

static const struct {
	int key;
	const char *name;
} names[] = {
	{TK_UP, "Up"},
	{TK_DOWN, "Down"},
	{TK_LEFT, "Left"},
	{TK_RIGHT, "Right"},
	{TK_HOME, "Home"},
	{TK_END, "End"},
	{TK_PAGE_UP, "PgUp"},
	{TK_PAGE_DOWN, "PgDn"},
	{TK_BACK_TAB, "S-Tab"},
	{TK_F1, "F1"},
	{TK_F10, "F10"},
	{TK_TAB, "Tab"},
	{TK_F3, "F3"},
	{TK_F4, "F4"},
	{TK_F6, "F6"},
	{TK_ENTER, "Enter"},
	{TK_ESC, "Esc"},
	{TK_BACKSPACE, "BS"},
	{' ', "Space"},
	{TK_DELETE, "Del"},
	{TK_WORD_LEFT, "C-Left"},
	{TK_WORD_RIGHT, "C-Right"},
	{TK_PASTE, "Paste"},
	{TK_PASTE_END, "Pasted"},
};

static const char *const events[MOUSE_EVENTS] = {
	[MOUSE_PRESS] = "Press",
	[MOUSE_DRAG] = "Drag",
	[MOUSE_RELEASE] = "Release",
	[MOUSE_HOVER] = "Hover",
	[MOUSE_BACK] = "Back",
	[MOUSE_WHEEL_UP] = "WheelUp",
	[MOUSE_WHEEL_DOWN] = "WheelDown",
	[MOUSE_WHEEL_LEFT] = "WheelLeft",
	[MOUSE_WHEEL_RIGHT] = "WheelRight",
};

enum { MOUSE_BITS = 13, MOUSE_FLAG = 1 << 30 };

int mouse_key(enum mouse_event event, int x, int y)
{
	x = x < 0 ? 0 : x > MOUSE_MOST ? MOUSE_MOST : x;
	y = y < 0 ? 0 : y > MOUSE_MOST ? MOUSE_MOST : y;
	return MOUSE_FLAG | (int)event << 2 * MOUSE_BITS | y << MOUSE_BITS | x;
}

bool mouse_of_key(int key, enum mouse_event *event, int *x, int *y)
{
	if (key < MOUSE_FLAG)
		return false;
	*event = (enum mouse_event)(key >> 2 * MOUSE_BITS & 0xf);
	*y = key >> MOUSE_BITS & MOUSE_MOST;
	*x = key & MOUSE_MOST;
	return *event < MOUSE_EVENTS;
}

/* Parses "Press:10,5". */
static int parse_event(const char *word, size_t n)
{
	char *end;
	for (int i = 0; i < MOUSE_EVENTS; i++) {
		size_t name = strlen(events[i]);
		if (n <= name || word[name] != ':' || memcmp(word, events[i], name) != 0)
			continue;
		long x = strtol(word + name + 1, &end, 10);
		long y = *end == ',' ? strtol(end + 1, &end, 10) : 0;
		if (end == word + n && x > 0 && y > 0 && x <= MOUSE_MOST && y <= MOUSE_MOST)
			return mouse_key((enum mouse_event)i, (int)x - 1, (int)y - 1);
	}
	return TK_IGNORED;
}

int key_parse(const char **text)
{
	*text += strspn(*text, " \t\n");
	size_t n = strcspn(*text, " \t\n");
	const char *word = *text;
	if (!n)
		return KEY_NONE;
	*text += n;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strlen(names[i].name) == n && !memcmp(names[i].name, word, n))
			return names[i].key;
	if (n == 9 && !memcmp("Semicolon", word, n)) /* it begins a comment in the config */
		return ';';
	if (n == 3 && word[0] == 'C' && word[1] == '-' && word[2] >= '@' && word[2] <= '~')
		return word[2] & 0x1f;
	struct printable p = printable_next(word, n);
	return p.bytes == n && p.cp ? (int)p.cp : parse_event(word, n);
}

void key_text(int key, char name[8])
{
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (names[i].key == key) {
			snprintf(name, 8, "%s", names[i].name);
			return;
		}
	utf8proc_uint8_t bytes[4];
	utf8proc_ssize_t n = key < 32 ? 0 : utf8proc_encode_char(key, bytes);
	if (key < 32)
		snprintf(name, 8, "C-%c", key + 96);
	else
		snprintf(name, 8, "%.*s", (int)n, (const char *)bytes);
}
