/* common: time that only goes on. */
#ifndef TFE_COMMON_CLOCK_H
#define TFE_COMMON_CLOCK_H

/* Seconds since some moment, whatever becomes of the wall clock. */
double clock_monotonic_s(void);

#endif
