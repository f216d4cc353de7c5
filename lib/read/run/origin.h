/* read/run: which file each entry of a series comes from.
 *
 * Entries of scalars do not record their file. In a run of several files each series has a list
 * of origins instead: one for every change from one file to another. A series without origins
 * has all its entries from the file that is read first. */
#ifndef TFE_READ_RUN_ORIGIN_H
#define TFE_READ_RUN_ORIGIN_H

#include <stddef.h>
#include <stdint.h>

#include <tfevents/series.h>

struct tfe__log;

/* A series began to have entries of a file. In the run's arena. */
struct tfe__origin {
	const struct tfe__origin *earlier;
	const struct tfe__log *log; /* NULL: not recorded */
	uint64_t arrival;           /* how many entries had arrived before (arrivals.h) */
	double wall_time;           /* of the first entry from this file */
	uint32_t nth;               /* of the series, from 1 on */
};

/* The origins of the series of a run. Guarded by the run's find_lock. */
struct tfe__origins {
	const struct tfe__origin **newest; /* by the number of the series; NULL: it has none yet */
	size_t n, capacity;                /* of `newest` */
	const struct tfe__log *first;      /* the file that is read first */
};

void tfe__origins_release(struct tfe_run *run);

/* The run is read from its beginning, starting with this file: no origin is valid any more. */
void tfe__origins_reset(struct tfe_run *run, const struct tfe__log *first);

/* The next entry of a series is from a file, after `arrival` entries that arrived before.
 * TFE_E_NOMEM. */
tfe_status tfe__origin_note(struct tfe_run *run, const tfe_series *series,
			    const struct tfe__log *log, uint64_t arrival,
			    double wall_time) TFE_MUST_CHECK;

/* The file that entry number i of a view comes from, which has this wall time; NULL where it was
 * not recorded. Threads: any. */
const struct tfe__log *tfe__origin_of(const tfe_view *view, uint64_t i, double wall_time);

#endif
