/* tfevents: the description of a verb. Each verb has its file; main.c has the table of verbs. */
#ifndef TFE_TFEVENTS_VERB_H
#define TFE_TFEVENTS_VERB_H

#include "common/command_line.h"

struct verb {
	const char *name;
	const char *operands; /* for the usage line: "LOGDIR|FILE..." */
	const char *summary;  /* one line for the list of verbs */
	const char *details;  /* further lines of the help, each ended by a newline; "" for none */
	const struct option *options;
	int least; /* the minimum number of operands */
	/* Returns the exit status: 0 success, 1 findings, differences or nothing matched, 2 usage
	 * or I/O error. */
	int (*run)(const struct arguments *arguments);
};

extern const struct verb diff_verb;
extern const struct verb dump_verb;
extern const struct verb export_verb;
extern const struct verb import_verb;
extern const struct verb extract_verb;
extern const struct verb graph_verb;
extern const struct verb ls_verb;
extern const struct verb check_verb;
extern const struct verb merge_verb;
extern const struct verb plot_verb;
extern const struct verb repair_verb;
extern const struct verb report_verb;
extern const struct verb stats_verb;

#endif
