/* cache: a thread that reads values from disk while the event loop draws. */
#ifndef TBTOP_CACHE_READ_THREAD_H
#define TBTOP_CACHE_READ_THREAD_H

#include <stdbool.h>

#include "tbtop/cache/caches.h"

struct read_thread;

/* Starts a thread that reads what views request. Returns NULL if the system has no thread or pipe
 * left. Pair with read_thread_close, before the caches and the log directory are closed. */
struct read_thread *read_thread_open(struct caches *c);
void read_thread_close(struct read_thread *reader);

/* Becomes readable (POLLIN) when a value was read after the last read_thread_acknowledge. */
int read_thread_fd(const struct read_thread *reader);
void read_thread_acknowledge(struct read_thread *reader);

/* Reads all current requests in the calling thread. Returns whether there were any. */
bool read_missed(struct caches *c);

#endif
