/* update: the command that asks for a notification. */
#ifndef TBTOP_UPDATE_NOTIFY_COMMAND_LINE_H
#define TBTOP_UPDATE_NOTIFY_COMMAND_LINE_H

#include "tbtop/model/model.h"

/* Adds a condition; "off" removes all; without an argument it lists them. */
void command_notify(struct model *m, const char *argument);

#endif
