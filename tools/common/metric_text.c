/* common: finds the numbers of a line of text: each number is judged by the text between it and the
 * number before it, the gap. The phrase at the end of the gap is its name. */
#include "common/metric_text.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "common/metric_name.h"
#include "common/metric_number.h"
#include "common/metric_phrase.h"
#include "common/metric_prefix.h"
#include "common/metric_scan.h"
#include "common/metric_unit.h"

/* The most bytes of a name that are read several times. */
enum { NAME_BYTES = 64 };

/* Finds the sections in the part of a gap before the name. */
static void find_sections(struct metric_scan *s, struct phrase text)
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

/* Finds the word before "[" in a gap, if names are in those brackets. */
static void find_group(struct metric_scan *s, struct phrase gap)
{
	for (size_t i = 0; i < gap.n; i++) {
		if (gap.p[i] == ']')
			s->group.n = 0;
		if (gap.p[i] != '[' || i + 1 == gap.n || !text_is_letter(gap.p[i + 1]))
			continue;
		size_t start = i;
		while (start && text_is_word(gap.p[start - 1]))
			start--;
		s->group = (struct phrase){gap.p + start, i - start};
	}
}

static void add(struct metric_scan *s, struct phrase name, double value)
{
	struct phrase head = s->group;
	if (!head.n && s->section && !phrase_has_section(name))
		head = (struct phrase){s->section, strlen(s->section)};
	metric_row_add(s->row, head.n ? head.p : NULL, head.n, name.p, name.n, value);
}

/* "episode/length 3000": such a name is that of a number. */
static bool is_path(struct phrase name)
{
	return phrase_words(name) == 1 && memchr(name.p, '/', name.n) &&
	       !memchr(name.p, '.', name.n);
}

/* Returns whether a text begins with a colon or blanks and a number that is no integer. */
static bool is_before_number(struct phrase text)
{
	struct metric_number number;
	size_t i = text.n && *text.p == ':';
	while (i < text.n && text.p[i] == ' ')
		i++;
	return i && metric_number_parse(text.p + i, text.n - i, &number) && !number.integer;
}

/* "Train loss 5 48.2" and "Validation loss 5: 37.1": a step between a name and its number. Returns
 * whether the integer before `text` is one. */
static bool is_inner_step(const struct metric_name *name, struct phrase text)
{
	return !name->keyed && phrase_contains(name->text, "loss") && is_before_number(text);
}

