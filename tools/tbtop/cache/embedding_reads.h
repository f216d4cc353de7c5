/* cache: the files of TensorBoard's projector in the directory of a run. */
#ifndef TBTOP_CACHE_EMBEDDING_READS_H
#define TBTOP_CACHE_EMBEDDING_READS_H

#include <tfevents/logdir.h>

#include "tbtop/cache/caches.h"
#include "tbtop/embed/embedding.h"
#include "tbtop/embed/projector.h"

/* What projector_config.pbtxt of a run lists. `stamp`: for each entry, a number that differs when
 * one of its files has changed. */
struct projector_files {
	struct projector config;
	uint64_t *stamp;
};

/* Returns what the configuration lists, as reads_find does; nothing if there is none. `check` is
 * the number of the reading: a greater one reads the file again. */
const struct projector_files *projector_find(struct caches *c, const tfe_run *run, uint64_t check);

/* Points with their places, or the reason why they cannot be shown. */
struct embedding_value {
	struct embedding e;
	char error[160];      /* "" unless there are no points */
	char note[160];       /* why there are no labels; "" nothing is wrong */
	uint64_t number;      /* no other value has it */
	struct shared *owned; /* by requests of neighbours too */
};

/* Returns the points of an entry, in the plane of their principal components or of t-SNE, as
 * reads_find does. *progress is the share that was made, 0 to 1. */
const struct embedding_value *embedding_find(struct caches *c, const tfe_run *run, size_t entry,
					     uint64_t stamp, bool tsne, double *progress);

/* Returns the nearest neighbours of a point of v, which are computed by the reader: NULL until
 * then, as reads_find does. v was returned by embedding_find in this frame. */
const struct neighbours *embedding_neighbours(struct caches *c, const struct embedding_value *v,
					      size_t point, bool euclidean);

#endif
