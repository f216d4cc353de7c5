/* tfevents check: the hook --exec: a program that runs once for each finding. */
#ifndef TFE_TFEVENTS_CHECK_EXEC_H
#define TFE_TFEVENTS_CHECK_EXEC_H

#include <tfevents/judge.h>

struct check_exec;

/* The path and the arguments are borrowed. Returns NULL after a message. Ownership: release with
 * check_exec_free. */
struct check_exec *check_exec_open(const char *path, const char *const *arg, int args,
				   const char *program);
void check_exec_free(struct check_exec *exec);

/* Runs the program with the finding in its environment and on its standard input, for at most 10 s.
 * Reports a failure; a program that cannot be run is not tried again. */
void check_exec_send(struct check_exec *exec, const tfe_judge_finding *finding);

#endif
