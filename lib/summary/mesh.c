/* summary: meshes as records; their metadata are built and decoded by protobuf-c. */
#include "summary/mesh.h"

#include "base/alloc.h"
#include "base/le.h"
#include "base/utf8.h"
#include "plugins.pb-c.h"
#include "wire/pack.h"
#include "wire/put.h"

/* The element types that TensorBoard's summary API writes. */
static tfe_dtype dtype_of(tfe_mesh_part part)
{
	return part == TFE_MESH_PART_VERTICES ? TFE_DTYPE_FLOAT32
	       : part == TFE_MESH_PART_FACES  ? TFE_DTYPE_INT32
					      : TFE_DTYPE_UINT8;
}

static void put_elements(struct tfe__buf *b, const struct tfe__mesh_part *p)
{
	const size_t n = p->batch * p->n * 3, bytes = n * tfe_dtype_bytes(dtype_of(p->part));
	size_t content = tfe__put_begin(b, 4);
	uint8_t *out = tfe__buf_reserve(b, bytes);
	for (size_t i = 0; out && i < n; i++)
		if (p->part == TFE_MESH_PART_VERTICES)
			tfe__put_le_float(out + 4 * i, ((const float *)p->elements)[i]);
		else if (p->part == TFE_MESH_PART_FACES)
			tfe__put_le32(out + 4 * i, (uint32_t)((const int32_t *)p->elements)[i]);
		else
			out[i] = ((const uint8_t *)p->elements)[i];
	if (out)
		tfe__buf_commit(b, bytes);
	tfe__put_end(b, content);
}

void tfe__put_mesh_part(struct tfe__buf *b, const struct tfe__value_header *header,
			const struct tfe__mesh_part *p)
{
	const int64_t dims[] = {(int64_t)p->batch, (int64_t)p->n, 3};
	int32_t shape[] = {(int32_t)p->batch, (int32_t)p->n, 3};
	struct tfe__value v;
	struct tfe__buf content;
	Tfe__Pb__MeshContent message = TFE__PB__MESH_CONTENT__INIT;
	message.name = tfe__pack_text(p->name);
	message.content_type = (int32_t)p->part;
	message.json_config = tfe__pack_text(p->config);
	message.n_shape = 3;
	message.shape = shape;
	message.components = p->components;
	tfe__buf_init(&content, &b->allocator, b->limit);
	tfe__pack(&content, &message.base);
	if (tfe__buf_status(&content) && !b->status)
		b->status = tfe__buf_status(&content);
	tfe__value_begin(&v, b, header);
	size_t tensor = tfe__tensor_begin(b, dtype_of(p->part), dims, 3);
	put_elements(b, p);
	tfe__put_end(b, tensor);
	tfe__value_end(&v, "mesh", &content);
	tfe__buf_release(&content);
}

/* A decoded content and its memory. */
struct content {
	tfe_mesh_content public; /* first: the two have one address */
	struct tfe__arena arena;
	tfe_allocator allocator;
};

static tfe_status decode(struct content *c, tfe_bytes bytes)
{
	ProtobufCMessage *message;
	tfe_status status =
		tfe__unpack(&c->arena, &tfe__pb__mesh_content__descriptor, bytes, &message);
	if (status)
		return status;
	const Tfe__Pb__MeshContent *from = (const Tfe__Pb__MeshContent *)message;
	const ProtobufCBinaryData name = from->name, config = from->json_config;
	if (from->version || !tfe__utf8_valid(name.data, name.len) ||
	    !tfe__utf8_valid(config.data, config.len))
		return TFE_E_DAMAGED;
	c->public = (tfe_mesh_content){.size = sizeof c->public,
				       .name = {name.data, name.len},
				       .config = {config.data, config.len},
				       .part = from->content_type,
				       .components = from->components,
				       .shape = from->shape,
				       .rank = from->n_shape};
	return TFE_OK;
}

tfe_status tfe_mesh_content_open(tfe_bytes bytes, const tfe_allocator *allocator,
				 tfe_mesh_content **out)
{
	tfe_allocator a = tfe__allocator_or_default(allocator);
	struct content *c = tfe__alloc_zeroed(&a, 1, sizeof *c);
	*out = NULL;
	if (!c)
		return TFE_E_NOMEM;
	c->allocator = a;
	tfe__arena_init(&c->arena, &a, 0);
	tfe_status status = decode(c, bytes);
	if (status)
		tfe_mesh_content_close(&c->public);
	else
		*out = &c->public;
	return status;
}

void tfe_mesh_content_close(tfe_mesh_content *content)
{
	struct content *c = (struct content *)content;
	if (!c)
		return;
	tfe_allocator a = c->allocator;
	tfe__arena_release(&c->arena);
	tfe__free(&a, c);
}
