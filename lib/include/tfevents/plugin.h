/* Plugins: what shows a tensor. */
#ifndef TFEVENTS_PLUGIN_H
#define TFEVENTS_PLUGIN_H

#include <stddef.h>

#include <tfevents/api.h>

TFE_BEGIN_DECLS

/* The plugin of a tensor and the content that the plugin defines. Ownership: both belong to the
 * caller. */
typedef struct tfe_plugin {
	const char *name;    /* UTF-8, not empty */
	const void *content; /* any bytes; NULL if there are none */
	size_t content_bytes;
} tfe_plugin;

TFE_END_DECLS

#endif
