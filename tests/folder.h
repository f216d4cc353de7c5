/* Folders of their own for tests, fuzzers and measurements. */
#ifndef TESTS_FOLDER_H
#define TESTS_FOLDER_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

/* Makes path the one of a new folder: `name` and six other characters, in TMPDIR. */
static inline bool folder_make(char *path, size_t size, const char *name)
{
	const char *tmp = getenv("TMPDIR");
	int n = snprintf(path, size, "%s/%s-XXXXXX", tmp ? tmp : "/tmp", name);
	return n > 0 && (size_t)n < size && mkdtemp(path);
}

#endif
