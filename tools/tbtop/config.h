/* tbtop: the config of the user: defaults of options and settings, and keys. */
#ifndef TBTOP_CONFIG_H
#define TBTOP_CONFIG_H

#include <stdbool.h>
#include <stdio.h>

#include "common/command_line.h"
#include "tbtop/model/keymap.h"

enum { CONFIG_VERSION = 1, CONFIG_SETTINGS = 64 };

struct config {
	struct keymap keymap;
	bool rebound;                   /* some key was chosen */
	char *setting[CONFIG_SETTINGS]; /* values by index of the setting; NULL: not in the file */
	char problem[256];              /* the first problem, for the screen; "" */
	bool missing;                   /* there is no file */
};

/* Applies NAME = VALUE of an option of the command line; `wrong` is set if the value is wrong.
 * Returns false if it is no option that a config may have; then `wrong` is the name of one that is
 * nearly the same, or "". */
typedef bool config_option(void *user, const char *name, const char *value, char wrong[160]);

/* Reads a file. Each problem is reported on standard error with the file and the line, and the rest
 * of the file is used. Returns false if the file cannot be read; c->problem has the reason. */
bool config_read(struct config *c, const char *path, config_option *option, void *user);
void config_release(struct config *c);

/* Prints a config with all defaults as comments. `is_default` returns the default of an option by
 * its index, or NULL for one that a config cannot have. */
void config_print(FILE *to, const struct option *options, const char *(*is_default)(int option));

#endif
