/* embed: the configuration of TensorBoard's projector, projector_config.pbtxt. */
#ifndef TBTOP_EMBED_PROJECTOR_H
#define TBTOP_EMBED_PROJECTOR_H

#include <stddef.h>
#include <stdint.h>

enum { PROJECTED_MOST = 256, PROJECTED_TEXT = 1024 };

/* An entry `embeddings`. Paths are relative to the directory of the configuration. */
struct projected {
	char name[PROJECTED_TEXT], tensor_path[PROJECTED_TEXT];
	char metadata_path[PROJECTED_TEXT]; /* "": none */
	uint64_t shape[2];                  /* points, dimensions; 0: not given */
};

struct projector {
	struct projected *entry; /* those with a path of a tensor */
	size_t n;
};

/* Reads a configuration, the text format of protobuf. Fields that the view does not need are
 * skipped by their brackets; an entry with a text that is too long, and all entries after the first
 * PROJECTED_MOST, are left out; text after damage is ignored. Release `entry` with free. */
void projector_parse(const char *text, size_t bytes, struct projector *out);

#endif
