/* read/query: snapshots: the state of a run with which a reread finds the entries of a view. */
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
		/* While a run is read from its beginning, the published view is that of the
		 * previous reading. */
		.generation = run->reloading ? run->generation - 1 : run->generation,
		.supersedings = run->supersedings,
		.orderings = run->orderings,
		.stretch = run->stretches,
		.stretch_end = run->stretches ? run->stretches->end : 0,
		.arrived = tfe__series_arrived(series),
	};
	pthread_mutex_unlock(&run->filling);
}
