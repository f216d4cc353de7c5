/* common: time that only goes on. */
#ifndef TFE_COMMON_TIMER_H
#define TFE_COMMON_TIMER_H

/* Seconds since some moment, whatever becomes of the wall clock. */
double clock_monotonic_s(void);

/* Seconds of processor time that the calling thread took: the same work takes the same, however busy the machine is. */
double clock_thread_s(void);

#endif
