/* tfevents: the decoded content of a plugin as JSON. */
#ifndef TFEVENTS_PLUGIN_JSON_H
#define TFEVENTS_PLUGIN_JSON_H

#include <tfevents.h>

#include "common/json.h"

/* Prints a member with the content of the plugin of a value, if the plugin is a known one. */
void plugin_content_json(struct json *j, const tfe_value *value);

#endif
