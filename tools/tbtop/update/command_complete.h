/* update: completion in the line of commands. */
#ifndef TBTOP_UPDATE_COMMAND_COMPLETE_H
#define TBTOP_UPDATE_COMMAND_COMPLETE_H

#include "tbtop/model/model.h"

/* Completes the last word of the line as far as all possible ones agree. m->message tells what the
 * only one does. If there are several, m->prompt.menu has them, and each further call puts
 * the next (1) or previous (-1) one into the line. */
void command_complete(struct model *m, struct line *line, int direction);

#endif
