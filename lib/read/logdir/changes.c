/* read/logdir: change notification of a log directory: a pipe that is readable after a change. */
#include "read/logdir/changes.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/error.h"

tfe_status tfe__changes_open(struct tfe__changes *c, tfe_error *error)
{
	*c = (struct tfe__changes){.pipe = {-1, -1}};
	if (pipe(c->pipe))
		return tfe__error(error, TFE_E_IO, errno, NULL, -1, "cannot create a pipe");
	for (int i = 0; i < 2; i++) {
		fcntl(c->pipe[i], F_SETFD, FD_CLOEXEC);
		fcntl(c->pipe[i], F_SETFL, O_NONBLOCK);
	}
	return TFE_OK;
}

void tfe__changes_close(struct tfe__changes *c)
{
	for (int i = 0; i < 2; i++) {
		if (c->pipe[i] >= 0)
			close(c->pipe[i]);
		c->pipe[i] = -1;
	}
}

void tfe__changes_signal(struct tfe__changes *c)
{
	atomic_fetch_add(&c->generation, 1);
	/* A byte that was not acknowledged yet also signals this change. */
	if (atomic_exchange(&c->signalled, true))
		return;
	while (write(c->pipe[1], "", 1) < 0 && errno == EINTR)
		continue;
}

void tfe__changes_acknowledge(struct tfe__changes *c)
{
	char buffer[256];
	ssize_t n;
	do
		n = read(c->pipe[0], buffer, sizeof buffer);
	while (n > 0 || (n < 0 && errno == EINTR));
	atomic_store(&c->signalled, false);
}
