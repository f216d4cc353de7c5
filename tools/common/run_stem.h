/* common: names of runs without the numbers of their repetitions. */
#ifndef COMMON_RUN_STEM_H
#define COMMON_RUN_STEM_H

#include <stdbool.h>
#include <stddef.h>

/* Returns a name without the numbers of seeds: "lr=1e-3/seed1/train" is "lr=1e-3/train". A part of
 * a path loses an ending that is a word such as seed, s, run, trial, fold or rep, and a number. The
 * last part also loses a bare number of up to two digits after "_", "-" or "/": "ppo_2" is "ppo".
 * The exponent of "lr=1e-3" is no such number. A name without anything else is "seeds". Ownership:
 * release it with free. */
char *run_stem(const char *name);

/* Returns whether the sign before the digits at an offset belongs to an exponent: "1e-3". */
bool run_has_exponent(const char *name, size_t digits);

#endif
