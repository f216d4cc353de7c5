/* update: completion in the line of commands. */
#ifndef TBTOP_UPDATE_COMMAND_COMPLETE_H
#define TBTOP_UPDATE_COMMAND_COMPLETE_H

#include "tbtop/model/model.h"

/* Completes the last word of the line as far as all possible ones agree, and says in m->message
 * which ones there are, or what the only one does. */
void command_complete(struct model *m, struct line *line);

#endif
