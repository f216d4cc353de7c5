/* base: texts as strings of JSON. */
#include "base/json_string.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* Decodes a character of valid UTF-8 and moves *p to the next one. */
static uint32_t next_character(const uint8_t **p)
{
	const uint8_t first = *(*p)++;
	uint32_t c = first < 0x80   ? first
		     : first < 0xe0 ? first & 0x1f
		     : first < 0xf0 ? first & 0x0f
				    : first & 7;
	while ((**p & 0xc0) == 0x80)
		c = c << 6 | (*(*p)++ & 0x3f);
	return c;
}

void tfe__json_string(struct tfe__buf *b, const char *text)
{
	static const char plain[] = "\"\\\b\f\n\r\t", letter[] = "\"\\bfnrt";
	tfe__buf_append(b, "\"", 1);
	for (const uint8_t *p = (const uint8_t *)text; *p;) {
		uint32_t c = next_character(&p);
		const char *escaped = c < 0x80 ? strchr(plain, (int)c) : NULL;
		char out[16];
		if (escaped)
			snprintf(out, sizeof out, "\\%c", letter[escaped - plain]);
		else if (c >= 0x10000)
			snprintf(out, sizeof out, "\\u%04x\\u%04x",
				 (unsigned)(0xd800 + ((c - 0x10000) >> 10)),
				 (unsigned)(0xdc00 + ((c - 0x10000) & 0x3ff)));
		else if (c < 0x20 || c > 0x7e)
			snprintf(out, sizeof out, "\\u%04x", (unsigned)c);
		else
			snprintf(out, sizeof out, "%c", (char)c);
		tfe__buf_append(b, out, strlen(out));
	}
	tfe__buf_append(b, "\"", 1);
}
