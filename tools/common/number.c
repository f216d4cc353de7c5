/* common: numbers as text. */
#include "common/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

void number_exact(char text[NUMBER_BYTES], double d)
{
	/* Whole numbers are most of them: their digits are exact below 2^53. */
	if (fabs(d) < 1e15 && d == floor(d) && (d != 0 || !signbit(d))) {
		snprintf(text, NUMBER_BYTES, "%lld", (long long)d);
		return;
	}
	for (int digits = 15; digits <= 17; digits++) {
		snprintf(text, NUMBER_BYTES, "%.*g", digits, d);
		if (strtod(text, NULL) == d)
			break;
	}
}

void number_plain(char text[NUMBER_BYTES], double d)
{
	if (isnan(d) || isinf(d)) {
		snprintf(text, NUMBER_BYTES, "%s",
			 isnan(d) ? "NaN"
			 : d > 0  ? "Infinity"
				  : "-Infinity");
		return;
	}
	float f = (float)d;
	if ((double)f != d) {
		number_exact(text, d);
		return;
	}
	for (int digits = 6; digits <= 9; digits++) {
		snprintf(text, NUMBER_BYTES, "%.*g", digits, d);
		if (strtof(text, NULL) == f)
			break;
	}
}
