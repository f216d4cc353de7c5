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
	if (i < n && line[i] == '|') {
		cells = true;
		i++;
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

static bool known_name(const struct field *f)
{
	if (f->n == 1 && *f->p == '#') /* spaCy */
		return true;
	if (metric_role_of(f->p, f->n) != METRIC_VALUE)
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
		size_t n = field[i].n;
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

static struct cell parse_cell(const struct field *f)
{
	struct metric_number number, total;
	if (metric_number_field(f->p, f->n, &number))
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
	if (role == METRIC_STEP && !row->has_step)
		metric_row_set_step(row, c->value);
	else if (role == METRIC_EPOCH) {
		row->has_epoch = true;
		row->epoch = c->value;
	} else if (role == METRIC_VALUE)
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
	for (size_t i = 0; i < t->columns; i++) {
		cell[i] = parse_cell(&field[i]);
		numbers += cell[i].number;
		if (!cell[i].number && !is_filler(&field[i]) && !(named && !i))
			return false;
	}
	if (2 * numbers < t->columns)
		return false;
	/* The row "all" has the values of all classes together. */
	bool all = field[0].n == 3 && !memcmp(field[0].p, "all", 3);
	const char *name = t->names;
	for (size_t i = 0; i < t->columns; i++, name += strlen(name) + 1)
		if (cell[i].number)
			add_cell(row, name, named && !all ? &field[0] : NULL, &cell[i]);
	return true;
}

bool metric_table_parse(struct metric_table *t, struct metric_row *row, const char *line, size_t n)
{
	struct field field[COLUMNS];
	const size_t bytes = without_bar(line, n);
	size_t count = divide(line, bytes, false, field);
	if (count && count == t->narrow.columns && parse_row(&t->narrow, row, field))
		return true;
	if (count && count == t->wide.columns && parse_row(&t->wide, row, field))
		return true;
	if (!is_heading(field, count))
		return false;
	keep_heading(&t->narrow, field, count);
	t->wide.columns = 0;
	count = divide(line, bytes, true, field);
	if (count < t->narrow.columns && is_heading(field, count))
		keep_heading(&t->wide, field, count);
	return true;
}

void metric_table_release(struct metric_table *t)
{
	free(t->narrow.names);
	free(t->wide.names);
	*t = (struct metric_table){0};
}
