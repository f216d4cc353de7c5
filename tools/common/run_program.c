/* common: runs a program for a limited time: posix_spawn, and waiting with growing pauses. */
#include "common/run_program.h"

#include <errno.h>
#include <math.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "common/timer.h"

/* The time between SIGTERM and SIGKILL. */
static const double grace_s = 1;

/* The program has its own process group and the usual handling of signals. */
static int set_attributes(posix_spawnattr_t *attributes)
{
	sigset_t usual, none;
	sigemptyset(&none);
	sigemptyset(&usual);
	sigaddset(&usual, SIGINT);
	sigaddset(&usual, SIGTERM);
	sigaddset(&usual, SIGPIPE);
	posix_spawnattr_setsigdefault(attributes, &usual);
	posix_spawnattr_setsigmask(attributes, &none);
	posix_spawnattr_setpgroup(attributes, 0);
	return posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF |
							    POSIX_SPAWN_SETSIGMASK);
}

/* Starts the program. Returns 0 or an errno. */
static int start(char *const *argv, char *const *env, int input, int output, pid_t *pid)
{
	posix_spawnattr_t attributes;
	posix_spawn_file_actions_t files;
	int error = posix_spawnattr_init(&attributes);
	if (error)
		return error;
	error = posix_spawn_file_actions_init(&files);
	if (!error) {
		error = set_attributes(&attributes);
		if (!error)
			error = posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
		if (!error)
			error = posix_spawn_file_actions_adddup2(
				&files, output < 0 ? STDERR_FILENO : output, STDOUT_FILENO);
		if (!error && output >= 0)
			error = posix_spawn_file_actions_adddup2(&files, output, STDERR_FILENO);
		if (!error)
			error = posix_spawnp(pid, argv[0], &files, &attributes, argv, env);
		posix_spawn_file_actions_destroy(&files);
	}
	posix_spawnattr_destroy(&attributes);
	return error;
}

/* Waits until the program has ended, at most until `deadline`. */
static bool has_ended(pid_t pid, int *status, double deadline)
{
	struct timespec pause = {.tv_nsec = 200000};
	const long longest_ns = 20000000;
	for (;;) {
		pid_t ended = waitpid(pid, status, WNOHANG);
		if (ended == pid || (ended < 0 && errno != EINTR))
			return true;
		if (clock_monotonic_s() >= deadline)
			return false;
		nanosleep(&pause, NULL);
		pause.tv_nsec = pause.tv_nsec < longest_ns / 2 ? 2 * pause.tv_nsec : longest_ns;
	}
}

struct program_end run_program(char *const *argv, char *const *env, int input, int output,
			       double limit_s)
{
	pid_t pid;
	int status = 0, error = lseek(input, 0, SEEK_SET) < 0 ? errno : 0;
	if (!error)
		error = start(argv, env, input, output, &pid);
	if (error)
		return (struct program_end){PROGRAM_NOT_RUN, error};
	if (!has_ended(pid, &status, clock_monotonic_s() + limit_s)) {
		kill(-pid, SIGTERM);
		bool ended = has_ended(pid, &status, clock_monotonic_s() + grace_s);
		kill(-pid, SIGKILL); /* others of its group may be left */
		if (!ended)
			has_ended(pid, &status, INFINITY);
		return (struct program_end){.how = PROGRAM_TOO_LONG};
	}
	if (WIFSIGNALED(status))
		return (struct program_end){PROGRAM_KILLED, WTERMSIG(status)};
	return (struct program_end){PROGRAM_EXITED, WEXITSTATUS(status)};
}
