/* model: the words of the commands, for completion and help. */
#ifndef TBTOP_MODEL_COMMAND_WORDS_H
#define TBTOP_MODEL_COMMAND_WORDS_H

#include <stddef.h>

struct command_words {
	const char *word;
	const char *argument; /* "" without one */
	const char *help;
};

extern const struct command_words command_words[];
extern const size_t n_commands;

#endif
