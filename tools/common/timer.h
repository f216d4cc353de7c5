/* common: monotonic time and processor time. */
#ifndef TFE_COMMON_TIMER_H
#define TFE_COMMON_TIMER_H

/* Returns the seconds since an arbitrary moment; changes of the wall clock do not affect it. */
double clock_monotonic_s(void);

/* Returns the processor time of the calling thread in seconds. It does not depend on the load of
 * the machine. */
double clock_thread_s(void);

#endif
