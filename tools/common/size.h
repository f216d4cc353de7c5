/* tools: sizes as people write them. */
#ifndef COMMON_SIZE_H
#define COMMON_SIZE_H

#include <stdbool.h>
#include <stddef.h>

/* Bytes of "64M", "2G" or "1048576" (K, M, G and T are powers of 1024; B or iB may follow). False where it is none of
 * these, or less than a megabyte. */
bool size_parse(const char *text, size_t *bytes);

#endif
