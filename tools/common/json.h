/* common: JSON, one object per line. */
#ifndef TFE_COMMON_JSON_H
#define TFE_COMMON_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "common/out.h"

/* The state of a JSON writer, which inserts the commas. Keys are written unescaped, so they must be
 * plain words. */
struct json {
	struct out *out;
	bool comma; /* the next key or element needs a comma before it */
};

/* Begins an object; key is NULL for an element and for the object of a line. */
void json_begin(struct json *j, const char *key);
void json_end(struct json *j);
void json_begin_array(struct json *j, const char *key);
void json_end_array(struct json *j);
void json_end_line(struct json *j); /* ends the object of the line, and the line */

/* Each writes a member, or an element if key is NULL. */
void json_text(struct json *j, const char *key, const char *text);
/* Writes any bytes as a string; bytes that are not UTF-8 become U+FFFD. */
void json_bytes(struct json *j, const char *key, const void *data, size_t n);
/* The name of a member that is any bytes; the value follows, with NULL as its key. */
void json_name(struct json *j, const void *data, size_t n);
void json_bool(struct json *j, const char *key, bool b);
void json_null(struct json *j, const char *key);
void json_int(struct json *j, const char *key, int64_t i);
void json_uint(struct json *j, const char *key, uint64_t u);
/* Writes the shortest digits that are read as the same double; the strings "NaN", "Infinity" and
 * "-Infinity" otherwise. */
void json_double(struct json *j, const char *key, double d);

#endif
