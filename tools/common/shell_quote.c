/* common: file names as words of a shell command. */
#include "common/shell_quote.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "common/memory.h"
#include "common/printable.h"

static bool is_plain(const char *text)
{
	for (const char *c = text; *c; c++)
		if ((unsigned char)*c >= 0x80 ||
		    (!isalnum((unsigned char)*c) && !strchr("_./=:,@%+-", *c)))
			return false;
	return *text != '\0';
}

/* Returns whether each character is printed as itself. */
static bool is_printable(const char *text)
{
	for (size_t n = strlen(text); n;) {
		struct printable p = printable_next(text, n);
		if (!p.cp)
			return false;
		text += p.bytes;
		n -= p.bytes;
	}
	return true;
}

/* Appends a text in single quotes, in which only the quote has a meaning. */
static void put_quoted(char *to, const char *text)
{
	*to++ = '\'';
	for (; *text; text++) {
		const char *part = "'\\''";
		if (*text != '\'')
			*to++ = *text;
		for (; *text == '\'' && *part; part++)
			*to++ = *part;
	}
	*to++ = '\'';
	*to = '\0';
}

/* Appends a text as $'...'. Bytes that are not printable ASCII have three octal digits, after which
 * a digit is a character of its own. */
static void put_escaped(char *to, const char *text)
{
	*to++ = '$';
	*to++ = '\'';
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;
		bool octal = c < ' ' || c > '~';
		if (octal || c == '\'' || c == '\\')
			*to++ = '\\';
		for (int shift = 6; octal && shift >= 0; shift -= 3)
			*to++ = (char)('0' + (c >> shift & 7));
		if (!octal)
			*to++ = (char)c;
	}
	*to++ = '\'';
	*to = '\0';
}

char *shell_quote(const char *text)
{
	char *word = need_zeroed(4 * strlen(text) + 4, 1);
	if (is_plain(text))
		memcpy(word, text, strlen(text));
	else if (is_printable(text))
		put_quoted(word, text);
	else
		put_escaped(word, text);
	return word;
}
