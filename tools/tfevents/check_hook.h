/* tfevents check: the hooks --exec and --webhook, which get each finding once. A hook that fails
 * reports it on standard error and changes nothing else. */
#ifndef TFE_TFEVENTS_CHECK_HOOK_H
#define TFE_TFEVENTS_CHECK_HOOK_H

#include <stdbool.h>
#include <stddef.h>

#include <tfevents/judge.h>

#include "common/command_line.h"

struct check_hooks;

/* Opens the hooks of the values of --exec, with the repeated values of --exec-arg, and --webhook or
 * else the variable TFEVENTS_WEBHOOK. NULL: not given; an empty URL is none. *hooks is NULL if
 * there is no hook. Returns false, after a message, if a hook cannot be used.
 * Ownership: release with check_hooks_free. */
bool check_hooks_open(const char *exec, const char *webhook, const struct arguments *arguments,
		      const char *program, struct check_hooks **hooks);

/* Sends the findings that were not sent before. NULL is a no-op. */
void check_hooks_send(struct check_hooks *hooks, const tfe_judge_finding *finding, size_t n);

/* Reports the findings that were not sent. NULL is a no-op. */
void check_hooks_free(struct check_hooks *hooks);

#endif