static void add_value(struct metric_scan *s, const struct metric_name *name,
		      const struct metric_number *number, double total, size_t end)
{
	if (!name->text.n) {
		struct phrase text = {s->p + end, s->n - end}, unit = {0};
		bool listed =
			name->rest.n && name->rest.p[name->rest.n - 1] == ',' && !number->integer;
		bool first = s->leading && !s->row->count && text.n && *text.p == ',';
		if (s->leading || listed)
			unit = metric_unit_phrase(text);
		if (!unit.n)
			unit = first ? (struct phrase){"loss", 4} : metric_unit_after(text);
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
	bool measured = !number->integer || s->row->has_step || s->row->has_position ||
			s->row->has_epoch || s->row->has_part || is_path(name->text);
	if (measured && !name->bracketed && phrase_words(name->text) <= 2)
		add(s, name->text, number->value);
}

/* Returns whether only brackets and the like are between a number and a progress: "[1][10/100]". */
static bool precedes_progress(const struct metric_scan *s, size_t end)
{
	struct metric_number number;
	double total;
	while (end < s->n && strchr("], [\t", s->p[end]))
		end++;
	if (!metric_number_parse(s->p + end, s->n - end, &number) || !number.integer)
		return false;
	end += number.bytes;
	return metric_scan_total(s, end, &total) != end;
}

/* "Train: 0 [  50/1251", "train: [1][10/100]": the name of a part of the data, and the epoch;
 * "Test: [ 0/48]": only its name. Returns whether it was one. */
static bool is_data_head(struct metric_scan *s, const struct metric_name *name, size_t end,
			 double total)
{
	const char *section = phrase_words(name->text) == 1 ? phrase_section(name->text) : NULL;
	if (!section || !(total > 0 || precedes_progress(s, end)))
		return false;
	s->section = section;
	struct metric_number number;
	size_t from = name->text.p + name->text.n - s->p, at = from;
	while (at < s->n && !isdigit((unsigned char)s->p[at]))
		at++;
	if (!metric_number_parse(s->p + at, s->n - at, &number))
		return false;
	if (total > 0) {
		metric_scan_position(s->row, number.value, total);
	} else {
		metric_scan_epoch(s->row, number.value);
	}
	return true;
}

/* Sets what the row knows about its step from a number with the name of one. */
static void add_count(struct metric_scan *s, const struct metric_name *name,
		      const struct metric_number *number, size_t end)
{
	struct metric_row *row = s->row;
	if (name->role == METRIC_EPOCH) {
		metric_scan_epoch(row, number->value);
	} else if (name->role == METRIC_PART) {
		if (number->integer)
			metric_row_set_part(row, number->value);
		if (name->keyed)
			add_value(s, name, number, 0, end);
	} else if (number->integer || name->keyed) {
		/* "0: step 10": the number at the beginning is that of a process. */
		bool set =
			(!row->has_step || s->leading) && metric_row_set_step(row, number->value);
		s->leading &= !set;
		if (!set)
			add_value(s, name, number, 0, end);
	}
}

/* The gap before a number, without the unit of the number before it. */
static struct phrase gap_before(const struct metric_scan *s, size_t at)
{
	struct phrase gap = {s->p + s->consumed, at - s->consumed};
	size_t unit = s->consumed ? metric_unit_before(gap) : 0;
	return (struct phrase){gap.p + unit, gap.n - unit};
}

/* A number with what is around it. */
struct found {
	const struct metric_number *number;
	struct phrase gap, text; /* before it and after it */
	struct metric_name name;
	size_t at, end; /* end: after the total */
	double total;   /* of "5/100", else 0 */
	bool counted;   /* it has a total */
	bool value;     /* it is no step, epoch or time */
};

static struct found find(struct metric_scan *s, size_t at, const struct metric_number *number)
{
	struct found f = {number, .gap = gap_before(s, at), .at = at, .end = at + number->bytes};
	f.text = (struct phrase){s->p + f.end, s->n - f.end};
	f.name = metric_name_of(f.gap);
	if (number->integer)
		f.end = metric_scan_total(s, f.end, &f.total);
	f.counted = f.end != at + number->bytes;
	/* In "71.2 samples/sec 1971.6 tokens/sec" the rates are after their numbers. */
	if (!s->unkeyed && metric_unit_is_rate(f.gap) && metric_unit_after(f.text).n)
		f.name = (struct metric_name){0};
	/* "Step: 12ms" is a time. */
	bool time = f.name.role == METRIC_TIME || f.name.role == METRIC_IGNORED;
	f.value = f.name.role == METRIC_VALUE || (number->unit && !time);
	find_sections(s, f.name.rest);
	find_group(s, f.gap);
	s->unkeyed = !f.name.keyed && f.name.text.n;
	return f;
}

/* Keeps a name until the number after the step that is between them. Returns whether the number is
 * that step. */
static bool is_kept_name(struct metric_scan *s, struct found *f)
{
	if (!f->value && f->name.of.n && is_before_number(f->text)) {
		s->inner = f->name.of;
		return false;
	}
	if (f->value && f->number->integer && !f->counted && !s->row->has_step &&
	    is_inner_step(&f->name, f->text)) {
		metric_row_set_step(s->row, f->number->value);
		s->inner = f->name.text;
		return true;
	}
	if (s->inner.n && !f->name.text.n) {
		f->name.text = s->inner;
		f->name.keyed = true;
	}
	s->inner.n = 0;
	return false;
}

/* Returns whether a number is none of the training's: the share of a progress bar, a deviation, a
 * line of a source file, or an output as in "words_per_sec/labels:0: 3.5". */
static bool is_other(const struct metric_scan *s, const struct found *f)
{
	bool percent = f->end + 1 < s->n && s->p[f->end] == '|' && s->p[f->end - 1] == '%';
	bool output = f->number->integer && f->gap.n && f->gap.p[f->gap.n - 1] == ':' &&
		      f->text.n && *f->text.p == ':';
	return percent || output || metric_scan_is_deviation(f->gap) ||
	       (f->number->integer && metric_scan_is_location(s, f->at, f->end, &f->name));
}

static void accept(struct metric_scan *s, const struct found *f)
{
	struct metric_row *row = s->row;
	const double value = f->number->value;
	const enum metric_role role = f->name.role;
	bool named = f->name.keyed && f->name.text.n;
	if (f->counted && metric_scan_is_epoch_and_batch(f->gap)) {
		metric_scan_epoch(row, value);
		/* A batch of the evaluation is no step of the training. */
		s->section = phrase_contains(f->gap, "CV") ? "cv" : "train";
		if (*s->section == 't')
			metric_row_set_step(row, f->total);
	} else if (f->total > 0 &&
		   (role == METRIC_STEP || role == METRIC_PART || (f->value && !named))) {
		/* "25% (32/128)" is a share. */
		if (!(s->consumed && phrase_is(f->gap, " (")))
			metric_scan_progress(s, f->gap, value, f->total);
	} else if (f->value) {
		add_value(s, &f->name, f->number, f->total, f->end);
	} else if (role == METRIC_TIME) {
		metric_row_set_time(row, value);
	} else if (role != METRIC_IGNORED) {
		add_count(s, &f->name, f->number, f->end);
	}
}

/* Returns the position after the number. */
static size_t on_number(struct metric_scan *s, size_t at, const struct metric_number *number)
{
	struct found f = find(s, at, number);
	bool named = f.name.keyed && f.name.text.n;
	if ((named && number->integer && is_data_head(s, &f.name, f.end, f.total)) ||
	    is_kept_name(s, &f) || is_other(s, &f))
		return f.end;
	size_t place = f.counted ? 0 : metric_scan_place(s, f.gap, f.end, number);
	if (place)
		return place;
	accept(s, &f);
	return f.end;
}

/* Returns whether a number may begin at `i`, not within a word. */
static bool may_begin(const struct metric_scan *s, size_t i)
{
	/* "Epoch #1" and "Iteration #1". */
	if (i > 1 && s->p[i - 1] == '#' && text_is_blank(s->p[i - 2])) {
		size_t bytes = i < NAME_BYTES ? i : NAME_BYTES;
		struct phrase before = {s->p + i - bytes, bytes};
		enum metric_role role = metric_name_of(before).role;
		return role == METRIC_STEP || role == METRIC_PART || role == METRIC_EPOCH;
	}
	return !i || !(text_is_word(s->p[i - 1]) || strchr("@#/.'", s->p[i - 1])) ||
	       (s->p[i - 1] == '\'' && (i < 2 || !text_is_word(s->p[i - 2])));
}

/* Returns whether a word at `at`, which ends at `i`, has no "=" or ":" before it, but words and one
 * of them after it: the "nan" of "nan iterations: 0" is a word. */
static bool begins_name(const struct metric_scan *s, size_t at, size_t i)
{
	size_t from = i;
	while (at && text_is_blank(s->p[at - 1]))
		at--;
	if (at && strchr(":=", s->p[at - 1]))
		return false;
	while (i < s->n && i - from < NAME_BYTES &&
	       (text_is_letter(s->p[i]) || text_is_blank(s->p[i])))
		i++;
	return i > from && i < s->n && (s->p[i] == ':' || s->p[i] == '=') &&
	       phrase_trim((struct phrase){s->p + from, i - from}).n > 0;
}

/* Returns the end of a word, or of a date and the like. */
static size_t skip(const struct metric_scan *s, size_t i)
{
	bool letter = text_is_letter(s->p[i]);
	const char *more = letter ? "@#'/.-+%" : "@#'/.-+%:<=";
	for (i++; i < s->n && (text_is_word(s->p[i]) || strchr(more, s->p[i]));)
		i++;
	return i;
}

/* "1h" of "1h 38m 21s", and "9.8it/s": a measure with a unit that is not read. */
static bool is_measure(const char *p, size_t n)
{
	size_t digits = 0, letters = 0;
	while (digits < n && (isdigit((unsigned char)p[digits]) || p[digits] == '.'))
		digits++;
	while (digits + letters < n &&
	       (isalpha((unsigned char)p[digits + letters]) || p[digits + letters] == '/'))
		letters++;
	return digits && letters && digits + letters == n;
}

/* Skips a word that is no number. A word in the place of a number ends its name: "val: None", "1m
 * 29s". Returns the position after it. */
static size_t on_word(struct metric_scan *s, size_t at)
{
	static const char *const missing[] = {"None", "null", "N/A", "n/a"};
	size_t end = skip(s, at);
	struct phrase word = {s->p + at, end - at};
	bool ends = is_measure(word.p, word.n) || metric_scan_ordinal(s, word);
	for (size_t i = 0; i < sizeof missing / sizeof *missing; i++)
		ends |= phrase_is(word, missing[i]);
	if (ends)
		s->consumed = end;
	return end;
}

void metric_text_parse(struct metric_row *row, const char *line, size_t n)
{
	size_t prefix = metric_prefix(line, n, &row->wall_time);
	struct metric_scan s = {.row = row, .p = line + prefix, .n = n - prefix};
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
			i = on_word(&s, i);
		}
	}
}
