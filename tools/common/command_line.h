/* common: the command line: a table of options defines the parser, the help and the completion. */
#ifndef TFE_COMMON_COMMAND_LINE_H
#define TFE_COMMON_COMMAND_LINE_H

#include <assert.h>
#include <stdbool.h>
#include <stdio.h>

/* A word that an option accepts, and the value that it means. An entry with the word NULL ends a
 * table of them. */
struct option_word {
	const char *word;
	int value;
};

/* One option. The user writes --name, or --name=VALUE (or --name VALUE) if the option accepts a
 * value. An entry with the name NULL ends a table of them. */
struct option {
	const char *name;
	const char *value; /* the name of the value in the help; NULL if the option accepts none */
	const char *help;  /* options_help appends the words to it */
	char letter;       /* the short form -L, or -L VALUE; 0 if there is none */
	const struct option_word
		*words;  /* all values that the option accepts; NULL if the values are not words */
	bool no_default; /* false: the first word is the default */
	bool alone;      /* with the option, the command needs no operand */
	bool repeats;    /* the option may be given several times; at most one of a table */
};

enum { MOST_OPTIONS = 40, MOST_REPEATS = 64 };

/* Proves at compile time that a table fits struct arguments. */
#define OPTIONS_FIT(table)                                                                         \
	static_assert(sizeof(table) / sizeof *(table) <= MOST_OPTIONS + 1, "too many options")

struct arguments {
	/* By index in the table: "" for an option that was given without a value, NULL for one that
	 * was not given. */
	const char *option[MOST_OPTIONS];
	/* By index in the table, for an option with words: the value of the given word, or of the
	 * default. */
	int word[MOST_OPTIONS];
	char **operand;
	int operands;
	/* The values of the option that repeats, in their order. */
	const char *repeated[MOST_REPEATS];
	int repeats;
};

/* Parses argv[1...] and moves the operands to its front, in their order. "--" ends the options.
 * Returns false, after a message on stderr that begins with `program`, if an option is not in the
 * table, lacks its value, has a value but accepts none, or has a value that is not one of its
 * words. */
bool options_parse(const struct option *options, int argc, char **argv, const char *program,
		   struct arguments *arguments);

/* Returns whether an option was given with which the command needs no operand. */
bool options_alone(const struct option *options, const struct arguments *arguments);

/* Prints the words of an option, separated by `between`. */
void options_print_words(FILE *to, const struct option *option, const char *between);

/* Lists the options with their help and words, indented and aligned. */
void options_help(FILE *to, const struct option *options);

#endif
