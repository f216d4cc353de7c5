/* common: tables of a log. A heading is a line of names, one of which is known; a row has as many
 * fields as the heading, almost all of them numbers. */
#include "common/metric_table.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/memory.h"
#include "common/metric_number.h"

enum { COLUMNS = 64 };

struct field {
	const char *p;
	size_t n;
};

static bool blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Returns the length without a progress bar: "640: 100%|   | 8/8 [00:05<00:00]". */
static size_t without_bar(const char *line, size_t n)
{
	for (size_t i = 1; i + 1 < n; i++) {
		if (line[i] != '%' || (line[i + 1] != '|' && line[i + 1] != ' '))
			continue;
		size_t end = i;
		while (end && isdigit((unsigned char)line[end - 1]))
			end--;
		while (end && blank(line[end - 1]))
			end--;
		return end && line[end - 1] == ':' ? end - 1 : n;
	}
	return n;
}

/* Returns whether a field ends before the byte at `i`: at a blank, or if it may have words, at
 * two. */
static bool ends(const char *line, size_t n, size_t i, bool words)
{
	return blank(line[i]) && (!words || i + 1 >= n || blank(line[i + 1]) || line[i] == '\t');
}

/* Divides a line into at most COLUMNS fields. Returns their number, 0 if there are more. */
static size_t divide(const char *line, size_t n, bool words, struct field *field)
{
	size_t count = 0, i = 0;
	bool cells = false;
	while (i < n && blank(line[i]))
		i++;
	if (memchr(line, '|', n)) {
		cells = true;
		i += line[i] == '|';
	}
	while (i < n) {
		while (i < n && blank(line[i]))
			i++;
		size_t start = i;
		while (i < n && (cells ? line[i] != '|' : !ends(line, n, i, words)))
			i++;
		size_t end = i;
		while (end > start && blank(line[end - 1]))
			end--;
		i += cells && i < n;
		if (start == end && (!cells || i >= n))
			break;
		if (count == COLUMNS)
			return 0;
		field[count++] = (struct field){line + start, end - start};
	}
	return count;
}

/* The length of a name without a remark: "Step (% Done)". */
static size_t plain_bytes(const struct field *f)
{
	for (size_t i = 0; i + 1 < f->n; i++)
		if (blank(f->p[i]) && f->p[i + 1] == '(')
			return i;
	return f->n;
}

static enum metric_role role_of(const struct field *f)
{
	return metric_role_of(f->p, plain_bytes(f));
}

static bool known_name(const struct field *f)
{
	if (f->n == 1 && *f->p == '#') /* spaCy */
		return true;
	if (role_of(f) != METRIC_VALUE)
		return true;
	for (size_t i = 0; i + 4 <= f->n; i++)
		if (!strncasecmp(f->p + i, "loss", 4))
			return true;
	return f->n >= 3 && !strncasecmp(f->p, "mAP", 3);
}

/* Returns whether a field has a word that begins with a digit. */
static bool has_number(const struct field *f)
{
	for (size_t i = 1; i < f->n; i++)
		if (blank(f->p[i - 1]) && isdigit((unsigned char)f->p[i]))
			return true;
	return false;
}

/* "mAP@.5:.95" has a colon, but is a name. */
static bool has_colon(const struct field *f)
{
	const char *colon = memchr(f->p, ':', f->n);
	return colon && !(f->n > 3 && !memcmp(f->p, "mAP", 3) && colon + 1 < f->p + f->n);
}

static bool is_heading(const struct field *field, size_t count)
{
	bool known = false;
	for (size_t i = 0; i < count; i++) {
		if (!field[i].n || memchr(field[i].p, '=', field[i].n) || has_colon(&field[i]) ||
		    has_number(&field[i]) ||
		    !(isalpha((unsigned char)*field[i].p) || *field[i].p == '_' ||
		      (field[i].n == 1 && *field[i].p == '#')))
			return false;
		known |= known_name(&field[i]);
	}
	if (count == 2)
		return role_of(&field[0]) != METRIC_VALUE && known_name(&field[1]);
	return known && count >= 3;
}

static void keep_heading(struct metric_heading *t, const struct field *field, size_t count)
{
	size_t bytes = 0;
	for (size_t i = 0; i < count; i++)
		bytes += field[i].n + 1;
	t->names = need_resize(t->names, bytes, 1);
	t->columns = count;
	char *to = t->names;
	for (size_t i = 0; i < count; i++) {
		size_t n = role_of(&field[i]) == METRIC_VALUE ? field[i].n : plain_bytes(&field[i]);
		memcpy(to, field[i].p, n);
		/* "Box(P  R  mAP50  mAP50-95)" names a group of columns in brackets. */
		if (to[n - 1] == ')' && !memchr(to, '(', n))
			n--;
		to[n] = 0;
		to += n + 1;
	}
}

/* A field of a row. */
struct cell {
	bool number;
	double value, total; /* total: of "5/100", else 0 */
};

/* Parses "43.1 ms", "14.8 M" or "4090 (81.7%)". */
static bool parse_with_unit(const struct field *f, struct metric_number *number)
{
	char text[64];
	const char *gap = memchr(f->p, ' ', f->n);
	size_t n = gap ? (size_t)(gap - f->p) : 0;
	if (!n || f->n > sizeof text)
		return false;
	if (gap[1] == '(')
		return f->p[f->n - 1] == ')' && metric_number_field(f->p, n, number);
	memcpy(text, f->p, n);
	memcpy(text + n, gap + 1, f->n - n - 1);
	return isalpha((unsigned char)gap[1]) && metric_number_field(text, f->n - 1, number);
}

