/* cache: how the values of pixels become brightness. */
#ifndef TBTOP_CACHE_TONING_H
#define TBTOP_CACHE_TONING_H

#include <stdint.h>

/* The value that is drawn for each value of a channel. */
struct toning {
	uint8_t value[256];
};

/* Brightness in tenths of white, contrast in quarters of a doubling; 0 and 0 change nothing. */
struct toning toning_of(int brightness, int contrast);

/* Spreads values from 0 to `most`. */
struct toning toning_up_to(double most);

#endif
