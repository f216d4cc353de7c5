/* common: names of runs without the numbers of their repetitions. */
#include "common/run_stem.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/memory.h"

static bool is_separator(char c)
{
	return c == '_' || c == '-' || c == '.' || c == ' ' || c == '#';
}

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Returns the begin of a word that ends at `end` and is the name of a repetition, or `end`. */
static size_t word_before(const char *s, size_t end)
{
	static const char *const words[] = {"seed", "run", "trial",  "fold",  "rep",
					    "try",  "s",   "repeat", "sample"};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		size_t n = strlen(words[i]);
		bool whole = end == n || (end > n && !isalpha((unsigned char)s[end - n - 1]) &&
					  !digit(s[end - n - 1]));
		if (end >= n && whole && !strncasecmp(s + end - n, words[i], n))
			return end - n;
	}
	return end;
}

bool run_has_exponent(const char *s, size_t digits)
{
	if (digits < 3 || s[digits - 1] != '-' || tolower((unsigned char)s[digits - 2]) != 'e')
		return false;
	return digit(s[digits - 3]) || s[digits - 3] == '.';
}

/* Returns the length of a part of a path without the number of a seed. `bare`: a number is enough
 * of an ending. */
static size_t stem_length(const char *s, size_t n, bool bare)
{
	enum { BARE_DIGITS = 2 };
	size_t digits = n;
	while (digits && digit(s[digits - 1]))
		digits--;
	if (digits == n)
		return n;
	size_t sign = digits && (is_separator(s[digits - 1]) || s[digits - 1] == '=') ? 1 : 0;
	size_t word = word_before(s, digits - sign);
	size_t end = word;
	if (word == digits - sign) { /* no word */
		bool separated = !digits || s[digits - 1] == '_' || s[digits - 1] == '-';
		if (!bare || !separated || n - digits > BARE_DIGITS || run_has_exponent(s, digits))
			return n;
		end = digits - sign;
	}
	while (end && is_separator(s[end - 1]))
		end--;
	return end;
}

char *run_stem(const char *name)
{
	size_t n = strlen(name), used = 0;
	char *stem = need_zeroed(n + 1, 1);
	for (size_t from = 0; from <= n;) {
		size_t length = strcspn(name + from, "/");
		bool last = from + length == n;
		size_t kept = stem_length(name + from, length, last);
		if (kept && used)
			stem[used++] = '/';
		memcpy(stem + used, name + from, kept);
		used += kept;
		from += length + 1;
	}
	stem[used] = '\0';
	if (used)
		return stem;
	free(stem);
	return need_copy("seeds");
}
