/* base: nouns that agree with their number. */
#ifndef TFE_BASE_NOUN_H
#define TFE_BASE_NOUN_H

#include <stdint.h>

/* Returns the form of a noun, or of another word, that belongs to n: "1 byte", "2 bytes". */
static inline const char *tfe__noun(uint64_t n, const char *one, const char *many)
{
	return n == 1 ? one : many;
}

#endif
