/* common: threads that leave signals to the thread that waits for them. */
#include "common/start_thread.h"

#include <signal.h>
#include <stddef.h>

bool start_thread(pthread_t *thread, void *(*run)(void *context), void *context)
{
	/* A fault in a thread that blocks its signal ends the program without its handler. */
	static const int faults[] = {SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGSYS, SIGTRAP};
	sigset_t blocked, before;
	sigfillset(&blocked);
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
		sigdelset(&blocked, faults[i]);
	pthread_sigmask(SIG_BLOCK, &blocked, &before);
	bool started = !pthread_create(thread, NULL, run, context);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return started;
}
