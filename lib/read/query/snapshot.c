/* read/query: what a second reading of a run needs to find the entries that a series had at one
 * moment. */
#include "read/query/snapshot.h"

#include "read/query/resident.h"
#include "read/run/filling.h"

void tfe__snapshot_take(const tfe_series *series, tfe_view *view, struct tfe__snapshot *snapshot,
			bool *whole)
{
	struct tfe_run *run = series->shared->run;
	pthread_mutex_lock(&run->filling);
	*view = tfe_series_view(series);
	*whole = !atomic_load(&series->left_out) && tfe__view_is_resident(view);
	*snapshot = (struct tfe__snapshot){
		/* The view of a run that is being read from its beginning is of the reading
		 * before. */
		.generation = run->anew ? run->generation - 1 : run->generation,
		.supersedings = run->supersedings,
		.stretch = run->stretches,
		.stretch_end = run->stretches ? run->stretches->end : 0,
		.arrived = tfe__series_arrived(series),
	};
	pthread_mutex_unlock(&run->filling);
}
