/* view: line, block and Braille characters as rectangles. */
#include "tbtop/view/shape.h"

#include <stddef.h>

enum { W = 8, H = 16 };

static void add(struct shape *s, int x, int y, int w, int h)
{
	s->part[s->n++] = (struct rect){x, y, w, h};
}

/* --- lines: a middle, and arms that reach the edges ------------------------------------------- */

enum { LEFT = 1, RIGHT = 2, UP = 4, DOWN = 8, DASHED = 16 };

static unsigned arms_of(uint32_t cp)
{
	static const struct {
		uint16_t cp;
		uint8_t arms;
	} lines[] = {
		{0x2500, LEFT | RIGHT},
		{0x2502, UP | DOWN},
		{0x2506, UP | DOWN | DASHED},
		{0x250a, UP | DOWN | DASHED},
		{0x250c, RIGHT | DOWN},
		{0x2510, LEFT | DOWN},
		{0x2514, RIGHT | UP},
		{0x2518, LEFT | UP},
		{0x251c, RIGHT | UP | DOWN},
		{0x2524, LEFT | UP | DOWN},
		{0x252c, LEFT | RIGHT | DOWN},
		{0x2534, LEFT | RIGHT | UP},
		{0x253c, LEFT | RIGHT | UP | DOWN},
		{0x2574, LEFT},
		{0x2575, UP},
		{0x2576, RIGHT},
		{0x2577, DOWN},
	};
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		if (lines[i].cp == cp)
			return lines[i].arms;
	return 0;
}

static void line(struct shape *s, unsigned arms)
{
	if (arms & DASHED) {
		for (int y = 1; y < H; y += 4)
			add(s, 3, y, 1, 2);
		return;
	}
	if (arms & (LEFT | RIGHT)) {
		int from = arms & LEFT ? 0 : 3, to = arms & RIGHT ? W : 4;
		add(s, from, 7, to - from, 1);
	}
	if (arms & (UP | DOWN)) {
		int from = arms & UP ? 0 : 7, to = arms & DOWN ? H : 8;
		add(s, 3, from, 1, to - from);
	}
}

/* --- dots and blocks -------------------------------------------------------------------------- */

static void braille(struct shape *s, unsigned dots)
{
	static const uint8_t place[8] = {0, 2, 4, 1,
					 3, 5, 6, 7}; /* index: bit; value: 2 * row + column */
	for (int bit = 0; bit < 8; bit++)
		if (dots & 1u << bit)
			add(s, 1 + place[bit] % 2 * 4, 1 + place[bit] / 2 * 4, 2, 2);
}

static void quarters(struct shape *s, uint32_t cp)
{
	/* From U+2596. Bits: top left, top right, bottom left, bottom right. */
	static const uint8_t parts[] = {4, 8, 1, 13, 9, 7, 11, 2, 6, 14};
	for (int i = 0; i < 4; i++)
		if (parts[cp - 0x2596] & 1 << i)
			add(s, i % 2 * W / 2, i / 2 * H / 2, W / 2, H / 2);
}

static void block(struct shape *s, uint32_t cp)
{
	if (cp == 0x2580) {
		add(s, 0, 0, W, H / 2);
	} else if (cp <= 0x2588) {
		int h = (int)(cp - 0x2580) * H / 8;
		add(s, 0, H - h, W, h);
	} else if (cp <= 0x258f) {
		add(s, 0, 0, (int)(0x2590 - cp), H);
	} else if (cp == 0x2590) {
		add(s, W / 2, 0, W / 2, H);
	} else if (cp <= 0x2593) {
		s->strength = 2 * (int)(cp - 0x2590);
		add(s, 0, 0, W, H);
	} else if (cp == 0x2594) {
		add(s, 0, 0, W, H / 8);
	} else if (cp == 0x2595) {
		add(s, W - 1, 0, 1, H);
	} else {
		quarters(s, cp);
	}
}

bool shape_of(uint32_t cp, struct shape *s)
{
	unsigned arms = arms_of(cp);
	s->n = 0;
	s->strength = 8;
	if (arms)
		line(s, arms);
	else if (cp >= 0x2580 && cp <= 0x259f)
		block(s, cp);
	else if (cp > 0x2800 && cp <= 0x28ff)
		braille(s, cp & 0xff);
	else
		return cp == 0x2800;
	return true;
}
