/* tbtop: notifications: a finding fires, a run ends, or a condition of the user first holds. */
#ifndef TBTOP_NOTIFIER_H
#define TBTOP_NOTIFIER_H

#include <stddef.h>
#include <stdint.h>

#include "tbtop/model/model.h"

/* Initialize it with zeros and the command. */
struct notifier {
	const char *command;   /* the program of NOTIFY_COMMAND; NULL: none */
	bool begun;            /* what was true at first is known, and causes no notification */
	bool conditions_known; /* those that hold already are known */
	uint64_t *known;       /* sorted hashes of what was notified, or was true at first */
	size_t n_known, known_capacity;
	bool *was_live; /* by index of the run */
	size_t n_runs;
};
void notifier_release(struct notifier *n);

/* Notifies what has become true since the last call: once each. Call it after findings or runs
 * changed, after all data were judged with the present conditions. */
void notifier_follow(struct notifier *n, struct model *m);

#endif
