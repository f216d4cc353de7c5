/* tbtop: the clock and the error messages that both modes use. */
#include "tbtop/app.h"

#include <math.h>
#include <time.h>

#include "common/complain.h"

double app_now(const struct options *o)
{
	struct timespec now;
	if (!isnan(o->now))
		return o->now;
	clock_gettime(CLOCK_REALTIME, &now);
	return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

void app_complain(const tfe_logdir *logdir, const char *what)
{
	tfe_error error = TFE_ERROR_INIT;
	tfe_logdir_get_error(logdir, &error);
	complain("tbtop", *error.path ? error.path : NULL, "%s: %s", what, error.message);
}
