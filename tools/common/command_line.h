/* common: the command line: options from a table, which also makes the help. */
#ifndef TFE_COMMON_COMMAND_LINE_H
#define TFE_COMMON_COMMAND_LINE_H

#include <stdbool.h>
#include <stdio.h>

/* One option; a table of them ends with a name of NULL. Written --name, or --name=VALUE (or --name VALUE) where it
 * takes a value. */
struct option {
	const char *name;
	const char *value; /* the word for its value in the help; NULL where it takes none */
	const char *help;
	char letter; /* -L, or -L VALUE, for short; 0 where it has none */
	const char *
		words; /* all values that it takes, between spaces; NULL where they are not words */
};

enum { MOST_OPTIONS = 32 };

struct arguments {
	/* By index in the table: "" for one that was given without a value, NULL for one that was not given. */
	const char *option[MOST_OPTIONS];
	char **operand;
	int operands;
};

/* Sorts out argv[1...]; operands are moved to its front in their order. "--" ends the options. False, with a word on
 * stderr beginning with `program`, where an option is not in the table or lacks its value, or has one too many. */
bool options_parse(const struct option *options, int argc, char **argv, const char *program,
		   struct arguments *arguments);

/* Lists the options, indented and aligned. */
void options_help(FILE *to, const struct option *options);

#endif
