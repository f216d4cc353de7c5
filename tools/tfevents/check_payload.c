/* tfevents check: the data of a finding for a hook. */
#include "tfevents/check_payload.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/complain.h"
#include "common/memory.h"

struct check_payload *check_payload_open(const char *program)
{
	FILE *file = tmpfile();
	if (!file) {
		complain(program, NULL, "cannot create a temporary file for the hooks: %s",
			 strerror(errno));
		return NULL;
	}
	fcntl(fileno(file), F_SETFD, FD_CLOEXEC);
	struct check_payload *p = need_zeroed(1, sizeof *p);
	p->file = file;
	return p;
}

void check_payload_free(struct check_payload *p)
{
	if (p)
		fclose(p->file);
	free(p);
}

void check_payload_begin(struct check_payload *p)
{
	int fd = fileno(p->file);
	bool empty = !ftruncate(fd, 0) && !lseek(fd, 0, SEEK_SET);
	out_init(&p->out, fd);
	p->out.error = empty ? 0 : errno;
	p->json = (struct json){.out = &p->out};
	json_begin(&p->json, NULL);
}

size_t check_payload_end(struct check_payload *p)
{
	json_end_line(&p->json);
	off_t bytes = out_flush(&p->out) ? lseek(fileno(p->file), 0, SEEK_CUR) : -1;
	errno = p->out.error ? p->out.error : errno;
	return bytes > 0 ? (size_t)bytes : 0;
}
