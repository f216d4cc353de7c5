/* update: the command that chooses what the mouse does. */
#ifndef TBTOP_UPDATE_MOUSE_COMMAND_H
#define TBTOP_UPDATE_MOUSE_COMMAND_H

#include "tbtop/model/model.h"

/* "on", "off", or the other one without a word. */
void command_mouse(struct model *m, const char *argument);

#endif
