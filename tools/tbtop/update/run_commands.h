/* update: the commands on runs: their titles and notes, hiding, marking, copying, deleting. */
#ifndef TBTOP_UPDATE_RUN_COMMANDS_H
#define TBTOP_UPDATE_RUN_COMMANDS_H

#include "tbtop/model/model.h"

/* The run that a command without a name is about: the focused one, or that of the followed curve;
 * NULL without any. */
struct run *commanded_run(const struct model *m);

/* Set the note or the title of that run; "" removes it. */
void command_note(struct model *m, const char *argument);
void command_name(struct model *m, const char *argument);

/* Hide the marked runs, or the commanded one, or with an expression those that match. */
void command_hide(struct model *m, const char *argument);
void command_unhide(struct model *m, const char *argument);

/* Marks or unmarks the commanded run, or marks those that match. "none" unmarks all. */
void command_mark(struct model *m, const char *argument);

/* Asks for a copy of the names or the paths of the marked runs, or of the commanded one. */
void command_copy(struct model *m, const char *argument);

/* Shows the commands of a shell that delete the marked runs, or the commanded one, and asks for a
 * copy. Nothing is deleted. */
void command_delete(struct model *m, const char *argument);

#endif
