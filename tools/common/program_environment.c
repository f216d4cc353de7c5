/* common: the environment of a program that gets data in variables. */
#include "common/program_environment.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "common/utf8_decode.h"

extern char **environ;

static const char prefix[] = "TFEVENTS_";

static char *variable(const struct program_variable *v, size_t most)
{
	size_t n = utf8_cut(v->value, most), bytes = sizeof prefix + strlen(v->name) + n + 1;
	char *text = need_zeroed(bytes, 1);
	snprintf(text, bytes, "%s%s=%.*s", prefix, v->name, (int)n, v->value);
	return text;
}

char **program_environment(const struct program_variable *own, size_t n, size_t most)
{
	size_t inherited = 0, k = 0;
	while (environ && environ[inherited])
		inherited++;
	char **env = need_zeroed(n + inherited + 1, sizeof *env);
	for (; k < n; k++)
		env[k] = variable(&own[k], most);
	for (size_t i = 0; i < inherited; i++)
		if (strncmp(environ[i], prefix, sizeof prefix - 1) != 0)
			env[k++] = need_copy(environ[i]);
	return env;
}

void program_environment_free(char **env)
{
	for (size_t i = 0; env[i]; i++)
		free(env[i]);
	free(env);
}
