/* common: the command line: a table of options defines the parser, the help and the completion. */
#ifndef TFE_COMMON_COMMAND_LINE_H
#define TFE_COMMON_COMMAND_LINE_H

#include <assert.h>
#include <stdbool.h>
#include <stdio.h>

/* A word that an option accepts, and the value that it means. A table of them ends with a word of NULL. */
struct option_word {
	const char *word;
	int value;
};

/* One option; a table of them ends with a name of NULL. Written --name, or --name=VALUE (or --name VALUE) if
 * it accepts a value. */
struct option {
	const char *name;
	const char *value; /* the name of its value in the help; NULL if it accepts none */
	const char *help;  /* options_help appends the words */
	char letter;       /* -L, or -L VALUE, for short; 0 if it has none */
	const struct option_word
		*words;  /* all values that it accepts; NULL if they are not words */
	bool no_default; /* else the first word is the default */
};

enum { MOST_OPTIONS = 32 };

/* Proves at compile time that a table fits struct arguments. */
#define OPTIONS_FIT(table)                                                                         \
	static_assert(sizeof(table) / sizeof *(table) <= MOST_OPTIONS + 1, "too many options")

struct arguments {
	/* By index in the table: "" for one that was given without a value, NULL for one that was not given. */
	const char *option[MOST_OPTIONS];
	int word[MOST_OPTIONS]; /* of an option with words: the value of the one given, or of the default */
	char **operand;
	int operands;
};

/* Parses argv[1...] and moves the operands to its front, in their order. "--" ends the options. Returns false,
 * after a message on stderr that begins with `program`, if an option is not in the table, lacks its value, has
 * a value but accepts none, or has a value that is not one of its words. */
bool options_parse(const struct option *options, int argc, char **argv, const char *program,
		   struct arguments *arguments);

/* Prints the words of an option, separated by `between`. */
void options_print_words(FILE *to, const struct option *option, const char *between);

/* Lists the options with their help and words, indented and aligned. */
void options_help(FILE *to, const struct option *options);

#endif
