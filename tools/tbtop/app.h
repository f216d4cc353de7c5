/* tbtop: the modes of the program: one frame, live, or lines of text. */
#ifndef TBTOP_APP_H
#define TBTOP_APP_H

#include <stdbool.h>

#include <tfevents/logdir.h>

#include "tbtop/model/model.h"
#include "tbtop/arguments.h"

struct pipe_input;

/* All return the exit status of the program. `input`: of --pipe, or NULL. */
int app_once(const struct options *o, tfe_logdir *logdir, struct model *m);
int app_live(const struct options *o, tfe_logdir *logdir, struct model *m,
	     struct pipe_input *input);
int app_lines(const struct options *o, tfe_logdir *logdir, struct model *m);

/* Reports on standard error that loading or watching (`what`) failed, with the error of the
 * library. */
void app_complain(const tfe_logdir *logdir, const char *what);

/* Returns whether data are missing because of the memory limit or because they cannot be read. */
bool app_is_partial(const tfe_logdir *logdir, const struct model *m);

/* Returns the time in seconds since 1970. */
double app_now(const struct options *o);

#endif
