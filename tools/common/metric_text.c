/* common: finds the numbers of a line of text: each number is judged by the text between it and the
 * number before it, the gap. The phrase at the end of the gap is its name. */
#include "common/metric_text.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "common/metric_number.h"
#include "common/metric_phrase.h"
#include "common/metric_prefix.h"

/* The state of one line. */
struct scan {
	struct metric_row *row;
	const char *p;
	size_t n;
	size_t consumed;     /* the gap of the next number begins here */
	bool bracket;        /* the number before was the epoch, the next one is the step */
	bool leading;        /* the line begins with its step and a colon */
	const char *section; /* "test" after "Test set:", until another section; or NULL */
};

/* Finds the sections in the part of a gap before the name. */
static void find_sections(struct scan *s, struct phrase text)
{
	for (size_t i = 0, start = 0; i <= text.n; i++) {
		if (i < text.n && !phrase_separates(text, i))
			continue;
		const char *found = phrase_section((struct phrase){text.p + start, i - start});
		if (found)
			s->section = found;
		start = i + 1;
	}
}

static void add(struct scan *s, struct phrase name, double value)
{
	bool head = s->section && !phrase_has_section(name, s->section);
	metric_row_add(s->row, head ? s->section : NULL, head ? strlen(s->section) : 0, name.p,
		       name.n, value);
}

/* The name of a number. */
struct name {
	struct phrase text; /* empty if there is none */
	bool keyed;         /* "=" or ":" is between name and number */
	bool bracketed;     /* "[" or "(" is between them */
	enum metric_role role;
};

