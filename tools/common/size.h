/* common: parses sizes such as 64M. */
#ifndef COMMON_SIZE_H
#define COMMON_SIZE_H

#include <stdbool.h>
#include <stddef.h>

/* Parses "64M", "2G" or "1048576" as bytes (K, M, G and T are powers of 1024; B or iB may follow).
 * Returns false for other text and for sizes below 1 MiB. */
bool size_parse(const char *text, size_t *bytes);

#endif
