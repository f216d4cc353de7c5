/* term: the clipboard of the terminal, by OSC 52. */
#include "tbtop/term/clipboard.h"

#include <stdint.h>
#include <string.h>

#include "common/memory.h"

/* Writes three bytes, of which n are in the text, as four characters. */
static void put_group(char *to, const uint8_t *from, size_t n)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	uint32_t bits = (uint32_t)from[0] << 16;
	bits |= n > 1 ? (uint32_t)from[1] << 8 : 0;
	bits |= n > 2 ? from[2] : 0;
	for (int i = 0; i < 4; i++)
		to[i] = (size_t)i <= n ? digits[bits >> (18 - 6 * i) & 63] : '=';
}

char *clipboard_sequence(const char *bytes, size_t n)
{
	static const char begin[] = "\033]52;c;", end[] = "\033\\";
	n = n < CLIPBOARD_MOST ? n : CLIPBOARD_MOST;
	char *text = need_zeroed(sizeof begin + (n + 2) / 3 * 4 + sizeof end, 1), *to = text;
	memcpy(to, begin, sizeof begin - 1);
	to += sizeof begin - 1;
	for (size_t i = 0; i < n; i += 3, to += 4)
		put_group(to, (const uint8_t *)bytes + i, n - i < 3 ? n - i : 3);
	memcpy(to, end, sizeof end);
	return text;
}

enum multiplexer multiplexer_of(const char *tmux, const char *sty, const char *term)
{
	if (tmux && *tmux)
		return MULTIPLEXER_TMUX;
	if (sty && *sty)
		return MULTIPLEXER_SCREEN;
	if (term && !strncmp(term, "tmux", 4))
		return MULTIPLEXER_TMUX;
	return term && !strncmp(term, "screen", 6) ? MULTIPLEXER_SCREEN : MULTIPLEXER_NONE;
}

/* Appends n bytes, and each ESC twice if `doubled`. Returns the end. */
static char *append(char *to, const char *bytes, size_t n, bool doubled)
{
	for (size_t i = 0; i < n; i++) {
		if (doubled && bytes[i] == '\033')
			*to++ = '\033';
		*to++ = bytes[i];
	}
	return to;
}

char *clipboard_through(const char *sequence, enum multiplexer multiplexer)
{
	/* GNU screen limits a string to 768 bytes, older ones to 256. The ST of the sequence would
	 * end the string of screen, so it ends with BEL. */
	static const char begin[] = "\033P", end[] = "\033\\", tmux[] = "\033Ptmux;";
	enum { PART = 240 };
	size_t n = strlen(sequence);
	if (multiplexer == MULTIPLEXER_NONE)
		return NULL;
	char *text = need_zeroed(2 * n + (n / PART + 2) * sizeof "\033P\033\\" + sizeof tmux, 1);
	char *to = text;
	if (multiplexer == MULTIPLEXER_TMUX) {
		to = append(to, tmux, sizeof tmux - 1, false);
		to = append(to, sequence, n, true);
		append(to, end, sizeof end - 1, false);
		return text;
	}
	n -= n >= 2 && !strcmp(sequence + n - 2, end) ? 2 : 0;
	for (size_t i = 0; i < n; i += PART) {
		bool last = n - i <= PART;
		to = append(to, begin, sizeof begin - 1, false);
		to = append(to, sequence + i, last ? n - i : PART, false);
		to = append(to, "\a", last, false);
		to = append(to, end, sizeof end - 1, false);
	}
	return text;
}
