/* tbtop: plays a sound file through an installed program: no shell, and only the file as argument.
 * The program holds one end of a pipe, so that the event loop learns of its end. */
#include "tbtop/player.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { ARGUMENTS = 6 };

/* The programs, in the order in which they are tried, with their options. */
static const char *const programs[][ARGUMENTS] = {
	{"paplay"},      {"pw-play"},
	{"aplay", "-q"}, {"ffplay", "-nodisp", "-autoexit", "-loglevel", "quiet"},
	{"afplay"},
};

/* The descriptors of the program: nothing to read, nothing to write to the terminal, and the end of
 * the pipe. */
enum { PIPE_FD = 3 };

static bool describe(posix_spawn_file_actions_t *actions, int fd)
{
	return !posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0) &&
	       !posix_spawn_file_actions_addopen(actions, 1, "/dev/null", O_WRONLY, 0) &&
	       !posix_spawn_file_actions_addopen(actions, 2, "/dev/null", O_WRONLY, 0) &&
	       !posix_spawn_file_actions_adddup2(actions, fd, PIPE_FD);
}

/* Starts one program. Returns its pid, or 0 if it is not installed. */
static pid_t spawn(const char *const program[ARGUMENTS], const char *path, int fd)
{
	/* The function takes the type without const, and changes nothing. */
	union {
		const char *ours[ARGUMENTS + 2];
		char *theirs[ARGUMENTS + 2];
	} argv = {0};
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none;
	pid_t pid = 0;
	int n = 0;
	for (; n < ARGUMENTS && program[n]; n++)
		argv.ours[n] = program[n];
	argv.ours[n] = path;
	sigemptyset(&none);
	posix_spawn_file_actions_init(&actions);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setpgroup(&attributes, 0); /* Ctrl-C of the terminal does not reach it */
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
	if (!describe(&actions, fd) ||
	    posix_spawnp(&pid, argv.ours[0], &actions, &attributes, argv.theirs, environ))
		pid = 0;
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return pid;
}

bool player_start(struct player *p, const char *path)
{
	int ends[2];
	player_stop(p);
	snprintf(p->path, sizeof p->path, "%s", path);
	if (pipe(ends)) {
		unlink(path);
		return false;
	}
	fcntl(ends[0], F_SETFD, FD_CLOEXEC);
	fcntl(ends[1], F_SETFD, FD_CLOEXEC);
	for (size_t i = 0; i < sizeof programs / sizeof *programs && !p->pid; i++) {
		p->name = programs[i][0];
		p->pid = spawn(programs[i], path, ends[1]);
	}
	close(ends[1]);
	p->fd = ends[0];
	if (!p->pid) {
		close(ends[0]);
		p->fd = -1;
		unlink(path);
	}
	return p->pid != 0;
}

bool player_finish(struct player *p)
{
	int status = -1;
	while (p->pid && waitpid(p->pid, &status, 0) < 0 && errno == EINTR)
		;
	if (p->pid)
		unlink(p->path);
	if (p->fd >= 0)
		close(p->fd);
	p->pid = 0;
	p->fd = -1;
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

void player_stop(struct player *p)
{
	if (!p->pid)
		return;
	kill(-p->pid, SIGTERM); /* its group: it may be a script */
	player_finish(p);
}
