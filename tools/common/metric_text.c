/* common: finds the numbers of a line of text: each number is judged by the text between it and the
 * number before it, the gap. The phrase at the end of the gap is its name. */
#include "common/metric_text.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "common/metric_number.h"
#include "common/metric_prefix.h"

/* A part of a text. */
struct part {
	const char *p;
	size_t n;
};

/* The state of one line. */
struct scan {
	struct metric_row *row;
	const char *p;
	size_t n;
	size_t consumed;     /* the gap of the next number begins here */
	const char *section; /* "test" after "Test set:", until another section; or NULL */
};

static bool is_letter(char c)
{
	return isalpha((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

static bool is_word(char c)
{
	return is_letter(c) || isdigit((unsigned char)c);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Returns whether the character at `i` separates phrases. */
static bool separates(struct part text, size_t i)
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
	return c == '\'' &&
	       (blank_before || !is_word(text.p[i - 1]) || blank_after || !is_word(text.p[i + 1]));
}

static size_t count_words(struct part text)
{
	size_t words = 0;
	for (size_t i = 0; i < text.n; i++)
		words += !is_blank(text.p[i]) && (!i || is_blank(text.p[i - 1]));
	return words;
}

static struct part trim(struct part text)
{
	while (text.n && is_blank(text.p[text.n - 1]))
		text.n--;
	while (text.n && !is_letter(*text.p))
		text.p++, text.n--;
	return text;
}

static struct part last_word(struct part text)
{
	size_t start = text.n;
	while (start && !is_blank(text.p[start - 1]))
		start--;
	return (struct part){text.p + start, text.n - start};
}

/* Returns the phrase at the end of a text, which begins after the last separator. */
static struct part last_phrase(struct part text)
{
	size_t start = text.n;
	while (start && !separates(text, start - 1))
		start--;
	return trim((struct part){text.p + start, text.n - start});
}

/* The name of a part of the data, if a text of a few words contains one. */
static const char *section_of(struct part text)
{
	static const char *const names[][2] = {
		{"train", "train"},  {"training", "train"},  {"val", "val"},
		{"valid", "valid"},  {"validation", "val"},  {"eval", "eval"},
		{"dev", "dev"},      {"evaluation", "eval"}, {"test", "test"},
		{"testing", "test"},
	};
	if (count_words(text) > 4)
		return NULL;
	for (size_t i = 0; i < text.n;) {
		size_t bytes = 0;
		while (i + bytes < text.n && !is_blank(text.p[i + bytes]))
			bytes++;
		for (size_t k = 0; k < sizeof names / sizeof *names; k++)
			if (strlen(names[k][0]) == bytes &&
			    !strncasecmp(names[k][0], text.p + i, bytes))
				return names[k][1];
		i += bytes + 1;
	}
	return NULL;
}

/* Finds the sections in the part of a gap before the name. */
static void find_sections(struct scan *s, struct part text)
{
	for (size_t i = 0, start = 0; i <= text.n; i++) {
		if (i < text.n && !separates(text, i))
			continue;
		const char *found = section_of((struct part){text.p + start, i - start});
		if (found)
			s->section = found;
		start = i + 1;
	}
}

static bool contains(struct part text, const char *word)
{
	size_t bytes = strlen(word);
	for (size_t i = 0; i + bytes <= text.n; i++)
		if (!strncasecmp(text.p + i, word, bytes))
			return true;
	return false;
}

static void add(struct scan *s, struct part name, double value)
{
	bool head = s->section && !contains(name, s->section);
	metric_row_add(s->row, head ? s->section : NULL, head ? strlen(s->section) : 0, name.p,
		       name.n, value);
}

/* The name of a number. */
struct name {
	struct part text; /* empty if there is none */
	bool keyed;       /* "=" or ":" is between name and number */
	bool bracketed;   /* "[" or "(" is between them */
	enum metric_role role;
};

/* Words such as "global" may precede the name of a step. */
static enum metric_role role_of(struct part name)
{
	enum metric_role role = metric_role_of(name.p, name.n);
	struct part word = last_word(name);
	struct part before = {name.p, name.n - word.n};
	if (role != METRIC_VALUE || word.n == name.n || count_words(before) > 1)
		return role;
	if (!section_of(before) && !contains(before, "global") && !contains(before, "current"))
		return role;
	role = metric_role_of(word.p, word.n);
	return role == METRIC_STEP || role == METRIC_EPOCH ? role : METRIC_VALUE;
}

/* The name of a source file before its line number is no name of a number. */
static bool is_source_file(struct part name)
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
static bool is_host(struct part name, struct part gap)
{
	return name.n && name.p - gap.p >= 2 && !memcmp(name.p - 2, "//", 2);
}

static struct name name_of(struct scan *s, struct part gap)
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
	while (gap.n && is_blank(gap.p[gap.n - 1]))
		gap.n--;
	name.text = last_phrase(gap);
	if (tight)
		name.text = trim(last_word(name.text));
	/* A longer phrase is a sentence. */
	if (is_source_file(name.text) || is_host(name.text, gap) || count_words(name.text) > 4)
		name.text.n = 0;
	size_t before = name.text.n ? (size_t)(name.text.p - gap.p) : gap.n;
	find_sections(s, (struct part){gap.p, before});
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

/* A number at the beginning of the line is its step: "[5]" or "5:". */
static bool is_leading_step(const struct scan *s, struct part gap, size_t end)
{
	if (s->consumed || end >= s->n)
		return false;
	bool open = gap.n && gap.p[gap.n - 1] == '[';
	gap.n -= open;
	while (gap.n && is_blank(gap.p[gap.n - 1]))
		gap.n--;
	if (gap.n)
		return false;
	return open ? s->p[end] == ']'
		    : s->p[end] == ':' && end + 1 < s->n && is_blank(s->p[end + 1]);
}

/* The unit after a number that has no name is its name: "194104 tok/s", "12.5 ms". */
static struct part unit_after(const struct scan *s, size_t end)
{
	struct part unit = {s->p + end, 0};
	if (end >= s->n || s->p[end] != ' ' || end + 1 >= s->n || !is_letter(s->p[end + 1]))
		return unit;
	unit.p++;
	bool rate = false;
	for (; end + 1 + unit.n < s->n && (is_word(unit.p[unit.n]) || unit.p[unit.n] == '/');
	     unit.n++)
		rate |= unit.p[unit.n] == '/';
	if (!rate && !(unit.n == 2 && !memcmp(unit.p, "ms", 2)))
		unit.n = 0;
	return unit;
}

static void add_value(struct scan *s, const struct name *name, const struct metric_number *number,
		      double total, size_t end)
{
	if (!name->text.n) {
		struct part unit = unit_after(s, end);
		if (unit.n && !name->bracketed)
			add(s, unit, number->value);
		return;
	}
	if (name->keyed) {
		static const char *const shares[] = {"acc", "precision", "recall", "correct"};
		double value = number->value;
		for (size_t i = 0; total > 0 && i < sizeof shares / sizeof *shares; i++)
			if (contains(name->text, shares[i])) {
				value /= total;
				break;
			}
		add(s, name->text, value);
		return;
	}
	bool measured =
		!number->integer || s->row->has_step || s->row->has_position || s->row->has_epoch;
	if (measured && !name->bracketed && count_words(name->text) <= 2)
		add(s, name->text, number->value);
}

static size_t on_number(struct scan *s, size_t at, const struct metric_number *number)
{
	struct metric_row *row = s->row;
	struct part gap = {s->p + s->consumed, at - s->consumed};
	size_t end = at + number->bytes;
	double total = 0;
	if (number->integer)
		end = parse_total(s, end, &total);
	bool leading = number->integer && !total && is_leading_step(s, gap, end);
	struct name name = name_of(s, gap);
	bool named = name.keyed && name.text.n;
	if (end + 1 < s->n && s->p[end] == '|' && s->p[end - 1] == '%')
		return end;
	if (leading && !row->has_step)
		metric_row_set_step(row, number->value);
	else if (total && (name.role == METRIC_STEP || (name.role == METRIC_VALUE && !named)))
		set_position(row, number->value, total);
	else if (name.role == METRIC_STEP && number->integer && !row->has_step)
		metric_row_set_step(row, number->value);
	else if (name.role == METRIC_EPOCH && !row->has_epoch) {
		row->has_epoch = true;
		row->epoch = number->value;
	} else if (name.role == METRIC_TIME && number->value > 1e8)
		row->wall_time = number->value;
	else if (name.role == METRIC_VALUE)
		add_value(s, &name, number, total, end);
	return end;
}

/* Returns whether a number may begin at `i`, not within a word. */
static bool may_begin(const struct scan *s, size_t i)
{
	return !i || !(is_word(s->p[i - 1]) || strchr("@#/.'", s->p[i - 1])) ||
	       (s->p[i - 1] == '\'' && (i < 2 || !is_word(s->p[i - 2])));
}

/* Returns the end of a word, or of a date and the like. */
static size_t skip(const struct scan *s, size_t i)
{
	bool letter = is_letter(s->p[i]);
	const char *more = letter ? "@#'/.-+%" : "@#'/.-+%:<=";
	for (i++; i < s->n && (is_word(s->p[i]) || strchr(more, s->p[i]));)
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
		bool sign =
			(c == '-' || c == '+' || c == '.') && i + 1 < s.n && is_word(s.p[i + 1]);
		if (!is_word(c) && !sign) {
			i++;
		} else if (may_begin(&s, i) && metric_number_parse(s.p + i, s.n - i, &number)) {
			i = s.consumed = on_number(&s, i, &number);
		} else {
			i = skip(&s, i);
		}
	}
}
