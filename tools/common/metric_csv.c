/* common: the numbers of a table of CSV (RFC 4180). Fields are unquoted in place. */
#include "common/metric_csv.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/memory.h"
#include "common/metric_number.h"
#include "common/metric_prefix.h"

static char separator_of(const char *line, size_t n)
{
	static const char candidates[] = {'\t', ';', ','};
	bool quoted = false;
	size_t count[sizeof candidates] = {0};
	for (size_t i = 0; i < n; i++) {
		quoted ^= line[i] == '"';
		for (size_t k = 0; k < sizeof candidates && !quoted; k++)
			count[k] += line[i] == candidates[k];
	}
	for (size_t k = 0; k < sizeof candidates; k++)
		if (count[k])
			return candidates[k];
	return ',';
}

/* Unquotes the field that begins at `i` in place; it becomes line[*start] to line[*end]. Returns
 * the position after its separator, n + 1 at the end of the record. */
static size_t next_field(char *line, size_t n, char separator, size_t i, size_t *start, size_t *end)
{
	*start = i;
	if (i >= n || line[i] != '"') {
		while (i < n && line[i] != separator)
			i++;
		*end = i;
		return i + 1;
	}
	size_t to = i++;
	while (i < n && (line[i] != '"' || (i + 1 < n && line[i + 1] == '"'))) {
		i += line[i] == '"';
		line[to++] = line[i++];
	}
	*end = to;
	while (i < n && line[i] != separator)
		i++;
	return i + 1;
}

/* Divides a record. Returns the number of fields. */
static size_t divide(struct metric_csv *csv, char *line, size_t n)
{
	size_t count = 0;
	for (size_t i = 0; i <= n;) {
		size_t start, end;
		i = next_field(line, n, csv->separator, i, &start, &end);
		csv->field = need_room(csv->field, 2 * count + 1, &csv->field_capacity,
				       sizeof *csv->field);
		csv->field[2 * count] = start;
		csv->field[2 * count + 1] = end;
		count++;
	}
	return count;
}

static size_t find(const struct metric_csv *csv, const char *name)
{
	for (size_t i = 0; i < csv->columns; i++)
		if (!strcasecmp(csv->name[i], name))
			return i;
	return SIZE_MAX;
}

/* Returns whether the fields of the first line are names: none is a number. */
static bool are_names(const struct metric_csv *csv, const char *line, size_t count)
{
	struct metric_number number;
	const size_t *f = csv->field;
	for (size_t i = 0; i < count; i++)
		if (metric_number_field(line + f[2 * i], f[2 * i + 1] - f[2 * i], &number))
			return false;
	return true;
}

static void add_name(struct metric_csv *csv, const char *p, size_t n)
{
	while (n && *p == ' ')
		p++, n--;
	while (n && p[n - 1] == ' ')
		n--;
	csv->name = need_room(csv->name, csv->columns, &csv->capacity, sizeof *csv->name);
	char *name = need_resize(NULL, n + 1, 1);
	memcpy(name, p, n);
	name[n] = 0;
	csv->name[csv->columns++] = name;
}

/* Begins a table with its first line, which is divided already. Returns whether it is a heading;
 * the columns of a table without one are named by their numbers. */
static bool begin_table(struct metric_csv *csv, const char *line, size_t count)
{
	static const char *const tags[] = {"tag", "key", "metric"};
	bool names = are_names(csv, line, count);
	for (size_t i = 0; i < count; i++) {
		char number[24];
		const size_t *f = csv->field + 2 * i;
		int n = snprintf(number, sizeof number, "%zu", i + 1);
		add_name(csv, names ? line + f[0] : number, names ? f[1] - f[0] : (size_t)n);
	}
	csv->tag = SIZE_MAX;
	for (size_t i = 0; i < sizeof tags / sizeof *tags && csv->tag == SIZE_MAX; i++)
		csv->tag = find(csv, tags[i]);
	csv->value = find(csv, "value");
	csv->run = find(csv, "run");
	if (csv->tag == SIZE_MAX || csv->value == SIZE_MAX)
		csv->tag = csv->value = SIZE_MAX;
	return names;
}

/* Parses a field. Returns false for other text than a number. */
static bool parse_cell(char separator, char *p, size_t n, struct metric_cell *cell)
{
	struct metric_number number;
	/* Where semicolons separate, a comma is that of a decimal number. */
	char *comma = separator == ';' ? memchr(p, ',', n) : NULL;
	if (comma && !memchr(comma + 1, ',', n - (size_t)(comma + 1 - p)))
		*comma = '.';
	if (!metric_number_field(p, n, &number))
		return false;
	*cell = (struct metric_cell){.value = number.value};
	char digits[32];
	if (n >= sizeof digits)
		return true;
	memcpy(digits, p, n);
	digits[n] = 0;
	char *end;
	errno = 0;
	long long whole = strtoll(digits, &end, 10);
	cell->is_whole = !errno && end > digits && !*end;
	cell->whole = whole;
	return true;
}

