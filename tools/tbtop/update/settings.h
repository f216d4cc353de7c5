/* update: the settings by name: for ":set", the config and the stored state. */
#ifndef TBTOP_UPDATE_SETTINGS_H
#define TBTOP_UPDATE_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "tbtop/model/model.h"

/* One setting. Its name, its help and its words are constant. */
struct setting {
	const char *name;
	const char *help;
	const char *const *words; /* all values, ended by NULL; or NULL */
	const char *form;         /* other values, such as "LOW..HIGH"; or NULL */
};

extern const size_t n_settings;
const struct setting *setting_at(size_t i);

/* Returns the setting with a name, or with the one name that begins with these n bytes; n_settings
 * without one. */
size_t setting_find(const char *name, size_t n);

/* Writes all values that a setting accepts, such as "linear, log or symlog". */
void setting_values(size_t i, char *text, size_t size);

/* Sets a setting. Words may be abbreviated. Returns false, with the reason in `error`, if it has no
 * such value: then nothing changes. Nothing else in the model changes until settings_applied. */
bool setting_set(struct model *m, size_t i, const char *value, char error[160]);

/* Writes the value as setting_set accepts it. */
enum { SETTING_BYTES = LINE_BYTES + 16 };
void setting_get(const struct model *m, size_t i, char text[SETTING_BYTES]);

/* Computes the parts of the model that depend on settings: groups and orders. Returns NULL, or the
 * reason why the groups are off now, which is valid until the next call. */
const char *settings_applied(struct model *m);

#endif
