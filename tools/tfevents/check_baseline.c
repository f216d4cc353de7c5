/* tfevents check: the findings that are already known: a sorted array of the lines of a file. */
#include "tfevents/check_baseline.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "common/complain.h"
#include "common/memory.h"
#include "common/utf8_decode.h"

enum { MOST_LINE_BYTES = 1 << 20 };

enum { RUN, TAG, RULE, KEYS };

static const char *const keys[KEYS] = {"run", "tag", "rule"};

struct entry {
	char *key[KEYS];
	size_t line;
	bool found;
};

struct check_baseline {
	const char *path;
	struct entry *entry;
	size_t entries, capacity;
};

static int compare(const struct entry *a, const struct entry *b)
{
	for (int k = 0; k < KEYS; k++) {
		int order = strcmp(a->key[k], b->key[k]);
		if (order)
			return order;
	}
	return 0;
}

static int by_key(const void *a, const void *b)
{
	return compare(a, b);
}

static int by_line(const void *pa, const void *pb)
{
	const struct entry *a = pa, *b = pb;
	return a->line < b->line ? -1 : a->line > b->line;
}

static void release(struct entry *e)
{
	for (int k = 0; k < KEYS; k++)
		free(e->key[k]);
}

void check_baseline_free(struct check_baseline *b)
{
	if (!b)
		return;
	for (size_t i = 0; i < b->entries; i++)
		release(&b->entry[i]);
	free(b->entry);
	free(b);
}

/* Reports a member that cannot be used. Returns false. */
static bool refuse(const struct check_baseline *b, size_t number, const char *key,
		   const char *problem, const char *program)
{
	complain(program, NULL, "%s:%zu: the member \"%s\" is %s", b->path, number, key, problem);
	return false;
}

static void add(struct check_baseline *b, const char *const text[KEYS], size_t number)
{
	struct entry e = {.line = number};
	for (int k = 0; k < KEYS; k++)
		e.key[k] = need_copy(text[k]);
	b->entry = need_room(b->entry, b->entries, &b->capacity, sizeof *b->entry);
	b->entry[b->entries++] = e;
}

static bool has_string(const json_t *array, const char *text)
{
	bool has = false;
	for (size_t i = 0; i < json_array_size(array) && !has; i++) {
		const char *s = json_string_value(json_array_get(array, i));
		has = s && !strcmp(s, text);
	}
	return has;
}

/* Adds an entry for each tag of a finding. A line whose "tag" was edited does not have it among its
 * "tags", which are then ignored. Returns false after a message. */
static bool add_object(struct check_baseline *b, json_t *object, size_t number, const char *program)
{
	const char *text[KEYS];
	const json_t *tags = json_object_get(object, "tags");
	for (int k = 0; k < KEYS; k++) {
		text[k] = json_string_value(json_object_get(object, keys[k]));
		if (!text[k])
			return refuse(b, number, keys[k], "missing or not a string", program);
	}
	if (tags && !json_is_array(tags))
		return refuse(b, number, "tags", "not an array", program);
	add(b, text, number);
	size_t n = has_string(tags, text[TAG]) ? json_array_size(tags) : 0;
	for (size_t i = 0; i < n; i++) {
		text[TAG] = json_string_value(json_array_get(tags, i));
		if (!text[TAG])
			return refuse(b, number, "tags", "not an array of strings", program);
		add(b, text, number);
	}
	return true;
}

/* Parses a line of n bytes. Returns false after a message. */
static bool parse(struct check_baseline *b, const char *line, size_t n, size_t number,
		  const char *program)
{
	json_error_t error;
	json_t *object =
		json_loadb(line, n, JSON_REJECT_DUPLICATES | JSON_DECODE_INT_AS_REAL, &error);
	bool is_object = json_is_object(object);
	if (!is_object)
		complain(program, NULL, "%s:%zu: not a JSON object%s%s", b->path, number,
			 object ? "" : ": ", object ? "" : error.text);
	bool added = is_object && add_object(b, object, number, program);
	json_decref(object);
	return added;
}

/* Reads a line without its end into a buffer of MOST_LINE_BYTES. Returns false at the end of the
 * file or after an error; *n is then the number of bytes before it. A line that fills the buffer is
 * too long. */
