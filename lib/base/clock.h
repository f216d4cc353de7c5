/* base: the system's clocks as seconds. */
#ifndef TFE_BASE_CLOCK_H
#define TFE_BASE_CLOCK_H

#include <time.h>

/* Seconds since 1970. */
double tfe__wall_seconds(void);

/* Seconds of a clock that is never set back, for measuring spans. */
double tfe__monotonic_seconds(void);

/* The time `seconds` from now of CLOCK_MONOTONIC, for timed waits. */
struct timespec tfe__monotonic_after(double seconds);

#endif
