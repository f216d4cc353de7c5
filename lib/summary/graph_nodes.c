/* summary: the nodes of graphs in a file, and what was measured about them.
 *
 * The messages are walked, not decoded: a graph may have hundreds of thousands of nodes with ten
 * attributes each, most of which nobody asks for. The iteration has an explicit stack of the
 * messages that are open; their nesting is fixed by the format. */
#include <tfevents/graph_nodes.h>

#include <string.h>

#include "wire/walk.h"

static tfe_bytes content_of(const struct tfe__field *f)
{
	return (tfe_bytes){f->data, f->size};
}

/* Reads the next field of a message and removes it from *left. */
static bool next_field(tfe_bytes *left, struct tfe__field *f)
{
	const uint8_t *p = left->data;
	if (!left->size)
		return false;
	const uint8_t *end = p + left->size;
	if (!tfe__next_field(&p, end, f))
		return false;
	*left = (tfe_bytes){p, (size_t)(end - p)};
	return true;
}

/* --- nodes ------------------------------------------------------------------------------------ */

enum level { RUN_METADATA, META_GRAPH, FUNCTION_GRAPHS, GRAPH, LIBRARY, FUNCTION, SIGNATURE };
enum content { NOTHING, OPENED, NODE, ARGUMENT };

/* The fields of messages that lead to nodes. */
static const struct {
	enum level in;
	uint32_t field;
	enum content content;
	enum level opened;
} fields[] = {
	{RUN_METADATA, 4, OPENED, FUNCTION_GRAPHS},
	{META_GRAPH, 2, OPENED, GRAPH},
	{FUNCTION_GRAPHS, 2, OPENED, GRAPH}, /* pre_optimization_graph */
	{GRAPH, 1, NODE, GRAPH},
	{GRAPH, 2, OPENED, LIBRARY},
	{LIBRARY, 1, OPENED, FUNCTION},
	{FUNCTION, 1, OPENED, SIGNATURE},
	{FUNCTION, 3, NODE, FUNCTION},
	{SIGNATURE, 2, ARGUMENT, SIGNATURE},
};

static enum content content_at(enum level in, uint32_t field, enum level *opened)
{
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		if (fields[i].in == in && fields[i].field == field) {
			*opened = fields[i].opened;
			return fields[i].content;
		}
	return NOTHING;
}

/* Returns the content of the last field of a number and of type TFE__LENGTH. */
static tfe_bytes last_bytes(tfe_bytes message, uint32_t number)
{
	struct tfe__field f;
	tfe_bytes found = {0};
	while (next_field(&message, &f))
		if (f.number == number && f.type == TFE__LENGTH)
			found = content_of(&f);
	return found;
}

static void open_message(tfe_graph_nodes *n, enum level level, tfe_bytes message)
{
	n->level[n->depth] = (uint8_t)level;
	n->left[n->depth++] = message;
	if (level == FUNCTION_GRAPHS)
		n->graph++;
	if (level == GRAPH)
		n->function = (tfe_bytes){0};
	if (level == FUNCTION)
		n->function = last_bytes(last_bytes(message, 1), 1);
}

void tfe_graph_nodes_init(tfe_graph_nodes *n, tfe_bytes blob, tfe_graph_form form)
{
	struct tfe__field f;
	enum level level = form == TFE_GRAPH_FORM_META_GRAPH_DEF ? META_GRAPH
			   : form == TFE_GRAPH_FORM_RUN_METADATA ? RUN_METADATA
								 : GRAPH;
	*n = (tfe_graph_nodes){0};
	if (level == RUN_METADATA)
		for (tfe_bytes rest = blob; next_field(&rest, &f);)
			n->graphs += f.number == 4 && f.type == TFE__LENGTH;
	open_message(n, level, blob);
}

static void set_node(tfe_graph_node *node, tfe_bytes message)
{
	struct tfe__field f;
	node->message = message;
	while (next_field(&message, &f)) {
		if (f.type != TFE__LENGTH)
			continue;
		if (f.number == 1)
			node->name = content_of(&f);
		else if (f.number == 2)
			node->op = content_of(&f);
		else if (f.number == 4)
			node->device = content_of(&f);
	}
}

