/* graph: types and shapes as text. */
#include "tbtop/graph/graph_shape.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void graph_dtype_text(int64_t dtype, char text[32])
{
	bool is_reference = dtype > 100 && dtype < 200;
	const char *name = dtype > 0 && dtype < 200 ? tfe_dtype_name((int)dtype) : NULL;
	if (!name) {
		snprintf(text, 32, "type %" PRId64, dtype);
		return;
	}
	snprintf(text, 32, "%s", name + strlen("DT_"));
	for (char *c = text; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	if (is_reference && strlen(text) > 4) /* "float_ref" */
		text[strlen(text) - 4] = '\0';
}

void graph_shape_text(const tfe_node_shape *shape, char text[GRAPH_SHAPE_TEXT])
{
	size_t n = 0;
	if (shape->unknown_rank || !shape->rank) {
		snprintf(text, GRAPH_SHAPE_TEXT, "%s", shape->unknown_rank ? "?" : "scalar");
		return;
	}
	for (uint32_t i = 0; i < shape->rank && i < TFE_GRAPH_DIMS; i++) {
		const char *by = i ? "\u00d7" : "";
		int64_t dim = shape->dims[i];
		if (dim < 0)
			n += (size_t)snprintf(text + n, GRAPH_SHAPE_TEXT - n, "%s?", by);
		else
			n += (size_t)snprintf(text + n, GRAPH_SHAPE_TEXT - n, "%s%" PRId64, by,
					      dim);
	}
	if (shape->rank > TFE_GRAPH_DIMS)
		snprintf(text + n, GRAPH_SHAPE_TEXT - n, "\u00d7\u2026");
}

static bool is_key(tfe_bytes key, const char *name)
{
	return key.size == strlen(name) && !memcmp(key.data, name, key.size);
}

/* What the attributes of a node name, the best so far. */
struct found {
	int64_t dtype;
	size_t dtype_rank, shape_rank; /* index in the list of keys, plus 1; 0: none */
	tfe_node_shape shape;
};

static void consider(struct found *f, const tfe_graph_attribute *a)
{
	/* The most specific key comes first. */
	static const char *const dtypes[] = {"dtype", "DstT", "output_type", "out_type",
					     "T",     "Tout", "output_types"};
	static const char *const shapes[] = {"_output_shapes", "shape", "output_shapes"};
	for (size_t i = 0; i < sizeof dtypes / sizeof *dtypes; i++)
		if (a->type == TFE_ATTRIBUTE_TYPE_DTYPE && is_key(a->key, dtypes[i]) &&
		    (!f->dtype_rank || i + 1 < f->dtype_rank)) {
			f->dtype = a->number;
			f->dtype_rank = i + 1;
		}
	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
		if (a->type == TFE_ATTRIBUTE_TYPE_SHAPE && is_key(a->key, shapes[i]) &&
		    (!f->shape_rank || i + 1 < f->shape_rank)) {
			f->shape = a->shape;
			f->shape_rank = i + 1;
		}
}

void graph_shape_of(const tfe_graph_node *node, char text[GRAPH_SHAPE_TEXT])
{
	tfe_graph_attributes attributes;
	tfe_graph_attribute a;
	struct found f = {.dtype = node->dtype, .dtype_rank = node->dtype ? 1 : 0};
	char dtype[32] = "", shape[GRAPH_SHAPE_TEXT] = "";
	if (node->dtype == 0) {
		tfe_graph_attributes_init(&attributes, node);
		while (tfe_graph_attributes_next(&attributes, &a))
			consider(&f, &a);
	}
	if (f.dtype_rank)
		graph_dtype_text(f.dtype, dtype);
	if (f.shape_rank)
		graph_shape_text(&f.shape, shape);
	snprintf(text, GRAPH_SHAPE_TEXT, "%s%s%.120s", dtype, *dtype && *shape ? " " : "", shape);
}