/* Words such as "global" may precede the name of a step. */
static enum metric_role role_of(struct phrase name)
{
	enum metric_role role = metric_role_of(name.p, name.n);
	struct phrase word = phrase_last_word(name);
	struct phrase before = {name.p, name.n - word.n};
	if (role != METRIC_VALUE || word.n == name.n || phrase_words(before) > 1)
		return role;
	if (!phrase_section(before) && !phrase_contains(before, "global") &&
	    !phrase_contains(before, "current") && !phrase_contains(before, "at") &&
	    !phrase_contains(before, "after"))
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

static struct name name_of(struct scan *s, struct phrase gap)
{
	struct name name = {0};
	while (gap.n && strchr(" \t\"'([{", gap.p[gap.n - 1])) {
		name.bracketed |= strchr("([{", gap.p[gap.n - 1]) != NULL;
		gap.n--;
	}
	bool tight = false;
	if (gap.n && strchr("=:", gap.p[gap.n - 1])) {
		name.keyed = true;
		tight = gap.p[gap.n - 1] == '=' && gap.n > 1 && gap.p[gap.n - 2] != ' ';
		gap.n--;
		while (gap.n && strchr(" \t\"'", gap.p[gap.n - 1]))
			gap.n--;
	}
	/* "Epoch(train) [5]", "mfu (%): 40": the brackets say more about the name. */
	if (gap.n && gap.p[gap.n - 1] == ')')
		for (size_t open = gap.n - 1; open; open--)
			if (gap.p[open - 1] == '(') {
				gap.n = open - 1;
				break;
			}
	while (gap.n && text_is_blank(gap.p[gap.n - 1]))
		gap.n--;
	if (!name.keyed) {
		size_t before = gap.n;
		gap = phrase_without_verb(gap);
		name.keyed = gap.n != before;
	}
	name.text = phrase_after_at(phrase_last(gap));
	if (tight && !phrase_is_after_comma(gap, name.text))
		name.text = phrase_trim(phrase_last_word(name.text));
	if (!name.keyed && phrase_is_preposition(name.text))
		name.text.n = 0;
	/* A longer phrase is a sentence. */
	if (is_source_file(name.text) || is_host(name.text, gap) || phrase_words(name.text) > 4)
		name.text.n = 0;
	size_t before = name.text.n ? (size_t)(name.text.p - gap.p) : gap.n;
	find_sections(s, (struct phrase){gap.p, before});
	name.role = role_of(name.text);
	return name;
}

/* Parses "/ TOTAL" after a number. Returns the position after it; `at` if there is none. */
static size_t parse_total(const struct scan *s, size_t at, double *total)
{
	size_t i = at;
	struct metric_number number;
	while (i < s->n && s->p[i] == ' ')
		i++;
	if (i >= s->n || s->p[i] != '/')
		return at;
	for (i++; i < s->n && s->p[i] == ' ';)
		i++;
	if (i >= s->n || !isdigit((unsigned char)s->p[i]) ||
	    !metric_number_parse(s->p + i, s->n - i, &number) || !number.integer)
		return at;
	i += number.bytes;
	if (i < s->n && s->p[i] == '/')
		return at;
	*total = number.value;
	return i;
}

static void set_position(struct metric_row *row, double position, double total)
{
	if (row->has_position ||
	    !(total >= 1 && position <= total && position >= 0 && total < 1e15))
		return;
	row->has_position = true;
	row->position = (int64_t)position;
	row->total = (int64_t)total;
}

static void set_epoch(struct metric_row *row, double epoch)
{
	if (row->has_epoch)
		return;
	row->has_epoch = true;
	row->epoch = epoch;
}

/* "TRAIN Batch 2/100" and "CV Batch 2/100" of WeNet: epoch 2, batch 100. */
static bool is_epoch_and_batch(struct phrase gap)
{
	return gap.n > 8 && !memcmp(gap.p + gap.n - 6, "Batch ", 6) &&
	       (!memcmp(gap.p + gap.n - 9, "CV ", 3) ||
		(gap.n > 11 && !memcmp(gap.p + gap.n - 12, "TRAIN ", 6)));
}

/* "trainer:486 - " and "(trainer:486)": the line of a source file. */
static bool is_location(const struct scan *s, size_t at, size_t end, const struct name *name)
{
	if (!at || s->p[at - 1] != ':' || name->role != METRIC_VALUE || !name->text.n ||
	    name->text.p + name->text.n != s->p + at - 1)
		return false;
	bool bracketed =
		name->text.p > s->p && name->text.p[-1] == '(' && end < s->n && s->p[end] == ')';
	return bracketed || (end + 2 < s->n && !memcmp(s->p + end, " - ", 3));
}

/* "[  0]      10 || B: 6.9": the number in brackets is the epoch, the one after it the step.
 * Returns whether the line continues like that. */
static bool is_epoch_before_step(const struct scan *s, size_t end)
{
	struct metric_number number;
	if (end >= s->n || s->p[end] != ']')
		return false;
	for (end++; end < s->n && text_is_blank(s->p[end]);)
		end++;
	if (!metric_number_parse(s->p + end, s->n - end, &number) || !number.integer)
		return false;
	for (end += number.bytes; end < s->n && text_is_blank(s->p[end]);)
		end++;
	return end < s->n && s->p[end] == '|';
}

/* A number at the beginning of the line is its step: "[5]" or "5:". */
static bool is_leading_step(const struct scan *s, struct phrase gap, size_t end)
{
	if (s->consumed || end >= s->n)
		return false;
	while (gap.n && text_is_blank(gap.p[gap.n - 1]))
		gap.n--;
	bool open = gap.n && gap.p[gap.n - 1] == '[';
	gap.n -= open;
	while (gap.n && text_is_blank(gap.p[gap.n - 1]))
		gap.n--;
	if (gap.n)
		return false;
	return open ? s->p[end] == ']'
		    : s->p[end] == ':' && end + 1 < s->n && text_is_blank(s->p[end + 1]);
}

/* The unit after a number that has no name is its name: "194104 tok/s", "12.5 ms". */
static struct phrase unit_after(const struct scan *s, size_t end)
{
	struct phrase unit = {s->p + end, 0};
	if (end >= s->n || s->p[end] != ' ' || end + 1 >= s->n || !text_is_letter(s->p[end + 1]))
		return unit;
	unit.p++;
	bool rate = false;
	for (; end + 1 + unit.n < s->n && (text_is_word(unit.p[unit.n]) || unit.p[unit.n] == '/');
	     unit.n++)
		rate |= unit.p[unit.n] == '/';
	if (!rate && !(unit.n == 2 && !memcmp(unit.p, "ms", 2)))
		unit.n = 0;
	return unit;
}

/* "1: 10.5, 9.5 avg loss, 0.001 rate, 3.1 seconds, 64 images": after a leading step, a phrase
 * before the next comma names the number before it. */
static struct phrase phrase_after(const struct scan *s, size_t end)
{
	struct phrase phrase = {s->p + end, 0};
	if (!s->leading || end + 1 >= s->n || s->p[end] != ' ' || !text_is_letter(s->p[end + 1]))
		return phrase;
	phrase.p++;
	while (end + 1 + phrase.n < s->n &&
	       (text_is_letter(phrase.p[phrase.n]) || phrase.p[phrase.n] == ' '))
		phrase.n++;
	if (end + 1 + phrase.n < s->n && phrase.p[phrase.n] != ',')
		phrase.n = 0;
	return phrase_trim(phrase);
}

static void add_value(struct scan *s, const struct name *name, const struct metric_number *number,
		      double total, size_t end)
{
	if (!name->text.n) {
		static const struct phrase loss = {"loss", 4};
		struct phrase unit = phrase_after(s, end);
		bool first = s->leading && !s->row->count && end < s->n && s->p[end] == ',';
		if (!unit.n)
			unit = first ? loss : unit_after(s, end);
		if (unit.n && !name->bracketed)
			add(s, unit, number->value);
		return;
	}
	if (name->keyed) {
		static const char *const shares[] = {"acc", "precision", "recall", "correct"};
		double value = number->value;
		for (size_t i = 0; total > 0 && i < sizeof shares / sizeof *shares; i++)
			if (phrase_contains(name->text, shares[i])) {
				value /= total;
				break;
			}
		add(s, name->text, value);
		return;
	}
	bool measured =
		!number->integer || s->row->has_step || s->row->has_position || s->row->has_epoch;
	if (measured && !name->bracketed && phrase_words(name->text) <= 2)
		add(s, name->text, number->value);
}

/* "Train: 0 [  50/1251": the name of a part of the data, and the epoch; "Test: [ 0/48]": only its
 * name. Returns whether it was one. */
static bool is_data_head(struct scan *s, const struct name *name, size_t end, double total)
{
	const char *section = phrase_words(name->text) == 1 ? phrase_section(name->text) : NULL;
	while (end < s->n && text_is_blank(s->p[end]))
		end++;
	bool bar = end < s->n && s->p[end] == '[';
	if (!section || !(total > 0 ? name->bracketed : bar))
		return false;
	s->section = section;
	struct metric_number number;
	size_t from = name->text.p + name->text.n - s->p, at = from;
	while (at < s->n && !isdigit((unsigned char)s->p[at]))
		at++;
	if (!metric_number_parse(s->p + at, s->n - at, &number))
		return false;
	if (total > 0) {
		set_position(s->row, number.value, total);
	} else {
		set_epoch(s->row, number.value);
	}
	return true;
}

static size_t on_number(struct scan *s, size_t at, const struct metric_number *number)
{
	struct metric_row *row = s->row;
	struct phrase gap = {s->p + s->consumed, at - s->consumed};
	size_t end = at + number->bytes;
	double total = 0;
	if (number->integer)
		end = parse_total(s, end, &total);
	const bool counted = end != at + number->bytes;
	bool leading = number->integer && !total && is_leading_step(s, gap, end);
	struct name name = name_of(s, gap);
	bool named = name.keyed && name.text.n;
	if (named && number->integer && is_data_head(s, &name, end, total))
		return end;
	if (end + 1 < s->n && s->p[end] == '|' && s->p[end - 1] == '%')
		return end;
	if (number->integer && is_location(s, at, end, &name))
		return end;
	if (leading && is_epoch_before_step(s, end)) {
		set_epoch(row, number->value);
		s->bracket = true;
	} else if (s->bracket && number->integer) {
		metric_row_set_step(row, number->value);
		s->bracket = false;
	} else if (leading && !row->has_step) {
		metric_row_set_step(row, number->value);
		s->leading = s->p[end] == ':';
	} else if (counted && is_epoch_and_batch(gap)) {
		set_epoch(row, number->value);
		/* A batch of the evaluation is no step of the training. */
		s->section = phrase_contains(gap, "CV") ? "cv" : "train";
		if (*s->section == 't')
			metric_row_set_step(row, total);
	} else if (total && (name.role == METRIC_STEP || (name.role == METRIC_VALUE && !named)))
		set_position(row, number->value, total);
	else if (name.role == METRIC_STEP && (number->integer || name.keyed) && !row->has_step)
		metric_row_set_step(row, number->value);
	else if (name.role == METRIC_EPOCH)
		set_epoch(row, number->value);
	else if (name.role == METRIC_TIME && number->value > 1e8)
		row->wall_time = number->value;
	else if (name.role == METRIC_VALUE)
		add_value(s, &name, number, total, end);
	return end;
}

/* Returns whether a number may begin at `i`, not within a word. */
static bool may_begin(const struct scan *s, size_t i)
{
	return !i || !(text_is_word(s->p[i - 1]) || strchr("@#/.'", s->p[i - 1])) ||
	       (s->p[i - 1] == '\'' && (i < 2 || !text_is_word(s->p[i - 2])));
}

/* Returns whether a word at `at`, which ends at `i`, has no "=" or ":" before it, but words and one
 * of them after it: the "nan" of "nan iterations: 0" is a word. */
static bool begins_name(const struct scan *s, size_t at, size_t i)
{
	size_t from = i;
	while (at && text_is_blank(s->p[at - 1]))
		at--;
	if (at && strchr(":=", s->p[at - 1]))
		return false;
	while (i < s->n && (text_is_letter(s->p[i]) || text_is_blank(s->p[i])))
		i++;
	return i > from && i < s->n && (s->p[i] == ':' || s->p[i] == '=') &&
	       phrase_trim((struct phrase){s->p + from, i - from}).n > 0;
}

/* Returns the end of a word, or of a date and the like. */
static size_t skip(const struct scan *s, size_t i)
{
	bool letter = text_is_letter(s->p[i]);
	const char *more = letter ? "@#'/.-+%" : "@#'/.-+%:<=";
	for (i++; i < s->n && (text_is_word(s->p[i]) || strchr(more, s->p[i]));)
		i++;
	return i;
}

void metric_text_parse(struct metric_row *row, const char *line, size_t n)
{
	size_t prefix = metric_prefix(line, n, &row->wall_time);
	struct scan s = {.row = row, .p = line + prefix, .n = n - prefix};
	for (size_t i = 0; i < s.n;) {
		struct metric_number number;
		char c = s.p[i];
		bool sign = (c == '-' || c == '+' || c == '.') && i + 1 < s.n &&
			    text_is_word(s.p[i + 1]);
		if (!text_is_word(c) && !sign) {
			i++;
		} else if (may_begin(&s, i) && metric_number_parse(s.p + i, s.n - i, &number) &&
			   !(number.word && begins_name(&s, i, i + number.bytes))) {
			i = s.consumed = on_number(&s, i, &number);
		} else {
			i = skip(&s, i);
		}
	}
}
