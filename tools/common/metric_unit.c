/* common: the words after a number: its unit, or its name. */
#include "common/metric_unit.h"

#include <string.h>
#include <strings.h>

static bool is_unit(struct phrase word)
{
	static const char *const units[] = {"s",  "sec", "secs", "seconds", "ms",  "us",  "min",
					    "GB", "MB",  "KB",   "GiB",     "MiB", "it/s"};
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (strlen(units[i]) == word.n && !memcmp(units[i], word.p, word.n))
			return true;
	return false;
}

/* Returns the word of letters and slashes after the first blank, if there is one. */
static struct phrase first_word(struct phrase text, bool *blank)
{
	*blank = text.n && *text.p == ' ';
	struct phrase word = {text.p + *blank, 0};
	while (*blank + word.n < text.n &&
	       (text_is_letter(word.p[word.n]) || word.p[word.n] == '/'))
		word.n++;
	return word;
}

size_t metric_unit_before(struct phrase gap)
{
	bool blank;
	struct phrase word = first_word(gap, &blank);
	if (!(blank ? is_unit(word) : word.n > 1 && *word.p == '/'))
		return 0;
	size_t end = blank + word.n;
	end += end < gap.n && gap.p[end] == '.';
	struct phrase rest = {gap.p + end, gap.n - end};
	return rest.n && text_is_blank(*rest.p) && phrase_trim(rest).n ? end : 0;
}

bool metric_unit_is_rate(struct phrase gap)
{
	bool blank;
	struct phrase word = first_word(gap, &blank);
	return blank && memchr(word.p, '/', word.n) && word.n + 2 == gap.n &&
	       gap.p[gap.n - 1] == ' ';
}

struct phrase metric_unit_after(struct phrase text)
{
	bool blank;
	struct phrase word = first_word(text, &blank);
	if (!blank || !word.n || !text_is_letter(*word.p))
		word.n = 0;
	else if (!memchr(word.p, '/', word.n) && !(word.n == 2 && !memcmp(word.p, "ms", 2)))
		word.n = 0;
	return word;
}

struct phrase metric_unit_phrase(struct phrase text)
{
	struct phrase phrase = {text.p + 1, 0};
	if (text.n < 2 || *text.p != ' ' || !text_is_letter(text.p[1]))
		return (struct phrase){text.p, 0};
	while (1 + phrase.n < text.n &&
	       (text_is_letter(phrase.p[phrase.n]) || phrase.p[phrase.n] == ' '))
		phrase.n++;
	if (1 + phrase.n < text.n && phrase.p[phrase.n] != ',')
		phrase.n = 0;
	bool blank;
	struct phrase unit = first_word((struct phrase){text.p, 1 + phrase.n}, &blank);
	if (is_unit(unit) && unit.n < phrase.n) {
		phrase.p += unit.n;
		phrase.n -= unit.n;
	}
	return phrase_trim(phrase);
}
