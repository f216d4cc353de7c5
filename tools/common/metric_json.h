/* common: the numbers of an object of JSON in a line of a log. */
#ifndef COMMON_METRIC_JSON_H
#define COMMON_METRIC_JSON_H

#include <stdbool.h>
#include <stddef.h>

#include "common/metric_fields.h"

/* Adds the numbers of an object of JSON: of objects in it with names joined by "/", also numbers
 * that are strings ("NaN", "0.5"). An object with the members tag and value, as `tfevents export`
 * prints it, adds the value under its tag. Returns false if the text is no object of JSON. */
bool metric_json_parse(struct metric_row *row, const struct metric_fields *fields, const char *text,
		       size_t n);

/* Gives the objects of a document to a function, one after the other: the members of an array, or
 * of the arrays in an object that have objects, such as the log_history of a trainer's state; an
 * object without them itself. Returns false if the text is no JSON. */
bool metric_json_rows(struct metric_row *row, const struct metric_fields *fields, const char *text,
		      size_t n, void (*accept)(void *context), void *context);

#endif
