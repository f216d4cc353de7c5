/* tbtop: the program that is run for a notification. */
#ifndef TBTOP_NOTIFY_COMMAND_H
#define TBTOP_NOTIFY_COMMAND_H

#include <stdbool.h>
#include <stdint.h>

struct notice {
	const char *what; /* "finding", "end" or "condition" */
	const char *run, *tag, *rule, *message, *severity;
	int64_t step;
};

/* Runs a program in the background, for at most 10 s, without a shell and without arguments. The
 * notice is in its environment (TFEVENTS_EVENT, _RUN, _TAG, _RULE, _SEVERITY, _STEP, _MESSAGE), and
 * its message is the standard input; its output is discarded. Eight programs run at a time, and
 * others wait. Returns false if 1000 wait already, or there is no thread for it. */
bool notify_command(const char *program, const struct notice *notice);

#endif
