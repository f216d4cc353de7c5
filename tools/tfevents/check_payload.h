/* tfevents check: the data of a finding for a hook: JSON in a temporary file. */
#ifndef TFE_TFEVENTS_CHECK_PAYLOAD_H
#define TFE_TFEVENTS_CHECK_PAYLOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "common/json.h"
#include "common/out.h"

struct check_payload {
	FILE *file;
	struct json json; /* the members of the object go here */
	struct out out;
};

/* Opens an empty file that has no name. Returns NULL after a message. Ownership: release with
 * check_payload_free. */
struct check_payload *check_payload_open(const char *program);
void check_payload_free(struct check_payload *payload);

/* Empties the file and begins a line with an object. */
void check_payload_begin(struct check_payload *payload);

/* Ends the line. Returns the number of bytes of the file; 0 after an error, with errno set. */
size_t check_payload_end(struct check_payload *payload);

#endif
