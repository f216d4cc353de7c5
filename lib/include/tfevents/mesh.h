/* Meshes and point clouds. */
#ifndef TFEVENTS_MESH_H
#define TFEVENTS_MESH_H

#include <stddef.h>
#include <stdint.h>

#include <tfevents/event.h>
#include <tfevents/status.h>

TFE_BEGIN_DECLS

/* One or several meshes of equal size. All arrays are row-major. */
typedef struct tfe_mesh {
	size_t size;
	size_t batch;          /* number of meshes; 0: 1 */
	const float *vertices; /* [batch, n_vertices, 3]: x, y, z */
	size_t n_vertices;
	const uint8_t *colours; /* [batch, n_vertices, 3]: red, green, blue; NULL: none */
	const int32_t *faces;   /* [batch, n_faces, 3]: numbers of vertices; NULL: points only */
	size_t n_faces;
	/* Configuration of the camera, the lights and the material: a JSON object, which is not
	 * checked; NULL: "{}". */
	const char *config;
} tfe_mesh;

#define TFE_MESH_INIT TFE_SIZED(tfe_mesh)

/* What a tensor of the plugin "mesh" contains. */
typedef enum tfe_mesh_part {
	TFE_MESH_PART_VERTICES = 1, /* float32 [batch, n, 3] */
	TFE_MESH_PART_FACES = 2,    /* int32 */
	TFE_MESH_PART_COLOURS = 3   /* uint8 */
} tfe_mesh_part;

/* The decoded content of the plugin "mesh". */
typedef struct tfe_mesh_content {
	size_t size;
	tfe_bytes name, config; /* UTF-8 */
	int32_t part;           /* a tfe_mesh_part */
	uint32_t components;    /* the parts of the mesh: the sum of 1 << part; 0: unknown */
	const int32_t *shape;
	size_t rank;
} tfe_mesh_content;

#define TFE_MESH_CONTENT_INIT TFE_SIZED(tfe_mesh_content)

/* Decodes the content of a value of the plugin "mesh" (tfe_metadata.content). `allocator` is
 * copied; NULL is malloc. Returns TFE_E_DAMAGED (it is no such content), TFE_E_LIMIT (more than
 * 1 MiB), TFE_E_NOMEM; then *out is NULL. Ownership: *out and everything in it lives until
 * tfe_mesh_content_close, which the caller calls. */
TFE_API TFE_MUST_CHECK tfe_status tfe_mesh_content_open(tfe_bytes content,
							const tfe_allocator *allocator,
							tfe_mesh_content **out);
TFE_API void tfe_mesh_content_close(tfe_mesh_content *content);

TFE_END_DECLS

#endif
