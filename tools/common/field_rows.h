/* common: rows of named fields, as CSV or as JSON lines. */
#ifndef COMMON_FIELD_ROWS_H
#define COMMON_FIELD_ROWS_H

#include <stdbool.h>
#include <stdint.h>

#include "common/json.h"

/* The state of a table; begin with `out` and `csv` alone. */
struct field_rows {
	struct out *out;
	bool csv;
	bool begun; /* the row has a field */
	struct json json;
};

/* Appends a name to the head of a table of CSV; JSON has none. */
void field_head(struct field_rows *rows, const char *name);

/* Each appends a field to the row. The order is that of the head; names are any bytes. */
void field_text(struct field_rows *rows, const char *name, const char *text);
void field_double(struct field_rows *rows, const char *name, double value);
void field_int(struct field_rows *rows, const char *name, int64_t value);
/* Appends a field without a value: empty, or null. */
void field_none(struct field_rows *rows, const char *name);

/* Ends the head or a row. */
void field_end(struct field_rows *rows);

#endif
