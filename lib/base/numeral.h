/* base: decimal texts of numbers, independent of the locale of the program. */
#ifndef TFE_BASE_NUMERAL_H
#define TFE_BASE_NUMERAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Parses a whole text as a decimal integer without leading zeros ("-16"); false if it is none or
 * does not fit. */
bool tfe__numeral_int(const char *text, int64_t *value);

/* Parses a whole text as a decimal number ("0.1", "-.5", "1e-3"); false if it is none or not
 * finite. */
bool tfe__numeral_number(const char *text, double *value);

enum { TFE__NUMERAL_BYTES = 32 };

/* Formats a finite number as Python's repr: the fewest digits that identify it, with a point or an
 * exponent: "0.1", "1.0", "1e-05". */
void tfe__numeral_repr(char text[TFE__NUMERAL_BYTES], double value);

#endif
