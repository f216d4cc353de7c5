/* model: the words of the commands. */
#include "tbtop/model/command_words.h"

#include "tbtop/model/command_map.h"

const struct command_words command_words[] = {
#define COMMAND_WORDS(word, argument, help, ...) {word, argument, help},
	COMMAND_MAP(COMMAND_WORDS)
#undef COMMAND_WORDS
};
const size_t n_commands = sizeof command_words / sizeof *command_words;
