/* read/run: records the file that each entry of a series comes from.
 *
 * Entries of scalars do not record their file. Instead, in a run of several files, each series has
 * a list of origins: one for every change from one file to another. All entries of a series without
 * origins come from the file that is read first. */
#ifndef TFE_READ_RUN_ORIGIN_H
#define TFE_READ_RUN_ORIGIN_H

#include <stddef.h>
#include <stdint.h>

#include <tfevents/series.h>

struct tfe__log;

/* The first of successive entries from one file. Allocated in the run's arena. */
struct tfe__origin {
	const struct tfe__origin *earlier;
	const struct tfe__log *log; /* NULL: not recorded */
	uint64_t arrival;           /* number of entries that had arrived before (arrivals.h) */
	double wall_time;           /* of this entry */
	uint32_t nth;               /* number among the origins of the series, from 1 */
};

/* The origins of the series of a run. Guarded by the run's find_lock. */
struct tfe__origins {
	const struct tfe__origin **newest; /* by the number of the series; NULL: it has none yet */
	size_t n, capacity;                /* of `newest` */
	const struct tfe__log *first;      /* the file that is read first */
};

void tfe__origins_release(struct tfe_run *run);

/* Discards all origins, because the run is read from its beginning, starting with `first`. */
void tfe__origins_reset(struct tfe_run *run, const struct tfe__log *first);

/* Records that the next entry of a series comes from the file `log` and has this wall time;
 * `arrival` entries arrived before it. Returns TFE_OK or TFE_E_NOMEM. */
tfe_status tfe__origin_note(struct tfe_run *run, const tfe_series *series,
			    const struct tfe__log *log, uint64_t arrival,
			    double wall_time) TFE_MUST_CHECK;

/* Returns the file that entry number i of a view comes from; NULL if it was not recorded.
 * `wall_time` is that of the entry. Threads: any. */
const struct tfe__log *tfe__origin_of(const tfe_view *view, uint64_t i, double wall_time);

#endif
