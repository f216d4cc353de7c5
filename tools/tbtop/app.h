/* tbtop: the program's two ways to run, on one model. */
#ifndef TBTOP_APP_H
#define TBTOP_APP_H

#include <tfevents/logdir.h>

#include "tbtop/model/model.h"
#include "tbtop/command_line.h"

/* Both return the program's exit status. */
int app_once(const struct options *o, tfe_logdir *logdir, struct model *m);
int app_live(const struct options *o, tfe_logdir *logdir, struct model *m);

/* Tells on stderr why loading or watching failed: `what`, and the library's detail. */
void app_complain(const tfe_logdir *logdir, const char *what);

/* Seconds since 1970. */
double app_now(const struct options *o);

#endif
