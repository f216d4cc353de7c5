/* update: what the library has loaded becomes the model's runs and tags. */
#ifndef TBTOP_UPDATE_LOAD_H
#define TBTOP_UPDATE_LOAD_H

#include <tfevents/logdir.h>

#include "tbtop/model/model.h"

/* How much of a logdir the model has. */
struct loader {
	const tfe_logdir *logdir;
	size_t *series_seen; /* of each run */
	size_t runs_seen, capacity;
	uint64_t names_seen; /* tfe_progress.names when the filters were last applied */
	bool settled;        /* all that was there at the start has been found */
	struct {
		double at;
		uint64_t points;
	} older, newer; /* for the rate at which points arrive */
};

void loader_init(struct loader *l, const tfe_logdir *logdir);
void loader_release(struct loader *l);

/* Takes over what is new since the last time; m->now says what time it is. Never waits. */
void loader_sync(struct loader *l, struct model *m);

/* The next moment, in seconds since 1970, at which the model changes though nothing is loaded: a run becomes
 * quiet, its age another, the rate falls to 0. INFINITY when there is none. */
double loader_next_change(const struct loader *l, const struct model *m);

#endif
