/* For unit tests: write(2) that fails or writes only a part, from the N-th call on. The first
 * comment of the test requests it with a line that tests/tests.mk reads:
 *
 * wraps: write
 *
 * Only descriptors from 3 on are affected, so that test reports appear. Threads: any. */
#ifndef TESTS_UNIT_INJECT_WRITE_H
#define TESTS_UNIT_INJECT_WRITE_H

#include <errno.h>
#include <stdatomic.h>
#include <unistd.h>

static struct {
	atomic_size_t calls;    /* the number of calls so far */
	atomic_size_t fail_at;  /* the number of the first call that fails, from 1; 0: none */
	atomic_size_t fail_for; /* the number of successive calls that fail */
	atomic_int error;       /* the errno of a failure; 0 for a write of half the bytes */
} inject_write;

/* Fails the calls with the numbers at .. at + count - 1, counted from now. */
static inline void inject_write_fail(size_t at, size_t count, int error)
{
	atomic_store(&inject_write.calls, 0);
	atomic_store(&inject_write.error, error);
	atomic_store(&inject_write.fail_for, count);
	atomic_store(&inject_write.fail_at, at);
}

ssize_t __real_write(int fd, const void *data, size_t bytes);
ssize_t __wrap_write(int fd, const void *data, size_t bytes);

ssize_t __wrap_write(int fd, const void *data, size_t bytes)
{
	if (fd <= 2)
		return __real_write(fd, data, bytes);
	size_t call = atomic_fetch_add(&inject_write.calls, 1) + 1;
	size_t at = atomic_load(&inject_write.fail_at);
	if (at == 0 || call < at || call - at >= atomic_load(&inject_write.fail_for))
		return __real_write(fd, data, bytes);
	int error = atomic_load(&inject_write.error);
	if (error == 0)
		return __real_write(fd, data, bytes > 1 ? bytes / 2 : bytes);
	errno = error;
	return -1;
}

#endif