static void set_argument(tfe_graph_node *node, tfe_bytes message)
{
	struct tfe__field f;
	node->op = (tfe_bytes){(const uint8_t *)"input_arg", strlen("input_arg")};
	while (next_field(&message, &f))
		if (f.number == 1 && f.type == TFE__LENGTH)
			node->name = content_of(&f);
		else if (f.number == 3 && f.type == TFE__VARINT)
			node->dtype = (int32_t)(uint32_t)f.value;
}

bool tfe_graph_nodes_next(tfe_graph_nodes *n, tfe_graph_node *node)
{
	struct tfe__field f;
	while (n->depth) {
		tfe_bytes *left = &n->left[n->depth - 1];
		enum level level = (enum level)n->level[n->depth - 1], opened = level;
		if (!next_field(left, &f)) {
			n->damaged |= left->size > 0;
			n->depth--;
			continue;
		}
		if (f.type != TFE__LENGTH)
			continue;
		enum content content = content_at(level, f.number, &opened);
		if (content == OPENED)
			open_message(n, opened, content_of(&f));
		if (content != NODE && content != ARGUMENT)
			continue;
		bool in_function = level == FUNCTION || level == SIGNATURE;
		*node = (tfe_graph_node){.graph = n->graphs > 1 ? n->graph : 0,
					 .function = in_function ? n->function : (tfe_bytes){0}};
		if (content == NODE)
			set_node(node, content_of(&f));
		else
			set_argument(node, content_of(&f));
		return true;
	}
	return false;
}

/* --- inputs and attributes -------------------------------------------------------------------- */

void tfe_graph_inputs_init(tfe_graph_inputs *inputs, const tfe_graph_node *node)
{
	inputs->left = node->message;
}

bool tfe_graph_inputs_next(tfe_graph_inputs *inputs, tfe_bytes *input)
{
	struct tfe__field f;
	while (next_field(&inputs->left, &f))
		if (f.number == 3 && f.type == TFE__LENGTH) {
			*input = content_of(&f);
			return true;
		}
	return false;
}

static int64_t last_number(tfe_bytes message, uint32_t number)
{
	struct tfe__field f;
	int64_t found = 0;
	while (next_field(&message, &f))
		if (f.number == number && f.type == TFE__VARINT)
			found = (int64_t)f.value;
	return found;
}

static void set_shape(tfe_node_shape *shape, tfe_bytes message)
{
	struct tfe__field f;
	*shape = (tfe_node_shape){0};
	while (next_field(&message, &f)) {
		if (f.number == 3 && f.type == TFE__VARINT)
			shape->unknown_rank = f.value != 0;
		if (f.number != 2 || f.type != TFE__LENGTH)
			continue;
		if (shape->rank < TFE_GRAPH_DIMS)
			shape->dims[shape->rank] = last_number(content_of(&f), 1);
		shape->rank++;
	}
}

static double real_of(uint32_t bits)
{
	float real;
	memcpy(&real, &bits, sizeof real);
	return (double)real;
}

/* Sets the value of an AttrValue, or of an element of its list, which has the same numbers of
 * fields. */
static bool set_value(tfe_graph_attribute *a, const struct tfe__field *f)
{
	static const struct {
		enum tfe__wire_type wire;
		tfe_attribute_type type;
	} types[] = {
		[2] = {TFE__LENGTH, TFE_ATTRIBUTE_TYPE_TEXT},
		[3] = {TFE__VARINT, TFE_ATTRIBUTE_TYPE_INT},
		[4] = {TFE__FIXED32, TFE_ATTRIBUTE_TYPE_FLOAT},
		[5] = {TFE__VARINT, TFE_ATTRIBUTE_TYPE_BOOL},
		[6] = {TFE__VARINT, TFE_ATTRIBUTE_TYPE_DTYPE},
		[7] = {TFE__LENGTH, TFE_ATTRIBUTE_TYPE_SHAPE},
		[8] = {TFE__LENGTH, TFE_ATTRIBUTE_TYPE_TENSOR},
		[10] = {TFE__LENGTH, TFE_ATTRIBUTE_TYPE_FUNCTION},
	};
	if (f->number >= sizeof types / sizeof *types || f->type != types[f->number].wire ||
	    types[f->number].type == TFE_ATTRIBUTE_TYPE_NONE)
		return false;
	a->type = types[f->number].type;
	a->number = f->number == 5 ? f->value != 0 : (int64_t)f->value;
	if (f->number == 2)
		a->text = content_of(f);
	else if (f->number == 4)
		a->real = real_of((uint32_t)f->value);
	else if (f->number == 7)
		set_shape(&a->shape, content_of(f));
	else if (f->number == 10)
		a->text = last_bytes(content_of(f), 1);
	return true;
}

