/* cache: histograms that views miss are read from disk, by a thread beside the event loop. */
#ifndef TBTOP_CACHE_HIST_READER_H
#define TBTOP_CACHE_HIST_READER_H

#include <stdbool.h>

#include "tbtop/cache/caches.h"

struct hist_reader;

/* Begins to read what views request. NULL where the system has no thread or pipe to give. Pair with
 * hist_reader_close, before the caches and the log directory are closed. */
struct hist_reader *hist_reader_open(struct caches *c);
void hist_reader_close(struct hist_reader *reader);

/* Readable (POLLIN) when something was read since the last call of hist_reader_acknowledge. */
int hist_reader_fd(const struct hist_reader *reader);
void hist_reader_acknowledge(struct hist_reader *reader);

/* Without a thread: reads all that is requested now. Returns whether there was any. */
bool hist_read_missed(struct caches *c);

#endif
