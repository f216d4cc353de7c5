/* base: threads of the library. */
#include "base/thread_start.h"

#include <signal.h>
#include <stddef.h>

int tfe__thread_start(pthread_t *thread, void *(*run)(void *context), void *context)
{
	/* A fault in a thread that blocks its signal ends the program without its handler. */
	static const int faults[] = {SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGSYS, SIGTRAP};
	sigset_t blocked, before;
	sigfillset(&blocked);
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
		sigdelset(&blocked, faults[i]);
	pthread_sigmask(SIG_BLOCK, &blocked, &before);
	int sys_errno = pthread_create(thread, NULL, run, context);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return sys_errno;
}
