/* common: phrases of a line of text: the words that may be the name of a number. */
#include "common/metric_phrase.h"

#include <string.h>
#include <strings.h>

#include "common/metric_row.h"

/* Returns whether the character at `i` separates phrases. */
bool phrase_separates(struct phrase text, size_t i)
{
	char c = text.p[i];
	if (strchr(",;|\t()[]{}\"=:<>", c))
		return true;
	bool blank_before = !i || text.p[i - 1] == ' ';
	bool blank_after = i + 1 >= text.n || text.p[i + 1] == ' ';
	if (c == ' ')
		return blank_before && i;
	if (c == '-')
		return blank_before && blank_after;
	/* The apostrophe of "training's l2" is a part of the word. */
	return c == '\'' && (blank_before || !text_is_word(text.p[i - 1]) || blank_after ||
			     !text_is_word(text.p[i + 1]));
}

size_t phrase_words(struct phrase text)
{
	size_t words = 0;
	for (size_t i = 0; i < text.n; i++)
		words += !text_is_blank(text.p[i]) && (!i || text_is_blank(text.p[i - 1]));
	return words;
}

struct phrase phrase_trim(struct phrase text)
{
	while (text.n && text_is_blank(text.p[text.n - 1]))
		text.n--;
	while (text.n && !text_is_letter(*text.p))
		text.p++, text.n--;
	return text;
}

struct phrase phrase_last_word(struct phrase text)
{
	size_t start = text.n;
	while (start && !text_is_blank(text.p[start - 1]))
		start--;
	return (struct phrase){text.p + start, text.n - start};
}

/* Returns the phrase at the end of a text, which begins after the last separator. */
struct phrase phrase_last(struct phrase text)
{
	size_t start = text.n;
	while (start && !phrase_separates(text, start - 1))
		start--;
	return phrase_trim((struct phrase){text.p + start, text.n - start});
}

/* The name of a part of the data, if a text of a few words contains one. */
const char *phrase_section(struct phrase text)
{
	static const char *const names[][2] = {
		{"train", "train"},  {"training", "train"},  {"val", "val"},
		{"valid", "valid"},  {"validation", "val"},  {"eval", "eval"},
		{"dev", "dev"},      {"evaluation", "eval"}, {"test", "test"},
		{"testing", "test"}, {"cv", "cv"},
	};
	if (phrase_words(text) > 4)
		return NULL;
	for (size_t i = 0; i < text.n;) {
		size_t bytes = 0;
		while (i + bytes < text.n && !text_is_blank(text.p[i + bytes]))
			bytes++;
		for (size_t k = 0; k < sizeof names / sizeof *names; k++)
			if (bytes && text_equals(text.p + i, bytes, names[k][0]))
				return names[k][1];
		i += bytes + 1;
	}
	return NULL;
}

bool phrase_contains(struct phrase text, const char *word)
{
	size_t bytes = strlen(word);
	for (size_t i = 0; i + bytes <= text.n; i++)
		if (!((text.p[i] ^ *word) & 0xdf) && !strncasecmp(text.p + i, word, bytes))
			return true;
	return false;
}

/* Returns whether a word of the name begins with the name of a part of the data: "val_loss" and
 * "validation", not "value". */
bool phrase_has_section(struct phrase name)
{
	static const char *const sections[] = {"train", "val", "eval", "dev", "test", "cv"};
	static const char *const endings[] = {"idation", "id", "ing", "uation"};
	for (size_t i = 0; i < name.n; i++)
		for (size_t k = 0; k < sizeof sections / sizeof *sections; k++) {
			size_t bytes = strlen(sections[k]);
			if (((name.p[i] ^ *sections[k]) & 0xdf) || i + bytes > name.n ||
			    (i && text_is_letter(name.p[i - 1]) && name.p[i - 1] != '_') ||
			    strncasecmp(name.p + i, sections[k], bytes))
				continue;
			struct phrase rest = {name.p + i + bytes, name.n - i - bytes};
			bool whole = !rest.n || !isalpha((unsigned char)*rest.p);
			for (size_t e = 0; e < sizeof endings / sizeof *endings && !whole; e++)
				whole = rest.n >= strlen(endings[e]) &&
					!strncasecmp(rest.p, endings[e], strlen(endings[e]));
			if (whole)
				return true;
		}
	return false;
}

bool phrase_is(struct phrase text, const char *word)
{
	return text.n == strlen(word) && !memcmp(text.p, word, text.n);
}

/* Removes the end of a gap "loss of 'output' for minibatches 0-9 is" that is not its name. */
struct phrase phrase_without_verb(struct phrase gap)
{
	if (gap.n < 4 || memcmp(gap.p + gap.n - 3, " is", 3))
		return gap;
	gap.n -= 3;
	for (size_t i = 0; i + 5 <= gap.n; i++)
		if (!memcmp(gap.p + i, " for ", 5))
			gap.n = i;
	return gap;
}

/* "validation loss at iteration 20": the step is named by the last word. */
struct phrase phrase_after_at(struct phrase name)
{
	static const char *const at[] = {"at", "after", "into", "for", "in", NULL};
	struct phrase word = phrase_last_word(name), before = {name.p, name.n - word.n};
	while (before.n && text_is_blank(before.p[before.n - 1]))
		before.n--;
	enum metric_role role = metric_role_of(word.p, word.n);
	bool is_step = role == METRIC_STEP || role == METRIC_EPOCH;
	return is_step && phrase_is_one_of(phrase_last_word(before), at) ? word : name;
}

static const char *const prepositions[] = {"over",  "of",   "in",  "at",  "for",  "to",
					   "from",  "with", "by",  "on",  "than", "into",
					   "after", "is",   "and", "the", "took", NULL};

/* Words between a number and the one before it that are no name. */
bool phrase_is_preposition(struct phrase name)
{
	while (name.n) {
		struct phrase word = phrase_last_word(name);
		if (!phrase_is_one_of(word, prepositions))
			return false;
		name = phrase_trim((struct phrase){name.p, name.n - word.n});
	}
	return true;
}

struct phrase phrase_without_prepositions(struct phrase name)
{
	for (;;) {
		size_t n = 0;
		while (n < name.n && !text_is_blank(name.p[n]))
			n++;
		if (n == name.n || !phrase_is_one_of((struct phrase){name.p, n}, prepositions))
			return name;
		name = phrase_trim((struct phrase){name.p + n, name.n - n});
	}
}

/* Returns whether a phrase is between a comma and the number: it is a name as a whole. */
bool phrase_is_after_comma(struct phrase gap, struct phrase phrase)
{
	const char *before = phrase.p;
	while (before > gap.p && text_is_blank(before[-1]))
		before--;
	return before > gap.p && before[-1] == ',' && phrase_words(phrase) <= 3;
}
