/* tbtop: the program that is run for a notification, in a thread that waits for it. */
#include "tbtop/notify_command.h"

#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/memory.h"
#include "common/run_program.h"

extern char **environ;

static const double limit_s = 10;

enum { VARIABLES = 7, VALUE_BYTES = 1000 };

struct job {
	char *argv[2];
	char **env;
	FILE *input;
	int output;
};

static char *variable(const char *name, const char *value)
{
	char text[VALUE_BYTES + 40];
	snprintf(text, sizeof text, "TFEVENTS_%s=%.*s", name, VALUE_BYTES, value);
	return need_copy(text);
}

/* Returns the variables of a notice, and those of this process that are not ours. */
static char **environment(const struct notice *n)
{
	char step[24];
	snprintf(step, sizeof step, "%" PRId64, n->step);
	const char *const own[VARIABLES][2] = {
		{"EVENT", n->what},      {"RUN", n->run}, {"TAG", n->tag},
		{"RULE", n->rule},       {"STEP", step},  {"SEVERITY", n->severity},
		{"MESSAGE", n->message},
	};
	size_t inherited = 0, k = 0;
	while (environ && environ[inherited])
		inherited++;
	char **env = need_zeroed(VARIABLES + inherited + 1, sizeof *env);
	for (; k < VARIABLES; k++)
		env[k] = variable(own[k][0], own[k][1]);
	for (size_t i = 0; i < inherited; i++)
		if (strncmp(environ[i], "TFEVENTS_", strlen("TFEVENTS_")) != 0)
			env[k++] = need_copy(environ[i]);
	return env;
}

static void release(struct job *job)
{
	for (size_t i = 0; job->env[i]; i++)
		free(job->env[i]);
	free(job->env);
	free(job->argv[0]);
	if (job->input)
		fclose(job->input);
	if (job->output >= 0)
		close(job->output);
	free(job);
}

static void *run(void *of)
{
	struct job *job = of;
	run_program(job->argv, job->env, fileno(job->input), job->output, limit_s);
	release(job);
	return NULL;
}

/* The signals of the program are for the thread of the event loop. */
static bool start(struct job *job)
{
	sigset_t all, before;
	pthread_t thread;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	bool started = !pthread_create(&thread, NULL, run, job);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (started)
		pthread_detach(thread);
	return started;
}

bool notify_command(const char *program, const struct notice *notice)
{
	struct job *job = need_zeroed(1, sizeof *job);
	job->argv[0] = need_copy(program);
	job->env = environment(notice);
	job->input = tmpfile();
	job->output = open("/dev/null", O_WRONLY | O_CLOEXEC);
	bool ready = job->input && job->output >= 0;
	if (ready) {
		fcntl(fileno(job->input), F_SETFD, FD_CLOEXEC);
		fprintf(job->input, "%s\n", notice->message);
		ready = !fflush(job->input) && start(job);
	}
	if (!ready)
		release(job);
	return ready;
}
