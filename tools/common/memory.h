/* tools: memory for programs that end when there is none. */
#ifndef COMMON_MEMORY_H
#define COMMON_MEMORY_H

#include <stddef.h>

/* These return, or end the program with a word on stderr and status 2. Pair with free. */
void *need_zeroed(size_t count, size_t bytes);
void *need_resize(void *block, size_t count, size_t bytes);
char *need_copy(const char *text);
/* What another function allocated, or NULL where it could not. */
void *need(void *block);

/* Makes room for one more element: capacity doubles. Returns the (moved) array. */
void *need_room(void *array, size_t count, size_t *capacity, size_t bytes);

#endif
