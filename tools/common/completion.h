/* common: completion scripts for shells, made from the tables that parse the command line. */
#ifndef TFE_COMMON_COMPLETION_H
#define TFE_COMMON_COMPLETION_H

#include <stdbool.h>
#include <stdio.h>

#include "common/command_line.h"

/* A program with verbs; or with none, then its options are those of the one entry named "". */
struct completion {
	const char *program;
	struct completion_verb {
		const char *name, *summary;
		const struct option *options;
	} const *verbs;
	size_t n_verbs;
};

/* The shells that have a script. */
extern const struct option_word completion_shells[];

/* Prints the script of "bash", "zsh" or "fish"; false for another shell. */
bool completion_print(FILE *to, const char *shell, const struct completion *c);

#endif
