/* update: the commands of the line that ":" opens. */
#ifndef TBTOP_UPDATE_COMMANDS_H
#define TBTOP_UPDATE_COMMANDS_H

#include "tbtop/model/model.h"

/* Runs a command, a word and its argument; m->message has the result, or what is wrong. */
void command_run(struct model *m, const char *text);

/* Groups the runs by a rule, or not; m->message has the result, or what is wrong: then nothing
 * changes. `text`: the column or the expression of the rule. */
void group_runs(struct model *m, bool on, enum group_rule rule, const char *text);

/* Completes the word of a command, and says in m->message which ones match and what they do. */
void command_complete(struct model *m, struct line *line);

/* Commands with files of their own. */
void command_mouse(struct model *m, const char *argument);
void command_theme(struct model *m, const char *argument);

#endif
