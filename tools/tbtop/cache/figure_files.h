/* cache: figures written to files by the reader, so that no key waits for them. */
#ifndef TBTOP_CACHE_FIGURE_FILES_H
#define TBTOP_CACHE_FIGURE_FILES_H

#include <stdbool.h>

#include "common/figure_plan.h"
#include "tbtop/cache/caches.h"
#include "tbtop/cache/exports.h"

/* Begins to write a figure, unless one is being written. `path`: the file; "": a new name is made
 * from the title. `replaces`: a file of that name is replaced. Ownership: the contents of the plan
 * are moved away. */
void figure_file_start(struct caches *c, struct figure_plan *plan, const char *path, bool replaces);

/* Returns whether a figure is being written. */
bool figure_file_is_busy(const struct caches *c);

/* Returns the file that was written, or the reason why it was not, valid until the next frame; NULL
 * while it is being written, and without one. Then another one can be started. */
const struct export *figure_file_done(struct caches *c);

/* For caches.c. */
struct figure_job *figure_job_open(void);
void figure_job_close(struct figure_job *job);

#endif
