/* common: makes text of unknown origin safe for a terminal, character by character. */
#include "common/printable.h"

#include <stdio.h>
#include <string.h>

#include <utf8proc.h>

static struct printable escaped(size_t bytes, const char *text)
{
	struct printable p = {.bytes = bytes, .width = (int)strlen(text)};
	memcpy(p.escape, text, (size_t)p.width + 1);
	return p;
}

/* Escapes a byte as its number. */
static struct printable escaped_byte(unsigned char c)
{
	char text[12];
	snprintf(text, sizeof text, "\\x%02x", c);
	return escaped(1, text);
}

static struct printable escaped_character(size_t bytes, uint32_t cp)
{
	char text[12];
	snprintf(text, sizeof text, "\\u%04x", (unsigned)cp);
	return escaped(bytes, text);
}

static struct printable control(unsigned char c)
{
	switch (c) {
	case '\n':
		return escaped(1, "\\n");
	case '\t':
		return escaped(1, "\\t");
	case '\r':
		return escaped(1, "\\r");
	default:
		return escaped_byte(c);
	}
}

struct printable printable_next(const char *text, size_t n)
{
	unsigned char c = (unsigned char)*text;
	if (c < 0x20 || c == 0x7f)
		return control(c);
	if (c < 0x80)
		return (struct printable){.bytes = 1, .cp = c, .width = 1};

	utf8proc_int32_t cp;
	utf8proc_ssize_t used = utf8proc_iterate((const utf8proc_uint8_t *)text,
						 n < 4 ? (utf8proc_ssize_t)n : 4, &cp);
	if (used <= 0)
		return escaped_byte(c);
	struct printable p = {.bytes = (size_t)used, .cp = (uint32_t)cp};
	switch (utf8proc_category(cp)) {
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return escaped_character(p.bytes, p.cp);
	case UTF8PROC_CATEGORY_CF:
		if (cp == 0x200c || cp == 0x200d || cp == 0x00ad)
			return (struct printable){.bytes = p.bytes};
		return escaped_character(p.bytes, p.cp);
	case UTF8PROC_CATEGORY_CN:
		p.cp = 0xfffd;
		p.width = 1;
		return p;
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_ME:
		if ((cp >= 0xfe00 && cp <= 0xfe0f) || (cp >= 0xe0100 && cp <= 0xe01ef))
			return (struct printable){.bytes = p.bytes};
		return p;
	default:
		p.width = utf8proc_charwidth(cp);
		return p;
	}
}