static bool read_line(FILE *file, char *line, size_t *n)
{
	int c;
	for (*n = 0; *n < MOST_LINE_BYTES; line[(*n)++] = (char)c) {
		c = getc_unlocked(file);
		if (c == EOF)
			return false;
		if (c == '\n')
			return true;
	}
	return true;
}

/* Returns whether a line contains nothing. */
static bool is_blank(const char *line, size_t n)
{
	while (n && strchr(" \t\r", line[n - 1]) && line[n - 1])
		n--;
	return !n;
}

static bool read_lines(struct check_baseline *b, FILE *file, char *line, const char *program)
{
	bool more = true;
	for (size_t number = 1, n; more; number++) {
		more = read_line(file, line, &n);
		if (ferror(file)) {
			complain(program, b->path, "cannot be read: %s", strerror(errno));
			return false;
		}
		if (n == MOST_LINE_BYTES) {
			complain(program, NULL, "%s:%zu: the line is longer than 1 MiB", b->path,
				 number);
			return false;
		}
		if (!is_blank(line, n) && !parse(b, line, n, number, program))
			return false;
	}
	return true;
}

/* Sorts the entries; of equal ones the first line is kept. */
static void sort(struct check_baseline *b)
{
	size_t kept = 0;
	if (b->entries)
		qsort(b->entry, b->entries, sizeof *b->entry, by_key);
	for (size_t i = 0; i < b->entries; i++) {
		struct entry *last = kept ? &b->entry[kept - 1] : NULL;
		if (!last || compare(last, &b->entry[i])) {
			b->entry[kept++] = b->entry[i];
		} else {
			last->line =
				by_line(last, &b->entry[i]) < 0 ? last->line : b->entry[i].line;
			release(&b->entry[i]);
		}
	}
	b->entries = kept;
}

struct check_baseline *check_baseline_read(const char *path, const char *program)
{
	FILE *file = fopen(path, "re");
	if (!file) {
		complain(program, path, "cannot be read: %s", strerror(errno));
		return NULL;
	}
	struct check_baseline *b = need_zeroed(1, sizeof *b);
	char *line = need_zeroed(MOST_LINE_BYTES, 1);
	b->path = path;
	bool read = read_lines(b, file, line, program);
	fclose(file);
	free(line);
	if (!read) {
		check_baseline_free(b);
		return NULL;
	}
	sort(b);
	return b;
}

/* Returns a copy of a name as `check --json` prints it: bytes that are not UTF-8 become U+FFFD. */
static char *as_printed(const char *name)
{
	size_t left = strlen(name), used = 0;
	char *copy = need_zeroed(3 * left + 1, 1);
	for (size_t n; left; name += n, left -= n) {
		uint32_t cp;
		n = utf8_step((const uint8_t *)name, left, &cp);
		bool valid = cp != UTF8_NONE;
		memcpy(copy + used, valid ? name : "\xef\xbf\xbd", valid ? n : 3);
		used += valid ? n : 3;
	}
	return copy;
}

bool check_baseline_has(struct check_baseline *b, const tfe_judge_finding *f)
{
	struct entry e = {.key = {as_printed(f->run), as_printed(f->tag), as_printed(f->rule)}};
	struct entry *known =
		b->entries ? bsearch(&e, b->entry, b->entries, sizeof e, by_key) : NULL;
	if (known)
		known->found = true;
	release(&e);
	return known;
}

void check_baseline_tell_stale(struct check_baseline *b, const struct check_names *names,
			       const char *program)
{
	if (b->entries)
		qsort(b->entry, b->entries, sizeof *b->entry, by_line);
	for (size_t i = 0; i < b->entries; i++) {
		const struct entry *e = &b->entry[i];
		size_t rule = check_names_find(names, e->key[RULE], strlen(e->key[RULE]));
		bool tag = *e->key[TAG], run = *e->key[RUN];
		if (!e->found && (rule == names->n || names->chosen[rule]))
			complain(program, NULL, "%s:%zu: stale, no longer found: %s%s%s%s%s",
				 b->path, e->line, e->key[RULE], tag ? " in " : "", e->key[TAG],
				 run ? " of " : "", e->key[RUN]);
	}
}
