/* base: the clocks of the system, in seconds. */
#include "base/clock.h"

static double seconds_of(clockid_t id)
{
	struct timespec t;
	clock_gettime(id, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

double tfe__wall_seconds(void)
{
	return seconds_of(CLOCK_REALTIME);
}

double tfe__wall_seconds_and_ns(uint64_t *ns)
{
	struct timespec t;
	clock_gettime(CLOCK_REALTIME, &t);
	*ns = (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

double tfe__monotonic_seconds(void)
{
	return seconds_of(CLOCK_MONOTONIC);
}

struct timespec tfe__monotonic_after(double seconds)
{
	const double longest_s = 1e9; /* 30 years: a larger number may not fit into a time_t */
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	seconds = seconds > 0 ? seconds : 0;
	seconds = seconds < longest_s ? seconds : longest_s;
	double whole = (double)(time_t)seconds;
	t.tv_sec += (time_t)seconds;
	t.tv_nsec += (long)((seconds - whole) * 1e9);
	if (t.tv_nsec >= 1000000000L) {
		t.tv_sec++;
		t.tv_nsec -= 1000000000L;
	}
	return t;
}
