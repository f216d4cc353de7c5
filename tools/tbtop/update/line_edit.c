/* update: editing a line of text, with the keys of readline. */
#include "tbtop/update/line_edit.h"

#include <stdio.h>
#include <string.h>

#include <utf8proc.h>

#include "tbtop/model/key_names.h"

/* --- positions -------------------------------------------------------------------------------- */

static bool inside_character(const struct line *l, size_t at)
{
	return ((unsigned char)l->text[at] & 0xc0) == 0x80;
}

static size_t before(const struct line *l, size_t at)
{
	while (at > 0 && inside_character(l, --at))
		continue;
	return at;
}

static size_t after(const struct line *l, size_t at)
{
	if (l->text[at])
		at++;
	while (inside_character(l, at))
		at++;
	return at;
}

/* Words are separated by blanks and by the characters between the parts of names. */
static bool separates(char c)
{
	return c && strchr(" /_-.|", c);
}

static size_t word_before(const struct line *l)
{
	size_t at = l->cursor;
	while (at > 0 && separates(l->text[at - 1]))
		at--;
	while (at > 0 && !separates(l->text[at - 1]))
		at--;
	return at;
}

static size_t word_after(const struct line *l)
{
	size_t at = l->cursor;
	while (separates(l->text[at]))
		at++;
	while (l->text[at] && !separates(l->text[at]))
		at++;
	return at;
}

/* --- changes ---------------------------------------------------------------------------------- */

void line_set(struct line *l, const char *text)
{
	snprintf(l->text, sizeof l->text, "%s", text);
	l->cursor = strlen(l->text);
	l->given = 0;
	l->selected = l->cut = false;
}

/* Deletes the bytes between two offsets. Returns whether there are any. */
static bool erase(struct line *l, size_t from, size_t to)
{
	memmove(l->text + from, l->text + to, strlen(l->text + to) + 1);
	l->cursor = from;
	l->given = from < l->given ? 0 : l->given;
	l->cut &= to == from;
	return to > from;
}

static bool insert(struct line *l, int key)
{
	utf8proc_uint8_t bytes[4];
	utf8proc_ssize_t n = utf8proc_encode_char(key, bytes);
	size_t length = strlen(l->text), size = n > 0 ? (size_t)n : 0;
	l->cut |= size && length + size >= sizeof l->text;
	if (!size || l->cut)
		return false;
	memmove(l->text + l->cursor + size, l->text + l->cursor, length - l->cursor + 1);
	memcpy(l->text + l->cursor, bytes, size);
	l->given = l->cursor < l->given ? 0 : l->given;
	l->cursor += size;
	return true;
}

/* Returns the begin of what was typed, or that of the line from there. */
static size_t typed_before(const struct line *l)
{
	return l->cursor > l->given ? l->given : 0;
}

/* Moves the cursor. Returns false for a key that does not move it. */
static bool move(struct line *l, int key)
{
	switch (key) {
	case TK_LEFT:
	case 'b' & 0x1f:
		l->cursor = before(l, l->cursor);
		return true;
	case TK_RIGHT:
	case 'f' & 0x1f:
		l->cursor = after(l, l->cursor);
		return true;
	case TK_WORD_LEFT:
		l->cursor = word_before(l);
		return true;
	case TK_WORD_RIGHT:
		l->cursor = word_after(l);
		return true;
	case TK_HOME:
	case 'a' & 0x1f:
		l->cursor = typed_before(l);
		return true;
	case TK_END:
	case 'e' & 0x1f:
		l->cursor = strlen(l->text);
		return true;
	default:
		return false;
	}
}

bool line_edit(struct line *l, int key)
{
	bool all = l->selected;
	bool character = key >= ' ' && key < TK_UP && key != TK_BACKSPACE;
	size_t end = strlen(l->text);
	l->selected = false;
	if (move(l, key))
		return false;
	switch (key) {
	case TK_BACKSPACE:
	case 'h' & 0x1f:
		return all ? erase(l, 0, end) : erase(l, before(l, l->cursor), l->cursor);
	case TK_DELETE:
	case 'd' & 0x1f:
		return all ? erase(l, 0, end) : erase(l, l->cursor, after(l, l->cursor));
	case 'w' & 0x1f:
		return erase(l, word_before(l), l->cursor);
	case 'u' & 0x1f:
		return erase(l, typed_before(l), l->cursor);
	case 'k' & 0x1f:
		return erase(l, l->cursor, end);
	default:
		if (character && all)
			erase(l, 0, end);
		return character && insert(l, key);
	}
}

/* --- history ---------------------------------------------------------------------------------- */

void history_add(struct history *h, const char *text)
{
	if (!*text || (h->n && !strcmp(h->line[h->n - 1], text)))
		return;
	if (h->n == HISTORY) {
		memmove(h->line[0], h->line[1], sizeof h->line[0] * (HISTORY - 1));
		h->n--;
	}
	snprintf(h->line[h->n++], LINE_BYTES, "%s", text);
}

bool history_move(struct history *h, int direction, struct line *line)
{
	if (direction < 0 ? !h->at : h->at >= h->n)
		return false;
	h->at = direction < 0 ? h->at - 1 : h->at + 1;
	line_set(line, h->at < h->n ? h->line[h->at] : "");
	return true;
}
