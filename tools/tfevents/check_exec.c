/* tfevents check: the hook --exec. No shell is involved: the program gets its arguments as they
 * were given, and data of the log only in its environment and on its standard input. */
#include "tfevents/check_exec.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/complain.h"
#include "common/memory.h"
#include "common/program_environment.h"
#include "common/run_program.h"
#include "tfevents/check.h"
#include "tfevents/check_payload.h"

static const double limit_s = 10;

/* A longer value of a variable is cut: the system limits the environment. */
enum { MOST_VALUE_BYTES = 4096 };

struct check_exec {
	const char *program;
	char **argv; /* its strings are borrowed */
	struct check_payload *payload;
	bool given_up;
};

struct check_exec *check_exec_open(const char *path, const char *const *arg, int args,
				   const char *program)
{
	struct check_payload *payload = check_payload_open(program);
	if (!payload)
		return NULL;
	struct check_exec *e = need_zeroed(1, sizeof *e);
	e->program = program;
	e->payload = payload;
	e->argv = need_zeroed((size_t)args + 2, sizeof *e->argv);
	memcpy(e->argv, &path, sizeof path);
	if (args)
		memcpy(e->argv + 1, arg, (size_t)args * sizeof *arg);
	return e;
}

void check_exec_free(struct check_exec *e)
{
	if (!e)
		return;
	check_payload_free(e->payload);
	free(e->argv);
	free(e);
}

static char **environment(const tfe_judge_finding *f)
{
	char step[24];
	snprintf(step, sizeof step, "%" PRId64, f->step);
	const struct program_variable own[] = {
		{"RUN", f->run},   {"TAG", f->tag},
		{"RULE", f->rule}, {"SEVERITY", tfe_severity_name(f->severity)},
		{"STEP", step},    {"MESSAGE", f->message},
		{"FILE", f->file},
	};
	return program_environment(own, sizeof own / sizeof *own, MOST_VALUE_BYTES);
}

static void report(struct check_exec *e, const struct program_end *end, const tfe_judge_finding *f)
{
	const char *path = e->argv[0];
	switch (end->how) {
	case PROGRAM_NOT_RUN:
		complain(e->program, NULL, "--exec: %s cannot be run: %s", path,
			 strerror(end->number));
		e->given_up = true;
		break;
	case PROGRAM_TOO_LONG:
		complain(e->program, NULL, "--exec: %s was ended after %.0f s: %s in %s", path,
			 limit_s, f->rule, f->run);
		break;
	case PROGRAM_KILLED:
		complain(e->program, NULL, "--exec: %s was ended by signal %d: %s in %s", path,
			 end->number, f->rule, f->run);
		break;
	case PROGRAM_EXITED:
		if (end->number)
			complain(e->program, NULL, "--exec: %s failed with status %d: %s in %s",
				 path, end->number, f->rule, f->run);
		break;
	}
}

void check_exec_send(struct check_exec *e, const tfe_judge_finding *f)
{
	if (e->given_up)
		return;
	check_payload_begin(e->payload);
	check_json_members(&e->payload->json, f);
	if (!check_payload_end(e->payload)) {
		complain(e->program, NULL, "--exec: cannot write the data of a finding: %s",
			 strerror(errno));
		return;
	}
	char **env = environment(f);
	struct program_end end = run_program(e->argv, env, fileno(e->payload->file), -1, limit_s);
	program_environment_free(env);
	report(e, &end, f);
}
