/* common: allocation for programs that end when memory runs out. */
#ifndef COMMON_MEMORY_H
#define COMMON_MEMORY_H

#include <stddef.h>

/* Each returns a block, or ends the program with a message on standard error and status 2. Pair
 * with free. */
void *need_zeroed(size_t count, size_t bytes);
void *need_resize(void *block, size_t count, size_t bytes);
char *need_copy(const char *text);
/* Returns `block`, the result of another allocation; NULL ends the program. */
void *need(void *block);

/* Sets what is called before the program ends for lack of memory; NULL: nothing. */
void need_end_with(void (*end)(void));

/* Ensures space for one more element: the capacity doubles. Returns the array, which may have
 * moved. */
void *need_room(void *array, size_t count, size_t *capacity, size_t bytes);

#endif
