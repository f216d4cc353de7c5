/* common: the environment of a program that gets data in variables. */
#ifndef TFE_COMMON_PROGRAM_ENVIRONMENT_H
#define TFE_COMMON_PROGRAM_ENVIRONMENT_H

#include <stddef.h>

struct program_variable {
	const char *name; /* after "TFEVENTS_" */
	const char *value;
};

/* Returns an environment that ends with NULL: n variables, with at most `most` bytes of each value,
 * and the variables of this process whose names do not begin with TFEVENTS_: among those is the URL
 * of a webhook, which is a secret. Release it with program_environment_free. */
char **program_environment(const struct program_variable *own, size_t n, size_t most);
void program_environment_free(char **env);

#endif
