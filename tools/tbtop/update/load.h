/* update: copies what the library has loaded into the model's runs and tags. */
#ifndef TBTOP_UPDATE_LOAD_H
#define TBTOP_UPDATE_LOAD_H

#include <tfevents/logdir.h>

#include "tbtop/model/model.h"

/* How much of a log directory the model contains. */
struct loader {
	const tfe_logdir *logdir;
	size_t *series_seen; /* by run */
	size_t runs_seen, capacity;
	uint64_t names_seen; /* tfe_progress.names when the filters were last applied */
	bool settled;        /* the initial load is complete */
	struct {
		double at;
		uint64_t points;
	} older, newer; /* two measurements, for the rate of arriving points */
};

void loader_init(struct loader *l, const tfe_logdir *logdir);
void loader_release(struct loader *l);

/* Adds what is new since the last call. m->now is the current time. Never waits. */
void loader_sync(struct loader *l, struct model *m);

/* Returns the next time, in seconds since 1970, at which the model changes without new data: a run
 * becomes quiet, its age changes, the rate drops to 0. Returns INFINITY if there is none. */
double loader_next_change(const struct loader *l, const struct model *m);

#endif
