/* tfevents: what a verb is. One file a verb; the table of them is in main.c. */
#ifndef TFE_TFEVENTS_VERB_H
#define TFE_TFEVENTS_VERB_H

#include "common/command_line.h"

struct verb {
	const char *name;
	const char *operands; /* for the usage line: "LOGDIR|FILE..." */
	const char *summary;  /* one line, for the list of verbs */
	const char *details;  /* further lines of its help, each ended by a newline; "" for none */
	const struct option *options;
	int least; /* operands it needs */
	/* Returns the exit status: 0 fine, 1 found something or nothing matched, 2 usage or I/O trouble. */
	int (*run)(const struct arguments *arguments);
};

extern const struct verb diff_verb;
extern const struct verb dump_verb;
extern const struct verb export_verb;
extern const struct verb ls_verb;
extern const struct verb check_verb;
extern const struct verb merge_verb;
extern const struct verb repair_verb;
extern const struct verb stats_verb;

#endif
