/* read/logdir: change notifications of the system for folders (inotify). */
#define _DEFAULT_SOURCE /* statfs */
#include "read/logdir/inotify.h"

#include <stddef.h>

#ifdef __linux__
#include <stdalign.h>
#include <stdint.h>
#include <sys/inotify.h>
#include <sys/vfs.h>
#include <unistd.h>

enum {
	EVENTS = IN_CREATE | IN_MODIFY | IN_ATTRIB | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE |
		 IN_DELETE_SELF | IN_MOVE_SELF
};

void tfe__notify_open(struct tfe__notify *n, bool silent)
{
	*n = (struct tfe__notify){.fd = silent ? -1 : inotify_init1(IN_NONBLOCK | IN_CLOEXEC)};
}

void tfe__notify_close(struct tfe__notify *n)
{
	if (n->fd >= 0)
		close(n->fd);
	n->fd = -1;
}

/* Whether the file system of a path has one of these magic numbers of statfs(2). */
static bool is_one_of(const char *path, const uint32_t *magic, size_t n)
{
	struct statfs fs;
	if (statfs(path, &fs))
		return false;
	for (size_t i = 0; i < n; i++)
		if ((uint32_t)fs.f_type == magic[i])
			return true;
	return false;
}

/* Whether other machines (or a FUSE daemon) can change the file system without a notification of
 * the kernel. */
static bool is_remote(const char *path)
{
	static const uint32_t magic[] = {
		0x6969 /* NFS */,      0x517b /* SMB */,        0xff534d42 /* CIFS */,
		0xfe534d42 /* SMB2 */, 0x65735546 /* FUSE */,   0x01021997 /* 9P */,
		0x00c36400 /* Ceph */, 0x5346414f /* AFS */,    0x0bd00bd0 /* Lustre */,
		0x47504653 /* GPFS */, 0x19830326 /* BeeGFS */,
	};
	return is_one_of(path, magic, sizeof magic / sizeof *magic);
}

bool tfe__notify_is_kernel_fs(const char *path)
{
	static const uint32_t magic[] = {
		0x9fa0 /* proc */,         0x62656572 /* sysfs */,   0x27e0eb /* cgroup */,
		0x63677270 /* cgroup2 */,  0x64626720 /* debugfs */, 0x74726163 /* tracefs */,
		0x73636673 /* security */, 0xcafe4a11 /* bpf */,     0x1cd1 /* devpts */,
		0x62656570 /* configfs */, 0x6165676c /* pstore */,  0xde5e81e4 /* efivarfs */,
		0x65735543 /* fusectl */,  0x19800202 /* mqueue */,  0x42494e4d /* binfmt_misc */,
		0xf97cff8c /* selinux */,  0x6e736673 /* nsfs */,
	};
	return is_one_of(path, magic, sizeof magic / sizeof *magic);
}

int tfe__notify_add(struct tfe__notify *n, const char *path, dev_t device)
{
	if (n->fd < 0)
		return -1;
	if (!device || device != n->device) {
		n->device = device;
		n->is_remote = is_remote(path);
	}
	if (n->is_remote)
		return -1;
	return inotify_add_watch(n->fd, path, EVENTS | IN_ONLYDIR | IN_EXCL_UNLINK);
}

void tfe__notify_remove(struct tfe__notify *n, int number)
{
	if (n->fd >= 0 && number >= 0)
		inotify_rm_watch(n->fd, number);
}

static struct tfe__change change_of(const struct inotify_event *e)
{
	return (struct tfe__change){
		.number = e->wd,
		.name = e->len ? e->name : NULL,
		.appeared = (e->mask & (IN_CREATE | IN_MOVED_TO)) != 0,
		.folder_gone =
			(e->mask & (IN_DELETE_SELF | IN_MOVE_SELF | IN_IGNORED | IN_UNMOUNT)) != 0,
		.lost = (e->mask & IN_Q_OVERFLOW) != 0,
	};
}

void tfe__notify_read(struct tfe__notify *n,
		      void (*handle)(void *context, const struct tfe__change *change),
		      void *context)
{
	alignas(struct inotify_event) char buffer[16384];
	ssize_t got;
	while ((got = read(n->fd, buffer, sizeof buffer)) > 0) {
		for (ssize_t at = 0; at < got;) {
			const struct inotify_event *e = (const void *)(buffer + at);
			struct tfe__change change = change_of(e);
			handle(context, &change);
			at += (ssize_t)sizeof *e + e->len;
		}
	}
}

#else

void tfe__notify_open(struct tfe__notify *n, bool silent)
{
	(void)silent;
	*n = (struct tfe__notify){.fd = -1};
}

void tfe__notify_close(struct tfe__notify *n)
{
	(void)n;
}

int tfe__notify_add(struct tfe__notify *n, const char *path, dev_t device)
{
	(void)n;
	(void)path;
	(void)device;
	return -1;
}

void tfe__notify_remove(struct tfe__notify *n, int number)
{
	(void)n;
	(void)number;
}

bool tfe__notify_is_kernel_fs(const char *path)
{
	(void)path;
	return false;
}

void tfe__notify_read(struct tfe__notify *n,
		      void (*handle)(void *context, const struct tfe__change *change),
		      void *context)
{
	(void)n;
	(void)handle;
	(void)context;
}

#endif
