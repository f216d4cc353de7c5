/* cache: Keras' description of a model as a graph of its layers. */
#ifndef TBTOP_CACHE_KERAS_GRAPH_H
#define TBTOP_CACHE_KERAS_GRAPH_H

#include <stddef.h>

#include <tfevents/event.h>

/* Makes a GraphDef from the JSON of a model, as TensorBoard does, except that the operation of a
 * layer is its class, and that its settings are attributes. Returns NULL with *error set if the
 * text is no such description. Release the bytes with free. */
char *keras_graph(tfe_bytes json, size_t *bytes, const char **error);

#endif
