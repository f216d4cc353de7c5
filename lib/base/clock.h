/* base: the clocks of the system, in seconds. */
#ifndef TFE_BASE_CLOCK_H
#define TFE_BASE_CLOCK_H

#include <stdint.h>
#include <time.h>

/* Returns the seconds since 1970; *ns is the same time in nanoseconds. */
double tfe__wall_seconds(void);
double tfe__wall_seconds_and_ns(uint64_t *ns);

/* Returns the seconds of CLOCK_MONOTONIC, which is never set back, for durations. */
double tfe__monotonic_seconds(void);

/* Returns the time of CLOCK_MONOTONIC `seconds` from now, for timed waits. */
struct timespec tfe__monotonic_after(double seconds);

#endif