static struct cell parse_cell(const struct field *f)
{
	struct metric_number number, total;
	if (metric_number_field(f->p, f->n, &number) || parse_with_unit(f, &number))
		return (struct cell){true, number.value, 0};
	const char *slash = memchr(f->p, '/', f->n);
	if (!slash)
		return (struct cell){0};
	size_t before = (size_t)(slash - f->p);
	if (!metric_number_field(f->p, before, &number) ||
	    !metric_number_field(slash + 1, f->n - before - 1, &total))
		return (struct cell){0};
	return (struct cell){true, number.value, total.value};
}

/* A field that is no number but may be in a row: a time of day, or a word for a missing one. */
static bool is_filler(const struct field *f)
{
	return !f->n || (isdigit((unsigned char)*f->p) && memchr(f->p, ':', f->n)) ||
	       (f->n == 1 && *f->p == '-') || (f->n == 4 && !memcmp(f->p, "None", 4));
}

static void add_cell(struct metric_row *row, const char *name, const struct field *head,
		     const struct cell *c)
{
	enum metric_role role = metric_role_of(name, strlen(name));
	if (!strcmp(name, "E")) /* spaCy */
		role = METRIC_EPOCH;
	if (role == METRIC_PART)
		metric_row_set_part(row, c->value);
	if (role == METRIC_STEP && !row->has_step && metric_row_set_step(row, c->value))
		return;
	if (role == METRIC_EPOCH) {
		row->has_epoch = true;
		row->epoch = c->value;
	} else if (role != METRIC_TIME && role != METRIC_IGNORED)
		metric_row_add(row, head ? head->p : NULL, head ? head->n : 0, name, strlen(name),
			       c->value);
}

static bool parse_row(const struct metric_heading *t, struct metric_row *row,
		      const struct field *field)
{
	struct cell cell[COLUMNS];
	size_t numbers = 0;
	bool named =
		!parse_cell(&field[0]).number && field[0].n && isalpha((unsigned char)*field[0].p);
	const char *name = t->names;
	for (size_t i = 0; i < t->columns; i++, name += strlen(name) + 1) {
		const enum metric_role role = metric_role_of(name, strlen(name));
		cell[i] = parse_cell(&field[i]);
		numbers += cell[i].number;
		if (!cell[i].number && !is_filler(&field[i]) && !(named && !i) &&
		    role != METRIC_IGNORED && role != METRIC_TIME)
			return false;
		/* A progress belongs to the heading of another table. */
		if (cell[i].total > 0 && role == METRIC_VALUE)
			return false;
	}
	if (2 * numbers < t->columns)
		return false;
	/* The row "all" has the values of all classes together. */
	bool all = field[0].n == 3 && !memcmp(field[0].p, "all", 3);
	name = t->names;
	for (size_t i = 0; i < t->columns; i++, name += strlen(name) + 1)
		if (cell[i].number)
			add_cell(row, name, named && !all ? &field[0] : NULL, &cell[i]);
	return true;
}

static bool is_row(const struct metric_headings *h, struct metric_row *row, const char *line,
		   size_t n)
{
	struct field field[COLUMNS];
	const struct metric_heading *heading[] = {&h->narrow, &h->wide};
	for (size_t i = 0; i < 2; i++) {
		size_t count = heading[i]->columns ? divide(line, n, i == 1, field) : 0;
		if (count && count == heading[i]->columns && parse_row(heading[i], row, field))
			return true;
	}
	return false;
}

static void release(struct metric_headings *h)
{
	free(h->narrow.names);
	free(h->wide.names);
	*h = (struct metric_headings){0};
}

/* Divides a heading. In "#  step  loss" the first field is the mark of a comment. */
static size_t divide_heading(const char *line, size_t n, bool words, struct field *field)
{
	size_t count = divide(line, n, words, field);
	if (count > 2 && field[0].n == 1 && *field[0].p == '#' &&
	    role_of(&field[1]) != METRIC_VALUE) {
		count--;
		memmove(field, field + 1, count * sizeof *field);
	}
	return count;
}

bool metric_table_parse(struct metric_table *t, struct metric_row *row, const char *line, size_t n)
{
	struct field narrow[COLUMNS], wide[COLUMNS];
	const size_t bytes = without_bar(line, n);
	if (is_row(&t->newest, row, line, bytes) || is_row(&t->older, row, line, bytes))
		return true;
	if (memchr(line, '=', bytes))
		return false;
	size_t columns = divide_heading(line, bytes, false, narrow);
	bool is_narrow = is_heading(narrow, columns);
	if (!is_narrow && !memchr(line, '(', bytes))
		return false;
	size_t wide_columns = divide_heading(line, bytes, true, wide);
	bool is_wide = wide_columns < columns && is_heading(wide, wide_columns);
	if (!is_narrow && !is_wide)
		return false;
	release(&t->older);
	t->older = t->newest;
	t->newest = (struct metric_headings){0};
	if (is_narrow)
		keep_heading(&t->newest.narrow, narrow, columns);
	if (is_wide)
		keep_heading(&t->newest.wide, wide, wide_columns);
	return true;
}

void metric_table_release(struct metric_table *t)
{
	release(&t->newest);
	release(&t->older);
}
