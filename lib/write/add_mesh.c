/* write: adds of meshes. */
#include <string.h>

#include "base/alloc.h"
#include "base/checked.h"
#include "base/utf8.h"
#include "summary/mesh.h"
#include "write/add.h"

static bool is_config(const char *s)
{
	const size_t n = strlen(s);
	return tfe__utf8_valid((const uint8_t *)s, n) && n >= 2 && s[0] == '{' && s[n - 1] == '}';
}

/* Checks a mesh; on failure the add has ended. */
static tfe_status check(struct tfe__add *a, const tfe_mesh *m)
{
	const size_t most = INT32_MAX; /* the metadata have the shape as int32 */
	size_t elements;
	if (!m->vertices || m->n_vertices == 0)
		return tfe__add_refuse(a, "the vertices are missing");
	if (m->n_faces && !m->faces)
		return tfe__add_refuse(a, "the faces are missing");
	if (m->batch > most || m->n_vertices > most || m->n_faces > most ||
	    tfe__mul_overflows(m->batch, m->n_vertices * 12, &elements) ||
	    tfe__mul_overflows(m->batch, m->n_faces * 12, &elements))
		return tfe__add_refuse(a, "there are more than 2^31 - 1 meshes, vertices or faces");
	if (m->config && !is_config(m->config))
		return tfe__add_refuse(a, "the configuration is not a JSON object in UTF-8");
	for (size_t i = 0; i < m->batch * m->n_faces * 3; i++)
		if (m->faces[i] < 0 || (size_t)m->faces[i] >= m->n_vertices)
			return tfe__add_refuse(a, "face %zu has the vertex %d, not 0 to %zu", i / 3,
					       (int)m->faces[i], m->n_vertices - 1);
	return TFE_OK;
}

tfe_status tfe_writer_add_mesh(tfe_writer *w, const char *tag, int64_t step, const tfe_mesh *given)
{
	static const char *const endings[] = {"_VERTEX", "_FACE", "_COLOR"};
	struct tfe__add a;
	tfe_mesh m;
	tfe_status status = tfe__add_begin(&a, w, tag, step, NULL);
	if (!status)
		status = tfe__add_options(&a, &m, sizeof m, given, "tfe_mesh");
	if (status)
		return status;
	m.batch = m.batch ? m.batch : 1;
	if ((status = check(&a, &m)))
		return status;
	const void *elements[] = {m.vertices, m.n_faces ? m.faces : NULL, m.colours};
	uint32_t components = 0;
	for (unsigned i = 0; i < 3; i++)
		components |= elements[i] ? 2u << i : 0;
	a.events = 0;
	for (unsigned i = 0; i < 3 && !status; i++) {
		const struct tfe__mesh_part part = {
			.part = (tfe_mesh_part)(i + 1),
			.elements = elements[i],
			.batch = m.batch,
			.n = i + 1 == TFE_MESH_PART_FACES ? m.n_faces : m.n_vertices,
			.components = components,
			.name = tag,
			.config = m.config ? m.config : "{}"};
		struct tfe__value_header header;
		if (!elements[i])
			continue;
		if ((status = tfe__add_tag(&a, &header, "", endings[i])))
			break;
		/* A description is that of the mesh. */
		header.display_name = a.header.display_name;
		header.description = a.header.description;
		tfe__put_mesh_part(&a.buf, &header, &part);
		tfe__free(&w->allocator, (void *)(uintptr_t)header.tag);
		a.events++;
	}
	return tfe__add_end(&a, status);
}
