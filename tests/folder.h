/* tests: temporary folders for tests, fuzzers and benchmarks. */
#ifndef TESTS_FOLDER_H
#define TESTS_FOLDER_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

/* Creates a folder in TMPDIR whose name is `name` and six other characters, and stores its path. */
static inline bool folder_make(char *path, size_t size, const char *name)
{
	const char *tmp = getenv("TMPDIR");
	int n = snprintf(path, size, "%s/%s-XXXXXX", tmp ? tmp : "/tmp", name);
	return n > 0 && (size_t)n < size && mkdtemp(path);
}

#endif
