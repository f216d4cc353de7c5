/* common: text in XML, SVG and HTML. */
#include "common/xml.h"

#include <stdbool.h>
#include <string.h>

#include "common/utf8_decode.h"

/* Returns the reference that replaces a character with a meaning in XML or in the normalisation of
 * attributes; NULL if it stays as it is. */
static const char *reference_of(uint32_t cp)
{
	switch (cp) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\t':
		return "&#9;";
	case '\n':
		return "&#10;";
	case '\r':
		return "&#13;";
	default:
		return NULL;
	}
}

/* Returns whether U+FFFD replaces the character: XML has no form for most of them, HTML does not
 * allow noncharacters, and viewers may obey the others. */
static bool is_replaced(uint32_t cp)
{
	return cp == UTF8_NONE || cp < 0x20 || (cp >= 0x7f && cp < 0xa0) ||
	       (cp & 0xfffe) == 0xfffe || (cp >= 0xfdd0 && cp <= 0xfdef);
}

static void put_bytes(struct out *out, const char *text, size_t left)
{
	for (size_t n; left; text += n, left -= n) {
		uint32_t cp;
		n = utf8_step((const uint8_t *)text, left, &cp);
		const char *reference = reference_of(cp);
		if (reference)
			out_text(out, reference);
		else if (is_replaced(cp))
			out_text(out, "\xef\xbf\xbd");
		else
			out_bytes(out, text, n);
	}
}

void xml_text(struct out *out, const char *text)
{
	put_bytes(out, text, strlen(text));
}
