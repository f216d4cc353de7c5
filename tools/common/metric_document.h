/* common: a document of JSON in the lines of a log, such as the state of a trainer. */
#ifndef COMMON_METRIC_DOCUMENT_H
#define COMMON_METRIC_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

/* The longest documents that are read, in bytes: of an input that begins with one, and of others,
 * in which lines that look like one must not hold up the rest for long. */
enum { METRIC_DOCUMENT_BYTES = 1 << 26, METRIC_DOCUMENT_INNER = 1 << 18 };

/* A document that begins with a line that is only "{" or "[". All zero at the beginning. */
struct metric_document {
	char *text;
	size_t bytes, capacity;
	size_t most;         /* the length that it may have */
	size_t depth;        /* of brackets that are not closed; 0: no document */
	bool quoted, escape; /* the text ends within a string; after a backslash */
};

enum metric_document_result {
	METRIC_DOCUMENT_NONE, /* the line belongs to no document */
	METRIC_DOCUMENT_MORE, /* the document continues */
	METRIC_DOCUMENT_ENDS, /* it is complete: text and bytes are valid until the next line */
	METRIC_DOCUMENT_LONG  /* it is too long, or closes brackets that it did not open */
};

/* Adds a line; `first`: the input begins with it. */
enum metric_document_result metric_document_add(struct metric_document *document, bool first,
						const char *line, size_t n);
void metric_document_release(struct metric_document *document);

#endif
