/* common: completion scripts for shells, generated from the tables that parse the command line. */
#ifndef TFE_COMMON_COMPLETION_H
#define TFE_COMMON_COMPLETION_H

#include <stdbool.h>
#include <stdio.h>

#include "common/command_line.h"

/* A program with verbs. A program without verbs has one entry, named "", with its options. */
struct completion {
	const char *program;
	struct completion_verb {
		const char *name, *summary;
		const struct option *options;
	} const *verbs;
	size_t n_verbs;
};

/* The shells for which there is a script. */
extern const struct option_word completion_shells[];

/* Prints the script for "bash", "zsh" or "fish". Returns false for another shell. */
bool completion_print(FILE *to, const char *shell, const struct completion *c);

#endif
