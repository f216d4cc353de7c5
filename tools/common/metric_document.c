/* common: a document of JSON in the lines of a log: brackets are counted until it is complete. */
#include "common/metric_document.h"

#include <stdlib.h>
#include <string.h>

#include "common/memory.h"

static bool begins(const char *line, size_t n)
{
	while (n && strchr(" \t\r", line[n - 1]))
		n--;
	return n == 1 && (*line == '{' || *line == '[');
}

/* Returns false if a bracket is closed that was not opened. */
static bool count(struct metric_document *d, const char *line, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char c = line[i];
		if (d->escape) {
			d->escape = false;
		} else if (d->quoted) {
			d->escape = c == '\\';
			d->quoted = c != '"';
		} else if (c == '"') {
			d->quoted = true;
		} else if (c == '{' || c == '[') {
			d->depth++;
		} else if (c == '}' || c == ']') {
			if (!d->depth--)
				return false;
		}
	}
	return true;
}

enum metric_document_result metric_document_add(struct metric_document *d, bool first,
						const char *line, size_t n)
{
	if (!d->depth) {
		if (!begins(line, n))
			return METRIC_DOCUMENT_NONE;
		d->bytes = 0;
		d->most = first ? METRIC_DOCUMENT_BYTES : METRIC_DOCUMENT_INNER;
		d->quoted = d->escape = false;
	}
	size_t needed = d->bytes + n + 1;
	if (needed > d->capacity) {
		d->capacity = 2 * needed;
		d->text = need_resize(d->text, d->capacity, 1);
	}
	memcpy(d->text + d->bytes, line, n);
	d->bytes += n;
	d->text[d->bytes++] = '\n';
	if (!count(d, line, n) || d->bytes > d->most) {
		d->depth = 0;
		return METRIC_DOCUMENT_LONG;
	}
	return d->depth ? METRIC_DOCUMENT_MORE : METRIC_DOCUMENT_ENDS;
}

void metric_document_release(struct metric_document *d)
{
	free(d->text);
	*d = (struct metric_document){0};
}
