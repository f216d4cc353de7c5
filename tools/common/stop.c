/* common: SIGINT and SIGTERM as a request to end. */
#define _GNU_SOURCE /* ppoll */
#include "common/stop.h"

#include <math.h>
#include <time.h>

static volatile sig_atomic_t stopped;

static void stop(int number)
{
	(void)number;
	stopped = 1;
}

void stop_begin(void)
{
	const struct sigaction action = {.sa_handler = stop, .sa_flags = (int)SA_RESETHAND};
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
}

bool stop_asked(void)
{
	return stopped;
}

void stop_poll(struct pollfd *fds, size_t n, double seconds)
{
	static const double most_s = 86400;
	double limit_s = fmin(fmax(seconds, 0), most_s);
	const struct timespec limit = {.tv_sec = (time_t)limit_s,
				       .tv_nsec = (long)(1e9 * (limit_s - floor(limit_s)))};
	/* A signal between the test and the wait must end the wait. */
	sigset_t mine, before;
	sigemptyset(&mine);
	sigaddset(&mine, SIGINT);
	sigaddset(&mine, SIGTERM);
	pthread_sigmask(SIG_BLOCK, &mine, &before);
	if (stopped || ppoll(fds, n, isinf(seconds) ? NULL : &limit, &before) <= 0)
		for (size_t i = 0; i < n; i++)
			fds[i].revents = 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void stop_wait(int fd, double seconds)
{
	struct pollfd p = {.fd = fd, .events = POLLIN};
	stop_poll(&p, 1, seconds);
}