static void add_column(const struct metric_csv *csv, struct metric_row *row,
		       const struct metric_fields *fields, const char *name, char *p, size_t n)
{
	struct metric_cell cell;
	if (parse_cell(csv->separator, p, n, &cell))
		metric_fields_add(row, fields, NULL, name, cell);
	else if (metric_fields_role(fields, name) == METRIC_TIME)
		metric_time_parse(p, n, &row->wall_time);
}

static enum metric_csv_result parse_record(struct metric_csv *csv, struct metric_row *row,
					   const struct metric_fields *fields, char *line, size_t n)
{
	bool first = !csv->separator;
	/* A heading may be a comment. */
	while (first && n && strchr("# ", *line))
		line++, n--;
	if (first)
		csv->separator = separator_of(line, n);
	size_t count = divide(csv, line, n);
	if (first && begin_table(csv, line, count))
		return METRIC_CSV_HEADING;
	if (count != csv->columns)
		return METRIC_CSV_BAD;
	const size_t *f = csv->field;
	for (size_t i = 0; i < csv->columns; i++) {
		char *p = line + f[2 * i];
		size_t bytes = f[2 * i + 1] - f[2 * i];
		struct metric_cell cell;
		if (i == csv->run)
			metric_row_set_run(row, p, bytes);
		else if (i == csv->value && parse_cell(csv->separator, p, bytes, &cell))
			metric_row_add(row, NULL, 0, line + f[2 * csv->tag],
				       f[2 * csv->tag + 1] - f[2 * csv->tag], cell.value);
		else if (i != csv->value && i != csv->tag &&
			 (csv->tag == SIZE_MAX ||
			  metric_fields_role(fields, csv->name[i]) != METRIC_VALUE))
			add_column(csv, row, fields, csv->name[i], p, bytes);
	}
	return METRIC_CSV_ROW;
}

static size_t count_quotes(const char *line, size_t n)
{
	size_t count = 0;
	for (size_t i = 0; i < n; i++)
		count += line[i] == '"';
	return count;
}

enum metric_csv_result metric_csv_parse(struct metric_csv *csv, struct metric_row *row,
					const struct metric_fields *fields, char *line, size_t n)
{
	enum { MOST = 1 << 24 };
	bool open = count_quotes(line, n) % 2;
	if (!csv->record_bytes && !open)
		return parse_record(csv, row, fields, line, n);
	/* The quote that opened the record is closed by this line, or the record goes on. */
	size_t needed = csv->record_bytes + n + 1;
	if (needed > csv->record_capacity) {
		csv->record_capacity = 2 * needed;
		csv->record = need_resize(csv->record, csv->record_capacity, 1);
	}
	bool first = !csv->record_bytes;
	memcpy(csv->record + csv->record_bytes, line, n);
	csv->record_bytes += n;
	csv->record[csv->record_bytes++] = '\n';
	if ((first || !open) && csv->record_bytes < MOST)
		return METRIC_CSV_MORE;
	size_t bytes = csv->record_bytes - 1;
	csv->record_bytes = 0;
	return open ? parse_record(csv, row, fields, csv->record, bytes) : METRIC_CSV_BAD;
}

void metric_csv_release(struct metric_csv *csv)
{
	for (size_t i = 0; i < csv->columns; i++)
		free(csv->name[i]);
	free(csv->name);
	free(csv->record);
	free(csv->field);
	*csv = (struct metric_csv){0};
}

bool metric_csv_is_heading(const char *line, size_t n)
{
	while (n && strchr("# ", *line))
		line++, n--;
	char separator = separator_of(line, n);
	size_t count = 0;
	bool known = false;
	for (size_t start = 0; start <= n;) {
		const char *next = memchr(line + start, separator, n - start);
		size_t end = next ? (size_t)(next - line) : n;
		const char *p = line + start;
		size_t bytes = end - start;
		struct metric_number number;
		while (bytes && strchr(" \"", *p))
			p++, bytes--;
		while (bytes && strchr(" \"", p[bytes - 1]))
			bytes--;
		if (!bytes || memchr(p, ':', bytes) || memchr(p, '=', bytes) ||
		    memchr(p, '{', bytes) || metric_number_field(p, bytes, &number))
			return false;
		known |= metric_role_of(p, bytes) != METRIC_VALUE;
		count++;
		start = end + 1;
	}
	return known && count >= 2;
}

bool metric_csv_has(const struct metric_csv *csv, const char *name)
{
	return find(csv, name) != SIZE_MAX;
}