/* The first element of a packed list is read like one that is not packed. */
static bool unpack(struct tfe__field *f, uint32_t *count)
{
	const uint8_t *p = f->data, *end = f->data + f->size;
	*count = 0;
	if (f->number == 4 && f->size >= 4) {
		*count = (uint32_t)(f->size / 4);
		f->value = tfe__le32(p);
		f->type = TFE__FIXED32;
		return true;
	}
	f->type = TFE__VARINT;
	for (uint64_t v; p < end && (p = tfe__get_varint(p, end, &v));)
		if (!(*count)++)
			f->value = v;
	return *count > 0;
}

static void set_list(tfe_graph_attribute *a, tfe_bytes list)
{
	struct tfe__field f;
	a->is_list = true;
	a->count = 0;
	while (next_field(&list, &f)) {
		uint32_t count = 1;
		bool packed = f.type == TFE__LENGTH && f.number >= 3 && f.number <= 6;
		uint32_t number = f.number == 9 ? 10 : f.number; /* of a function */
		f.number = number;
		if (packed && !unpack(&f, &count))
			continue;
		if (a->count || set_value(a, &f))
			a->count += count;
	}
}

static void set_attribute(tfe_graph_attribute *a, tfe_bytes value)
{
	struct tfe__field f;
	a->bytes = value.size;
	a->count = 1;
	while (next_field(&value, &f))
		if (f.number == 1 && f.type == TFE__LENGTH)
			set_list(a, content_of(&f));
		else
			set_value(a, &f);
}

void tfe_graph_attributes_init(tfe_graph_attributes *attributes, const tfe_graph_node *node)
{
	attributes->left = node->message;
}

bool tfe_graph_attributes_next(tfe_graph_attributes *attributes, tfe_graph_attribute *attribute)
{
	struct tfe__field f;
	while (next_field(&attributes->left, &f))
		if (f.number == 5 && f.type == TFE__LENGTH) {
			*attribute = (tfe_graph_attribute){0};
			attribute->key = last_bytes(content_of(&f), 1);
			set_attribute(attribute, last_bytes(content_of(&f), 2));
			return true;
		}
	return false;
}

/* --- measurements ----------------------------------------------------------------------------- */

void tfe_graph_measured_init(tfe_graph_measured *m, tfe_bytes run_metadata)
{
	*m = (tfe_graph_measured){.depth = 1, .left = {run_metadata}};
}

static void set_stats(tfe_graph_stats *stats, tfe_bytes message)
{
	struct tfe__field f;
	while (next_field(&message, &f)) {
		if (f.number == 1 && f.type == TFE__LENGTH)
			stats->node = content_of(&f);
		else if (f.number == 2 && f.type == TFE__VARINT)
			stats->start_us = (int64_t)f.value;
		else if (f.number == 5 && f.type == TFE__VARINT)
			stats->duration_us = (int64_t)f.value;
		if (f.number != 6 || f.type != TFE__LENGTH)
			continue;
		int64_t bytes = last_number(content_of(&f), 2);
		if (bytes > 0 && bytes <= INT64_MAX - stats->memory_bytes)
			stats->memory_bytes += bytes;
	}
}

bool tfe_graph_measured_next(tfe_graph_measured *m, tfe_graph_stats *stats)
{
	/* RunMetadata.step_stats, StepStats.dev_stats, DeviceStepStats.node_stats */
	static const uint32_t numbers[] = {1, 1, 2};
	struct tfe__field f;
	while (m->depth) {
		if (!next_field(&m->left[m->depth - 1], &f)) {
			m->depth--;
			continue;
		}
		if (f.type != TFE__LENGTH || f.number != numbers[m->depth - 1])
			continue;
		if (m->depth < 3) {
			if (m->depth == 2)
				m->device = last_bytes(content_of(&f), 1);
			m->left[m->depth++] = content_of(&f);
			continue;
		}
		*stats = (tfe_graph_stats){.device = m->device};
		set_stats(stats, content_of(&f));
		return true;
	}
	return false;
}
