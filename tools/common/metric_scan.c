/* common: steps, epochs and progresses that are known by their place in a line of text. */
#include "common/metric_scan.h"

#include <ctype.h>
#include <string.h>

/* Returns whether a time of day begins at `i`: two digits and a colon. */
static bool is_time(const struct metric_scan *s, size_t i)
{
	return i + 2 < s->n && isdigit((unsigned char)s->p[i]) &&
	       isdigit((unsigned char)s->p[i + 1]) && s->p[i + 2] == ':';
}

/* Parses "/ TOTAL" after a number. Returns the position after it; `at` if there is none. */
size_t metric_scan_total(const struct metric_scan *s, size_t at, double *total)
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
	/* A date has a second slash or a time after it. */
	if (i < s->n && (s->p[i] == '/' || is_time(s, i + 1)))
		return at;
	*total = number.value;
	return i;
}

void metric_scan_position(struct metric_row *row, double position, double total)
{
	if (row->has_position ||
	    !(total >= 1 && position <= total && position >= 0 && total < 1e15))
		return;
	row->has_position = true;
	row->position = (int64_t)position;
	row->total = (int64_t)total;
}

void metric_scan_epoch(struct metric_row *row, double epoch)
{
	if (row->has_epoch)
		return;
	row->has_epoch = true;
	row->epoch = epoch;
}

/* "TRAIN Batch 2/100" and "CV Batch 2/100" of WeNet: epoch 2, batch 100. */
bool metric_scan_is_epoch_and_batch(struct phrase gap)
{
	return gap.n > 8 && !memcmp(gap.p + gap.n - 6, "Batch ", 6) &&
	       (!memcmp(gap.p + gap.n - 9, "CV ", 3) ||
		(gap.n > 11 && !memcmp(gap.p + gap.n - 12, "TRAIN ", 6)));
}

/* "[  0]      10 || B: 6.9": the number in brackets is the epoch, the one after it the step.
 * Returns whether the line continues like that. */
static bool is_epoch_before_step(const struct metric_scan *s, size_t end)
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

/* Returns whether a gap at the beginning of the line has at most blanks and "[". */
static bool is_leading(const struct metric_scan *s, struct phrase gap, bool *open)
{
	while (gap.n && text_is_blank(gap.p[gap.n - 1]))
		gap.n--;
	*open = gap.n && strchr("[<", gap.p[gap.n - 1]);
	gap.n -= *open;
	while (gap.n && text_is_blank(gap.p[gap.n - 1]))
		gap.n--;
	return !s->consumed && !gap.n;
}

/* A number at the beginning of the line is its step: "[5]" or "5:". */
static bool is_leading_step(const struct metric_scan *s, struct phrase gap, size_t end)
{
	bool open;
	if (end >= s->n || !is_leading(s, gap, &open))
		return false;
	return open ? s->p[end] == (gap.p[gap.n - 1] == '<' ? '>' : ']')
		    : s->p[end] == ':' && end + 1 < s->n && text_is_blank(s->p[end + 1]);
}

/* "trainer:486 - ", "(trainer:486)", "[a.b:45]", "host-0:1  ": the line of a source file, or the
 * number of a process, before the message. */
bool metric_scan_is_location(const struct metric_scan *s, size_t at, size_t end,
			     const struct metric_name *name)
{
	const struct metric_row *row = s->row;
	static const char *const after[] = {" - ", "  ", " >>", " |", ")", "]"};
	if (!at || s->p[at - 1] != ':' || name->role != METRIC_VALUE || !name->text.n ||
	    name->text.p + name->text.n != s->p + at - 1 || phrase_words(name->text) > 1 ||
	    row->count || row->has_step || row->has_position || row->has_epoch)
		return false;
	for (size_t i = 0; i < sizeof after / sizeof *after; i++)
		if (end + strlen(after[i]) < s->n &&
		    !memcmp(s->p + end, after[i], strlen(after[i])))
			return true;
	return end + 1 == s->n && s->p[end] == ')';
}

/* Two numbers in brackets at the beginning of the line: "[1,  2000]" are epoch and step, "[10 |
 * 25.1]" and "[200, 1e-4]" a step and another number. Returns the position after them, or 0. */
static size_t parse_leading_pair(struct metric_scan *s, struct phrase gap, size_t end, double first)
{
	struct metric_number second;
	bool open;
	size_t at = end;
	while (at < s->n && s->p[at] == ' ')
		at++;
	if (!is_leading(s, gap, &open) || !open || at >= s->n || !strchr(",|", s->p[at]))
		return 0;
	bool comma = s->p[at] == ',';
	for (at++; at < s->n && s->p[at] == ' ';)
		at++;
	if (at >= s->n || !metric_number_parse(s->p + at, s->n - at, &second) ||
	    at + second.bytes >= s->n || s->p[at + second.bytes] != ']')
		return 0;
	if (comma && second.integer) {
		metric_scan_epoch(s->row, first);
		first = second.value;
	}
	metric_row_set_step(s->row, first);
	return at + second.bytes;
}

/* "[1/25][40/391]": the first progress is the epoch. */
void metric_scan_progress(struct metric_scan *s, struct phrase gap, double position, double total)
{
	struct metric_row *row = s->row;
	size_t marks = 0;
	while (marks < gap.n && strchr("[]() \t", gap.p[marks]))
		marks++;
	if (row->has_position && marks == gap.n) {
		metric_scan_epoch(row, (double)row->position);
		row->has_position = false;
	}
	metric_scan_position(row, position, total);
}

/* "12.0 ± 0.5": the deviation of the number before. */
bool metric_scan_is_deviation(struct phrase gap)
{
	static const char *const signs[] = {"\xc2\xb1", "+/-", "+-"};
	while (gap.n && text_is_blank(gap.p[gap.n - 1]))
		gap.n--;
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		size_t n = strlen(signs[i]);
		if (gap.n >= n && !memcmp(gap.p + gap.n - n, signs[i], n))
			return true;
	}
	return false;
}

/* Handles a number whose place in the line says what it is. Returns the position after it, or 0. */
size_t metric_scan_place(struct metric_scan *s, struct phrase gap, size_t end,
			 const struct metric_number *number)
{
	struct metric_row *row = s->row;
	size_t pair = number->integer ? parse_leading_pair(s, gap, end, number->value) : 0;
	if (pair)
		return pair;
	bool leading = number->integer && is_leading_step(s, gap, end);
	if (leading && is_epoch_before_step(s, end)) {
		metric_scan_epoch(row, number->value);
		s->bracket = true;
	} else if (s->bracket && number->integer) {
		metric_row_set_step(row, number->value);
		s->bracket = false;
	} else if (leading && !row->has_step) {
		metric_row_set_step(row, number->value);
		s->leading = s->p[end] == ':';
	} else {
		return 0;
	}
	return end;
}

bool metric_scan_ordinal(struct metric_scan *s, struct phrase word)
{
	static const char ordinal[] = "\xe7\xac\xac", epoch[] = "\xe8\xbd\xae",
			  step[] = "\xe6\xad\xa5";
	struct metric_number number;
	size_t sign = sizeof ordinal - 1;
	if (word.n <= 2 * sign || memcmp(word.p, ordinal, sign) ||
	    !metric_number_parse(word.p + sign, word.n - 2 * sign, &number) || !number.integer ||
	    number.bytes + 2 * sign != word.n)
		return false;
	const char *counted = word.p + word.n - sign;
	if (!memcmp(counted, epoch, sign))
		metric_scan_epoch(s->row, number.value);
	else if (!memcmp(counted, step, sign))
		metric_row_set_step(s->row, number.value);
	else
		return false;
	return true;
}
