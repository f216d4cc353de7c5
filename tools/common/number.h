/* common: exact numbers as text, and ranges from text. */
#ifndef TFE_COMMON_NUMBER_H
#define TFE_COMMON_NUMBER_H

#include <stdbool.h>

/* Size of a buffer for any number that these functions write. */
#define NUMBER_BYTES 32

/* Reads "LOW..HIGH", "LOW.." or "..HIGH" with finite ends; an end without text becomes NaN. Returns
 * false for anything else, or if low is not below high. */
bool number_range(const char *text, double *low, double *high);

/* Writes the shortest decimal digits that are read as the same double. A finite number is valid
 * JSON. */
void number_exact(char text[NUMBER_BYTES], double d);

/* Like number_exact if d is not a float32. If it is, writes the shortest digits that are read as
 * the same float32: 0.1, not 0.10000000149011612. Also accepts NaN and infinities. */
void number_plain(char text[NUMBER_BYTES], double d);

#endif
