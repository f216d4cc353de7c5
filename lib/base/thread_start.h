/* base: threads of the library, which leave signals to the threads of the program. */
#ifndef TFE_BASE_THREAD_START_H
#define TFE_BASE_THREAD_START_H

#include <pthread.h>

/* Starts a thread that blocks all signals but those of faults, so that a signal that the program
 * waits for interrupts a thread of the program. Returns 0 or an error number. */
int tfe__thread_start(pthread_t *thread, void *(*run)(void *context), void *context);

#endif
