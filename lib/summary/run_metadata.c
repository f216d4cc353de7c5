/* summary: the costs of nodes (RunMetadata), built and decoded by protobuf-c. */
#include "summary/run_metadata.h"

#include <string.h>

#include "base/alloc.h"
#include "run_metadata.pb-c.h"
#include "wire/pack.h"
#include "wire/put.h"

/* --- building --------------------------------------------------------------------------------- */

static const char *device_of(const tfe_node_cost *cost)
{
	return cost->device ? cost->device : "/device:CPU:0";
}

/* Puts the costs of n nodes on one device (DeviceStepStats). */
static tfe_status put_device(struct tfe__buf *b, const tfe_node_cost *costs, size_t n,
			     struct tfe__arena *arena)
{
	Tfe__Pb__DeviceStepStats device = TFE__PB__DEVICE_STEP_STATS__INIT;
	Tfe__Pb__NodeExecStats *node, **nodes;
	Tfe__Pb__AllocatorMemoryUsed *memory, **memories;
	if (!TFE__PACK_LIST(arena, node, nodes, n) || !TFE__PACK_LIST(arena, memory, memories, n))
		return TFE_E_NOMEM;
	for (size_t i = 0; i < n; i++) {
		tfe__pb__allocator_memory_used__init(memories[i] = &memory[i]);
		memory[i].allocator_name = tfe__pack_text("tfevents");
		memory[i].total_bytes = memory[i].peak_bytes = costs[i].memory_bytes;
		tfe__pb__node_exec_stats__init(nodes[i] = &node[i]);
		node[i].node_name = tfe__pack_text(costs[i].node);
		node[i].all_start_micros = costs[i].start_us;
		node[i].op_end_rel_micros = node[i].all_end_rel_micros = costs[i].compute_us;
		node[i].n_memory = 1;
		node[i].memory = &memories[i];
	}
	device.device = tfe__pack_text(device_of(costs));
	device.n_node_stats = n;
	device.node_stats = nodes;
	size_t begin = tfe__put_begin(b, 1);
	tfe__pack(b, &device.base);
	tfe__put_end(b, begin);
	return TFE_OK;
}

tfe_status tfe__put_run_metadata(struct tfe__buf *b, const struct tfe__value_header *header,
				 const tfe_node_cost *costs, size_t n)
{
	struct tfe__event e;
	struct tfe__arena arena;
	tfe_status status = TFE_OK;
	tfe__arena_init(&arena, &b->allocator, 0);
	tfe__event_begin(&e, b, header->wall_time, header->step);
	size_t tagged = tfe__put_begin(b, 8);
	tfe__put_bytes(b, 1, header->tag, header->tag_bytes);
	size_t metadata = tfe__put_begin(b, 2), step = tfe__put_begin(b, 1);
	/* Adjacent nodes of one device are one message; TensorBoard accepts several of a device. */
	for (size_t i = 0, end; i < n && !status; i = end) {
		for (end = i + 1; end < n && !strcmp(device_of(&costs[i]), device_of(&costs[end]));)
			end++;
		status = put_device(b, &costs[i], end - i, &arena);
	}
	tfe__put_end(b, step);
	tfe__put_end(b, metadata);
	tfe__put_end(b, tagged);
	tfe__event_end(&e);
	tfe__arena_release(&arena);
	return status;
}

/* --- decoding --------------------------------------------------------------------------------- */

struct tfe_run_metadata {
	tfe_node_cost *cost;
	size_t n;
	struct tfe__arena arena;
	tfe_status failure; /* of the last allocation or text that failed */
	tfe_allocator allocator;
};

static const char *text_of(tfe_run_metadata *m, ProtobufCBinaryData from)
{
	return tfe__unpack_text(&m->arena, from, &m->failure);
}

/* The sum saturates. */
static int64_t sum(int64_t a, int64_t b)
{
	if (b > 0 && a > INT64_MAX - b)
		return INT64_MAX;
	if (b < 0 && a < INT64_MIN - b)
		return INT64_MIN;
	return a + b;
}

static bool get_cost(tfe_run_metadata *m, tfe_node_cost *to, const char *device,
		     const Tfe__Pb__NodeExecStats *from)
{
	*to = (tfe_node_cost){.node = text_of(m, from->node_name),
			      .device = device,
			      .start_us = from->all_start_micros,
			      .compute_us = from->all_end_rel_micros};
	for (size_t i = 0; i < from->n_memory; i++)
		to->memory_bytes = sum(to->memory_bytes, from->memory[i]->total_bytes);
	return to->node;
}

static tfe_status decode(tfe_run_metadata *m, tfe_bytes bytes)
{
	ProtobufCMessage *message;
	tfe_status status =
		tfe__unpack(&m->arena, &tfe__pb__run_metadata__descriptor, bytes, &message);
	const Tfe__Pb__StepStats *stats =
		status ? NULL : ((const Tfe__Pb__RunMetadata *)message)->step_stats;
	if (!stats)
		return status; /* RunMetadata may have other contents */
	size_t n = 0;
	for (size_t i = 0; i < stats->n_dev_stats; i++)
		n += stats->dev_stats[i]->n_node_stats;
	m->cost = tfe__unpack_array(&m->arena, n, sizeof *m->cost, &m->failure);
	if (!m->cost)
		return m->failure;
	for (size_t i = 0; i < stats->n_dev_stats; i++) {
		const Tfe__Pb__DeviceStepStats *device = stats->dev_stats[i];
		const char *name = text_of(m, device->device);
		if (!name)
			return m->failure;
		for (size_t k = 0; k < device->n_node_stats; k++)
			if (!get_cost(m, &m->cost[m->n++], name, device->node_stats[k]))
				return m->failure;
	}
	return TFE_OK;
}

tfe_status tfe_run_metadata_open(tfe_bytes message, const tfe_allocator *allocator,
				 tfe_run_metadata **out)
{
	tfe_allocator a = tfe__allocator_or_default(allocator);
	tfe_run_metadata *m = tfe__alloc_zeroed(&a, 1, sizeof *m);
	*out = NULL;
	if (!m)
		return TFE_E_NOMEM;
	m->allocator = a;
	tfe__arena_init(&m->arena, &a, 0);
	tfe_status status = decode(m, message);
	if (status)
		tfe_run_metadata_close(m);
	else
		*out = m;
	return status;
}

void tfe_run_metadata_close(tfe_run_metadata *m)
{
	if (!m)
		return;
	tfe_allocator a = m->allocator;
	tfe__arena_release(&m->arena);
	tfe__free(&a, m);
}

size_t tfe_run_metadata_cost_count(const tfe_run_metadata *m)
{
	return m->n;
}

const tfe_node_cost *tfe_run_metadata_cost_at(const tfe_run_metadata *m, size_t i)
{
	return i < m->n ? &m->cost[i] : NULL;
}
