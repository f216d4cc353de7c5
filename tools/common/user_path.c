/* common: the files of the user, below the directories of the XDG base directory specification. */
#include "common/user_path.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"

static char *path_in(const char *variable, const char *below_home, const char *name)
{
	const char *own = getenv(variable), *home = getenv("HOME");
	bool is_set = own && *own;
	const char *folder = is_set ? own : home;
	if (!folder || *folder != '/')
		return NULL;
	const char *below = is_set ? "" : below_home;
	size_t bytes = strlen(folder) + strlen(below) + strlen(name) + sizeof "/tfevents/";
	char *path = need_zeroed(bytes, 1);
	snprintf(path, bytes, "%s%s/tfevents/%s", folder, below, name);
	return path;
}

char *user_config_path(const char *name)
{
	return path_in("XDG_CONFIG_HOME", "/.config", name);
}

char *user_state_path(const char *name)
{
	return path_in("XDG_STATE_HOME", "/.local/state", name);
}
