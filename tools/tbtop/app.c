/* tbtop: the clock, the messages and the checks that several modes use. */
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

bool app_is_partial(const tfe_logdir *logdir, const struct model *m)
{
	tfe_progress progress = TFE_PROGRESS_INIT;
	tfe_damage damage = TFE_DAMAGE_INIT;
	tfe_logdir_get_progress(logdir, &progress);
	bool partial = progress.left_out > 0;
	for (size_t i = 0; i < tfe_logdir_damage_count(logdir) && !partial; i++) {
		tfe_logdir_get_damage(logdir, i, &damage);
		partial = tfe_damage_is_unread(&damage);
	}
	for (size_t r = 0; r < m->n_runs && !partial; r++)
		for (size_t i = 0; i < tfe_run_damage_count(m->runs[r]->data) && !partial; i++) {
			tfe_run_get_damage(m->runs[r]->data, i, &damage);
			partial = tfe_damage_is_unread(&damage);
		}
	return partial;
}
