/* tfevents check: the report of --junit, an XML file as CI servers read it. */
#ifndef TFE_TFEVENTS_CHECK_JUNIT_H
#define TFE_TFEVENTS_CHECK_JUNIT_H

#include "tfevents/check.h"

/* Creates the file, or empties it, so that no report of an earlier call is left if this one ends
 * early. Returns its descriptor; -1, after a message, if it cannot be written, or has data that are
 * not XML: an event file, if its name was given as that of the report by mistake. */
int check_junit_create(const char *path, const char *program);

/* Writes the report and closes the descriptor: a suite for each run, in it a case for each chosen
 * rule. A case fails by findings of the level of the check or above; other findings are its output.
 * The problem of the check is an error of a case of its own. Without a log directory, only the
 * problem is reported.
 * Returns the exit status: 2, after a message, if the file cannot be written. */
int check_junit_write(int fd, const char *path, const struct check *check, const char *program);

#endif
