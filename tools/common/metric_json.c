/* common: the numbers of an object of JSON in a line of a log; jansson parses it. */
#include "common/metric_json.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "common/metric_number.h"
#include "common/metric_prefix.h"

/* Objects within objects are read to this depth; jansson limits what it parses at all. */
enum { DEPTH = 8, HEAD = 1024 };

static bool number_of(const json_t *value, struct metric_cell *cell)
{
	struct metric_number parsed;
	*cell = (struct metric_cell){0};
	if (json_is_number(value)) {
		cell->value = json_number_value(value);
		cell->is_whole = json_is_integer(value);
		cell->whole = json_integer_value(value);
		return true;
	}
	if (!json_is_string(value) ||
	    !metric_number_field(json_string_value(value), json_string_length(value), &parsed))
		return false;
	cell->value = parsed.value;
	return true;
}

/* One level of the walk through an object. */
struct level {
	json_t *object;
	void *next;
	size_t head; /* length of the names that lead to it */
};

static void walk(struct metric_row *row, const struct metric_fields *fields, json_t *root)
{
	char head[HEAD] = "";
	struct level level[DEPTH] = {{root, json_object_iter(root), 0}};
	for (size_t depth = 1; depth;) {
		struct level *l = &level[depth - 1];
		head[l->head] = 0;
		if (!l->next) {
			depth--;
			continue;
		}
		const char *key = json_object_iter_key(l->next);
		json_t *value = json_object_iter_value(l->next);
		l->next = json_object_iter_next(l->object, l->next);
		struct metric_cell number;
		if (number_of(value, &number)) {
			metric_fields_add(row, fields, l->head ? head : NULL, key, number);
		} else if (json_is_string(value) && depth == 1 &&
			   metric_fields_role(fields, key) == METRIC_TIME) {
			metric_time_parse(json_string_value(value), json_string_length(value),
					  &row->wall_time);
		} else if (json_is_object(value) && depth < DEPTH) {
			int n = snprintf(head + l->head, HEAD - l->head, "%s%s", l->head ? "/" : "",
					 key);
			if (n > 0 && l->head + (size_t)n < HEAD)
				level[depth++] = (struct level){value, json_object_iter(value),
								l->head + (size_t)n};
		}
	}
}

/* An object with one value under its tag. */
static bool parse_point(struct metric_row *row, const struct metric_fields *fields, json_t *root)
{
	const json_t *tag = json_object_get(root, "tag");
	struct metric_cell value;
	if (!json_is_string(tag) || !number_of(json_object_get(root, "value"), &value))
		return false;
	metric_row_add(row, NULL, 0, json_string_value(tag), json_string_length(tag), value.value);
	const char *key;
	json_t *other;
	json_object_foreach(root, key, other)
	{
		enum metric_role role = metric_fields_role(fields, key);
		if ((role == METRIC_STEP || role == METRIC_TIME) && number_of(other, &value))
			metric_fields_add(row, fields, NULL, key, value);
	}
	return true;
}

static void parse_object(struct metric_row *row, const struct metric_fields *fields, json_t *root)
{
	const json_t *run = json_object_get(root, "run");
	if (json_is_string(run))
		metric_row_set_run(row, json_string_value(run), json_string_length(run));
	if (!parse_point(row, fields, root))
		walk(row, fields, root);
}

bool metric_json_parse(struct metric_row *row, const struct metric_fields *fields, const char *text,
		       size_t n)
{
	json_error_t error;
	json_t *root = json_loadb(text, n, JSON_ALLOW_NUL, &error);
	bool object = json_is_object(root);
	if (object)
		parse_object(row, fields, root);
	json_decref(root);
	return object;
}

/* Returns whether an array has an object. */
static bool has_rows(const json_t *array)
{
	return json_is_array(array) && json_is_object(json_array_get(array, 0));
}

bool metric_json_rows(struct metric_row *row, const struct metric_fields *fields, const char *text,
		      size_t n, void (*accept)(void *context), void *context)
{
	json_error_t error;
	json_t *root = json_loadb(text, n, JSON_ALLOW_NUL, &error), *member, *object;
	const char *key;
	size_t i;
	bool rows = false;
	json_t *outer = json_is_array(root) ? json_pack("{s:O}", "", root) : json_incref(root);
	json_object_foreach(outer, key, member)
	{
		if (!has_rows(member))
			continue;
		rows = true;
		json_array_foreach(member, i, object)
		{
			metric_row_clear(row);
			parse_object(row, fields, object);
			accept(context);
		}
	}
	metric_row_clear(row);
	if (!rows && json_is_object(root)) {
		parse_object(row, fields, root);
		accept(context);
	}
	bool json = root != NULL;
	json_decref(outer);
	json_decref(root);
	return json;
}
