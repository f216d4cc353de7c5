/* cache: a thread that reads histograms from disk while the event loop draws. */
#ifndef TBTOP_CACHE_HIST_READER_H
#define TBTOP_CACHE_HIST_READER_H

#include <stdbool.h>

#include "tbtop/cache/caches.h"

struct hist_reader;

/* Starts a thread that reads what views request. Returns NULL if the system has no thread or pipe
 * left. Pair with hist_reader_close, before the caches and the log directory are closed. */
struct hist_reader *hist_reader_open(struct caches *c);
void hist_reader_close(struct hist_reader *reader);

/* Becomes readable (POLLIN) when a histogram was read after the last hist_reader_acknowledge. */
int hist_reader_fd(const struct hist_reader *reader);
void hist_reader_acknowledge(struct hist_reader *reader);

/* Reads all current requests in the calling thread. Returns whether there were any. */
bool hist_read_missed(struct caches *c);

#endif
