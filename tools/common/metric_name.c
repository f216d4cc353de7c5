/* common: the name of a number in a line of text: the phrase at the end of the text between it and
 * the number before. */
#include "common/metric_name.h"

#include <string.h>
#include <strings.h>

/* Returns the length of the first word. */
static size_t first_word(struct phrase text)
{
	size_t n = 0;
	while (n < text.n && !text_is_blank(text.p[n]))
		n++;
	return n;
}

/* Words such as "global" may precede the name of a step, and a whole sentence: "Agent. Step: 5". */
static enum metric_role role_of(struct phrase name)
{
	static const char *const which[] = {"global", "current", "at", "after", NULL};
	enum metric_role role = metric_role_of(name.p, name.n);
	struct phrase word = phrase_last_word(name);
	struct phrase before = {name.p, name.n - word.n};
	while (before.n && text_is_blank(before.p[before.n - 1]))
		before.n--;
	if (role != METRIC_VALUE || !before.n)
		return role;
	if (before.p[before.n - 1] != '.' &&
	    (phrase_words(before) > 1 ||
	     !(phrase_section(before) || phrase_is_one_of(before, which))))
		return role;
	role = metric_role_of(word.p, word.n);
	return role == METRIC_STEP || role == METRIC_EPOCH ? role : METRIC_VALUE;
}

/* The name of a source file before its line number is no name of a number. */
static bool is_source_file(struct phrase name)
{
	static const char *const suffixes[] = {".py", ".cpp", ".cc", ".c",
					       ".h",  ".cu",  ".go", ".rs"};
	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
		size_t bytes = strlen(suffixes[i]);
		if (name.n > bytes && !memcmp(name.p + name.n - bytes, suffixes[i], bytes))
			return true;
	}
	return false;
}

/* Returns whether the name comes after the slashes of "http://host:80". */
static bool is_host(struct phrase name, struct phrase gap)
{
	return name.n && name.p - gap.p >= 2 && !memcmp(name.p - 2, "//", 2);
}

/* Removes "INFO" before the name. */
static struct phrase without_level(struct phrase name)
{
	static const char *const levels[] = {"INFO", "DEBUG", "WARNING", "ERROR"};
	size_t n = first_word(name);
	for (size_t i = 0; i < sizeof levels / sizeof *levels && n < name.n; i++)
		if (strlen(levels[i]) == n && !memcmp(levels[i], name.p, n))
			return phrase_trim((struct phrase){name.p + n, name.n - n});
	return name;
}

/* In "outdir:results step:5" the first word of the phrase is the value of another name. */
static struct phrase without_value(struct phrase name, struct phrase gap)
{
	size_t n = first_word(name);
	bool value = name.p - gap.p >= 2 && strchr(":=", name.p[-1]) && text_is_word(name.p[-2]);
	return value && n < name.n ? phrase_trim((struct phrase){name.p + n, name.n - n}) : name;
}

/* Returns whether a gap ends with a phrase after a colon and "|": "Step 1: train loss | 0.5". */
static bool is_after_colon(struct phrase gap)
{
	if (gap.p[gap.n - 1] != '|')
		return false;
	gap.n--;
	const char *before = phrase_last(gap).p;
	while (before > gap.p && text_is_blank(before[-1]))
		before--;
	return before > gap.p && before[-1] == ':';
}

/* Removes what is between a name and its number: "=", ":", brackets and a remark in brackets, as in
 * "Epoch(train) [5]" and "mfu (%): 40". Returns whether a remark is a word of its own. */
static bool remove_marks(struct metric_name *name, struct phrase *gap, bool *tight)
{
	while (gap->n && strchr(" \t\"'([{#", gap->p[gap->n - 1])) {
		name->bracketed |= strchr("([{", gap->p[gap->n - 1]) != NULL;
		gap->n--;
	}
	if (gap->n && strchr("=:", gap->p[gap->n - 1])) {
		name->keyed = true;
		*tight = gap->p[gap->n - 1] == '=' && gap->n > 1 && gap->p[gap->n - 2] != ' ';
		/* Some programs print ":::". */
		while (gap->n && strchr("=: \t\"'", gap->p[gap->n - 1]))
			gap->n--;
	} else if (gap->n > 1 && is_after_colon(*gap))
		gap->n--;
	bool remark = false;
	if (gap->n && gap->p[gap->n - 1] == ')')
		for (size_t open = gap->n - 1; open; open--)
			if (gap->p[open - 1] == '(') {
				gap->n = open - 1;
				remark = gap->n && text_is_blank(gap->p[gap->n - 1]);
				break;
			}
	while (gap->n && text_is_blank(gap->p[gap->n - 1]))
		gap->n--;
	return remark;
}

struct metric_name metric_name_of(struct phrase gap)
{
	static const char *const verbs[] = {"be", "are", "was", "were", NULL};
	struct metric_name name = {0};
	bool tight = false;
	bool remark = remove_marks(&name, &gap, &tight);
	if (!name.keyed) {
		size_t before = gap.n;
		gap = phrase_without_verb(gap);
		name.keyed = gap.n != before;
	}
	name.text = without_value(without_level(phrase_last(gap)), gap);
	struct phrase whole = name.text;
	name.text = phrase_without_prepositions(phrase_after_at(whole));
	if (name.text.n && name.text.p > whole.p) {
		struct phrase before = {whole.p, (size_t)(name.text.p - whole.p)};
		before = phrase_trim(before);
		before.n -= phrase_last_word(before).n;
		name.of = phrase_trim(before);
	}
	if (tight && !phrase_is_after_comma(gap, name.text))
		name.text = phrase_trim(phrase_last_word(name.text));
	if (!name.keyed && phrase_is_preposition(phrase_last_word(name.text)) &&
	    !phrase_contains(name.text, "took"))
		name.text.n = 0;
	/* A longer phrase is a sentence, as is "it will be". */
	if (is_source_file(name.text) || is_host(name.text, gap) ||
	    phrase_words(name.text) > (name.keyed ? 5 : 4) ||
	    phrase_is_one_of(phrase_last_word(name.text), verbs))
		name.text.n = 0;
	size_t before = name.text.n ? (size_t)(name.text.p - gap.p) : gap.n;
	name.rest = (struct phrase){gap.p, before};
	name.role = role_of(name.text);
	/* "Batch (t): 0.5" is a time. */
	if (remark && name.keyed && name.role == METRIC_STEP)
		name.role = METRIC_VALUE;
	return name;
}
