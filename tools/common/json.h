/* common: JSON, one object a line. */
#ifndef TFE_COMMON_JSON_H
#define TFE_COMMON_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "common/out.h"

/* JSON being written. Commas come by themselves. Keys are written as they are: plain words. */
struct json {
	struct out *out;
	bool comma; /* something stands before the next key or element */
};

void json_begin(struct json *j,
		const char *key); /* an object; NULL where it is an element or the line itself */
void json_end(struct json *j);
void json_begin_array(struct json *j, const char *key);
void json_end_array(struct json *j);
void json_end_line(struct json *j); /* the object that is the line, and the line */

/* A member, or an element where key is NULL. */
void json_text(struct json *j, const char *key, const char *text);
/* Any bytes: what is no UTF-8 becomes U+FFFD. */
void json_bytes(struct json *j, const char *key, const void *data, size_t n);
void json_bool(struct json *j, const char *key, bool b);
void json_int(struct json *j, const char *key, int64_t i);
void json_uint(struct json *j, const char *key, uint64_t u);
/* The shortest digits that are this double again; "NaN", "Infinity" and "-Infinity" as texts. */
void json_double(struct json *j, const char *key, double d);

#endif
