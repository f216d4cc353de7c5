/* common: threads that leave signals to the thread that waits for them. */
#ifndef TFE_COMMON_START_THREAD_H
#define TFE_COMMON_START_THREAD_H

#include <pthread.h>
#include <stdbool.h>

/* Starts a thread that blocks all signals but those of faults, whose handlers restore the terminal.
 * Returns whether it was started. */
bool start_thread(pthread_t *thread, void *(*run)(void *context), void *context);

#endif
