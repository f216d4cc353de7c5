/* tbtop: the programs that are run for notifications: a queue, and a few threads that wait for
 * them. */
#include "tbtop/notify_command.h"

#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/memory.h"
#include "common/program_environment.h"
#include "common/run_program.h"
#include "common/start_thread.h"

static const double limit_s = 10;

enum { VALUE_BYTES = 1000, RUNNING_MOST = 8, WAITING_MOST = 1000 };

struct job {
	char *argv[2];
	char **env;
	char *message;
	struct job *next;
};

/* It is global because its threads may last until the process ends. */
static struct {
	pthread_mutex_t lock;
	struct job *first, *last;
	size_t waiting, running;
} queue = {.lock = PTHREAD_MUTEX_INITIALIZER};

static char **environment(const struct notice *n)
{
	char step[24];
	snprintf(step, sizeof step, "%" PRId64, n->step);
	const struct program_variable own[] = {
		{"EVENT", n->what},      {"RUN", n->run}, {"TAG", n->tag},
		{"RULE", n->rule},       {"STEP", step},  {"SEVERITY", n->severity},
		{"MESSAGE", n->message},
	};
	return program_environment(own, sizeof own / sizeof *own, VALUE_BYTES);
}

static void release(struct job *job)
{
	program_environment_free(job->env);
	free(job->argv[0]);
	free(job->message);
	free(job);
}

/* Waits for the end of the program. */
static void run(struct job *job)
{
	FILE *input = tmpfile();
	int output = open("/dev/null", O_WRONLY | O_CLOEXEC);
	if (input && output >= 0) {
		fcntl(fileno(input), F_SETFD, FD_CLOEXEC);
		fprintf(input, "%s\n", job->message);
		if (!fflush(input))
			run_program(job->argv, job->env, fileno(input), output, limit_s);
	}
	if (input)
		fclose(input);
	if (output >= 0)
		close(output);
}

/* Returns the first job, or NULL; then the thread is to end. */
static struct job *next_job(void)
{
	pthread_mutex_lock(&queue.lock);
	struct job *job = queue.first;
	if (job)
		queue.first = job->next;
	if (!queue.first)
		queue.last = NULL;
	queue.waiting -= job != NULL;
	queue.running -= !job;
	pthread_mutex_unlock(&queue.lock);
	return job;
}

static void *run_jobs(void *nothing)
{
	(void)nothing;
	for (struct job *job; (job = next_job());) {
		run(job);
		release(job);
	}
	return NULL;
}

static bool start_jobs(void)
{
	pthread_t thread;
	bool started = start_thread(&thread, run_jobs, NULL);
	if (started)
		pthread_detach(thread);
	return started;
}

/* Returns false if too many jobs wait, or there is no thread for it. */
static bool add(struct job *job)
{
	pthread_mutex_lock(&queue.lock);
	bool more = queue.running < RUNNING_MOST && start_jobs();
	queue.running += more;
	bool added = queue.running && queue.waiting < WAITING_MOST;
	if (added && queue.last)
		queue.last->next = job;
	else if (added)
		queue.first = job;
	if (added)
		queue.last = job;
	queue.waiting += added;
	pthread_mutex_unlock(&queue.lock);
	return added;
}

bool notify_command(const char *program, const struct notice *notice)
{
	struct job *job = need_zeroed(1, sizeof *job);
	job->argv[0] = need_copy(program);
	job->env = environment(notice);
	job->message = need_copy(notice->message);
	bool added = add(job);
	if (!added)
		release(job);
	return added;
}
