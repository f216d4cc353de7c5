/* The costs of the nodes of a graph (RunMetadata), and graphs of layers as Keras writes them. */
#ifndef TFEVENTS_RUN_METADATA_H
#define TFEVENTS_RUN_METADATA_H

#include <stddef.h>
#include <stdint.h>

#include <tfevents/dtype.h>
#include <tfevents/event.h>
#include <tfevents/status.h>

TFE_BEGIN_DECLS

/* The cost of a node in one execution of the graph. */
typedef struct tfe_node_cost {
	const char *node;     /* its name in the graph; UTF-8 */
	const char *device;   /* UTF-8, such as "/device:GPU:0"; NULL: "/device:CPU:0" */
	int64_t start_us;     /* when it began, in microseconds since 1970; 0: unknown */
	int64_t compute_us;   /* how long it ran, in microseconds */
	int64_t memory_bytes; /* the memory that it allocated */
} tfe_node_cost;

/* Decoded costs. Ownership: everything that is reached through it lives until
 * tfe_run_metadata_close. All texts are UTF-8, terminated by NUL. Threads: any, once it is open. */
typedef struct tfe_run_metadata tfe_run_metadata;

/* Decodes the costs of a value of kind TFE_KIND_RUN_METADATA, or of the element of a tensor of the
 * plugin "graph_run_metadata". A node that has several memories gets their sum. `allocator` is
 * copied; NULL is malloc. Returns TFE_E_DAMAGED (it is no RunMetadata), TFE_E_LIMIT (more than
 * 1 MiB, or than 32 times its size in memory), TFE_E_NOMEM; then *out is NULL. Ownership: *out is
 * the caller's. */
TFE_API TFE_MUST_CHECK tfe_status tfe_run_metadata_open(tfe_bytes message,
							const tfe_allocator *allocator,
							tfe_run_metadata **out);

/* Frees decoded costs. NULL is a no-op. */
TFE_API void tfe_run_metadata_close(tfe_run_metadata *metadata);

/* The costs, in the order of the file. NULL for an index at or above the count. */
TFE_API size_t tfe_run_metadata_cost_count(const tfe_run_metadata *metadata);
TFE_API const tfe_node_cost *tfe_run_metadata_cost_at(const tfe_run_metadata *metadata, size_t i);

/* A layer of a model as Keras describes it. */
typedef struct tfe_keras_layer {
	const char *name;          /* unique in the model; UTF-8 */
	const char *class_name;    /* such as "Dense"; ASCII */
	const char *const *inputs; /* names of layers of the model */
	size_t n_inputs;
	const char *dtype; /* such as "float32", which NULL is; ASCII */
} tfe_keras_layer;

TFE_END_DECLS

#endif
