/* common: the files of the user, below the directories of the XDG base directory specification. */
#ifndef TFE_COMMON_USER_PATH_H
#define TFE_COMMON_USER_PATH_H

/* Both return the path of tfevents/NAME in $XDG_CONFIG_HOME or ~/.config, or in $XDG_STATE_HOME or
 * ~/.local/state, whether it exists or not. They return NULL if the directory is not absolute: it
 * might then be in a log directory. Ownership: release with free. */
char *user_config_path(const char *name);
char *user_state_path(const char *name);

#endif
