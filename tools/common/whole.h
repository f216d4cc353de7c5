/* common: conversion of a double to an integer. A plain cast is undefined if the double is out of
 * range. */
#ifndef TFE_COMMON_WHOLE_H
#define TFE_COMMON_WHOLE_H

#include <stdint.h>

/* Returns x without its fraction, clamped to [least, most]. Both limits lie within 2^53 of 0, or
 * are those of int64_t. NaN becomes `least`. */
static inline int64_t whole_within(double x, int64_t least, int64_t most)
{
	if (!(x > (double)least))
		return least;
	return x < (double)most ? (int64_t)x : most;
}

#endif
