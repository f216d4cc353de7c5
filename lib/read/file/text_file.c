/* read/file: text files under the name of an event file, recognised by their first bytes. */
#include "read/file/text_file.h"

#include <string.h>

#include "base/utf8.h"

/* With fewer bytes nothing is known: the first bytes of a length could look like a text. */
enum { HEAD_BYTES = 256, KNOWN_BYTES = 4, UTF8_MAX = 4 };
/* The least length at which another encoding than UTF-8 is recognised. */
enum { ONE_BYTE_TEXT = 16 };

static const char *const pointers[] = {
	"version https://git-lfs.github.com/spec/",
	"version https://hawser.github.com/spec/",
	"version http://git-media.io/v/",
};

static bool begins_with(const uint8_t *head, size_t n, const char *text)
{
	size_t length = strlen(text);
	return n >= length && !memcmp(head, text, length);
}

/* Whether there are control bytes that no text has. Colours in a log are escape sequences. */
static bool has_control_bytes(const uint8_t *head, size_t n)
{
	static const char allowed[] = "\t\n\v\f\r\b\033";
	for (size_t i = 0; i < n; i++)
		if (!head[i] || head[i] == 0x7f || (head[i] < ' ' && !strchr(allowed, head[i])))
			return true;
	return false;
}

/* Whether the bytes are UTF-8; the last character may be cut. */
static bool is_utf8(const uint8_t *head, size_t n)
{
	for (size_t cut = 0; cut < UTF8_MAX && cut < n; cut++)
		if (tfe__utf8_valid(head, n - cut))
			return true;
	return false;
}

/* Whether the first line is "key:" or "key: value". */
static bool begins_with_key(const uint8_t *head, size_t n)
{
	size_t i = 0;
	while (i < n && (head[i] == '_' || head[i] == '-' || head[i] == '.' ||
			 (head[i] >= '0' && head[i] <= '9') ||
			 ((head[i] | 0x20) >= 'a' && (head[i] | 0x20) <= 'z')))
		i++;
	if (!i || i == n || head[i++] != ':')
		return false;
	return i == n || head[i] == ' ' || head[i] == '\n' || head[i] == '\r';
}

/* Whether the bytes are UTF-16 with a byte order mark: no length of a record begins with one. */
static bool is_utf16(const uint8_t *head, size_t n)
{
	bool little = n >= 2 && head[0] == 0xff && head[1] == 0xfe;
	bool big = n >= 2 && head[0] == 0xfe && head[1] == 0xff;
	for (size_t i = 2; i + 1 < n; i += 2)
		if (!head[i] && !head[i + 1])
			return false;
	return little || big;
}

/* Whether the bytes are a text of one byte per character, such as Latin-1: nearly all of them are
 * ASCII, and the others are printable. */
static bool is_one_byte_text(const uint8_t *head, size_t n)
{
	size_t high = 0;
	for (size_t i = 0; i < n; i++) {
		if (head[i] >= 0x80 && head[i] < 0xa0)
			return false;
		high += head[i] >= 0xa0;
	}
	return n >= ONE_BYTE_TEXT && high * 4 < n;
}

enum tfe__text tfe__text_of(const uint8_t *head, size_t n)
{
	if (n >= ONE_BYTE_TEXT && is_utf16(head, n))
		return TFE__TEXT_OTHER;
	if (n < KNOWN_BYTES || has_control_bytes(head, n))
		return TFE__TEXT_NONE;
	if (!is_utf8(head, n))
		return is_one_byte_text(head, n) ? TFE__TEXT_OTHER : TFE__TEXT_NONE;
	for (size_t i = 0; i < sizeof pointers / sizeof *pointers; i++)
		if (begins_with(head, n, pointers[i]))
			return TFE__TEXT_POINTER;
	if (begins_with(head, n, "%YAML") || begins_with(head, n, "---\n") ||
	    begins_with(head, n, "---\r") || begins_with(head, n, "--- ") ||
	    begins_with_key(head, n))
		return TFE__TEXT_YAML;
	return TFE__TEXT_OTHER;
}

enum tfe__text tfe__file_text(struct tfe__file *f)
{
	uint8_t head[HEAD_BYTES];
	return f->unpack ? TFE__TEXT_NONE
			 : tfe__text_of(head, tfe__file_head(f, head, sizeof head));
}

const char *tfe__text_reason(enum tfe__text text)
{
	switch (text) {
	case TFE__TEXT_POINTER:
		return "it is a git-lfs pointer, not the event file; run git lfs pull";
	case TFE__TEXT_YAML:
		return "it is a YAML file, not an event file";
	case TFE__TEXT_OTHER:
		return "it is a text file, not an event file";
	case TFE__TEXT_NONE:
		break;
	}
	return NULL;
}
