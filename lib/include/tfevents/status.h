/* Statuses, error details and the allocator, which every part of the library uses. */
#ifndef TFEVENTS_STATUS_H
#define TFEVENTS_STATUS_H

#include <stddef.h>
#include <stdint.h>

#include <tfevents/api.h>

TFE_BEGIN_DECLS

/* Number, name and text of each status. A number never changes its meaning; new statuses are
 * appended. */
#define TFE_STATUS_MAP(X)                                                                          \
	X(0, TFE_OK, "ok")                                                                         \
	X(1, TFE_E_ARG, "bad argument")                                                            \
	X(2, TFE_E_NOMEM, "out of memory")                                                         \
	X(3, TFE_E_IO, "input/output error")                                                       \
	X(4, TFE_E_CLOSED, "already finished")                                                     \
	X(5, TFE_E_DAMAGED, "damaged data")                                                        \
	X(6, TFE_E_AGAIN, "no more data yet")                                                      \
	X(7, TFE_E_NOTFOUND, "not found")                                                          \
	X(8, TFE_E_UNSUPPORTED, "not supported by this build")                                     \
	X(9, TFE_E_TIMEOUT, "timed out")                                                           \
	X(10, TFE_E_LIMIT, "limit exceeded")

/* How a call ended. */
typedef enum tfe_status {
#define TFE_STATUS_ENUM(number, name, text) name = number,
	TFE_STATUS_MAP(TFE_STATUS_ENUM)
#undef TFE_STATUS_ENUM
} tfe_status;

/* The detail of an error, copied out to the caller: plain data, nothing to release. */
typedef struct tfe_error {
	size_t size;
	tfe_status status;
	int sys_errno;  /* errno of the failed call; 0: none failed */
	int64_t offset; /* byte offset in the file; -1: not applicable */
	/* Path of the file, "" if there is none; a long path loses its beginning. */
	char path[1024];
	char message[256]; /* a sentence, lower case, no newline */
} tfe_error;

#define TFE_ERROR_INIT TFE_SIZED(tfe_error)

/* The text of a status, such as "out of memory"; "unknown status" for any other number.
 * Ownership: static. Threads: any. */
TFE_API const char *tfe_status_text(tfe_status status);

/* The name of a status, such as "TFE_E_NOMEM". Ownership: static. Threads: any. */
TFE_API const char *tfe_status_name(tfe_status status);

/* The source of all memory of the library. `resize` is realloc with a context: a NULL block
 * allocates; 0 bytes frees and returns NULL; on failure it returns NULL and the block stays
 * unchanged. Threads: it is called from any thread that the library uses. */
typedef struct tfe_allocator {
	void *(*resize)(void *context, void *block, size_t bytes);
	void *context;
} tfe_allocator;

TFE_END_DECLS

#endif
