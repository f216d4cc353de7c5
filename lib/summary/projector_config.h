/* summary: the configuration of TensorBoard's projector (projector_config.pbtxt). */
#ifndef TFE_SUMMARY_PROJECTOR_CONFIG_H
#define TFE_SUMMARY_PROJECTOR_CONFIG_H

#include <stddef.h>
#include <stdint.h>

#include <tfevents/embedding.h>

#include "base/buf.h"

/* Reads the entries of a configuration; `at` is 0 at first. */
struct tfe__projector_reader {
	const char *text;
	size_t bytes, at;
	size_t begin; /* of the last entry, which ends at `at` */
	tfe_projector_entry entry;
};

/* Reads the next entry. Returns what tfe_projector_next does; after TFE_E_LIMIT the texts of the
 * entry that are too long are empty. */
tfe_status tfe__projector_next(struct tfe__projector_reader *r) TFE_MUST_CHECK;

/* An entry to write. Paths are relative to it; they may be NULL, except
 * that of the tensor. */
struct tfe__projected {
	const char *name;
	const char *tensor_path, *metadata_path, *sprite_path;
	size_t n, dimensions;
	uint32_t sprite_width, sprite_height; /* of one picture */
};

/* Appends to `out` the configuration `old` (text format of protobuf, `bytes` long) with the entry:
 * it replaces an entry of the same name, or follows all others. Everything else stays byte for byte
 * as it is, also fields that this library does not know. Returns TFE_E_DAMAGED if `old` is not in
 * that format: unbalanced brackets, or a text without end. */
tfe_status tfe__projector_extend(struct tfe__buf *out, const char *old, size_t bytes,
				 const struct tfe__projected *entry) TFE_MUST_CHECK;

#endif
