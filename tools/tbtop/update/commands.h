/* update: the commands of the line that ":" opens. */
#ifndef TBTOP_UPDATE_COMMANDS_H
#define TBTOP_UPDATE_COMMANDS_H

#include "tbtop/model/command_words.h"
#include "tbtop/model/model.h"

/* What a command does, in the order of command_words. */
struct command {
	void (*run)(struct model *m, const char *argument);
	/* Returns the i-th word that its argument may be, or NULL; may be NULL itself. */
	const char *(*candidate)(const struct model *m, size_t i);
};

extern const struct command commands[];

/* Runs a command: the number of a step, "$" for the last one, or a word and its argument; the name
 * of a setting is the command that sets it. Words may be abbreviated. m->message has the result, or
 * what is wrong. */
void command_run(struct model *m, const char *text);

#endif
