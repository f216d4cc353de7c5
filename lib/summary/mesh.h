/* summary: meshes as records. */
#ifndef TFE_SUMMARY_MESH_H
#define TFE_SUMMARY_MESH_H

#include <tfevents/mesh.h>

#include "summary/value.h"

/* One part of a mesh: `n` rows of three elements for each mesh of the batch. */
struct tfe__mesh_part {
	tfe_mesh_part part;
	const void *elements;
	size_t batch, n;
	uint32_t components; /* of the whole mesh */
	const char *name, *config;
};

/* Puts a part as a record. */
void tfe__put_mesh_part(struct tfe__buf *b, const struct tfe__value_header *header,
			const struct tfe__mesh_part *part);

#endif
