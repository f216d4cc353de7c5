/* base: the clocks of the system, in seconds. */
#ifndef TFE_BASE_CLOCK_H
#define TFE_BASE_CLOCK_H

#include <time.h>

/* Returns the seconds since 1970. */
double tfe__wall_seconds(void);

/* Returns the seconds of CLOCK_MONOTONIC, which is never set back, for durations. */
double tfe__monotonic_seconds(void);

/* Returns the time of CLOCK_MONOTONIC `seconds` from now, for timed waits. */
struct timespec tfe__monotonic_after(double seconds);

#endif
