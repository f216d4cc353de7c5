/* embed: the configuration of TensorBoard's projector, projector_config.pbtxt. */
#ifndef TBTOP_EMBED_PROJECTOR_H
#define TBTOP_EMBED_PROJECTOR_H

#include <stddef.h>

#include <tfevents/embedding.h>

enum { PROJECTED_MOST = 256 };

struct projector {
	tfe_projector_entry *entry; /* those with a path of a tensor */
	size_t n;
};

/* Reads a configuration. An entry with a text that is too long, and all entries after the first
 * PROJECTED_MOST, are left out; text after damage is ignored. Release `entry` with free. */
void projector_parse(const char *text, size_t bytes, struct projector *out);

#endif
