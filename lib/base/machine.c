/* base: the memory of the machine. */
#include "base/machine.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Reads the beginning of a small file as text; "" if it is unreadable. */
static void read_text(const char *path, char *text, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, text, size - 1);
	text[n > 0 ? n : 0] = '\0';
	if (fd >= 0)
		close(fd);
}

/* Returns the limit in a file of a control group; UINT64_MAX if it has none ("max"). */
static uint64_t limit_in(const char *path)
{
	char text[64];
	read_text(path, text, sizeof text);
	char *end;
	errno = 0;
	unsigned long long limit = strtoull(text, &end, 10);
	return end == text || errno || !limit ? UINT64_MAX : limit;
}

/* Returns the least limit of the control group (version 2, after "0::") and of all groups above
 * it. */
static uint64_t limit_of_groups(void)
{
	char groups[4096], path[4200];
	uint64_t least = UINT64_MAX;
	read_text("/proc/self/cgroup", groups, sizeof groups);
	char *group = strstr(groups, "0::/");
	if (!group)
		return least;
	group += strlen("0::");
	group[strcspn(group, "\n")] = '\0';
	for (char *slash; (slash = strrchr(group, '/')); *slash = '\0') {
		snprintf(path, sizeof path, "/sys/fs/cgroup%s/memory.max", group);
		uint64_t limit = limit_in(path);
		least = limit < least ? limit : least;
	}
	return least;
}

uint64_t tfe__machine_memory_bytes(void)
{
	long pages = sysconf(_SC_PHYS_PAGES), page = sysconf(_SC_PAGESIZE);
	uint64_t least =
		pages > 0 && page > 0 ? (uint64_t)pages * (uint64_t)page : (uint64_t)1 << 32;
	const uint64_t limits[] = {limit_of_groups(), limit_in("/sys/fs/cgroup/memory.max"),
				   limit_in("/sys/fs/cgroup/memory/memory.limit_in_bytes")};
	for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
		least = limits[i] < least ? limits[i] : least;
	return least;
}
