/* base: the words of a tag. */
#include "base/tag_words.h"

static bool is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}
static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}
static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Whether a capital letter at p begins a word: after a digit or a small letter, except after a
 * single one (dW). */
static bool ends_word(const char *start, const char *p)
{
	return p > start && (is_digit(p[-1]) || (is_lower(p[-1]) && p - start > 1));
}

bool tfe__next_word(const char **tag, char word[TFE__WORD_BYTES], size_t *length)
{
	const char *p = *tag;
	while (*p && !is_lower(*p) && !is_upper(*p) && !is_digit(*p))
		p++;
	size_t n = 0;
	for (const char *start = p; is_lower(*p) || is_upper(*p) || is_digit(*p); p++) {
		if (is_upper(*p) && ends_word(start, p))
			break;
		if (n + 1 < TFE__WORD_BYTES)
			word[n++] = is_upper(*p) ? (char)(*p - 'A' + 'a') : *p;
	}
	word[n] = '\0';
	*length = n;
	*tag = p;
	return n > 0;
}
